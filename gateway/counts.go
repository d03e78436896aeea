package gateway

import (
	"context"

	"duban/complaint"
)

type (
	// countView is a number of other cases. Whoever reads the case learns the number, and of the cases those that they
	// may read.
	countView struct {
		Name   string            `json:"name"`
		Title  string            `json:"title"`
		Number int               `json:"number"`
		Cases  []countedCaseView `json:"cases" nullable:"false" doc:"Those that the reader may read, the newest first"`
	}
	countedCaseView struct {
		ID     complaint.CaseID `json:"id"`
		Number *string          `json:"number"`
	}
)

// countViews are the numbers of other cases by which something was decided in the case.
func (g *Gateway) countViews(ctx context.Context, o *opened) ([]countView, error) {
	views := make([]countView, 0, len(o.c.Counts))
	for _, n := range o.c.Counts {
		v := countView{
			Name:   n.Count,
			Title:  n.Count,
			Number: n.Number,
			Cases:  []countedCaseView{},
		}
		if rule, ok := o.Policy.Doc.Counts.Get(n.Count); ok {
			v.Title = o.say(rule.Title.Text)
		}
		readable, err := g.readableCases(ctx, o, n.Cases)
		if err != nil {
			return nil, err
		}
		for _, id := range readable {
			row, err := g.Store.CaseRow(ctx, id)
			if err != nil {
				return nil, err
			}
			v.Cases = append(v.Cases, countedCaseView{id, orNull(row.Number)})
		}
		views = append(views, v)
	}
	return views, nil
}

// factAsReadable is a fact of the journal with those of other cases that its reader may read: of the cases counted, and
// of those that a form has rows of. Any other stands as it is.
func (g *Gateway) factAsReadable(ctx context.Context, o *opened, fact complaint.Fact) (complaint.Fact, error) {
	var err error
	if counted, ok := fact.(complaint.CasesCounted); ok {
		counted.Cases, err = g.readableCases(ctx, o, counted.Cases)
		return counted, err
	}
	if done, ok := fact.(complaint.TaskCompleted); ok {
		done.Data, err = g.rowsAsReadable(ctx, o, done.Data)
		return done, err
	}
	return fact, nil
}

// readableCases are those of the cases that the reader may read.
func (g *Gateway) readableCases(
	ctx context.Context, o *opened, ids []complaint.CaseID,
) ([]complaint.CaseID, error) {
	readable := []complaint.CaseID{}
	for _, id := range ids {
		may, err := g.Store.MayRead(ctx, o.Actor.Person, id)
		if err != nil {
			return nil, err
		}
		if may {
			readable = append(readable, id)
		}
	}
	return readable, nil
}
