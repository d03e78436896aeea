package gateway

import (
	"context"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// TextStore reads sealed texts by id.
type TextStore interface {
	TextsByID(ctx context.Context, ids []complaint.TextID) (map[complaint.TextID]complaint.Text, error)
}

// visible are the texts of one case that one reader may see, by id.
type visible map[complaint.TextID]string

// visibleTexts are those of the texts that the reader of a case may see.
func (g *Gateway) visibleTexts(
	ctx context.Context, id complaint.CaseID, sight policy.Sight, ids ...complaint.TextID,
) (visible, error) {
	texts, err := g.Store.TextsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	seen := visible{}
	for t, text := range texts {
		if text.IsReadableIn(id) && sight.Sees(text.Scope, text.Author) {
			seen[t] = text.Body
		}
	}
	return seen, nil
}

// subjectsOfCases say what the cases of a list are about, as whoever may read them may know it.
func (g *Gateway) subjectsOfCases(ctx context.Context, rows []record.CaseRow) (map[complaint.CaseID]*string, error) {
	ids := make([]complaint.TextID, len(rows))
	for i, r := range rows {
		ids[i] = r.Subject
	}
	texts, err := g.Store.TextsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	subjects := make(map[complaint.CaseID]*string, len(rows))
	for _, r := range rows {
		if t, ok := texts[r.Subject]; ok && t.IsReadableIn(r.ID) && t.Scope == complaint.ScopeCase {
			subjects[r.ID] = &t.Body
		}
	}
	return subjects, nil
}

// textOrNil is the text, nil if there is none or it may not be seen.
func (v visible) textOrNil(id complaint.TextID) *string {
	if body, ok := v[id]; ok {
		return &body
	}
	return nil
}

// body is the text, false if there is none or it may not be seen.
func (v visible) body(id complaint.TextID) (string, bool) {
	body, ok := v[id]
	return body, ok
}

// dataWithTexts is a case's data with texts in place of their ids, null where the text may not be seen.
func (v visible) dataWithTexts(p *policy.Policy, dataWithTexts map[string]any) map[string]any {
	shown, sealed := make(map[string]any, len(dataWithTexts)), p.SealedFields()
	for name, value := range dataWithTexts {
		if id, ok := value.(string); ok && sealed[name] {
			value = v.textOrNil(complaint.TextID(id))
		}
		shown[name] = mapRows(value, func(_ int, row map[string]any) map[string]any { return v.dataWithTexts(p, row) })
	}
	return shown
}
