package store

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"duban/policy"
	"duban/record"
)

// noFigure is what is shown where there is nothing that a figure could be of.
const noFigure = "-"

const (
	millionth  = 1_000_000
	microsADay = 24 * 60 * 60 * 1_000_000
	fenAYuan   = 100
	perCent    = 100
)

// figureCells fills the cells of a row, from left to right: some are made of others. Nothing is rounded before it is
// shown.
type figureCells struct {
	report *policy.Report
	cells  []record.Cell
	exact  []*big.Rat
}

func newFigureCells(r *policy.Report, cells []record.Cell) figureCells {
	return figureCells{r, cells, make([]*big.Rat, len(cells))}
}

func (f figureCells) fillCell(i int, t *cellTally) {
	col, cell := &f.report.Columns[i], &f.cells[i]
	cell.Column = col.ID
	switch col.Kind {
	case policy.WeightedColumn, policy.ProductColumn:
		f.exact[i] = f.madeOfOthers(col)
		cell.Value = percent(f.exact[i], col)
		return
	case policy.CountColumn, policy.ShareColumn, policy.SumColumn, policy.TimeColumn:
	}
	cell.K, cell.Open, cell.Outside, cell.Sum = t.classes[classSuccess], t.classes[classOpen], t.classes[classOutside],
		t.sum
	cell.N = cell.K + t.classes[classFailure]
	part := new(big.Rat).SetInt64(cell.K)
	for j, p := range col.Partly {
		n := t.classes[int64(classPartly+j)]
		cell.Partly = append(cell.Partly, n)
		cell.N += n
		part.Add(part, new(big.Rat).Mul(big.NewRat(n, 1), big.NewRat(p.Millionths, millionth)))
	}
	switch col.Kind {
	case policy.CountColumn:
		cell.N += cell.Outside
		cell.Value = strconv.FormatInt(cell.K, 10)
	case policy.ShareColumn:
		if cell.N > 0 {
			f.exact[i] = part.Quo(part, big.NewRat(cell.N, 1))
		}
		cell.Value = percent(f.exact[i], col)
	case policy.SumColumn:
		sum := big.NewRat(cell.Sum, 1)
		if col.Money {
			sum = big.NewRat(cell.Sum, fenAYuan)
		}
		cell.Value = roundOff(sum, col.Decimals, col.Rounding)
	case policy.TimeColumn:
		cell.Value = noFigure
		if time := timeOf(col.Take, cell, t.times); time != nil {
			cell.Value = roundOff(time, col.Decimals, col.Rounding)
		}
	case policy.WeightedColumn, policy.ProductColumn:
	}
}

// madeOfOthers adds up or multiplies other columns; nil where one of them is none.
func (f figureCells) madeOfOthers(col *policy.Column) *big.Rat {
	whole := big.NewRat(0, 1)
	if col.Kind == policy.ProductColumn {
		whole = big.NewRat(1, 1)
	}
	for _, term := range col.Terms {
		i := slices.IndexFunc(f.report.Columns, func(c policy.Column) bool { return c.ID == term.Column })
		if i < 0 || f.exact[i] == nil {
			return nil
		}
		if col.Kind == policy.ProductColumn {
			whole.Mul(whole, f.exact[i])
		} else {
			whole.Add(whole, new(big.Rat).Mul(f.exact[i], big.NewRat(term.Millionths, millionth)))
		}
	}
	return whole
}

// percent is a share in per cent, without the sign.
func percent(share *big.Rat, col *policy.Column) string {
	if share == nil {
		return noFigure
	}
	return roundOff(new(big.Rat).Mul(share, big.NewRat(perCent, 1)), col.Decimals, col.Rounding)
}

// timeOf is the mean, the total, the median or the ninetieth percentile (the least time within which nine of ten were
// done) in days; nil of none.
func timeOf(take string, cell *record.Cell, times []int64) *big.Rat {
	if cell.K == 0 {
		return nil
	}
	if take == policy.TakeMean {
		return big.NewRat(cell.Sum, cell.K*microsADay)
	}
	if take == policy.TakeTotal {
		return big.NewRat(cell.Sum, microsADay)
	}
	slices.Sort(times)
	n := len(times)
	if take == policy.TakeP90 {
		const ninety, hundred = 90, 100
		return big.NewRat(times[(n*ninety+hundred-1)/hundred-1], microsADay)
	}
	return big.NewRat(times[(n-1)/2]+times[n/2], 2*microsADay)
}

// roundOff writes a number with so many decimals.
func roundOff(x *big.Rat, decimals int, rounding string) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	scaled := new(big.Rat).Mul(new(big.Rat).Abs(x), new(big.Rat).SetInt(scale))
	whole, rest := new(big.Int).QuoRem(scaled.Num(), scaled.Denom(), new(big.Int))
	half := new(big.Int).Lsh(rest, 1).Cmp(scaled.Denom())
	up := half > 0 || half == 0 && rounding == policy.RoundHalfUp ||
		half == 0 && rounding == policy.RoundHalfEven && whole.Bit(0) == 1
	if up && rounding != policy.RoundDown {
		whole.Add(whole, big.NewInt(1))
	}
	digits := whole.String()
	if missing := decimals + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if decimals > 0 {
		digits = digits[:len(digits)-decimals] + "." + digits[len(digits)-decimals:]
	}
	if x.Sign() < 0 && strings.Trim(digits, "0.") != "" {
		digits = "-" + digits
	}
	return digits
}
