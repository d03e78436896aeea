package policy

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
)

// Counted is what a few matters come to in a column: K of N, and what a field adds up to. The database works the same
// out of many ([Formula]); this is for cases that are at hand, as in scenarios.
type Counted struct{ K, N, Sum int64 }

// NoKey stands in [Report.Tally] for what a matter does not have, such as a unit.
const NoKey = "-"

// Tally counts the matters of cases in a period: by row, whose keys are joined by " · ", and column. The total has the
// row "".
func (r *Report) Tally(p *Policy, cases []*complaint.Case, period Period) map[string]map[string]Counted {
	table := map[string]map[string]Counted{"": {}}
	for one := range r.counted(p, cases, period) {
		one.addTo(table)
	}
	return table
}

// CasesCounted are those of the cases that the report counts in a period, the latest received first.
func (r *Report) CasesCounted(p *Policy, cases []*complaint.Case, period Period) []*complaint.Case {
	var counted []*complaint.Case
	for one := range r.counted(p, cases, period) {
		if !one.isExcluded() && !slices.Contains(counted, one.c) {
			counted = append(counted, one.c)
		}
	}
	slices.SortStableFunc(counted, func(a, b *complaint.Case) int { return b.ReceivedAt.Compare(a.ReceivedAt.Time) })
	return counted
}

// counted are the matters of cases in a period, those left out on a ground among them.
func (r *Report) counted(p *Policy, cases []*complaint.Case, period Period) iter.Seq[counting] {
	return func(yield func(counting) bool) {
		for _, c := range cases {
			if c.Period != nil {
				continue // a report on matters is none
			}
			m := p.Matter(c)
			items := []*MatterItem{nil}
			if r.Grain != CaseGrain {
				items = nil
				for i := range m.Items {
					if of := &m.Items[i]; of.Grain == r.Grain && (len(r.Of) == 0 || slices.Contains(r.Of, of.Name)) {
						items = append(items, of)
					}
				}
			}
			for _, item := range items {
				one := counting{r, c, &m, item}
				at, ok := one.event(r.Event)
				if ok && period.Has(at) && one.holds(r.Where) && !yield(one) {
					return
				}
			}
		}
	}
}

// counting is one matter as a report counts it.
type counting struct {
	r    *Report
	c    *complaint.Case
	m    *Matter
	item *MatterItem
}

// isExcluded reports whether a ground leaves the matter out.
func (o counting) isExcluded() bool {
	return slices.ContainsFunc(o.r.Excluded, func(g ReportGround) bool { return o.holds(&g.When) })
}

func (o counting) addTo(table map[string]map[string]Counted) {
	if o.isExcluded() {
		return
	}
	keys := make([]string, len(o.r.Rows))
	for i, by := range o.r.Rows {
		keys[i] = orElse(o.dimension(by), NoKey)
	}
	rows := []string{""}
	if len(keys) > 0 {
		rows = append(rows, strings.Join(keys, " · "))
	}
	for i := range o.r.Columns {
		col := &o.r.Columns[i]
		counted := o.count(col)
		for _, row := range rows {
			if table[row] == nil {
				table[row] = map[string]Counted{}
			}
			before := table[row][col.ID]
			table[row][col.ID] = Counted{before.K + counted.K, before.N + counted.N, before.Sum + counted.Sum}
		}
	}
}

func (o counting) count(col *Column) (n Counted) {
	switch {
	case !o.holds(col.Among):
	case col.Kind == CountColumn && o.holds(col.Holds):
		n.K, n.N = 1, 1
	case col.Kind == CountColumn:
		n.N = 1
	case col.Kind == SumColumn:
		n.K, n.N = 1, 1
		n.Sum, _ = o.m.Facts[col.Sum].(int64)
	case col.Kind == TimeColumn && o.item != nil:
		n = Counted{1, 1, o.item.At.UnixMicro() - o.item.Begun.UnixMicro()}
	case col.Kind == TimeColumn:
		from, began := o.event(col.From)
		until, ended := o.event(col.Until)
		if began && ended {
			n = Counted{1, 1, until.UnixMicro() - from.UnixMicro()}
		}
	case col.Kind == ShareColumn && o.isPending():
		n = map[string]Counted{OpenSuccess: {K: 1, N: 1}, OpenFailure: {N: 1}}[col.Open]
	case col.Kind == ShareColumn && o.holds(col.Holds):
		n.K, n.N = 1, 1
	case col.Kind == ShareColumn:
		n.N = 1
	}
	return n
}

func (o counting) isPending() bool {
	switch {
	case o.r.Pending != nil:
		return o.holds(o.r.Pending)
	case o.item == nil:
		return o.m.Open && !o.m.Late
	case o.r.Grain == SlipGrain:
		return o.item.State == string(complaint.SlipOpen) && !o.item.Late
	case o.r.Grain == DeadlineGrain:
		return o.item.State == string(complaint.StateRunning) || o.item.State == string(complaint.StateSuspended)
	}
	return false
}

func (o counting) event(name string) (time.Time, bool) {
	instant := func(at *time.Time) (time.Time, bool) {
		if at == nil {
			return time.Time{}, false
		}
		return *at, true
	}
	switch {
	case o.item != nil:
		return o.item.At, true
	case name == EventReceived:
		return o.c.ReceivedAt.Time, true
	case name == EventRegistered:
		return instant(o.m.Registered)
	case name == EventClosed:
		return instant(o.m.Closed)
	case name == EventArchived:
		return instant(o.m.Archived)
	}
	at, ok := o.m.Facts[MilestoneFact+name].(int64)
	return time.UnixMicro(at), ok
}

func (o counting) dimension(by string) string {
	switch by {
	case ByUnit:
		if IsOfUnitThen(o.r.Grain) {
			return string(o.item.Unit)
		}
		return string(o.c.ResponsibleUnit())
	case ByCategory:
		return o.c.Category
	case ByGroup:
		return o.m.Group
	case BySeverity:
		return o.c.Severity
	case BySource:
		return o.c.Source
	case ByKind:
		return o.c.Kind
	case ByVersion:
		return strconv.Itoa(o.c.Policy.Version)
	case ByRole:
		return string(o.item.Role)
	}
	return o.item.Name
}

// holds evaluates a condition; an absent one holds.
func (o counting) holds(f *Formula) bool {
	if f == nil {
		return true
	}
	is, _ := o.value(*f).(bool)
	return is
}

func (o counting) value(f Formula) any {
	switch f.Op {
	case OpFact:
		return o.fact(f)
	case OpValue:
		return f.Value
	case OpAnd:
		return o.holds(&f.Of[0]) && o.holds(&f.Of[1])
	case OpOr:
		return o.holds(&f.Of[0]) || o.holds(&f.Of[1])
	case OpNot:
		return !o.holds(&f.Of[0])
	case OpAmong:
		first := o.value(f.Of[0])
		return slices.ContainsFunc(f.Of[1:], func(other Formula) bool { return o.value(other) == first })
	case OpEquals:
		return o.value(f.Of[0]) == o.value(f.Of[1])
	case OpDiffers:
		return o.value(f.Of[0]) != o.value(f.Of[1])
	case OpLess, OpLessOrEqual, OpGreater, OpGreaterOrEqual:
		return ordered(f.Op, compareValues(o.value(f.Of[0]), o.value(f.Of[1])))
	}
	return nil
}

func compareValues(a, b any) int {
	if one, whole := a.(int64); whole {
		other, _ := b.(int64)
		return int(min(max(one-other, -1), 1))
	}
	one, _ := a.(string)
	other, _ := b.(string)
	return strings.Compare(one, other)
}

func ordered(op FormulaOp, order int) bool {
	switch op {
	case OpLess:
		return order < 0
	case OpLessOrEqual:
		return order <= 0
	case OpGreater:
		return order > 0
	case OpGreaterOrEqual:
		return order >= 0
	case OpFact, OpValue, OpAnd, OpOr, OpNot, OpAmong, OpEquals, OpDiffers:
	}
	return false
}

func (o counting) fact(f Formula) any {
	switch f.Fact {
	case FactOpen:
		return o.m.Open
	case FactLate:
		return o.item == nil && o.m.Late || o.item != nil && o.item.Late
	case FactDisposition:
		return o.c.Disposition
	case FactGroup:
		return o.m.Group
	case FactName, FactState:
		return o.itemWord(f.Fact)
	case "kind", "source", "severity", "category":
		return o.dimension(f.Fact)
	case "channel":
		return o.c.Channel
	case responsibleUnit:
		return string(o.c.ResponsibleUnit())
	}
	if milestone, ok := strings.CutPrefix(f.Fact, ReachedFact); ok {
		return o.m.Facts[MilestoneFact+milestone] != nil
	}
	value := o.m.Facts[f.Fact]
	switch f.Type {
	case TruthFact:
		return value == int64(1)
	case WholeFact:
		n, _ := value.(int64)
		return n
	case TextFact:
	}
	text, _ := value.(string)
	return text
}

func (o counting) itemWord(fact string) string {
	switch {
	case o.item == nil:
		return ""
	case fact == FactName:
		return o.item.Name
	}
	return o.item.State
}
