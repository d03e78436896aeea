package gateway

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

// ReadingStore keeps the log of readings.
type ReadingStore interface {
	NoteReading(ctx context.Context, r record.Reading) error
	ReadingsOfCase(ctx context.Context, id complaint.CaseID, cursor string, limit int) ([]record.Reading, string, error)
}

type (
	readingView struct {
		User       complaint.UserID        `json:"user"`
		Name       *string                 `json:"name"`
		What       record.ReadingKind      `json:"what" enum:"case,journal,attachment,workflow,receipt,paper,file"`
		Attachment *complaint.AttachmentID `json:"attachment" doc:"The one that was read"`
		Paper      *complaint.PaperID      `json:"paper" doc:"The document, slip or notice that was read"`
		At         time.Time               `json:"at" doc:"The first time within a quarter of an hour"`
	}
	readingsInput struct {
		CasePath
		Cursor string `query:"cursor" maxLength:"1024" doc:"next of the page before"`
		Limit  int    `query:"limit" minimum:"0" maximum:"200" doc:"Entries per page, 0 for the default"`
	}
)

func (g *Gateway) routeReadings() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-readings",
		Method:      http.MethodGet,
		Path:        "/cases/{id}/readings",
		Summary:     "谁在何时看过这件案件的什么",
		Description: "For roles that see all cases of the regulation from the second level up.",
	}, g.listReadings)
}

// readLog remembers what this gateway has written into the reading log lately, so that a page that refreshes itself
// costs nothing. What it forgets is written again, to no effect.
type readLog struct {
	mu   sync.Mutex
	span int64
	seen map[record.Reading]bool
}

// mustBeLogged reports whether the reading is not known to stand in the log.
func (l *readLog) mustBeLogged(r record.Reading) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.SpanNumber() != l.span {
		l.span, l.seen = r.SpanNumber(), map[record.Reading]bool{}
	}
	return !l.seen[readingWithoutInstant(r)]
}

func (l *readLog) markLogged(r record.Reading) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.SpanNumber() == l.span {
		l.seen[readingWithoutInstant(r)] = true
	}
}

// readingWithoutInstant is the reading without its instant.
func readingWithoutInstant(r record.Reading) record.Reading {
	r.At = time.Time{}
	return r
}

// noteReading records that somebody reads, before they do: what cannot be recorded does not happen (lawfirm-2.7.4).
func (g *Gateway) noteReading(ctx context.Context, r record.Reading) error {
	r.At = complaint.Instant(g.Now()).Time
	if !g.readings.mustBeLogged(r) {
		return nil
	}
	if err := g.Store.NoteReading(ctx, r); err != nil {
		return err
	}
	g.readings.markLogged(r)
	return nil
}

func (g *Gateway) listReadings(
	ctx context.Context, who record.Account, in *readingsInput,
) (*pageOutput[readingView], error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	if refusal := o.Policy.PermitSeeingReadings(o.Actor.Person); refusal != nil {
		return nil, refusal
	}
	readings, next, err := g.Store.ReadingsOfCase(ctx, in.ID, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	views := make([]readingView, len(readings))
	for i, r := range readings {
		views[i] = readingView{
			User:       r.User,
			Name:       orNull(o.Facts.Directory.NameOf(r.User)),
			What:       r.Kind,
			Attachment: orNull(r.Attachment),
			Paper:      orNull(r.Paper),
			At:         g.localTime(r.At),
		}
	}
	return pageOf(views, next), nil
}
