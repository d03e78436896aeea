package gateway

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// ReceiptStore keeps receipts, by their hashes.
type ReceiptStore interface {
	// ReceiptByHash finds one that is in force.
	ReceiptByHash(ctx context.Context, hash string) (record.Receipt, bool, error)
	// CountReceiptTry counts a wrong second thing beforehand; false if there have been so many in a row already.
	CountReceiptTry(ctx context.Context, r record.Receipt, most int) (bool, error)
	IdentitiesOfParties(ctx context.Context, id complaint.CaseID) ([]complaint.Identity, error)
	ForgetReceiptTries(ctx context.Context, hash string) error
	// IssueReceipt puts one in force in place of those that the case had.
	IssueReceipt(ctx context.Context, r record.Receipt, q record.Request) (prior *record.Request, err error)
}

type (
	publicFilingInput struct {
		Keyed
		Clock time.Time `query:"clock" doc:"Rehearsal only: where the case's own clock starts"`
		Body  Matter
	}
	receiptOutput struct{ Body receiptView }
	receiptView   struct {
		Receipt string `json:"receipt" doc:"Keep it: it is the only way to follow the complaint"`
	}
	// ReceiptPath names the complaint by its receipt.
	ReceiptPath struct {
		Receipt string `path:"receipt" doc:"The receipt, or the handle of a complaint that is open in this browser (POST /public/session)"`
	}
	publicCaseOutput struct{ Body publicCaseView }
	publicCaseView   struct {
		Number     *string             `json:"number"`
		Status     complaint.Status    `json:"status" enum:"received,open,closed,archived"`
		Stage      string              `json:"stage" doc:"What is being done, for people"`
		ReceivedAt time.Time           `json:"received_at"`
		Merged     bool                `json:"merged" doc:"Others complained of the same; it goes on in one case, and this is how that one stands"`
		AnswerDue  *time.Time          `json:"answer_due"`
		Timeline   []timelineView      `json:"timeline" nullable:"false"`
		Subject    *string             `json:"subject" doc:"What they filed themselves; null if staff wrote it down"`
		Content    *string             `json:"content"`
		Messages   []publicMessageView `json:"messages" nullable:"false"`
		MessageDue *time.Time          `json:"message_due" doc:"When messages of theirs that wait are answered, where the regulation says so"`
		Papers     []paperView         `json:"papers" nullable:"false" doc:"The complainant's own copies of documents"`
		Handed     []handedView        `json:"handed" nullable:"false" doc:"The files that the complainant has handed in"`
		Takes      takesView           `json:"takes"`
		Actions    []actionView        `json:"actions" nullable:"false"`
		Forms      map[string]any      `json:"forms" doc:"JSON Schemas that the actions name"`
	}
	timelineView struct {
		What string    `json:"what" enum:"received,registered,closed,archived"`
		At   time.Time `json:"at"`
	}
	publicMessageView struct {
		At   time.Time `json:"at"`
		From string    `json:"from" enum:"organisation,complainant"`
		Kind string    `json:"kind"`
		Text string    `json:"text"`
	}
	handedView struct {
		Name *string   `json:"name"`
		Size int64     `json:"size" doc:"Bytes"`
		At   time.Time `json:"at"`
	}
	takesView struct {
		Count int      `json:"count" doc:"How many files one complaint may have from its complainant"`
		Size  int64    `json:"size" doc:"The largest file, in bytes"`
		Types []string `json:"types" nullable:"false" doc:"Media types; the content says which a file is"`
	}
	publicCommandInput struct {
		ReceiptPath
		Keyed
		Body commandBody
	}
)

func (g *Gateway) routePublic() {
	const path = "/public/complaints"
	registerForEverybody(g, huma.Operation{
		OperationID: "list-public-policies",
		Method:      http.MethodGet,
		Path:        "/public/policies",
		Summary:     "可以网上投诉的制度",
		Middlewares: huma.Middlewares{onlyIfChanged},
	}, g.listPublicPolicies)
	registerForEverybody(g, huma.Operation{
		OperationID:   "file-complaint",
		Method:        http.MethodPost,
		Path:          path,
		Summary:       "投诉",
		DefaultStatus: http.StatusCreated,
		Description:   "Idempotency-Key must be a UUID; the receipt is derived from it, so a retry gets the same one.",
	}, g.filePublic)
	registerForEverybody(g, huma.Operation{
		OperationID: "follow-complaint",
		Method:      http.MethodGet,
		Path:        path + "/{receipt}",
		Summary:     "凭回执查询",
	}, g.followByReceipt)
	const commands = path + "/{receipt}/commands"
	registerForEverybody(g, huma.Operation{
		OperationID: "command-complaint",
		Method:      http.MethodPost,
		Path:        commands,
		Summary:     "凭回执留言、评价、申请复查或撤回",
	}, g.takePublicCommand, g.requireReceipt)
	describeCommands(g.api.OpenAPI().Paths[commands].Post, g.api.OpenAPI(), policy.ComplainantCommands())
}

// filePublic takes a complaint from anybody. The filer in the journal is the complainant.
func (g *Gateway) filePublic(ctx context.Context, in *publicFilingInput) (*receiptOutput, error) {
	now := g.Now()
	if _, ok := g.publicFilings.takeToken(requestOf(ctx).address, now); !ok {
		return nil, complaint.Refuse(tooMany, "public.too_often", nil)
	}
	key, err := normalizePublicKey(in.Key)
	if err != nil {
		return nil, err
	}
	fingerprint, err := fingerprintOf(ctx, "POST /public/complaints")
	if err != nil {
		return nil, err
	}
	prior, err := g.priorRequest(ctx, complaint.Complainant, key, fingerprint)
	if err != nil {
		return nil, err
	}
	if prior == nil {
		d, err := g.draftPublicFiling(ctx, key, in)
		if err != nil {
			return nil, err
		}
		if prior, err = g.commitFiling(ctx, d, fingerprint); err != nil {
			return nil, err
		}
	}
	return &receiptOutput{Body: receiptView{Receipt: g.receiptFor(prior.Actor, prior.Key)}}, nil
}

// normalizePublicKey is the key in its one spelling.
func normalizePublicKey(key string) (string, error) {
	id, err := uuid.Parse(key)
	if err != nil || !strings.EqualFold(id.String(), key) {
		return "", complaint.Refuse(complaint.Invalid, "request.key_malformed", nil).At("Idempotency-Key")
	}
	return id.String(), nil
}

func (g *Gateway) draftPublicFiling(ctx context.Context, key string, in *publicFilingInput) (*draft, error) {
	b := in.Body
	p, err := g.policyInForceNamed(ctx, b.Policy)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).speakOf(p)
	if refusal := p.PermitPublicFiling(complaint.Filed{}); refusal != nil {
		return nil, refusal
	}
	d := g.newFilingDraft(p, complaint.Complainant, key)
	if !in.Clock.IsZero() {
		if err := d.startOwnClock(g.Rehearsal != nil, &in.Clock); err != nil {
			return nil, err
		}
	}
	for i, r := range b.Respondents {
		if r.ID == "" { // outsiders may not know whether it is a person or a unit
			b.Respondents[i].Kind = complaint.KindText
		}
	}
	if err := d.addMatter(b); err != nil {
		return nil, err
	}
	if refusal := p.PermitPublicFiling(d.intake.Filing.Filed); refusal != nil {
		return nil, refusal
	}
	p.FillPublicFilingOmissions(&d.intake.Filing.Filed)
	return d, g.finishDraft(ctx, d, key)
}

// complainantAsSender is a complainant of the case, whose keys are unique in it.
func complainantAsSender(id complaint.CaseID, party complaint.PartyID, key string) sender {
	return sender{
		id:    id,
		actor: complaint.UserID(party),
		scope: complaint.UserID(string(party) + ":" + string(id)),
		party: party,
		key:   key,
		may:   policy.ComplainantCommands(),
	}
}

func (g *Gateway) takePublicCommand(ctx context.Context, in *publicCommandInput) (*commandOutput, error) {
	at, err := g.placeOfReceipt(ctx, in.Receipt)
	if err != nil {
		return nil, err
	}
	s, err := g.senderByReceipt(ctx, at, in.Key)
	if err != nil {
		return nil, err
	}
	out, err := g.submitCommand(ctx, s, in.Body)
	if err != nil {
		return nil, err
	}
	out.Body.Events = nil // the journal is not the complainant's to read
	return out, nil
}
