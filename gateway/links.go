package gateway

import (
	"context"

	"duban/complaint"
)

// linkViews are the linked cases that the reader may read; of the others they learn nothing here.
func (g *Gateway) linkViews(ctx context.Context, o *opened) ([]linkView, error) {
	links := make([]linkView, 0, len(o.c.Links))
	for _, l := range o.c.Links {
		may, err := g.Store.MayRead(ctx, o.Actor.Person, l.Case)
		if err != nil {
			return nil, err
		}
		if !may {
			continue
		}
		row, err := g.Store.CaseRow(ctx, l.Case)
		if err != nil {
			return nil, err
		}
		links = append(links, linkView{
			Case:     l.Case,
			Number:   orNull(row.Number),
			Kind:     l.Kind,
			Title:    o.say(o.Policy.KindTitle(l.Kind)),
			Relation: relationOfLink(l),
		})
	}
	return links, nil
}

func relationOfLink(l complaint.Link) string {
	switch {
	case l.Merged:
		return "merged_into"
	case l.Duplicate:
		return "duplicate"
	case l.Opened:
		return "opened"
	}
	return "opened_by"
}
