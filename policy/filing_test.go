package policy_test

import (
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
)

// plainFiling is a filing of the small policy at the desk, received now.
func plainFiling(kind string, now time.Time) complaint.Filed {
	return complaint.Filed{
		Kind:       kind,
		Source:     "desk",
		Channel:    "counter",
		Category:   "goods",
		Severity:   "plain",
		ReceivedAt: complaint.Instant(now),
	}
}

// The conditions of the intake's form bind whoever files, and so does what its seats demand.
func TestTheFormOfAFilingBinds(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t,
		"title: 订单号}", `title: 订单号, required_when: 'route == "fast" && source == "desk"', clauses: ["1"]}`+
			"\n    advisor: {type: person, title: 顾问, holds: [leader], clauses: [\"1\"]}"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	dir := complaint.Directory{People: map[complaint.UserID]complaint.Person{
		"li":   {ID: "li", Roles: []complaint.RoleID{p.RoleID("leader")}, Active: true},
		"wang": {ID: "wang", Roles: []complaint.RoleID{p.RoleID("clerk")}, Active: true},
	}}
	file := func(source string, data map[string]any) *complaint.Error {
		channel := map[string]string{"desk": "counter", "post": "letter"}[source]
		return p.CheckFiling(complaint.Filed{
			Kind:       "claim",
			Source:     source,
			Channel:    channel,
			Category:   "goods",
			Severity:   "plain",
			ReceivedAt: complaint.Instant(now),
		}, data, now, weekends, dir)
	}
	for _, c := range []struct {
		name, source string
		data         map[string]any
		field        string
	}{
		{"required by the condition", "desk", map[string]any{"route": "fast"}, "data.order_no"},
		{"filled in", "desk", map[string]any{"route": "fast", "order_no": "7"}, ""},
		{"not required from another source", "post", map[string]any{"route": "fast"}, ""},
		{"not required for another answer", "desk", map[string]any{"route": "slow"}, ""},
		{"a person who may be named", "post", map[string]any{"route": "slow", "advisor": "li"}, ""},
		{"a person who may not", "post", map[string]any{"route": "slow", "advisor": "wang"}, "data.advisor"},
		{"nobody of the directory", "post", map[string]any{"route": "slow", "advisor": "zhao"}, "data.advisor"},
	} {
		t.Run(c.name, func(t *testing.T) {
			refusal := file(c.source, c.data)
			switch {
			case refusal == nil && c.field != "":
				t.Errorf("accepted; want a refusal of %s", c.field)
			case refusal != nil && (refusal.Field != c.field || refusal.Clause != "small-1"):
				t.Errorf("got %+v, want one of %q by small-1", refusal, c.field)
			}
		})
	}
}

// Some kinds of matter come from some sources only, by some channels, and are registered by some.
func TestAKindSaysWhereItComesFrom(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t, `inquiry: {title: 查询, clauses: ["1"]}`,
		`inquiry: {title: 查询, clauses: ["1"], by: [leader], sources: [post, desk], channels: [letter]}`))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	clerk := complaint.Person{ID: "li", Roles: []complaint.RoleID{p.RoleID("clerk")}, Active: true}
	leader := complaint.Person{ID: "wang", Roles: []complaint.RoleID{p.RoleID("leader")}, Active: true}
	for _, c := range []struct {
		kind, source, channel, refused string
		by                             complaint.Person
	}{
		{"inquiry", "post", "letter", "", leader},
		{"inquiry", "desk", "counter", "filing.kind_not_from_here", leader},
		{"inquiry", "post", "letter", "filing.kind_not_your_role", clerk},
		{"claim", "desk", "counter", "", clerk},
	} {
		f := complaint.Filed{
			Kind:       c.kind,
			Source:     c.source,
			Channel:    c.channel,
			Category:   "goods",
			Severity:   "plain",
			ReceivedAt: complaint.Instant(now),
		}
		refusal := p.PermitFiled(c.by, f)
		if refusal == nil {
			refusal = p.CheckFiling(f, map[string]any{"route": "slow"}, now, weekends, complaint.Directory{})
		}
		switch {
		case refusal == nil && c.refused != "":
			t.Errorf("%+v is accepted; want %s", c, c.refused)
		case refusal != nil && (refusal.ID != c.refused || refusal.Clause != "small-1"):
			t.Errorf("%+v: got %+v, want it cited from clause 1", c, refusal)
		}
	}
}

// A file of which a proof fails may have been published before the proof was asked: a case for which it gives no length
// is refused when it is filed, with the limit's name, and not lost later.
func TestAFilingWithoutALimitIsRefused(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t, "from: accepted\n", "from: received\n",
		thirtyDays, `limit: [{when: kind == "claim", is: 30d, clause: "2"}]`))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	refusal := p.CheckFiling(plainFiling("inquiry", now), map[string]any{"route": "slow"}, now, weekends,
		complaint.Directory{})
	if refusal == nil || refusal.ID != "filing.no_limit" {
		t.Errorf("got %v", refusal)
	}
}
