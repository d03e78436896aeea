package store

import (
	"context"
	"reflect"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
)

// checkCase holds one case against the rules.
func (a *audit) checkCase(ctx context.Context, e *evidence) {
	events, whole := a.checkChain(e)
	a.checkAnswers(e, whole)
	k := complaint.NewCase(e.id)
	for _, event := range events {
		if err := k.Apply(event); err != nil {
			a.reportFinding(CheckJournal, e.id, "第 %d 条与前面的记录合不起来 (event %d does not fold): %v",
				event.Seq, event.Seq, err)
			whole = false
			break
		}
	}
	if !whole {
		a.unread = true
		return
	}
	a.checkTexts(ctx, e, events)
	a.checkPapers(e, events)
	if k.Seq == 0 {
		if e.starts == 0 {
			a.reportFinding(CheckStart, e.id, "尚未立案，也没有启动指令 (not opened and no order to start it)")
		}
		return
	}
	p, _ := a.policyOf(ctx, k.Policy)
	if p == nil {
		a.unread = true
		a.reportFinding(CheckPolicy, e.id, "所依据的制度或日历缺失或读不了 (its policy or calendar is missing or unreadable)")
		return
	}
	a.collectNumbers(ctx, e.id, events)
	a.checkLists(ctx, e, k, p)
	a.checkFigures(ctx, e, events)
}

// checkChain is the case's events as far as the chain holds, and whether it holds to the end.
func (a *audit) checkChain(e *evidence) (events []complaint.Event, whole bool) {
	prev := ""
	for i, row := range e.entries {
		hash, err := row.computeHash(prev)
		if err != nil || row.Seq != i+1 || row.Hash != hash {
			a.reportFinding(CheckJournal, e.id, "第 %d 条的内容与其哈希或位置不符 (event %d does not match its hash or place)",
				row.Seq, row.Seq)
			return events, false
		}
		event, err := row.decodeEvent()
		if err != nil {
			a.reportFinding(CheckJournal, e.id, "第 %d 条本程序读不了 (this program does not read event %d): %v",
				row.Seq, row.Seq, err)
			return events, false
		}
		events, prev = append(events, event), row.Hash
	}
	return events, true
}

// checkAnswers: what was recorded by commands is the journal, without overlap or gap.
func (a *audit) checkAnswers(e *evidence, whole bool) {
	head, covered := len(e.entries), 0
	for _, r := range e.answers {
		switch {
		case r.Seq > head || r.From < 1 || r.From > r.Seq+1:
			a.reportFinding(CheckAnswer, e.id,
				"一个指令的答复指向第 %d–%d 条，日志只到第 %d 条 (an answer points to events %d–%d, the journal ends at %d)",
				r.From, r.Seq, head, r.From, r.Seq, head)
		case r.Refused || r.From > r.Seq: // it recorded nothing
		case r.From != covered+1:
			a.reportFinding(CheckAnswer, e.id,
				"第 %d 条前后与指令的答复对不上 (events near %d are recorded by no command or by two)",
				covered+1, covered+1)
			covered = r.Seq
		default:
			covered = r.Seq
		}
	}
	if whole && covered != head {
		a.reportFinding(CheckAnswer, e.id, "第 %d 条起没有记录它的指令 (from event %d on no command recorded them)",
			covered+1, covered+1)
	}
}

// checkTexts: what events name is there. Ids in a form's data are not told from other words.
func (a *audit) checkTexts(ctx context.Context, e *evidence, events []complaint.Event) {
	named := map[complaint.TextID]bool{}
	for _, event := range events {
		collectTextIDs(reflect.ValueOf(event.Fact), named)
	}
	var elsewhere []complaint.TextID
	for id := range named {
		if !e.texts[id] {
			elsewhere = append(elsewhere, id)
		}
	}
	if len(elsewhere) == 0 {
		return
	}
	var there []complaint.TextID
	if err := a.allRows(ctx, &there, `SELECT id FROM texts WHERE id IN (`+parameterList(len(elsewhere))+`)`,
		asArguments(elsewhere)...); err != nil {
		a.reportFinding(CheckText, e.id, "文本读不了 (texts cannot be read): %v", err)
		return
	}
	for _, id := range elsewhere {
		if !slices.Contains(there, id) {
			a.reportFinding(CheckText, e.id, "日志提到的文本 %s 不在 (the journal names a text that is not there)", id)
		}
	}
}

// collectTextIDs collects the ids of texts anywhere in a fact.
func collectTextIDs(v reflect.Value, into map[complaint.TextID]bool) {
	switch v.Kind() { // only these lead to texts
	case reflect.String:
		if id, ok := reflect.TypeAssert[complaint.TextID](v); ok && id != "" {
			into[id] = true
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for _, field := range v.Fields() {
			collectTextIDs(field, into)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collectTextIDs(v.Index(i), into)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			collectTextIDs(v.Elem(), into)
		}
	}
}

// newerLists are kept up only by programs of this release; see [outdated].
var newerLists = []string{
	"case_grants", "case_words", "case_months", "case_alike", "case_tasks", "task_seats", "ledger_entries",
	"ledger_subjects",
}

// checkLists: what lists show is the folded journal.
func (a *audit) checkLists(ctx context.Context, e *evidence, k *complaint.Case, p *policy.Policy) {
	all, err := a.store.listingsOfCase(k, e.standing, p.Wall(k), p.SurveySteps())
	if err != nil {
		a.reportFinding(CheckList, e.id, "%v", err)
		return
	}
	all = append(all, caseRows{
		table:   "cases",
		columns: `id, ` + foldedColumns,
		rows:    [][]any{append([]any{e.id}, valuesOfFoldedCase(k)...)},
	})
	for _, l := range all {
		if _, known := a.tables[l.table]; !known || e.outdated && slices.Contains(newerLists, l.table) {
			continue
		}
		if l.table == "case_months" && !a.store.zoned {
			continue // a backup does not say where its months begin
		}
		want, err := a.expectedRows(ctx, l)
		if err != nil {
			a.reportFinding(CheckList, e.id, "%v", err)
			return
		}
		slices.Sort(want)
		slices.Sort(e.shown[l.table])
		if !slices.Equal(want, e.shown[l.table]) {
			a.reportFinding(CheckList, e.id, "列表 %s 与日志不符：运行 duban rebuild "+
				"(list %s is not what the journal says: run duban rebuild)", l.table, l.table)
		}
	}
}
