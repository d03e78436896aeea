package gateway

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// AttachmentStore keeps the rows of attachments; their contents are Files.
type AttachmentStore interface {
	RecordAttachment(
		ctx context.Context, r record.Request, a complaint.Attachment, name complaint.Text,
	) (prior *record.Request, err error)
	AttachmentsOfCase(ctx context.Context, id complaint.CaseID) ([]complaint.Attachment, error)
	AttachedFiles(ctx context.Context, names []string) (map[string]bool, error)
}

// Files keeps the contents of attachments; see package files.
type Files interface {
	// NewName makes a new name for content with this hash, never one that was made before.
	NewName(hash string) string
	PutFile(ctx context.Context, name string, content io.Reader) error
	OpenFile(ctx context.Context, name string) (io.ReadCloser, error)
	RemoveFile(ctx context.Context, name string) error
	// RemoveUnnamed deletes files last written before the instant that the record does not name.
	RemoveUnnamed(
		ctx context.Context, before time.Time, named func(context.Context, []string) (map[string]bool, error),
	) (int, error)
}

// Attachments bound what is handed in.
type Attachments struct {
	// Size and PublicSize are the largest file in bytes, of staff and of complainants; 0 means 20 MiB and 5 MiB.
	Size, PublicSize int64
	// Count and PublicCount are how many one case may have from each; 0 means 200 and 10.
	Count, PublicCount int
}

func (a Attachments) withDefaults() Attachments {
	if a.Size == 0 {
		a.Size = 20 << 20
	}
	if a.PublicSize == 0 {
		a.PublicSize = 5 << 20
	}
	if a.Count == 0 {
		a.Count = 200
	}
	if a.PublicCount == 0 {
		a.PublicCount = 10
	}
	return a
}

type (
	attachmentForm struct {
		File     huma.FormFile `form:"file" required:"true" doc:"Images, PDF, Office documents, plain text, sound and film; the content says which it is"`
		Field    string        `form:"field" required:"false" doc:"The sealed field that will name it: sealed as that is"`
		Original bool          `form:"original" required:"false" doc:"It stands for an original that is kept"`
	}
	attachInput struct {
		CasePath
		Keyed
		RawBody huma.MultipartFormFiles[attachmentForm]
	}
	publicAttachInput struct {
		ReceiptPath
		Keyed
		RawBody huma.MultipartFormFiles[attachmentForm]
	}
	attachOutput struct{ Body attachedView }
	attachedView struct {
		ID     complaint.AttachmentID `json:"id" doc:"Commitment to the content; named in data and by messages"`
		Name   string                 `json:"name"`
		Size   int64                  `json:"size" doc:"Bytes"`
		SHA256 string                 `json:"sha256"`
	}
	attachmentView struct {
		ID          complaint.AttachmentID `json:"id"`
		Name        *string                `json:"name" doc:"null if sealed"`
		Type        string                 `json:"type" doc:"Media type, from the content"`
		Size        int64                  `json:"size" doc:"Bytes"`
		SHA256      *string                `json:"sha256" doc:"null if sealed"`
		Original    bool                   `json:"original" doc:"Stands for an original that is kept"`
		Sealed      bool                   `json:"sealed" doc:"The reader may not know the complainant and so not see it"`
		AddedBy     complaint.UserID       `json:"added_by" doc:"User id or party id"`
		AddedByName *string                `json:"added_by_name"`
		AddedAt     time.Time              `json:"added_at"`
	}
	attachmentInput struct {
		CasePath
		Attachment complaint.AttachmentID `path:"attachment"`
	}
)

func (g *Gateway) routeAttachments() {
	const path = "/cases/{id}/attachments"
	registerForStaff(g, huma.Operation{
		OperationID:   "attach",
		Method:        http.MethodPost,
		Path:          path,
		Summary:       "交一份附件",
		DefaultStatus: http.StatusCreated,
		MaxBodyBytes:  g.Attachments.Size + formOverhead,
		Description: "By whoever may act in the case or write on it. " +
			"Name the id in data, or in a message's or note's attachments.",
	}, g.attachStaff)
	registerForStaff(g, huma.Operation{
		OperationID: "get-attachment",
		Method:      http.MethodGet,
		Path:        path + "/{attachment}",
		Summary:     "下载一份附件",
	}, g.readAttachment)
	registerForEverybody(g, huma.Operation{
		OperationID:   "attach-public",
		Method:        http.MethodPost,
		Path:          "/public/complaints/{receipt}/attachments",
		Summary:       "凭回执交一份附件",
		DefaultStatus: http.StatusCreated,
		MaxBodyBytes:  g.Attachments.PublicSize + formOverhead,
	}, g.attachPublic, g.requireReceipt)
}

func (g *Gateway) attachStaff(ctx context.Context, who record.Account, in *attachInput) (*attachOutput, error) {
	if err := g.requireMayRead(ctx, who.Person, in.ID); err != nil {
		return nil, err
	}
	s := sender{
		id:     in.ID,
		actor:  who.Person.ID,
		scope:  who.Person.ID,
		key:    in.Key,
		person: &who.Person,
	}
	return g.takeAttachment(ctx, s, in.RawBody.Data())
}

func (g *Gateway) attachPublic(ctx context.Context, in *publicAttachInput) (*attachOutput, error) {
	if _, ok := g.publicFilings.takeToken(requestOf(ctx).address, g.Now()); !ok {
		return nil, complaint.Refuse(tooMany, "public.too_often", nil)
	}
	at, err := g.placeOfReceipt(ctx, in.Receipt)
	if err != nil {
		return nil, err
	}
	s, err := g.senderByReceipt(ctx, at, in.Key)
	if err != nil {
		return nil, err
	}
	return g.takeAttachment(ctx, s, in.RawBody.Data())
}

// takeAttachment takes a file for the case: the content first, then the row that makes it part of the record. A key
// that is known is answered from the record. What was written for nothing is removed, or swept later.
func (g *Gateway) takeAttachment(ctx context.Context, s sender, form *attachmentForm) (*attachOutput, error) {
	u, err := inspectUpload(form.File, form.Original, form.Field)
	if err != nil {
		return nil, err
	}
	fingerprint := u.fingerprintFor("POST /cases/" + string(s.id) + "/attachments")
	prior, err := g.priorRequest(ctx, s.scope, s.key, fingerprint)
	if err != nil {
		return nil, err
	}
	salt := g.saltFor(s.scope, s.key)("attachment")
	a := complaint.Attachment{
		ID:                complaint.AttachmentCommitment(salt, u.hash),
		Case:              s.id,
		Author:            s.actor,
		Scope:             complaint.ScopeCase,
		Type:              u.kind,
		Size:              u.size,
		SHA256:            u.hash,
		Salt:              salt,
		File:              g.Files.NewName(u.hash),
		StandsForOriginal: u.original,
		AddedAt:           complaint.Instant(g.Now()).Time,
	}
	if prior == nil {
		if err := g.permitAttachment(ctx, s, u.field, &a); err != nil {
			return nil, err
		}
		if err := g.storeAttachment(ctx, s, a, u, fingerprint); err != nil {
			return nil, err
		}
	}
	return &attachOutput{Body: attachedView{
		ID:     a.ID,
		Name:   u.name,
		Size:   u.size,
		SHA256: u.hash,
	}}, nil
}

// permitAttachment judges who hands in how much, and settles who will see it.
func (g *Gateway) permitAttachment(
	ctx context.Context, s sender, field string, a *complaint.Attachment,
) error {
	o, err := g.openCaseWithoutWall(ctx, s.id, s.orderOfSender(complaint.Order{}))
	if err != nil {
		return err
	}
	if s.person != nil && !o.wallAdmitsActor() {
		return notFoundError()
	}
	started, err := o.AsAfterFirstAct()
	if err != nil {
		return err
	}
	if refusal := o.Policy.PermitAttachment(started.Case, o.Actor, o.Facts); refusal != nil {
		return refusal
	}
	a.Scope = o.Policy.ScopeOfField(field)
	most := g.Attachments.Count
	if s.party != "" {
		most = g.Attachments.PublicCount
		if o.Policy.SealsAttachments() {
			a.Scope = complaint.ScopeIdentity
		}
	}
	before, err := g.Store.AttachmentsOfCase(ctx, s.id)
	if err != nil {
		return err
	}
	theirs := slices.DeleteFunc(before, func(b complaint.Attachment) bool {
		if s.party != "" {
			return b.Author != s.actor || b.Case != s.id
		}
		return complaint.PartyID(b.Author).IsComplainant()
	})
	if len(theirs) >= most {
		return complaint.Refuse(complaint.Conflict, "attachment.count_reached", complaint.Args{"count": len(theirs)})
	}
	return nil
}

// storeAttachment puts the content on the disk and then the row into the record.
func (g *Gateway) storeAttachment(
	ctx context.Context, s sender, a complaint.Attachment, u *upload, fingerprint string,
) error {
	sealer := sealer{id: s.id, author: s.actor, salt: g.saltFor(s.scope, s.key)}
	a.Name = sealer.sealText("attachment.name", u.name, a.Scope)
	if err := g.Files.PutFile(ctx, a.File, u.content); err != nil {
		return err
	}
	prior, err := g.Store.RecordAttachment(ctx, record.Request{
		Actor:      s.scope,
		Key:        s.key,
		BodySHA256: fingerprint,
		Case:       s.id,
		At:         a.AddedAt,
	}, a, sealer.texts[0])
	if err != nil || prior == nil { // where it is not known whether the row is there, the file stays
		return err
	}
	if err := g.Files.RemoveFile(context.WithoutCancel(ctx), a.File); err != nil { // a twin of this request came first
		g.log.Warn("attachment kept twice; it will be swept", "case_id", string(s.id), "error", err)
	}
	return checkSameBody(prior, fingerprint)
}

// attachmentViews are the case's as its reader may see them.
func (g *Gateway) attachmentViews(ctx context.Context, o *opened, sight policy.Sight) ([]attachmentView, error) {
	all, err := g.Store.AttachmentsOfCase(ctx, o.c.ID)
	if err != nil {
		return nil, err
	}
	isSealed := func(a complaint.Attachment) bool { return !sight.SeesAttachment(o.c, a) }
	texts, err := g.namesOfAttachments(ctx, o.c.ID, slices.DeleteFunc(slices.Clone(all), isSealed))
	if err != nil {
		return nil, err
	}
	views := make([]attachmentView, len(all))
	for i, a := range all {
		views[i] = attachmentView{
			ID:          a.ID,
			Name:        texts.textOrNil(a.Name),
			Type:        a.Type,
			Size:        a.Size,
			SHA256:      orNull(a.SHA256),
			Original:    a.StandsForOriginal,
			Sealed:      isSealed(a),
			AddedBy:     a.Author,
			AddedByName: orNull(o.Facts.Directory.NameOf(a.Author)),
			AddedAt:     g.localTime(a.AddedAt),
		}
		if views[i].Sealed {
			views[i].SHA256 = nil
		}
	}
	return views, nil
}

// namesOfAttachments are the names of files of a case that their reader sees, by their texts.
func (g *Gateway) namesOfAttachments(
	ctx context.Context, id complaint.CaseID, seen []complaint.Attachment,
) (visible, error) {
	names := make([]complaint.TextID, len(seen))
	for i, a := range seen {
		names[i] = a.Name
	}
	texts, err := g.Store.TextsByID(ctx, names)
	if err != nil {
		return nil, err
	}
	shown := visible{}
	for t, text := range texts {
		if text.IsReadableIn(id) {
			shown[t] = text.Body
		}
	}
	return shown, nil
}

// readAttachment sends the content. It is never shown in the browser's own page: whatever is in it runs nowhere here.
func (g *Gateway) readAttachment(
	ctx context.Context, who record.Account, in *attachmentInput,
) (*huma.StreamResponse, error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	all, err := g.Store.AttachmentsOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	sight := o.Policy.SightOf(o.Actor.Person)
	i := slices.IndexFunc(all, func(a complaint.Attachment) bool {
		return a.ID == in.Attachment && sight.SeesAttachment(o.c, a)
	})
	if i < 0 {
		return nil, notFoundError()
	}
	a := all[i]
	texts, err := g.namesOfAttachments(ctx, in.ID, []complaint.Attachment{a})
	if err != nil {
		return nil, err
	}
	if err := g.noteReading(ctx, record.Reading{
		Case:       in.ID,
		User:       who.Person.ID,
		Kind:       record.ReadAttachment,
		Attachment: a.ID,
	}); err != nil {
		return nil, err
	}
	content, err := g.Files.OpenFile(ctx, a.File)
	if err != nil {
		return nil, fmt.Errorf("attachment %s: %w", a.ID, err)
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		defer func() { _ = content.Close() }() // it was only read
		out.SetHeader("Content-Type", a.Type)
		out.SetHeader("Content-Language", "") // the file's is not known
		out.SetHeader("Content-Length", strconv.FormatInt(a.Size, 10))
		out.SetHeader("Content-Disposition",
			mime.FormatMediaType("attachment", map[string]string{"filename": texts[a.Name]}))
		out.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
		if _, err := io.Copy(out.BodyWriter(), content); err != nil {
			g.log.Warn("attachment not sent to its end", "case_id", string(in.ID), "error", err)
		}
	}}, nil
}

// attachmentsSettle is how old a file must be before it can be nobody's: far longer than an upload takes.
const attachmentsSettle = 24 * time.Hour

// sweepFiles deletes what uploads that were cut off have left.
func (g *Gateway) sweepFiles(ctx context.Context) {
	n, err := g.Files.RemoveUnnamed(ctx, g.Now().Add(-attachmentsSettle), g.Store.AttachedFiles)
	if err != nil {
		g.log.Warn("attachments not swept", "error", err)
	}
	if n > 0 {
		g.log.Info("attachments swept", "files", n)
	}
}
