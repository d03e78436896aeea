package storetest

import (
	"time"

	"duban/complaint"
	"duban/record"
)

// projections are the tables that can be made again from the record.
var projections = []string{
	"cases", "case_tasks", "task_seats", "case_slips", "case_grants", "case_bars", "case_months", "circles",
	"case_alike", "figure_traits", "figure_cases", "figure_items", "case_circulars", "ledger_entries",
	"ledger_subjects",
	"(SELECT case_id, key_id, rules, made_of, words FROM case_search) w", // a row's number is its place in the register
}

func testRebuildLists(b *bench) {
	ref := publishPolicyAndYear(b)
	p, err := b.PolicyVersion(b.ctx, ref.ID, ref.Version)
	b.mustSucceed(err)
	pinned := func(in *record.Intake) { in.Filing.Filed.Policy = ref }
	filed := b.filedFact("c1")
	filed.Policy = ref
	filed.Parties = append(filed.Parties, complaint.Party{
		ID:   "respondent-2",
		Role: complaint.Respondent,
		Kind: complaint.KindPerson,
		User: "u-x",
	})
	recorded := map[complaint.CaseID][]complaint.Fact{
		"c1": {
			filed,
			complaint.Registered{Number: "1"},
			newTaskOpened("t1", "investigate", eastSeat, agentSeat), newTaskOpened("t2", "visit", agentSeat),
			complaint.TaskClaimed{Task: "t1", Assignee: "u-east"},
			complaint.CircularPublished{
				Circular: "cir1",
				Kind:     "bulletin",
				Title:    "通报",
				To:       []complaint.RoleID{"agent", "branch"},
				Data:     map[string]any{"upheld": true},
			},
			newEntryProposal("e1", complaint.Seat{User: "u-x", Unit: "east"}),
			newEntryTask("t3", "ledger.loss.hear", "e1", complaint.Seat{User: "u-x", Unit: "east"}),
			newDeadlineSet("d1", "", "", time.Hour), newDeadlineSet("d2", "t2", "visit", 2*time.Hour),
			complaint.SlipIssued{
				Slip:   "s1",
				Kind:   complaint.UrgeSlip,
				Number: "催1",
				To:     []complaint.Seat{eastSeat},
			},
		},
		"c2": {filed, complaint.Closed{Disposition: "upheld"}, complaint.Archived{}},
		"c3": nil, // received, not opened yet
	}
	for _, id := range []complaint.CaseID{"c1", "c2", "c3"} { // the others show the first one's texts
		facts, in := recorded[id], b.newIntake(id)
		pinned(&in)
		received, err := in.Filing.CaseAsFiled()
		b.mustSucceed(err)
		b.fileCase(id, p.Wall(received), pinned)
		if len(facts) > 0 {
			folded := b.recordFacts(id, complaint.Wall{}, facts...)
			b.recordFacts(id, p.Wall(folded), complaint.Noted{})
		}
	}
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error { return tx.SetClockOffset(b.ctx, 90*time.Minute) }))

	before := b.dumpTables(projections...)
	b.wantListsAfterRebuild(before)
	for _, damage := range []string{
		`UPDATE cases SET step = 'x', status = 'open', unit = '', wake = 1, clock_offset = 7, ` +
			`filed_at = 0, written_at = NULL`,
		`DELETE FROM task_seats`, `DELETE FROM case_tasks`, `UPDATE case_slips SET state = 'settled'`,
		`DELETE FROM case_grants`, `UPDATE case_months SET met = 7`, `DELETE FROM circles`,
		`UPDATE case_alike SET kind = 'x'`, `UPDATE figure_cases SET unit = 'x'`, `UPDATE figure_traits SET late = 7`,
		`DELETE FROM figure_items`,
		`UPDATE case_circulars SET subject = 'everybody' WHERE subject = 'role:agent'`,
		`UPDATE case_search SET words = 'x', key_id = ''`, `UPDATE ledger_entries SET amount = 7`,
		`DELETE FROM ledger_subjects`,
		`INSERT INTO case_bars (case_id, user_id) VALUES ('c2', 'u-agent')`,
	} {
		b.mustSucceed(b.runSQLBehindStore(damage))
	}
	if b.dumpTables(projections...) == before {
		b.Fatal("the damage is not seen")
	}
	b.wantListsAfterRebuild(before)
	for _, table := range []string{
		"task_seats", "case_tasks", "case_slips", "case_grants", "case_bars", "case_months",
		"case_alike", "case_circulars", "ledger_entries", "ledger_subjects", "case_search", "cases",
	} {
		b.mustSucceed(b.runSQLBehindStore(`DELETE FROM ` + table))
	}
	b.wantListsAfterRebuild(before)
}

// wantListsAfterRebuild rebuilds and compares.
func (b *bench) wantListsAfterRebuild(want string) {
	b.Helper()
	var last [2]int64
	done, err := b.RebuildLists(b.ctx, func(done, all int64) { last = [2]int64{done, all} })
	b.mustSucceed(err)
	wantEqual(b, "made again", done, 3)
	wantEqual(b, "progress", last, [2]int64{3, 3})
	if got := b.dumpTables(projections...); got != want {
		b.Fatalf("rebuilt\n%s\nwant\n%s", got, want)
	}
}
