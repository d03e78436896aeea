package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"

	"duban/complaint"
	"duban/record"
)

// TextStore reads sealed texts by id.
type TextStore interface {
	Texts(ctx context.Context, ids []complaint.TextID) (map[complaint.TextID]complaint.Text, error)
}

// visible are the texts of one case that one reader may see, by id.
type visible map[complaint.TextID]string

// textID is what a text's id looks like; other hashes do too, and are simply no text's.
var textID = regexp.MustCompile(`^[0-9a-f]{64}$`)

// textsIn finds the texts that values of any shape refer to, and keeps those the reader may see.
func (g *Gateway) textsIn(ctx context.Context, id complaint.CaseID, identity bool, values ...any) (visible, error) {
	encoded, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	var plain any
	if err := json.Unmarshal(encoded, &plain); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	found := map[complaint.TextID]bool{}
	collect(plain, found)
	ids := make([]complaint.TextID, 0, len(found))
	for t := range found {
		ids = append(ids, t)
	}
	texts, err := g.Store.Texts(ctx, ids)
	if err != nil {
		return nil, err
	}
	seen := visible{}
	for t, text := range texts {
		if text.In(id) && (identity || text.Scope == complaint.ScopeCase) {
			seen[t] = text.Body
		}
	}
	return seen, nil
}

// subjects say what the cases of a list are about, as whoever may read them may know it.
func (g *Gateway) subjects(ctx context.Context, rows []record.CaseRow) (map[complaint.CaseID]*string, error) {
	ids := make([]complaint.TextID, len(rows))
	for i, r := range rows {
		ids[i] = r.Subject
	}
	texts, err := g.Store.Texts(ctx, ids)
	if err != nil {
		return nil, err
	}
	subjects := make(map[complaint.CaseID]*string, len(rows))
	for _, r := range rows {
		if t, ok := texts[r.Subject]; ok && t.In(r.ID) && t.Scope == complaint.ScopeCase {
			subjects[r.ID] = &t.Body
		}
	}
	return subjects, nil
}

func collect(v any, found map[complaint.TextID]bool) {
	switch v := v.(type) {
	case string:
		if textID.MatchString(v) {
			found[complaint.TextID(v)] = true
		}
	case []any:
		for _, x := range v {
			collect(x, found)
		}
	case map[string]any:
		for _, x := range v {
			collect(x, found)
		}
	}
}

// text is the text, nil if there is none or it may not be seen.
func (v visible) text(id complaint.TextID) *string {
	if body, ok := v[id]; ok {
		return &body
	}
	return nil
}

// data is a case's data with texts in place of their ids.
func (v visible) data(data map[string]any) map[string]any {
	shown := make(map[string]any, len(data))
	for name, value := range data {
		if id, ok := value.(string); ok {
			if body, is := v[complaint.TextID(id)]; is {
				value = body
			}
		}
		shown[name] = value
	}
	return shown
}
