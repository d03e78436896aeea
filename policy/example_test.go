package policy_test

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
)

// A file that loads can be asked; all that is wrong with one that does not comes back at once, each with its place.
func ExampleLoad() {
	data, err := os.ReadFile("proofexamples/bank.yaml")
	if err != nil {
		panic(err)
	}
	p, err := policy.Load("bank.yaml", data)
	if err != nil {
		panic(err)
	}
	fmt.Println(p.Ref().ID, p.Ref().Version, p.Doc.Title)

	mistyped := strings.NewReplacer("version: 1", "version: one", "join: true", "joins: true").Replace(string(data))
	_, err = policy.Load("mistyped.yaml", []byte(mistyped))
	fmt.Println(err)
	// Output:
	// bank 1 客户投诉处理办法
	// mistyped.yaml:4:10: "one" 应为整数
	// mistyped.yaml:93:5: 不认识的键 "joins"；是不是 "join"？
}

// A complaint is filed with a bank. Deciding changes nothing: the events are applied once they are recorded.
func ExamplePolicy_Decide() {
	data, err := os.ReadFile("proofexamples/bank.yaml")
	if err != nil {
		panic(err)
	}
	bank, err := policy.Load("bank.yaml", data)
	if err != nil {
		panic(err)
	}
	teller := complaint.Person{
		ID:     "li",
		Name:   "李四",
		Roles:  []complaint.RoleID{bank.RoleID("teller")},
		Active: true,
	}
	monday := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	facts := policy.Facts{
		Now:       monday,
		Calendar:  calendar.New("cn", time.UTC), // no holidays
		Directory: complaint.Directory{People: map[complaint.UserID]complaint.Person{teller.ID: teller}},
		Filing: &complaint.Filing{
			Case:    "case-1",
			By:      teller.ID,
			FiledAt: monday,
			Filed: complaint.Filed{
				Policy:     bank.Ref(),
				Kind:       "complaint",
				Channel:    "desk",
				Category:   "loss",
				Severity:   "normal",
				ReceivedAt: complaint.Instant(monday),
			},
		},
	}

	// The filing opens the case: what happens, and why.
	c := complaint.NewCase("case-1")
	opened, err := bank.Decide(c, complaint.Order{Command: complaint.Open{}}, complaint.Actor{System: true}, facts)
	if err != nil {
		panic(err)
	}
	for _, draft := range opened {
		fmt.Printf("%s by %s\n", draft.Event.Type(), cmp.Or(draft.Event.Reason.Clause, draft.Event.Reason.Setting))
		if err := c.Apply(draft.Event); err != nil {
			panic(err)
		}
	}

	// The step asks for a form. Without it the order is refused, by the clause that the step serves.
	done := complaint.Order{Command: complaint.Complete{Task: c.LiveTasks()[0].ID, Outcome: "examined"}}
	_, err = bank.Decide(c, done, complaint.Actor{Person: teller}, facts)
	refusal := complaint.RefusalIn(err)
	fmt.Printf("refused by %s: %s %s\n", refusal.Clause, refusal.Code, refusal.Field)
	// Output:
	// filed by bank-1
	// registered by bank-1
	// deadline_set by bank-2
	// step_entered by bank-1
	// task_opened by bank-1
	// deadline_set by bank.quickly
	// refused by bank-1: invalid data.amount
}
