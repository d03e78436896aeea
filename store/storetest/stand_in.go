package storetest

import (
	"time"

	"duban/complaint"
)

// testStandInsMakeSense: nobody stands in twice at a time, for somebody who stands in for them, for or as somebody who
// is not in office, for longer than a year, or from a day that is over without a word about it.
func testStandInsMakeSense(b *bench) {
	for _, id := range []complaint.UserID{"u-a", "u-b", "u-c"} {
		b.mustSucceed(b.SaveAccount(b.ctx, newAccount(newPerson(id, "east", "logistics.agent"))))
	}
	gone := newPerson("u-gone", "east", "logistics.agent")
	gone.Active = false
	b.mustSucceed(b.SaveAccount(b.ctx, newAccount(gone)))
	admin := b.AdministrationBy("u-c")
	now := b.clock.now()
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	add := func(id string, absent, by complaint.UserID, from, until time.Time, reason ...string) error {
		s := complaint.Substitution{
			ID:     id,
			Absent: absent,
			By:     by,
			From:   from,
			Until:  until,
		}
		for _, text := range reason {
			s.Reason = text
		}
		return admin.AddSubstitution(b.ctx, s)
	}
	b.mustSucceed(add("s1", "u-a", "u-b", now, day(7)))
	b.mustSucceed(add("s1", "u-a", "u-b", now, day(7))) // the same request once more
	b.mustRefuse(add("s2", "u-a", "u-b", day(6), day(9)), complaint.Conflict)
	b.mustRefuse(add("s3", "u-b", "u-a", day(6), day(9)), complaint.Conflict)
	b.mustSucceed(add("s4", "u-a", "u-c", day(1), day(9)))  // two may stand in for one
	b.mustSucceed(add("s5", "u-b", "u-a", day(7), day(14))) // the other way round when the first is over
	b.mustRefuse(add("s6", "u-gone", "u-a", now, day(7)), complaint.Invalid)
	b.mustRefuse(add("s7", "u-a", "u-gone", now, day(7)), complaint.Invalid)
	b.mustRefuse(add("s8", "u-c", "u-a", now, now.AddDate(100, 0, 0)), complaint.Invalid)
	b.mustRefuse(add("s9", "u-c", "u-a", day(-28), day(1)), complaint.Invalid)
	b.mustRefuse(add("s9", "u-c", "u-a", day(-28), day(-1), "补记"), complaint.Invalid)
	b.mustSucceed(add("s9", "u-c", "u-a", day(-28), day(1), "出差时口头交代"))
	b.mustSucceed(add("s10", "u-c", "u-b", now, day(1), "nothing to explain"))
	all, err := b.AllSubstitutions(b.ctx)
	b.mustSucceed(err)
	reasons := map[string]string{}
	for _, s := range all {
		reasons[s.ID] = s.Reason
	}
	wantSamePrinted(b, "reasons", reasons,
		map[string]string{
			"s1":  "",
			"s4":  "",
			"s5":  "",
			"s9":  "出差时口头交代",
			"s10": "",
		})
}
