package policies_test

import (
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
)

// A duplicate goes on in another case, if whoever may merge can read both and both are still being handled; the other
// case is left as it is, and every refusal says why.
func TestDuplicatesAreMerged(t *testing.T) {
	const name = "转办的六十日，回复转办单位可不填"
	player, other := replay(t, "land", name, 1), replay(t, "land", name, 1).Engine
	other.Case.ID = "other"
	dir := player.Engine.Directory
	facts := policy.Facts{
		Now:       player.Engine.Now,
		Calendar:  player.Calendar,
		Directory: dir,
		Other:     other.Case,
	}
	decide := func(by complaint.UserID, into complaint.CaseID, f policy.Facts) error {
		order := complaint.Order{Command: complaint.Merge{Into: into}}
		_, err := player.Policy.Decide(player.Engine.Case, order, complaint.Actor{Person: dir.People[by]}, f)
		return err
	}
	closed, review, elsewhere := facts, facts, facts
	closed.Other, review.Other, elsewhere.Other = other.Case.Clone(), other.Case.Clone(), other.Case.Clone()
	closed.Other.Status, review.Other.Kind, elsewhere.Other.Policy.ID = complaint.StatusClosed, "review", "dealer"
	accused := facts
	accused.Other = other.Case.Clone()
	accused.Other.Parties = append(accused.Other.Parties, complaint.Party{
		ID:   "r",
		Role: complaint.Respondent,
		Kind: complaint.KindPerson,
		User: "petition_office",
	})
	missing := facts
	missing.Other = complaint.NewCase("other")
	for _, c := range []struct {
		why   string
		by    complaint.UserID
		into  complaint.CaseID
		facts policy.Facts
		code  complaint.Code
	}{
		{"not their role", "section_head", "other", facts, complaint.Forbidden},
		{"into itself", "petition_office", "case", facts, complaint.Invalid},
		{"into nothing", "petition_office", "", facts, complaint.Invalid},
		{"into what is not there", "petition_office", "other", missing, complaint.Invalid},
		{"into what they may not read", "petition_office", "other", accused, complaint.Invalid},
		{"into another regulation's", "petition_office", "other", elsewhere, complaint.Invalid},
		{"into a closed one", "petition_office", "other", closed, complaint.Conflict},
		{"into another kind of matter", "petition_office", "other", review, complaint.Conflict},
	} {
		if refusal := complaint.RefusalIn(decide(c.by, c.into, c.facts)); refusal == nil || refusal.Code != c.code {
			t.Errorf("%s: %v", c.why, refusal)
		}
	}
	if a, b := decide("petition_office", "other", missing),
		decide("petition_office", "other", accused); a.Error() != b.Error() {
		t.Errorf("what may not be read and what is not there differ: %v, %v", a, b)
	}
	drafts, err := player.Policy.Decide(player.Engine.Case, complaint.Order{Command: complaint.Merge{Into: "other"}},
		complaint.Actor{Person: dir.People["petition_office"]}, facts)
	if err != nil {
		t.Fatal(err)
	}
	merged := player.Engine.Case.Clone()
	for _, d := range drafts {
		if err := merged.Apply(d.Event); err != nil {
			t.Fatal(err)
		}
		if d.Event.Reason.Setting != "land.merging" && complaint.TypeOf(d.Event.Fact) != "deadline_cancelled" {
			t.Errorf("%s rests on %+v", d.Event.Type(), d.Event.Reason)
		}
	}
	if merged.MergedInto() != "other" || merged.Status != complaint.StatusArchived || merged.Disposition != "merged" ||
		merged.Number != player.Engine.Case.Number || len(merged.LiveTasks()) > 0 || merged.NextDueDeadline() != nil {
		t.Errorf("merged: %+v", merged)
	}
	if refusal := complaint.RefusalIn(player.Policy.Precheck(merged, complaint.Merge{Into: "other"}, nil,
		complaint.Actor{Person: dir.People["petition_office"]}, facts)); refusal == nil ||
		refusal.Code != complaint.Conflict {
		t.Errorf("merged again: %v", refusal)
	}
}

// Whoever complained first is answered within their own limit also when the matter goes on in a later case.
func TestTheEarlierLimitOfADuplicateIsKept(t *testing.T) {
	const name = "转办的六十日，回复转办单位可不填"
	survivor := replay(t, "land", name, 1).Engine
	limit := survivor.Case.Deadlines[0]
	if limit.Name != "handling" || limit.Limit != "60d" {
		t.Fatalf("%+v", limit)
	}
	day := func(n int) complaint.Time {
		return complaint.Instant(limit.Started.AddDate(0, 0, n))
	}
	absorb := func(theirs complaint.Deadline) []string {
		t.Helper()
		duplicate := survivor.Case.Clone()
		duplicate.ID, duplicate.Deadlines = "duplicate", []complaint.Deadline{theirs}
		drafts, err := survivor.Policy.Decide(survivor.Case,
			complaint.Order{Actor: complaint.System, Command: complaint.Absorb{Duplicate: "duplicate"}},
			complaint.Actor{System: true}, policy.Facts{
				Now:       survivor.Now,
				Calendar:  survivor.Calendar,
				Directory: survivor.Directory,
				Other:     duplicate,
			})
		if err != nil {
			t.Fatal(err)
		}
		after := survivor.Case.Clone()
		for _, d := range drafts {
			if err := after.Apply(d.Event); err != nil {
				t.Fatal(err)
			}
		}
		var all []string
		for _, d := range after.Deadlines {
			if d.Name != "handling" {
				continue
			}
			all = append(all, string(d.State)+" "+d.Limit+" "+d.Clause+" "+d.LastDay)
		}
		return all
	}
	cancelled := limit
	cancelled.State, cancelled.Started, cancelled.Due, cancelled.Ledger = complaint.StateCancelled,
		day(-20), day(41), nil
	started := limit.Started.In(survivor.Calendar.Location())
	own := "running 60d land-4 " + limit.LastDay
	for what, c := range map[string]struct {
		change func(d *complaint.Deadline)
		want   []string
	}{
		"earlier by twenty days": {
			func(*complaint.Deadline) {},
			[]string{
				"superseded 60d land-4 " + limit.LastDay,
				"running 60d land-4 " + nextWorkingDay(survivor, started.AddDate(0, 0, 40)),
			},
		},
		"later":           {func(d *complaint.Deadline) { d.Started, d.Due = day(5), day(66) }, []string{own}},
		"over":            {func(d *complaint.Deadline) { d.Started, d.Due = day(-90), day(-29) }, []string{own}},
		"met before":      {func(d *complaint.Deadline) { d.State = complaint.StateMet }, []string{own}},
		"of another name": {func(d *complaint.Deadline) { d.Name = "other" }, []string{own}},
	} {
		theirs := cancelled
		c.change(&theirs)
		if got := absorb(theirs); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
}

// nextWorkingDay is the day itself or the next that is worked.
func nextWorkingDay(e *scenario.Engine, at time.Time) string {
	for ; ; at = at.AddDate(0, 0, 1) {
		day := calendar.DateOf(at, e.Calendar.Location())
		if working, _, _ := e.Calendar.IsWorkingDay(day); working {
			return day.String()
		}
	}
}
