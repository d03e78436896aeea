package policies_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// While no unit is named, the seat of a unit is nobody's and not that of every unit: the task is offered to nobody and
// nobody sees the case by it, unless the file says who takes it otherwise; somebody higher takes it once it is late.
func TestASeatOfNoUnitIsNobodys(t *testing.T) {
	data, err := os.ReadFile("logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const locate, otherwise = `when: responsible_unit == ""`, "    otherwise: "
	text := strings.Replace(string(data), locate, "when: false", 1)
	if text == string(data) || !strings.Contains(text, otherwise) {
		t.Fatal("the regulation says it otherwise")
	}
	from := strings.Index(text, otherwise)
	without := text[:from] + text[from+strings.Index(text[from:], "\n")+1:]
	for _, c := range []struct {
		name, text string
		seats      []complaint.Seat
	}{
		{"nobody", without, nil},
		{"whom the file says", text, []complaint.Seat{{Role: "logistics.operations"}}},
	} {
		p, err := policy.Load("policy.yaml", []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		filed := complaint.Filed{
			Channel:    "hotline",
			Category:   "damage.wet",
			Severity:   "general",
			ReceivedAt: complaint.Instant(at),
		}
		p.FillFilingOmissions(&filed)
		e, err := scenario.NewEngine(p, cn(t), scenario.DemoOrganisation(p), complaint.Filing{
			Case:    "c",
			By:      "agent",
			Filed:   filed,
			FiledAt: at,
		})
		if err != nil {
			t.Fatal(err)
		}
		task := e.Case.LiveTasks()[0]
		if task.Step != "investigate" || len(task.Seats) != len(c.seats) ||
			len(c.seats) > 0 && task.Seats[0] != c.seats[0] {
			t.Errorf("%s: %+v", c.name, task)
		}
		if p.Wall(e.Case).Admits(e.Directory.People["branch"]) {
			t.Errorf("%s: a branch that has nothing to do with the case sees it", c.name)
		}
		refused(t, does(e, "branch", complaint.Claim{Task: task.ID}), complaint.Forbidden, "logistics-2.5")
		must(t, e.AdvanceTo(at.AddDate(0, 0, 14)))
		if task = e.Case.Task(task.ID); len(task.Seats) == len(c.seats) {
			t.Errorf("%s: nobody higher may take the task that is late", c.name)
		}
	}
}
