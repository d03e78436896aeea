package policies_test

import (
	"testing"

	"duban/complaint"
	"duban/policy"
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
		Into:      other.Case,
	}
	decide := func(by complaint.UserID, into complaint.CaseID, f policy.Facts) error {
		order := complaint.Order{Command: complaint.Merge{Into: into}}
		_, err := player.Policy.Decide(player.Engine.Case, order, complaint.Actor{Person: dir.People[by]}, f)
		return err
	}
	closed, review, elsewhere := facts, facts, facts
	closed.Into, review.Into, elsewhere.Into = other.Case.Clone(), other.Case.Clone(), other.Case.Clone()
	closed.Into.Status, review.Into.Kind, elsewhere.Into.Policy.ID = complaint.StatusClosed, "review", "dealer"
	accused := facts
	accused.Into = other.Case.Clone()
	accused.Into.Parties = append(accused.Into.Parties, complaint.Party{
		ID:   "r",
		Role: complaint.Respondent,
		Kind: complaint.KindPerson,
		User: "petition_office",
	})
	missing := facts
	missing.Into = complaint.NewCase("other")
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
