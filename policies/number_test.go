package policies_test

import (
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
)

// manufacturer-8: year, month and a serial that begins anew each month, drawn on registration; the hundredth of a month
// gets a third digit instead of colliding.
func TestNumbersOfAMonth(t *testing.T) {
	player := replay(t, "manufacturer", "个性异常送研发部；金额超过权限的由总经理审批，下级无权；退回后重作综合意见；核决之前不能答复客户", 2)
	e := player.Engine
	if e.Case.Number != "" {
		t.Fatalf("numbered %s before it is registered", e.Case.Number)
	}
	drawn := func(at time.Time) *policy.Numbering {
		drafts, err := e.Policy.Decide(e.Case, complaint.Order{Command: complaint.Complete{Outcome: "registered"}},
			complaint.Actor{Person: e.Directory.People["pm_office"]}, policy.Facts{
				Now:       at,
				Calendar:  e.Calendar,
				Directory: e.Directory,
			})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drafts {
			if _, ok := d.Event.Fact.(complaint.Registered); ok {
				return d.Number
			}
		}
		t.Fatal("not numbered")
		return nil
	}
	endOfMarch := drawn(time.Date(2026, 3, 31, 23, 59, 0, 0, e.Calendar.Location()))
	april := drawn(time.Date(2026, 4, 1, 0, 0, 0, 0, e.Calendar.Location()))
	for want, got := range map[string]string{
		"260301":  endOfMarch.NumberForSerial(1),
		"260399":  endOfMarch.NumberForSerial(99),
		"2603100": endOfMarch.NumberForSerial(100),
		"260401":  april.NumberForSerial(1),
	} {
		if got != want {
			t.Errorf("want %s, got %s", want, got)
		}
	}
	if endOfMarch.Counter == april.Counter {
		t.Errorf("two months share the counter %s", april.Counter)
	}
}
