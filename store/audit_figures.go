package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"duban/complaint"
	"duban/policy"
)

// checkFigures: what reports count is the journal, as it was at each time. Cases that lag behind are caught up before a
// report is counted.
func (a *audit) checkFigures(ctx context.Context, e *evidence, events []complaint.Event) {
	if _, known := a.tables["figure_traits"]; !known {
		return
	}
	var upTo int
	if found, err := a.findRow(ctx, &upTo, `SELECT figures_seq FROM cases WHERE id = ?`, e.id); err != nil || !found ||
		upTo != len(events) {
		return
	}
	under := func(ref complaint.PolicyRef) (*policy.Policy, error) {
		return a.store.policyWhere(ctx, a.conn, `sha256 = ?`, ref.SHA256)
	}
	wantCases, wantItems, wantTraits, err := figureHistory(under, e.id, events)
	var cases []figureCase
	var items []figureItem
	if err == nil {
		err = a.allRows(ctx, &cases, `SELECT `+figureCaseColumns+` FROM figure_cases WHERE case_id = ?`, e.id)
	}
	if err == nil {
		err = a.allRows(ctx, &items, `SELECT `+figureItemColumns+` FROM figure_items WHERE case_id = ?`, e.id)
	}
	var traits []figureTraits
	if err == nil && len(wantTraits) > 0 {
		err = a.allRows(ctx, &traits, `SELECT `+figureTraitColumns+` FROM figure_traits
			WHERE id IN (`+parameterList(len(wantTraits))+`)`, asArguments(slices.Collect(maps.Keys(wantTraits)))...)
	}
	if err != nil {
		a.reportFinding(CheckList, e.id, "%v", err)
		return
	}
	var shown []string
	for _, r := range traits {
		shown = append(shown, fmt.Sprint(r.values()))
	}
	for _, r := range cases {
		shown = append(shown, fmt.Sprint(r.values()))
	}
	for _, r := range items {
		shown = append(shown, fmt.Sprint(r.values()))
	}
	var want []string
	for _, r := range wantTraits {
		want = append(want, fmt.Sprint(r.values()))
	}
	for _, r := range append(wantCases, wantItems...) {
		want = append(want, fmt.Sprint(r))
	}
	slices.Sort(shown)
	slices.Sort(want)
	if !slices.Equal(shown, want) {
		a.reportFinding(CheckList, e.id, "统计用的行与日志不符：运行 duban rebuild "+
			"(what reports count is not what the journal says: run duban rebuild)")
	}
}
