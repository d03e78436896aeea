package policies_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// standing is an organisation of the policy in which somebody stands in for another.
func standing(p *policy.Policy, by, absent complaint.UserID) complaint.Directory {
	dir := scenario.DemoOrganisation(p)
	person := dir.People[by]
	person.StandsIn = append(person.StandsIn, dir.People[absent])
	dir.People[by] = person
	return dir
}

// opened is a case of a policy in that organisation.
func opened(
	t *testing.T, name string, filed complaint.Filed, dir func(*policy.Policy) complaint.Directory,
) *scenario.Engine {
	t.Helper()
	p := load(t, filepath.Join(name, "policy.yaml"))
	at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	filed.ReceivedAt, filed.Subject, filed.Content = complaint.Instant(at), "s", "c"
	p.FillFilingOmissions(&filed)
	e, err := scenario.NewEngine(p, cn(t), dir(p), complaint.Filing{
		Case:    "c",
		By:      "reception",
		Filed:   filed,
		FiledAt: at,
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func does(e *scenario.Engine, who complaint.UserID, cmd complaint.Command) error {
	return e.GiveOrder(complaint.Actor{Person: e.Directory.People[who]}, complaint.Order{Command: cmd})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, code complaint.Code, clause string) {
	t.Helper()
	if r := complaint.RefusalIn(err); r == nil || r.Code != code || r.Clause != clause {
		t.Errorf("want %s %s, got %v", code, clause, err)
	}
}

func phoneCall(parties ...complaint.Party) complaint.Filed {
	return complaint.Filed{
		Kind:     "complaint",
		Channel:  "phone",
		Category: "fee",
		Data:     map[string]any{"originals": "x"},
		Parties: append([]complaint.Party{{
			ID:   complaint.Complainant,
			Role: complaint.Complainant,
			Kind: complaint.KindText,
		}}, parties...),
	}
}

// all-absent: the substitute has the absent person's authority and no more, and both names are recorded.
func TestASubstituteActsWithTheAbsentPersonsAuthority(t *testing.T) {
	e := opened(t, "lawfirm", phoneCall(), func(p *policy.Policy) complaint.Directory {
		return standing(p, "admin2", "complaints_officer")
	})
	accepted := complaint.Complete{Outcome: "accepted", Data: map[string]any{"received_originals": true}}
	refused(t, does(e, "admin", accepted), complaint.Forbidden, "lawfirm-1.1")
	must(t, does(e, "admin2", accepted))
	i := slices.IndexFunc(e.Journal, func(ev complaint.Event) bool { return ev.Type() == "stood_in" })
	if i < 0 || e.Journal[i].Actor != "admin2" || e.Journal[i].Fact.(complaint.StoodIn).For != "complaints_officer" ||
		e.Journal[i].Reason.Clause != "all-absent" {
		t.Fatalf("not recorded: %v", e.Journal)
	}
	if task := e.Case.Tasks[0]; task.Assignee != "admin2" || task.For != "complaints_officer" ||
		task.State != complaint.TaskDone {
		t.Errorf("task: %+v", task)
	}
	investigated := complaint.Complete{Outcome: "established", Data: map[string]any{"facts": "x", "authenticity": "y"}}
	if err := does(e, "admin2", investigated); complaint.RefusalIn(err) == nil {
		t.Error("a substitute did more than the absent person could")
	}
	own := complaint.Complete{
		Task:    e.Case.LiveTasks()[0].ID,
		Outcome: "served",
		Data:    map[string]any{"at": "2026-03-02T10:00:00+08:00", "how": "letter"},
	}
	before := len(e.Journal)
	must(t, does(e, "admin2", own)) // theirs anyway: no substitution
	if slices.ContainsFunc(e.Journal[before:], func(ev complaint.Event) bool { return ev.Type() == "stood_in" }) {
		t.Error("recorded as somebody's place where it was their own")
	}
}

// What a substitute holds falls back when the absent person returns; the substitute alone no longer does it.
func TestTheAbsentPersonReturns(t *testing.T) {
	e := opened(t, "lawfirm", phoneCall(), func(p *policy.Policy) complaint.Directory {
		return standing(p, "reception", "complaints_officer")
	})
	must(t, does(e, "reception", complaint.Claim{}))
	refused(t, does(e, "complaints_officer2", complaint.Claim{}), complaint.Conflict, "")
	e.Directory = scenario.DemoOrganisation(e.Policy)
	accepted := complaint.Complete{Outcome: "accepted", Data: map[string]any{"received_originals": true}}
	refused(t, does(e, "reception", accepted), complaint.Forbidden, "lawfirm-1.1")
	must(t, does(e, "complaints_officer", accepted))
	if task := e.Case.Tasks[0]; task.Assignee != "complaints_officer" || task.For != "" {
		t.Errorf("task: %+v", task)
	}
}

// A substitute of somebody who must stay away stays away in that place, and a recused substitute altogether.
func TestASubstituteOfTheConflicted(t *testing.T) {
	accused := complaint.Party{
		ID:   "respondent-1",
		Role: complaint.Respondent,
		Kind: complaint.KindPerson,
		User: "complaints_officer",
	}
	dir := func(p *policy.Policy) complaint.Directory { return standing(p, "reception", "complaints_officer") }
	e := opened(t, "lawfirm", phoneCall(accused), dir)
	if err := does(e, "reception", complaint.Claim{}); complaint.RefusalIn(err) == nil {
		t.Error("the accused acted through a substitute")
	}
	if e.Policy.Wall(e.Case).Admits(complaint.Person{
		ID:       "x",
		Active:   true,
		StandsIn: []complaint.Person{e.Directory.People["complaints_officer"]},
	}) {
		t.Error("the accused's substitute may read")
	}
	e = opened(t, "lawfirm", phoneCall(), dir)
	must(t, does(e, "reception", complaint.Recuse{Ground: "亲属"}))
	if err := does(e, "reception", complaint.Claim{}); complaint.RefusalIn(err) == nil {
		t.Error("a recused person acted in somebody's place")
	}
}

// all-self: nobody approves their own proposal through a substitute, nor as one, nor what their substitute proposed.
func TestNoSelfApprovalThroughSubstitutes(t *testing.T) {
	for name, s := range map[string]struct{ by, absent, improves, confirms complaint.UserID }{
		"as the approver's substitute":     {"production", "pm_office", "production", "production"},
		"what was proposed in their place": {"pm_office", "production", "pm_office", "pm_office"},
		"what their substitute proposed":   {"qc", "pm_office", "qc", "pm_office"},
	} {
		t.Run(name, func(t *testing.T) {
			e := opened(t, "manufacturer", complaint.Filed{
				Kind:     "anomaly",
				Channel:  "site",
				Category: "quality",
			}, func(p *policy.Policy) complaint.Directory {
				dir := scenario.DemoOrganisation(p)
				if s.by == "qc" { // the approver may also do what is approved
					office := dir.People["pm_office"]
					office.Roles = append(office.Roles, p.RoleID("production"))
					dir.People["pm_office"] = office
				}
				by := dir.People[s.by]
				by.StandsIn = []complaint.Person{dir.People[s.absent]}
				dir.People[s.by] = by
				return dir
			})
			must(t, does(e, "sales", complaint.Complete{
				Outcome: "noted",
				Data:    map[string]any{"anomaly": "x", "anomaly_unit": "production"},
			}))
			must(t, does(e, s.improves, complaint.Complete{
				Outcome: "improved",
				Data:    map[string]any{"improvement": "x"},
			}))
			refused(t, does(e, s.confirms, complaint.Complete{Outcome: "approved"}), complaint.Forbidden, "all-self")
			must(t, does(e, "pm_office2", complaint.Complete{Outcome: "approved"}))
		})
	}
}
