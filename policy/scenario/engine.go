package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
)

// Engine is one case on the pure engine with a clock of its own: what the workflow, the journal and Act do
// together, without any of them.
type Engine struct {
	Policy    *policy.Policy
	Calendar  *calendar.Calendar
	Directory complaint.Directory
	Case      *complaint.Case
	Journal   []complaint.Event
	Now       time.Time
	// Opened are the linked cases that this one has opened, Opener is the one that opened it.
	Opened []*Engine
	Opener *Engine
	// Attachments are the files handed in so far.
	Attachments []complaint.Attachment
	// Others are the cases there are besides, for what the regulation counts.
	Others []*complaint.Case
	// Edition is the one by which events are written, 0 the newest.
	Edition int

	counters map[string]int64
}

// NewEngine opens a case from a filing at the given instant.
func NewEngine(p *policy.Policy, cal *calendar.Calendar, dir complaint.Directory, f complaint.Filing) (*Engine, error) {
	return newEngineOfEdition(p, cal, dir, f, 0)
}

// newEngineOfEdition opens a case in a record of an edition.
func newEngineOfEdition(
	p *policy.Policy, cal *calendar.Calendar, dir complaint.Directory, f complaint.Filing, edition int,
	others ...*complaint.Case,
) (*Engine, error) {
	e := &Engine{
		Policy:    p,
		Calendar:  cal,
		Directory: dir,
		Case:      complaint.NewCase(f.Case),
		Now:       f.FiledAt,
		Edition:   edition,
		Others:    others,
		counters:  map[string]int64{},
	}
	f.Filed.Policy = p.Ref()
	order := complaint.Order{Actor: complaint.System, Command: complaint.Open{}}
	return e, e.decideAndRecord(order, complaint.Actor{System: true}, policy.Facts{Filing: &f}, e.Now)
}

// GiveOrder gives an order now. A refusal comes back as *complaint.Error.
func (e *Engine) GiveOrder(a complaint.Actor, o complaint.Order) error {
	return e.decideAndRecord(o, a, policy.Facts{}, e.Now)
}

// mostAtOneInstant is how many rungs fire at one instant before the case counts as one that goes round.
const mostAtOneInstant = 1000

// AdvanceTo lets time pass until the given instant; every rung that falls due on the way fires, in order.
func (e *Engine) AdvanceTo(to time.Time) error {
	for fired, last := 0, (time.Time{}); ; fired++ {
		d, r := e.Case.NextRung()
		if r == nil || r.At.After(to) || e.Case.Status == complaint.StatusArchived {
			break
		}
		if !r.At.Equal(last) {
			fired, last = 0, r.At.Time
		}
		if fired > mostAtOneInstant {
			return fmt.Errorf("step %s goes round at %s", d.Step, last)
		}
		order := complaint.Order{Actor: complaint.System, Command: complaint.Due{Deadline: d.ID, Rung: r.ID}}
		before := e.Case.Seq
		if err := e.decideAndRecord(order, complaint.Actor{System: true}, policy.Facts{}, r.At.Time); err != nil {
			return err
		}
		if e.Case.Seq == before {
			return fmt.Errorf("rung %s of deadline %s is due and does nothing", r.ID, d.ID)
		}
	}
	if to.After(e.Now) {
		e.Now = to
	}
	return nil
}

func (e *Engine) decideAndRecord(o complaint.Order, a complaint.Actor, f policy.Facts, at time.Time) error {
	f.Now, f.Calendar, f.Directory, f.Attachments, f.Edition = at, e.Calendar, e.Directory, e.Attachments, e.Edition
	if m, merges := o.Command.(complaint.Merge); merges && e.Opener != nil && m.Into == e.Opener.Case.ID {
		f.Into = e.Opener.Case
	}
	if err := e.countOtherCases(&f); err != nil {
		return err
	}
	drafts, err := e.Policy.Decide(e.Case, o, a, f)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		ev := d.Event
		if d.Number != nil {
			e.counters[d.Number.Counter]++
			if ev.Fact, err = policy.WithNumber(ev.Fact,
				d.Number.NumberForSerial(e.counters[d.Number.Counter])); err != nil {
				return err
			}
		}
		if d.Begins != nil {
			id, err := e.openLinked(*d.Begins, ev.Actor, at)
			if err != nil {
				return err
			}
			if ev.Fact, err = policy.WithLinkedCase(ev.Fact, id); err != nil {
				return err
			}
		}
		if err := e.Case.Apply(ev); err != nil {
			return err
		}
		e.Journal = append(e.Journal, ev)
	}
	return nil
}

// countOtherCases finds the cases with which the regulation's conditions count. Whoever complains is the same where the
// text that names them is.
func (e *Engine) countOtherCases(f *policy.Facts) error {
	if len(e.Policy.Doc.Counts.Entries) == 0 {
		return nil
	}
	c := e.Case
	if f.Filing != nil {
		var err error
		if c, err = f.Filing.CaseAsFiled(); err != nil {
			return err
		}
	}
	f.Counted = map[string][]complaint.CaseID{}
	for name, asked := range e.Policy.CasesToCount(c, f.Now, e.Calendar.Location()) {
		var found []*complaint.Case
		for _, other := range e.Others {
			same := !asked.Complainant || complainantOf(other).Identity == complainantOf(c).Identity
			if same && asked.Finds(other) {
				found = append(found, other)
			}
		}
		slices.SortFunc(found, func(a, b *complaint.Case) int {
			return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt.Time), cmp.Compare(a.ID, b.ID))
		})
		ids := make([]complaint.CaseID, min(len(found), complaint.MostAlike))
		for i := range ids {
			ids[i] = found[i].ID
		}
		f.Counted[name] = ids
	}
	return nil
}

func complainantOf(c *complaint.Case) complaint.Party {
	for _, p := range c.Parties {
		if p.Role == complaint.Complainant {
			return p
		}
	}
	return complaint.Party{}
}

// openLinked begins a linked case beside this one.
func (e *Engine) openLinked(f complaint.Filed, by complaint.UserID, at time.Time) (complaint.CaseID, error) {
	id := complaint.CaseID(fmt.Sprintf("%s-linked-%d", e.Case.ID, len(e.Opened)+1))
	filing := complaint.Filing{
		Case:    id,
		By:      by,
		Filed:   f,
		FiledAt: at,
	}
	linked, err := newEngineOfEdition(e.Policy, e.Calendar, e.Directory, filing, e.Edition)
	if err != nil {
		return "", fmt.Errorf("open linked case: %w", err)
	}
	linked.Opener, linked.counters, linked.Others = e, e.counters, e.Others
	e.Opened = append(e.Opened, linked)
	return id, nil
}
