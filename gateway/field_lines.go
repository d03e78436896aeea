package gateway

import (
	"context"

	"duban/complaint"
	"duban/policy"
)

// fieldLine is one field of a form with what it says.
type fieldLine struct {
	Field string `json:"field"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// fieldLinesOf are lines with their texts, as far as the reader may see these: what is sealed to them says nothing.
func (g *Gateway) fieldLinesOf(
	ctx context.Context, id complaint.CaseID, sight policy.Sight, lines []policy.FieldLine,
) ([]fieldLine, error) {
	var ids []complaint.TextID
	for _, line := range lines {
		if line.Text != "" {
			ids = append(ids, line.Text)
		}
	}
	seen, err := g.visibleTexts(ctx, id, sight, ids...)
	if err != nil {
		return nil, err
	}
	views := make([]fieldLine, 0, len(lines))
	for _, line := range lines {
		says := line.Says
		if line.Text != "" {
			says = seen[line.Text]
		}
		views = append(views, fieldLine{line.Field, line.Title, says})
	}
	return views, nil
}
