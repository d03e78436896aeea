package storetest

import (
	"slices"
	"strings"

	"duban/record"
	"duban/store"
)

// testAuditFindsDamage: a record that lived has no findings, and each kind of damage is named.
func testAuditFindsDamage(b *bench) {
	b.fillAsUsed()
	_, err := b.FreezePaper(b.ctx, record.Paper{
		Case:      "case-0",
		ID:        "doc9",
		PDF:       []byte("%PDF"),
		PrintedAt: b.clock.now(),
	})
	b.mustSucceed(err)
	var done, all int64
	found, err := b.Audit(b.ctx, func(d, a int64) { done, all = d, a })
	b.mustSucceed(err)
	if len(found) > 0 {
		b.Fatalf("a sound record: %v", found)
	}
	wantEqual(b, "progress", done, all)
	wantEqual(b, "cases", all, 3)

	for _, damage := range []struct {
		name, sql string
		check     store.Check
		detail    string
	}{
		{
			"a fact", `UPDATE journal SET data = '{"number":"9"}' WHERE case_id = 'case-0' AND type = 'registered'`,
			store.CheckJournal, "event 2",
		},
		{
			"an instant", `UPDATE journal SET at = at + 1 WHERE case_id = 'case-0' AND seq = 4`, store.CheckJournal,
			"event 4",
		},
		{"an event cut out", `DELETE FROM journal WHERE case_id = 'case-0' AND seq = 3`, store.CheckJournal, "event 4"},
		{
			"the last event cut off", `DELETE FROM journal WHERE case_id = 'case-0' AND type = 'noted'`,
			store.CheckAnswer, "the journal ends",
		},
		{
			"an answer lost", `DELETE FROM commands WHERE case_id = 'case-1' AND command_id = 'u-agent/note-case-1'`,
			store.CheckAnswer, "no command",
		},
		{"an answer twice", `INSERT INTO commands (case_id, command_id, actor, seq, from_seq, recorded_at)
			SELECT case_id, 'again', actor, seq, from_seq, recorded_at FROM commands
			WHERE command_id = 'u-agent/note-case-1'`, store.CheckAnswer, "by two"},
		{
			"a text's body", `UPDATE texts SET body = 'x' WHERE case_id = 'case-1' AND body LIKE '备注%'`,
			store.CheckText, "commits to",
		},
		{"a text lost", `DELETE FROM texts WHERE case_id = 'case-1' AND body LIKE '备注%'`, store.CheckText, "not there"},
		{
			"a counter behind", `UPDATE counters SET value = value - 1 WHERE name LIKE 'logistics/number/%'`,
			store.CheckNumber, "stands at 0",
		},
		{
			"a counter ahead", `UPDATE counters SET value = value + 1 WHERE name LIKE '%slips%'`,
			store.CheckNumber, "missing",
		},
		{"a paper", `UPDATE papers SET sha256 = 'x'`, store.CheckPaper, "not what its hash says"},
		{"a list", `UPDATE cases SET status = 'archived' WHERE id = 'case-1'`, store.CheckList, "list cases"},
		{
			"the wall", `INSERT INTO case_grants (case_id, subject, filed_at) VALUES ('case-1', 'x', 0)`,
			store.CheckList, "list case_grants",
		},
		{
			"what overviews count", `UPDATE case_months SET met = 9 WHERE case_id = 'case-1'`, store.CheckList,
			"list case_months",
		},
		{"who is counted for whom", `INSERT INTO circles (subject, circle) SELECT 'role:x', ` +
			`circle FROM circles LIMIT 1`, store.CheckList, "circle"},
		{"an order to start", `DELETE FROM outbox WHERE case_id = 'case-2'`, store.CheckStart, "no order"},
		{"a regulation", `UPDATE calendars SET source = 'x'`, store.CheckPolicy, "published"},
	} {
		damaged := b.copyDamagedBy(damage.sql)
		found, err := damaged.Audit(b.ctx, nil)
		b.mustSucceed(err)
		if !slices.ContainsFunc(found, func(f store.Finding) bool {
			return f.Check == damage.check && strings.Contains(f.Detail, damage.detail)
		}) {
			b.Errorf("%s: got %v", damage.name, found)
		}
	}
}

// copyDamagedBy is a copy of the database to which the statement was done.
func (b *bench) copyDamagedBy(sql string) *store.Store {
	b.Helper()
	other := &bench{
		T:       b.T,
		clock:   b.clock,
		options: b.empty(),
		ctx:     b.ctx,
	}
	_, err := b.CopyTo(b.ctx, other.options, nil)
	b.mustSucceed(err)
	other.dropRecordTriggers()
	b.mustSucceed(other.runSQLBehindStore(sql))
	return b.openStore(other.options)
}

// dropRecordTriggers takes away what keeps the record from being changed.
func (b *bench) dropRecordTriggers() {
	b.Helper()
	for _, table := range []string{"journal", "commands", "texts", "calendars", "papers"} {
		statements := []string{`DROP TRIGGER ` + table + `_keep`, `DROP TRIGGER ` + table + `_seal`}
		if b.options.Dialect == store.Postgres {
			statements = []string{`DROP TRIGGER ` + table + `_sealed ON ` + table}
		}
		for _, s := range statements {
			b.mustSucceed(b.runSQLBehindStore(s))
		}
	}
}
