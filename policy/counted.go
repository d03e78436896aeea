package policy

import (
	"maps"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// countedVariable begins the name under which a condition reads a number of other cases: counted.earlier.
const countedVariable = "counted."

// What cases can have in common.
const (
	sameComplainant = complaint.Complainant
	sameRespondent  = complaint.Respondent
	sameUnit        = "unit"
	sameCategory    = "category"
)

// CasesToCount are the other cases that the regulation's counts ask for, by count, as the case stands at an instant of
// case time. What the case has not, such as a person complained about, no other has in common with it.
func (p *Policy) CasesToCount(c *complaint.Case, now time.Time, zone *time.Location) map[string]complaint.AlikeAsked {
	asked := make(map[string]complaint.AlikeAsked, len(p.Doc.Counts.Entries))
	for _, e := range p.Doc.Counts.Entries {
		q := complaint.AlikeAsked{
			Policy:       p.Doc.Policy,
			To:           c.ID,
			After:        e.Value.since(now.In(zone)),
			Until:        now,
			Kinds:        textsOfWords(e.Value.Kinds),
			Dispositions: textsOfWords(e.Value.Ended),
			Outcomes:     textsOfWords(e.Value.Outcomes),
		}
		if len(q.Kinds) == 0 {
			q.Kinds = p.KindsPeopleFile()
		}
		for _, w := range e.Value.Same {
			if w.Text == sameComplainant {
				q.Complainant = true
			} else {
				q.Common = append(q.Common, valuesInCommon(c, w.Text))
			}
		}
		asked[e.Key] = q
	}
	return asked
}

// since is the instant after which cases that count came in.
func (r *CountRule) since(now time.Time) time.Time {
	if l := r.Within.Length; l.Unit == calendar.Months {
		return now.AddDate(0, -l.N, 0)
	}
	return now.AddDate(0, 0, -r.Within.Length.N)
}

// valuesInCommon are the values of which another case must have one to be the same as this in a respect.
func valuesInCommon(c *complaint.Case, respect string) []string {
	prefix := map[string]string{
		sameRespondent: complaint.CommonPerson(""),
		sameUnit:       complaint.CommonUnit(""),
		sameCategory:   complaint.CommonCategory(""),
	}[respect]
	return slices.DeleteFunc(c.CommonValues(), func(v string) bool { return !strings.HasPrefix(v, prefix) })
}

// counts are the other cases that a decision counts with, and which of the counts its conditions have read.
type counts struct {
	found map[string][]complaint.CaseID
	read  map[string]bool
}

// number is how many cases a count has found; it has been read then.
func (c *counts) number(name string) int64 {
	if c == nil {
		return 0
	}
	c.read[name] = true
	return int64(len(c.found[name]))
}

// countsToRecord are the counts that conditions have read, where the journal does not have them as they are now.
func (t *turn) countsToRecord() []complaint.CasesCounted {
	if t.writesPlainEvents() || len(t.drafts) == 0 {
		return nil
	}
	var all []complaint.CasesCounted
	for _, name := range slices.Sorted(maps.Keys(t.counts.read)) {
		cases := t.counts.found[name]
		before := t.c.Count(name)
		if before != nil && slices.Equal(before.Cases, cases) {
			continue
		}
		all = append(all, complaint.CasesCounted{Count: name, Number: len(cases), Cases: cases})
	}
	return all
}

// recordCounts records the counts that what follows was decided by.
func (t *turn) recordCounts() error {
	counted := t.counted
	t.counted = nil
	for _, fact := range counted {
		rule, _ := t.p.Doc.Counts.Get(fact.Count)
		if err := t.emit(fact, t.p.reasonCiting(rule.Cites, "cases_counted")); err != nil {
			return err
		}
	}
	return nil
}

// checkCounts checks what the file counts.
func (c *checker) checkCounts() {
	for i := range c.doc.Counts.Entries {
		e := &c.doc.Counts.Entries[i]
		where := "counts." + e.Key
		c.noteCites(where, e.Value.Cites)
		c.mustCite(e.Pos, e.Value.Cites, where)
		for _, w := range e.Value.Same {
			c.mustBeOfClosedSet(w, setCommon)
		}
		for _, w := range e.Value.Kinds {
			c.mustBeOneOf(w, c.doc.Kinds.Keys())
		}
		for _, w := range e.Value.Ended {
			c.mustBeOneOf(w, slices.Concat(c.doc.Dispositions.Keys(), commonDispositions))
		}
		var outcomes []string
		for _, s := range c.doc.Steps.Entries {
			for _, o := range s.Value.Outcomes.Keys() {
				outcomes = append(outcomes, s.Key+"."+o)
			}
		}
		for _, w := range e.Value.Outcomes {
			c.mustBeOneOf(w, outcomes)
		}
		c.checkFixedLimit(where+".within", &e.Value.Within)
		if l := e.Value.Within.Length; l.N > 0 && l.Unit != calendar.CalendarDays && l.Unit != calendar.Months {
			c.f.add(e.Value.Within.Pos, "count.within", args{"value": e.Value.Within.Text})
		}
	}
}

// refuseCounts: before there is a case nothing is like it.
func (c *checker) refuseCounts(e Expr) {
	for _, name := range c.p.variablesRead[e.Pos] {
		if strings.HasPrefix(name, countedVariable) {
			c.f.add(e.Pos, "count.at_filing", args{"name": name})
		}
	}
}

// noteCountsRecorded notes which numbers of other cases come to stand in the record: those that a condition of the
// procedure reads. Reports count with these.
func (c *checker) noteCountsRecorded() {
	c.p.countsRecorded = map[string]bool{}
	for _, e := range c.doc.Counts.Entries {
		c.p.countsRecorded[e.Key] = c.p.isAskedInCondition(countedVariable + e.Key)
	}
}

// proveEveryCountRead: what is counted, a condition reads.
func (v *prover) proveEveryCountRead() {
	for _, e := range v.p.Doc.Counts.Entries {
		if !v.p.isAskedInCondition(countedVariable + e.Key) {
			v.cannotProve(e.Pos, "counts."+e.Key, "proof.count_unread", args{"count": e.Key})
		}
	}
}

func (p *Policy) isAskedInCondition(name string) bool {
	for _, names := range p.variablesRead {
		if slices.Contains(names, name) {
			return true
		}
	}
	return false
}

func (r reading) describeCount(name string) string {
	e, _ := r.p.Doc.Counts.Get(name)
	text := r.say("count", blanks{"title": r.sayTitle(e.Title.Text), "within": r.limitInWords(e.Within.Length)})
	if len(e.Same) > 0 {
		same := make([]string, len(e.Same))
		for i, w := range e.Same {
			same[i] = r.say("count.same."+w.Text, nil)
		}
		text += r.say("count.same", blanks{"same": r.joinTitles(same)})
	}
	return text
}
