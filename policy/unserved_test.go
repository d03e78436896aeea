package policy_test

import (
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
)

// unserved turns the small policy's answer into a notice that may not reach the party, with a review after it.
func unserved(notUnserved ...string) []string {
	return append([]string{
		"  answer:\n    title: 答复\n    by: [clerk]\n    clauses: [\"1\"]\n    limit: 2wd\n    sets: answered\n" +
			"    outcomes:\n      answered: {title: 已答复, next: archive}\n",
		"  answer:\n    kind: notice\n    to: complainant\n    title: 答复\n    by: [clerk]\n    clauses: [\"1\"]\n" +
			"    limit: 5d\n    lapses: announced\n    sets: answered\n    served: {letter: 信函}\n" +
			"    closes: {disposition: '\"upheld\"'}\n" +
			"    form: {tried: {type: longtext, title: 联系经过, required_when: 'outcome == \"away\"'}}\n" +
			"    outcomes:\n      answered: {title: 已答复, next: wait}\n" +
			"      away: {title: 联系不上, next: archive, unserved: true}\n" +
			"      refuses: {title: 拒收, next: wait, unserved: true, opens_window: true}\n" +
			"      announced: {title: 公告期满, next: wait, unserved: true, opens_window: true}\n" +
			"  wait:\n    kind: window\n    title: 等待复查\n    clauses: [\"1\"]\n" +
			"    outcomes: {over: {title: 期满, next: archive}}\n" +
			"  review:\n    title: 复查\n    by: [leader]\n    clauses: [\"1\"]\n    limit: 2wd\n" +
			"    outcomes: {done: {title: 已复查, next: archive}}\n",
		"  inquiry: {title: 查询, clauses: [\"1\"]}\n",
		"  inquiry: {title: 查询, clauses: [\"1\"]}\n  again: {title: 复查, first: review, linked: true, final: true, " +
			"clauses: [\"1\"]}\n",
		"deadlines:\n", "may: {request_review: {by: [clerk], within: 15d, begins: {kind: again, clause: \"1\"}, " +
			"clauses: [\"1\"]}, record_service: {by: [clerk], clauses: [\"1\"]}}\ndeadlines:\n",
	}, notUnserved...)
}

// A notice can end unserved, by what the form then asks, and opens the time for a review where the policy says so.
func TestANoticeEndsUnserved(t *testing.T) {
	at := map[string]any{"at": "2026-03-02T09:00:00+08:00", "how": "letter"}
	for _, c := range []struct {
		outcome string
		data    map[string]any
		refused string // the field, in the end
		window  string // its last day
	}{
		{"answered", at, "", "2026-03-17"},
		{"answered", map[string]any{"how": "letter"}, "data.at", ""},
		{"answered", map[string]any{"at": at["at"]}, "data.how", ""},
		{"away", map[string]any{"tried": "t"}, "", ""},
		{"away", nil, "data.tried", ""},
		{"away", map[string]any{"tried": "t", "how": "letter"}, "data.how", ""},
		{"refuses", nil, "", "2026-03-17"},
		{"refuses", map[string]any{"proof": "p"}, "data.proof", ""},
		// five days end on a Saturday, so on Monday the ninth; it lapses as that day is over
		{"", nil, "", "2026-03-25"},
	} {
		e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, unserved()...)
		if err := gives(t, e, clerk, "accepted", nil); err != nil {
			t.Fatal(err)
		}
		if err := gives(t, e, clerk, "done", map[string]any{"fault": true}); err != nil {
			t.Fatal(err)
		}
		var err error
		if c.outcome == "" {
			mustAdvance(t, e, 8)
		} else {
			err = gives(t, e, clerk, c.outcome, c.data)
		}
		field := ""
		if refusal := complaint.RefusalIn(err); refusal != nil {
			field = refusal.Field
		} else if err != nil {
			t.Fatal(err)
		}
		window := ""
		for _, d := range e.Case.Deadlines {
			if d.IsWindow() && d.Step == "wait" {
				window = d.LastDay
			}
		}
		if field != c.refused || window != c.window {
			t.Errorf("%s %v: refused %q, window until %q; want %q, %q",
				c.outcome, c.data, field, window, c.refused, c.window)
		}
	}
}

// Proof of a service that comes after the notice ended unserved moves the time for a review.
func TestAServiceAfterAll(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, unserved()...)
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	if err := gives(t, e, clerk, "done", map[string]any{"fault": true}); err != nil {
		t.Fatal(err)
	}
	proof := complaint.RecordService{
		Notice: e.Case.Notices[0].ID,
		At:     e.Now.Add(48 * time.Hour),
		How:    "letter",
		Proof:  "p",
	}
	refusal := complaint.RefusalIn(give(e, clerk, proof))
	if refusal == nil || refusal.ID != "notice.not_served_yet" {
		t.Errorf("while the step is open: %+v", refusal)
	}
	if err := gives(t, e, clerk, "refuses", nil); err != nil {
		t.Fatal(err)
	}
	mustAdvance(t, e, 3)
	if err := give(e, clerk, proof); err != nil {
		t.Fatal(err)
	}
	last := e.Case.Deadlines[len(e.Case.Deadlines)-1]
	if last.Step != "wait" || last.LastDay != "2026-03-19" {
		t.Errorf("%s until %s", last.Step, last.LastDay)
	}
}

// Where nothing stands for a service, the time for a review does not begin.
func TestAnUnservedNoticeOpensNoReview(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, unserved()...)
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	if err := gives(t, e, clerk, "done", map[string]any{"fault": true}); err != nil {
		t.Fatal(err)
	}
	if err := gives(t, e, clerk, "away", map[string]any{"tried": "t"}); err != nil {
		t.Fatal(err)
	}
	refusal := complaint.RefusalIn(give(e, clerk, complaint.RequestReview{Reason: "r"}))
	if refusal == nil || refusal.ID != "review.not_served_yet" {
		t.Errorf("got %+v", refusal)
	}
}

// A window cannot follow a notice that has not been served, and the keys belong to notices.
func TestUnservedIsProven(t *testing.T) {
	for _, c := range []struct {
		passages []string
		want     []string
	}{
		{unserved(), nil},
		{unserved("refuses: {title: 拒收, next: wait, unserved: true, opens_window: true}",
			"refuses: {title: 拒收, next: wait, unserved: true}"), []string{"proof.window"}},
		{unserved("announced: {title: 公告期满, next: wait, unserved: true, opens_window: true}",
			"announced: {title: 公告期满, next: wait}"), []string{"proof.window"}},
		{unserved("answered: {title: 已答复, next: wait}",
			"answered: {title: 已答复, next: wait, opens_window: true}"), []string{"proof.effect"}},
		{
			[]string{"{title: 已答复, next: archive}", "{title: 已答复, next: archive, unserved: true}"},
			[]string{"proof.effect"},
		},
	} {
		var got []string
		for _, f := range policy.Check("small.yaml", rewritten(t, c.passages...), weekends).Findings {
			got = append(got, f.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%v\nwant %v", c.passages[len(c.passages)-1], got, c.want)
		}
	}
}
