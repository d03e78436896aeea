package store

import (
	"testing"

	"duban/policy"
	"duban/record"
)

// share is a column of matters that hold; terms make one of others.
func shareColumn(id string, parts ...policy.Part) policy.Column {
	return policy.Column{
		ID:       id,
		Kind:     policy.ShareColumn,
		Holds:    &policy.Formula{Op: policy.OpValue, Value: true},
		Partly:   parts,
		Open:     policy.OpenFailure,
		Decimals: 2,
		Rounding: policy.RoundHalfUp,
	}
}

func madeColumn(id string, kind policy.ColumnKind, terms ...policy.WeightedTerm) policy.Column {
	return policy.Column{
		ID:       id,
		Kind:     kind,
		Terms:    terms,
		Decimals: 2,
		Rounding: policy.RoundHalfUp,
	}
}

// tallied are so many successes, failures and partial successes.
func tallied(success, failure, partly int64) cellTally {
	return cellTally{classes: map[int64]int64{classSuccess: success, classFailure: failure, classPartly: partly}}
}

// Three formulas that offices have published come out to the last digit. The cases stand beside the figures.
func TestPublishedFormulas(t *testing.T) {
	for name, x := range map[string]struct {
		columns []policy.Column
		tallies []cellTally
		want    []string
	}{
		// Of 7 valid call-backs 6 were reached, 3 satisfied and 2 fairly so, 4 solved:
		// score = (0.1 × 6/7 + 0.4 × (3 + 0.9 × 2)/7 + 0.5 × 4/7) × 100 = 452/7 = 64.5714…
		"hotline": {
			columns: []policy.Column{
				shareColumn("contact"), shareColumn("satisfied", policy.Part{Millionths: 900_000}),
				shareColumn("solved"),
				madeColumn("score", policy.WeightedColumn, policy.WeightedTerm{Column: "contact", Millionths: 100_000},
					policy.WeightedTerm{Column: "satisfied", Millionths: 400_000},
					policy.WeightedTerm{Column: "solved", Millionths: 500_000}),
			},
			tallies: []cellTally{tallied(6, 1, 0), tallied(3, 2, 2), tallied(4, 3, 0), {}},
			want:    []string{"85.71", "68.57", "57.14", "64.57"},
		},
		// Of 11 petitions 5 were rated well, 2 fairly, 3 badly, 1 rating lapsed:
		// (5 + 2 + 1)/11 × (5 + 2 + 3)/11 = 80/121 = 66.1157…
		"petitions": {
			columns: []policy.Column{
				shareColumn("not_bad"), shareColumn("rated"),
				madeColumn("adjusted", policy.ProductColumn, policy.WeightedTerm{Column: "not_bad"},
					policy.WeightedTerm{Column: "rated"}),
			},
			tallies: []cellTally{tallied(8, 3, 0), tallied(10, 1, 0), {}},
			want:    []string{"72.73", "90.91", "66.12"},
		},
		// 7 answered on time, 2 late, 3 not yet, 1 not yet and late: 7/13 = 53.8461…
		"answers": {
			columns: []policy.Column{shareColumn("on_time")},
			tallies: []cellTally{tallied(7, 6, 0)},
			want:    []string{"53.85"},
		},
		"nothing": {
			columns: []policy.Column{
				shareColumn("on_time"),
				madeColumn("score", policy.WeightedColumn, policy.WeightedTerm{Column: "on_time", Millionths: 500_000}),
			},
			tallies: []cellTally{{}, {}},
			want:    []string{"-", "-"},
		},
	} {
		cells := make([]record.Cell, len(x.columns))
		fill := newFigureCells(&policy.Report{Columns: x.columns}, cells)
		for i := range x.columns {
			fill.fillCell(i, &x.tallies[i])
			if cells[i].Value != x.want[i] {
				t.Errorf("%s, %s: %s, not %s", name, x.columns[i].ID, cells[i].Value, x.want[i])
			}
		}
	}
}

func TestTimesThatStandForMany(t *testing.T) {
	t.Parallel()
	const day = int64(microsADay)
	times := []int64{9 * day, 1 * day, 2 * day, 4 * day}
	for take, want := range map[string]string{policy.TakeMean: "4.0", policy.TakeMedian: "3.0", policy.TakeP90: "9.0"} {
		got := timeOf(take, &record.Cell{K: 4, Sum: 16 * day}, append([]int64{}, times...))
		if text := roundOff(got, 1, policy.RoundHalfUp); text != want {
			t.Errorf("%s: %s, not %s", take, text, want)
		}
	}
}

func TestRounding(t *testing.T) {
	t.Parallel()
	for rounding, want := range map[string][2]string{
		policy.RoundHalfUp:   {"12.5", "12.4"},
		policy.RoundHalfEven: {"12.4", "12.4"},
		policy.RoundDown:     {"12.4", "12.3"},
	} {
		for i, share := range []struct{ k, n int64 }{{249, 2000}, {99, 800}} { // 12.45 % and 12.375 %
			cells := make([]record.Cell, 1)
			col := shareColumn("a")
			col.Decimals, col.Rounding = 1, rounding
			fill := newFigureCells(&policy.Report{Columns: []policy.Column{col}}, cells)
			tally := tallied(share.k, share.n-share.k, 0)
			fill.fillCell(0, &tally)
			if cells[0].Value != want[i] {
				t.Errorf("%s of %d/%d: %s, not %s", rounding, share.k, share.n, cells[0].Value, want[i])
			}
		}
	}
}
