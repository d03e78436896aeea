package gateway

import (
	"context"
	"slices"

	"duban/complaint"
)

// caseAsReadable is the case with those rows of forms only whose cases its reader may read.
func (g *Gateway) caseAsReadable(ctx context.Context, o *opened) (*complaint.Case, error) {
	data, err := g.rowsAsReadable(ctx, o, o.c.Data)
	if err != nil {
		return nil, err
	}
	shown := *o.c
	shown.Data = data
	return &shown, nil
}

// rowsAsReadable is the data of a form with those rows only whose cases its reader may read.
func (g *Gateway) rowsAsReadable(ctx context.Context, o *opened, data map[string]any) (map[string]any, error) {
	named := o.Policy.CasesInRows(data)
	if len(named) == 0 {
		return data, nil
	}
	readable, err := g.readableCases(ctx, o, named)
	if err != nil {
		return nil, err
	}
	return o.Policy.RowsReadable(data, func(id complaint.CaseID) bool { return slices.Contains(readable, id) }), nil
}
