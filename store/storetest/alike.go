package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/record"
)

// someAsked asks for cases like the first, in a world so small that many are.
var (
	someKinds      = rapid.SampledFrom([]string{"complaint", "report"})
	someEnds       = rapid.SampledFrom([]string{"", "upheld", "dismissed", complaint.DispositionMerged})
	someCategories = rapid.SampledFrom([]string{"damage.wet", "delay"})
	someNames      = rapid.SampledFrom([]complaint.Identity{
		{Name: "张三", Phone: "138"},
		{Name: "张三"},
		{Name: "李四", Phone: "138"},
		{Name: "李四", Phone: "139"},
		{Name: "张 三"},
		{Name: "李四", Phone: "1-3 8"},
	})
	// whoever is written in another way, as they are written by others
	writtenOtherwise = map[string]string{"张 三": "张三", "1-3 8": "138"}
	someValues       = rapid.SampledFrom([]string{
		complaint.CommonPerson("u1"), complaint.CommonUnit("east"), complaint.CommonUnit("west"),
		complaint.CommonCategory("delay"), complaint.CommonCategory("damage.wet"),
	})
	someGiven = rapid.SampledFrom([]string{"visit.satisfied", "visit.sat", "cause.satisfied"})
	someAsked = rapid.Custom(func(t *rapid.T) complaint.AlikeAsked {
		values := rapid.SliceOfN(someValues, 0, 2)
		return complaint.AlikeAsked{
			Policy:       rapid.SampledFrom([]string{"logistics", "other"}).Draw(t, "policy"),
			To:           "c0",
			Complainant:  rapid.Bool().Draw(t, "complainant"),
			Common:       rapid.SliceOfN(values, 0, 2).Draw(t, "common"),
			After:        start.Add(time.Duration(rapid.IntRange(-1, 30).Draw(t, "after")) * time.Hour),
			Until:        start.Add(time.Duration(rapid.IntRange(10, 60).Draw(t, "until")) * time.Hour),
			Kinds:        rapid.SliceOfN(someKinds, 1, 2).Draw(t, "kinds"),
			Dispositions: rapid.SliceOfN(someEnds, 0, 1).Draw(t, "ended"),
			Outcomes:     rapid.SliceOfN(someGiven, 0, 1).Draw(t, "outcomes"),
		}
	})
)

// testAlikeCases holds the cases that SQL finds alike against a plain look at each case.
func testAlikeCases(b *bench) {
	var all []*complaint.Case
	named := map[complaint.CaseID]complaint.Identity{}
	same := func(a, c string) bool {
		return cmp.Or(writtenOtherwise[a], a) == cmp.Or(writtenOtherwise[c], c)
	}
	sameComplainant := func(a, c complaint.Identity) bool {
		if a.Phone != "" && c.Phone != "" {
			return same(a.Phone, c.Phone)
		}
		return same(a.Name, c.Name)
	}
	rapid.Check(b.T, func(t *rapid.T) {
		id := complaint.CaseID(fmt.Sprintf("c%d", len(all)))
		who := someNames.Draw(t, "complainant")
		who.Party = complaint.Complainant
		filed := b.filedFact(id)
		filed.Kind, filed.Category = someKinds.Draw(t, "kind"), someCategories.Draw(t, "category")
		filed.Parties = append(filed.Parties, complaint.Party{
			ID:   "respondent-2",
			Role: complaint.Respondent,
			Kind: complaint.KindPerson,
			User: someUsers.Draw(t, "respondent"),
		})
		filed.ReceivedAt = complaint.Instant(start.Add(time.Duration(rapid.IntRange(0, 59).Draw(t, "hour")) *
			time.Hour))
		b.fileCase(id, open, func(in *record.Intake) {
			in.Filing.Filed, in.People = filed, []complaint.Identity{who}
		})
		facts := []complaint.Fact{filed, newTaskOpened("t1", "visit", agentSeat)}
		for _, outcome := range rapid.SliceOfN(rapid.SampledFrom([]string{"satisfied", "sat"}), 0, 1).Draw(t, "given") {
			facts = append(facts, complaint.TaskCompleted{Task: "t1", Step: "visit", Outcome: outcome})
		}
		if end := someEnds.Draw(t, "end"); end != "" {
			facts = append(facts, complaint.Closed{Disposition: end})
		}
		all, named[id] = append(all, b.recordFacts(id, open, facts...)), who
		q := someAsked.Draw(t, "asked")
		var want []complaint.CaseID
		slices.SortFunc(all, func(a, c *complaint.Case) int {
			return cmp.Or(c.ReceivedAt.Compare(a.ReceivedAt.Time), cmp.Compare(a.ID, c.ID))
		})
		for _, c := range all {
			if q.Finds(c) && (!q.Complainant || sameComplainant(named["c0"], named[c.ID])) {
				want = append(want, c.ID)
			}
		}
		b.mustSucceed(b.Read(b.ctx, id, func(tx record.ReadTx) error {
			got, err := tx.AlikeCases(b.ctx, q)
			if !slices.Equal(got, want) {
				t.Fatalf("SQL finds %v, Go %v", got, want)
			}
			return err
		}))
	})
}
