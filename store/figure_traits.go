package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
)

// figureTraits is a row of figure_traits: what of a case many have alike. A report works its conditions out for each
// of these once, and counts the cases that have them.
type figureTraits struct {
	ID          int64  `db:"id"`
	Policy      string `db:"policy"`
	Kind        string `db:"kind"`
	Source      string `db:"source"`
	Channel     string `db:"channel"`
	Category    string `db:"category"`
	Group       string `db:"category_group"`
	Severity    string `db:"severity"`
	Disposition string `db:"disposition"`
	Open        int64  `db:"open"`
	Late        int64  `db:"late"`
	Facts       string `db:"facts"`
}

const figureTraitColumns = `id, policy, kind, source, channel, category, category_group, severity, disposition, open,
	late, facts`

func (r figureTraits) values() []any {
	return []any{
		r.ID, r.Policy, r.Kind, r.Source, r.Channel, r.Category, r.Group, r.Severity, r.Disposition, r.Open, r.Late,
		r.Facts,
	}
}

// traitsOf are the case's traits, and as JSON the facts that are its own.
func traitsOf(k *complaint.Case, m *policy.Matter) (r figureTraits, own string, err error) {
	facts, ownFacts := map[string]any{}, map[string]any{}
	for name, value := range m.Facts {
		if isOwnFact(name, value) {
			ownFacts[name] = value
		} else {
			facts[name] = value
		}
	}
	encoded, err := json.Marshal(facts) // sorted by key
	if err != nil {
		return r, "", fmt.Errorf("encode facts: %w", err)
	}
	encodedOwn, err := json.Marshal(ownFacts)
	if err != nil {
		return r, "", fmt.Errorf("encode facts: %w", err)
	}
	r = figureTraits{
		Policy:      k.Policy.ID,
		Kind:        k.Kind,
		Source:      k.Source,
		Channel:     k.Channel,
		Category:    k.Category,
		Group:       m.Group,
		Severity:    k.Severity,
		Disposition: k.Disposition,
		Open:        asWhole(m.Open),
		Late:        asWhole(m.Late),
		Facts:       string(encoded),
	}
	r.ID, err = r.sum()
	return r, string(encodedOwn), err
}

// sum makes the id of what the row says, so that the same traits have the same id in every database: 63 bits of
// SHA-256.
func (r figureTraits) sum() (int64, error) {
	r.ID = 0
	data, err := json.Marshal(r)
	if err != nil {
		return 0, fmt.Errorf("encode traits: %w", err)
	}
	sum := sha256.Sum256(data)
	return int64(binary.BigEndian.Uint64(sum[:]) & math.MaxInt64), nil //nolint:gosec // it fits
}

// isOwnFact reports whether hardly two cases have a fact alike: instants, and the numbers, amounts and dates of forms.
// What is 1 may be a truth and stands with the traits. See [reportSQL.fact], which looks in both.
func isOwnFact(name string, value any) bool {
	if strings.HasPrefix(name, policy.MilestoneFact) {
		return true
	}
	if !strings.HasPrefix(name, policy.FieldFact) {
		return false
	}
	switch v := value.(type) {
	case int64:
		return v != 1
	case string:
		_, err := time.Parse(time.DateOnly, v)
		return err == nil
	}
	return false
}

// keepTraits makes sure of the rows. They are never changed and stay when no case has them any more; one that says
// what its id does not is put right.
func (c conn) keepTraits(ctx context.Context, all map[int64]figureTraits) error {
	for id, traits := range all {
		var held figureTraits
		found, err := c.findRow(ctx, &held, `SELECT `+figureTraitColumns+` FROM figure_traits WHERE id = ?`, id)
		if err == nil && found && held != traits {
			found = false
			_, err = c.exec(ctx, `DELETE FROM figure_traits WHERE id = ?`, id)
		}
		if err == nil && !found {
			_, err = c.exec(ctx, `INSERT INTO figure_traits (`+figureTraitColumns+`) VALUES (`+
				parameterList(len(traits.values()))+`) ON CONFLICT (id) DO NOTHING`, traits.values()...)
		}
		if err != nil {
			return wrapError("traits", err)
		}
	}
	return nil
}
