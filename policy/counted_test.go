package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
)

// counting counts what the same complainant has brought in a month; the third time nobody investigates.
var counting = []string{
	"deadlines:\n",
	"counts:\n  earlier: {title: 同一人三十日内的诉求, same: [complainant], within: 30d, clauses: [\"2\"]}\ndeadlines:\n",
	"title: 调查\n", "title: 调查\n    when: counted.earlier < 2\n    else: answer\n",
}

// What other cases there are decides, and is told before what was decided by it, with the cases, once as it stands.
func TestOtherCasesAreCounted(t *testing.T) {
	ago := func(days int, change func(*complaint.Case)) *complaint.Case {
		c := &complaint.Case{
			ID:         complaint.CaseID("d" + strings.Repeat("x", days)),
			Seq:        1,
			Policy:     complaint.PolicyRef{ID: "small"},
			Kind:       "claim",
			Category:   "service",
			ReceivedAt: complaint.Instant(time.Date(2026, 3, 2, 8, 0, 0, 0, weekends.Location()).AddDate(0, 0, -days)),
			Parties:    []complaint.Party{{Role: complaint.Complainant, Kind: complaint.KindText}},
		}
		change(c)
		return c
	}
	as := func(*complaint.Case) {}
	uncounted := []*complaint.Case{
		ago(31, as),
		ago(3, func(c *complaint.Case) { c.Disposition = complaint.DispositionMerged }),
		ago(4, func(c *complaint.Case) { c.Parties[0].Identity = "somebody else" }),
		ago(5, func(c *complaint.Case) { c.Policy.ID = "other" }),
		ago(6, func(c *complaint.Case) { c.ID = "c" }),
	}
	for _, test := range []struct {
		others []*complaint.Case
		step   complaint.StepID
	}{
		{nil, "investigate"},
		{[]*complaint.Case{ago(1, as)}, "investigate"},
		{[]*complaint.Case{ago(29, as), ago(1, as)}, "answer"},
	} {
		for _, edition := range []int{1, 2} {
			e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, counting...)
			e.Edition, e.Others = edition, slices.Concat(uncounted, test.others)
			before := len(e.Journal)
			if err := gives(t, e, clerk, "accepted", nil); err != nil {
				t.Fatal(err)
			}
			if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{test.step}) {
				t.Errorf("%d others: at %v", len(test.others), got)
			}
			fact, counted := e.Journal[before].Fact.(complaint.CasesCounted)
			if edition == 1 && !counted {
				continue
			}
			if !counted || fact.Number != len(test.others) || e.Journal[before].Reason.Clause != "small-2" {
				t.Errorf("edition %d, %d others: first recorded is %+v", edition, len(test.others), e.Journal[before])
			}
			if len(fact.Cases) == 2 && fact.Cases[0] != "dx" {
				t.Errorf("counted %v", fact.Cases)
			}
			if n := e.Case.Count("earlier"); n == nil || n.Number != len(test.others) {
				t.Errorf("the case has %+v", n)
			}
		}
	}
}

// A refusal and an offer record nothing.
func TestCountsAreRecordedWithWhatTheyDecide(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, counting...)
	before := len(e.Journal)
	if err := gives(t, e, clerk, "unknown", nil); err == nil {
		t.Error("done with an unknown outcome")
	}
	e.Policy.Offers(e.Case, clerk, policy.Facts{Now: e.Now, Calendar: weekends, Directory: e.Directory})
	if len(e.Journal) != before {
		t.Errorf("recorded %v", e.Journal[before:])
	}
}

func TestWrongCountsAreTold(t *testing.T) {
	for id, passages := range map[string][]string{
		"proof.count_unread": counting[:2],
		"count.within":       {"within: 30d", "within: 3wd"},
		"name.unknown":       {"same: [complainant]", "same: [complanant]"},
		"count.at_filing":    {"title: 订单号}", "title: 订单号, required_when: counted.earlier > 0}"},
	} {
		text := string(rewritten(t, counting[:2]...))
		if id != "proof.count_unread" {
			text = string(rewritten(t, counting...))
			if !strings.Contains(text, passages[0]) {
				t.Fatal(passages[0])
			}
			text = strings.Replace(text, passages[0], passages[1], 1)
		}
		found := policy.Check("small.yaml", []byte(text), weekends).Findings
		if !slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == id }) {
			t.Errorf("want %s, found %v", id, found)
		}
	}
}
