package gateway

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/policy"
	"duban/record"
	"duban/web/words"
)

// CaseStore reads cases by id, which obeys no wall: the gateway asks MayRead first.
type CaseStore interface {
	Read(ctx context.Context, id complaint.CaseID, fn func(record.ReadTx) error) error
	MayRead(ctx context.Context, p complaint.Person, id complaint.CaseID) (bool, error)
	CaseRow(ctx context.Context, id complaint.CaseID) (record.CaseRow, error)
	// EditionInForce is the edition by which events are written now.
	EditionInForce(ctx context.Context) (int, error)
	JournalEvents(ctx context.Context, id complaint.CaseID, after, limit int) ([]complaint.Event, error)
}

// opened is one case as one transaction saw it, for one actor.
type opened struct {
	*record.Opened
	// c is the case as its readers see it; while it waits for its first act, as it was filed.
	c *complaint.Case
	// now is case time.
	now time.Time
	// language is the reader's, as it is spoken of the case's policy.
	language words.Language
}

// say writes a title in the reader's language.
func (o *opened) say(title string) string { return o.language.SayValue(title) }

// requireMayRead refuses whoever is not behind the case's wall. A case that is not there, and a name that could be no
// case's, look the same and take the same query.
func (g *Gateway) requireMayRead(ctx context.Context, p complaint.Person, id complaint.CaseID) error {
	may, err := g.Store.MayRead(ctx, p, id)
	if err != nil {
		return err
	}
	if _, err := uuid.Parse(string(id)); err != nil || !may {
		return notFoundError()
	}
	return nil
}

// speaksOnEntry reports whether somebody whom the wall keeps out completes their own task of being heard on an entry of
// the ledger, or of objecting. Whatever else they ask, the answer is that of a case that is not there.
func (g *Gateway) speaksOnEntry(ctx context.Context, p complaint.Person, in *commandInput) bool {
	if _, err := uuid.Parse(string(in.ID)); err != nil || in.Body.Command != "complete" || in.Body.Task == "" {
		return false
	}
	o, err := g.openCaseWithoutWall(ctx, in.ID, complaint.Order{Actor: p.ID})
	return err == nil && o.speaks(in.Body)
}

// isHeardInCase reports whether some entry of the case's ledger concerns the person, so that they are heard or may
// object.
func (g *Gateway) isHeardInCase(ctx context.Context, p complaint.Person, id complaint.CaseID) bool {
	if _, err := uuid.Parse(string(id)); err != nil {
		return false
	}
	o, err := g.openCaseWithoutWall(ctx, id, complaint.Order{Actor: p.ID})
	if err != nil {
		return false
	}
	w := o.Policy.Wall(o.c)
	return slices.ContainsFunc(w.Entries, func(e complaint.EntryWall) bool { return w.ConcernsInEntry(p, e.Entry) })
}

// speaks reports whether the actor completes their own task of speaking on an entry of the ledger.
func (o *opened) speaks(body commandBody) bool {
	return body.Command == speakersCommand && o.speaksInTask(complaint.TaskID(body.Task))
}

// speakersCommand is all that somebody can do in a case that they may not read.
const speakersCommand = "complete"

// speaksInTask reports whether a task is the actor's own, to speak on an entry of the ledger.
func (o *opened) speaksInTask(id complaint.TaskID) bool {
	return o.Actor.Person.Active && policy.SpeaksOnEntry(o.c, o.Actor.Person, complaint.Complete{Task: id})
}

// actionsOfSpeaker are those of the actions that somebody can do who may not read the case.
func actionsOfSpeaker(actions []actionView) []actionView {
	return slices.DeleteFunc(actions, func(a actionView) bool { return a.Command != speakersCommand })
}

// openCaseWithoutWall opens a case for whoever sends an order. It asks no wall.
func (g *Gateway) openCaseWithoutWall(ctx context.Context, id complaint.CaseID, who complaint.Order) (*opened, error) {
	var o *opened
	err := g.Store.Read(ctx, id, func(tx record.ReadTx) (err error) {
		o, err = g.readOpenedCase(ctx, tx, who)
		return err
	})
	return o, err
}

// readOpenedCase reads a case and what judging its orders needs, at the case's own time.
func (g *Gateway) readOpenedCase(ctx context.Context, tx record.ReadTx, who complaint.Order) (*opened, error) {
	offset, err := tx.ClockOffset(ctx)
	if err != nil {
		return nil, err
	}
	c, err := tx.Case(ctx)
	if err != nil {
		return nil, err
	}
	o := &opened{now: g.Now().Add(offset)}
	if o.Opened, err = record.OpenForOrder(ctx, tx, c, who, o.now); err != nil {
		return nil, err
	}
	o.language = o.Policy.In(requestOf(ctx).language)
	o.c, err = o.CaseAsShown()
	return o, err
}

// openCaseFor opens a case for a person who may read it. The wall is asked again inside the transaction.
func (g *Gateway) openCaseFor(ctx context.Context, who complaint.Person, id complaint.CaseID) (*opened, error) {
	if err := g.requireMayRead(ctx, who, id); err != nil {
		return nil, err
	}
	o, err := g.openCaseWithoutWall(ctx, id, complaint.Order{Actor: who.ID})
	if err != nil {
		return nil, err
	}
	if !o.wallAdmitsActor() {
		return nil, notFoundError()
	}
	return o, nil
}

// wallAdmitsActor asks the wall whether the actor may read the case.
func (o *opened) wallAdmitsActor() bool { return o.Policy.Wall(o.c).Admits(o.Actor.Person) }
