package gateway

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"duban/activities"
	"duban/complaint"
	"duban/policy"
)

// opened is one case as one transaction saw it, for one actor.
type opened struct {
	c *complaint.Case
	p *policy.Policy
	// a is the actor as the directory has them in the same transaction.
	a complaint.Actor
	f policy.Facts
	// now is case time.
	now time.Time
	// filing is set while the case waits for its first act.
	filing *complaint.Filing
}

// mayRead refuses whoever is not behind the case's wall. A case that is not there, and a name that could be no
// case's, look the same and take the same query.
func (g *Gateway) mayRead(ctx context.Context, p complaint.Person, id complaint.CaseID) error {
	may, err := g.Store.May(ctx, p, id)
	if err != nil {
		return err
	}
	if _, err := uuid.Parse(string(id)); err != nil || !may {
		return notFound()
	}
	return nil
}

// openCase opens a case for whoever sends an order. It asks no wall.
func (g *Gateway) openCase(ctx context.Context, id complaint.CaseID, who complaint.Order) (*opened, error) {
	var o *opened
	err := g.Store.Read(ctx, id, func(tx activities.ReadTx) (err error) {
		o, err = g.open(ctx, tx, who)
		return err
	})
	return o, err
}

// open folds the case's journal and reads what judging its orders needs.
func (g *Gateway) open(ctx context.Context, tx activities.ReadTx, who complaint.Order) (*opened, error) {
	o := &opened{}
	var err error
	if o.c, o.filing, err = fold(ctx, tx); err != nil {
		return nil, err
	}
	if o.p, err = tx.Policy(ctx, o.c.Policy); err != nil {
		return nil, err
	}
	if o.f.Calendar, err = tx.Calendar(ctx, o.p.Doc.Calendar); err != nil {
		return nil, err
	}
	if o.f.Directory, err = tx.Directory(ctx); err != nil {
		return nil, err
	}
	offset, err := tx.ClockOffset(ctx)
	if err != nil {
		return nil, err
	}
	o.now = g.Now().Add(offset)
	o.f.Now, o.a = o.now, activities.ActorOf(who, o.f.Directory)
	return o, nil
}

// openFor opens a case for a person who may read it. The wall is asked again inside the transaction.
func (g *Gateway) openFor(ctx context.Context, who complaint.Person, id complaint.CaseID) (*opened, error) {
	if err := g.mayRead(ctx, who, id); err != nil {
		return nil, err
	}
	o, err := g.openCase(ctx, id, complaint.Order{Actor: who.ID})
	if err != nil {
		return nil, err
	}
	if !o.admits() {
		return nil, notFound()
	}
	return o, nil
}

// admits asks the wall whether the actor may read the case.
func (o *opened) admits() bool { return o.p.Wall(o.c).Admits(o.a.Person) }

// fold is the case as its journal has it; before its first act, as it was filed, with the filing.
func fold(ctx context.Context, tx activities.ReadTx) (*complaint.Case, *complaint.Filing, error) {
	c, err := tx.Case(ctx)
	if err != nil || c.Seq > 0 {
		return c, nil, err
	}
	filing, err := tx.Filing(ctx)
	if err != nil {
		return nil, nil, err
	}
	c, err = filing.Received()
	return c, &filing, err
}

// ahead is the case that an order will meet: one still waiting for its first act will have been opened by then.
func (o *opened) ahead() (*complaint.Case, error) {
	if o.filing == nil {
		return o.c, nil
	}
	f := o.f
	f.Filing = o.filing
	c := complaint.NewCase(o.c.ID)
	drafts, err := o.p.Decide(c, complaint.Order{Command: complaint.Open{}}, complaint.Actor{System: true}, f)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		if err := c.Apply(d.Event); err != nil {
			return nil, fmt.Errorf("open beforehand: %w", err)
		}
	}
	return c, nil
}
