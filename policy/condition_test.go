package policy_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

// asked is the small policy whose filing asks for the order number under a condition.
func asked(t *testing.T, condition string) (*policy.Policy, error) {
	t.Helper()
	return policy.Load("small.yaml", rewritten(t, "title: 订单号}",
		"title: 订单号, required_when: '"+condition+"'}\n    bought_on: {type: date, title: 购买日期}\n"+
			"    paid: {type: money, title: 价款}\n    seen_at: {type: datetime, title: 发现时间}"))
}

// Dates are counted by day, working day and month; what is not filled in is no date and breaks nothing.
func TestConditionsCountDates(t *testing.T) {
	now := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC) // a Monday; the same day in China
	for _, c := range []struct {
		condition string
		data      map[string]any
		holds     bool
	}{
		{`days(bought_on, received) > 7`, map[string]any{"bought_on": "2026-03-01"}, true},
		{`days(bought_on, received) > 7`, map[string]any{"bought_on": "2026-03-02"}, false},
		{`days(bought_on, received) > 7`, nil, false},
		{`bought_on != "" && today <= later(bought_on, "7d")`, map[string]any{"bought_on": "2026-03-02"}, true},
		{`bought_on != "" && today <= later(bought_on, "7d")`, map[string]any{"bought_on": "2026-03-01"}, false},
		{`workdays(bought_on, today) == 1`, map[string]any{"bought_on": "2026-03-06"}, true},
		{`later(bought_on, "3wd") == "2026-03-11"`, map[string]any{"bought_on": "2026-03-06"}, true},
		{`earlier(today, "1m") == "2026-02-09"`, nil, true},
		{`months(bought_on, today) < 216`, map[string]any{"bought_on": "2008-03-10"}, true},
		{`months(bought_on, today) < 216`, map[string]any{"bought_on": "2008-03-09"}, false},
		{`days(seen_at, today) == 1`, map[string]any{"seen_at": "2026-03-07T20:00:00Z"}, true}, // the eighth in China
		{`overdue`, nil, false},
		{`times.investigate > 0 || last.investigate == "done"`, nil, false},
	} {
		p, err := asked(t, c.condition)
		if err != nil {
			t.Fatal(err)
		}
		data := map[string]any{"route": "slow"}
		maps.Copy(data, c.data)
		refusal := p.CheckFiling(plainFiling("claim", now), data, now, weekends, complaint.Directory{})
		if got := refusal != nil && refusal.Field == "data.order_no"; got != c.holds || refusal != nil && !got {
			t.Errorf("%s of %v: %v (%v), want %v", c.condition, c.data, got, refusal, c.holds)
		}
	}
}

// How a condition is wrong is said at its place.
func TestWrongConditionsAreFound(t *testing.T) {
	for condition, want := range map[string]string{
		`later(today, "4h") == today`:         "condition.length",
		`later(today, "soon") == today`:       "condition.length",
		`later(today, bought_on) == today`:    "condition.length",
		`days(today, 3) == 1`:                 "condition.",
		`last.investigate == "dome"`:          "proof.no_such_word",
		`times.investigation > 0`:             "condition.",
		`last.investigate == "done" && paid`:  "condition.",
		`days(bought_on, "2026-03-02") > 100`: "",
	} {
		p, err := asked(t, condition)
		if err != nil {
			t.Fatal(err)
		}
		found := p.Prove("small.yaml", weekends)
		if want == "" && len(found) > 0 || want != "" && (len(found) == 0 || !strings.HasPrefix(found[0].ID, want)) {
			t.Errorf("%s: got %v, want %q", condition, found, want)
		}
	}
}

// A field of the file keeps its name where conditions have got a variable of that name since.
func TestAFieldHidesAYoungVariable(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t, "title: 订单号}",
		"title: 订单号, required_when: overdue}\n    overdue: {type: bool, title: 是否逾期}"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	refusal := p.CheckFiling(plainFiling("claim", now), map[string]any{
		"route":   "slow",
		"overdue": true,
	}, now, weekends, complaint.Directory{})
	if refusal == nil || refusal.Field != "data.order_no" {
		t.Errorf("got %v", refusal)
	}
	if found := p.Prove("small.yaml", weekends); len(found) != 1 || found[0].ID != "proof.hides_variable" {
		t.Errorf("found %v", found)
	}
}

// Conditions are read out as they are meant.
func TestConditionsReadOut(t *testing.T) {
	for condition, want := range map[string]string{
		`kind == "claim" && !(route == "fast" || paid > 10050)`: "事项类型为“诉求”且不是“处理方式为“快速”或价款大于 100.50 元”",
		`source in ["desk", "post"]`:                            "来源为“柜台”、“来信”之一",
		`(paid > 0 || overdue) && bought_on != ""`:              "（价款大于 0.00 元或“已经超期”为是）且已填写购买日期",
		`days(bought_on, received) > 7`:                         "自购买日期至收到之日的日数大于 7",
		`today <= later(bought_on, "3wd")`:                      "办理当日不大于 购买日期之后 3 个工作日",
		`times.investigate > 2 || last.investigate == "done"`:   "“调查”办过的次数大于 2或“调查”上一次的结果为“查明”",
		`overdue == (paid > 0)`:                                 "“已经超期”为是，当且仅当价款大于 0.00 元",
	} {
		p, err := asked(t, condition)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.SentenceForElement("intake.form.order_no", words.DefaultLanguage()); !strings.Contains(got, want) {
			t.Errorf("%s\n got %s\nwant %s", condition, got, want)
		}
	}
}
