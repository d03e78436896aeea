package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/internal/lookup"
	"duban/record"
	"duban/store"
)

// People of the logistics regulation: who sees all and who complained, all and not who, what is sealed for them,
// nothing.
var (
	finder     = newPerson("u-finder", "", "logistics.agent")
	operations = newPerson("u-operations", "", "logistics.operations")
	supervisor = newPerson("u-supervisor", "", "logistics.supervisor")
	stranger   = newPerson("u-stranger", "", "logistics.branch")
)

// publishSealedWaybill publishes the logistics regulation with the number of the waybill sealed for supervisors.
func publishSealedWaybill(b *bench) complaint.PolicyRef {
	b.Helper()
	publishPolicyAndYear(b)
	file := policyFileOfVersion(b, 2, "")
	sealed := bytes.Replace(file, []byte("title: {zh: 运单号, en: Waybill number}}"),
		[]byte("title: {zh: 运单号, en: Waybill number}, sealed: [supervisor]}"), 1)
	if bytes.Equal(file, sealed) {
		b.Fatal("the form has another waybill")
	}
	ref, err := b.PublishPolicy(b.ctx, logistics, sealed)
	b.mustSucceed(err)
	return ref
}

// fileSearched files and opens a case whose every text says something of its own, by who may see it.
func fileSearched(b *bench, id complaint.CaseID, ref complaint.PolicyRef) {
	b.Helper()
	scoped := func(what, body string, scope complaint.TextScope) complaint.Text {
		text := newText(id, what, body)
		text.Scope = scope
		return text
	}
	texts := map[string]complaint.Text{
		"subject": newText(id, "subject", "外包装破损，货物受潮"),
		"content": newText(id, "content", "司机把ＬＧ冰箱淋湿了。运单 SF1234567890，请回电 138-0000-0001。A family: 👨\u200d👩\u200d👧"),
		"person": scoped("person", `{"name":"欧阳 小明","phone":"+86 139 1234 5678","address":"桂花路八号"}`,
			complaint.ScopeIdentity),
		"witness": newText(id, "witness", `{"name":"司马光","phone":"13700001111"}`),
		"waybill": scoped("waybill", "机密单号 ZX998877", complaint.ScopeOfField("waybill")),
		"finding": newText(id, "finding", "经查实属装卸不当"),
		"unnamed": newText(id, "unnamed", "从未提交的草稿"),
	}
	change := func(f *complaint.Filed) {
		f.Policy, f.Subject, f.Content = ref, texts["subject"].ID, texts["content"].ID
		f.Parties = []complaint.Party{
			{
				ID:       "complainant",
				Role:     complaint.Complainant,
				Kind:     complaint.KindText,
				Identity: texts["person"].ID,
			},
			{
				ID:       "witness-1",
				Role:     "witness",
				Kind:     complaint.KindText,
				Identity: texts["witness"].ID,
			},
		}
		f.Data = map[string]any{"waybill": string(texts["waybill"].ID)}
	}
	wall := complaint.Wall{Grants: []string{
		complaint.Seat{Role: "logistics.agent"}.Subject(), complaint.Seat{Role: "logistics.operations"}.Subject(),
		complaint.Seat{Role: "logistics.supervisor"}.Subject(), complaint.UserSubject("u-agent"),
	}}
	b.fileCase(id, wall, func(in *record.Intake) {
		change(&in.Filing.Filed)
		in.Texts = nil
		for _, text := range texts {
			in.Texts = append(in.Texts, text)
		}
		in.People = []complaint.Identity{{Party: "complainant", Name: "欧阳 小明", Phone: "+86 139 1234 5678"}}
	})
	filed := b.filedFact(id)
	change(&filed)
	b.recordFacts(id, wall, filed, complaint.Registered{Number: "20260302-0001"},
		newTaskOpened("t1", "cause", agentSeat),
		complaint.TaskCompleted{Task: "t1", Step: "cause", Data: map[string]any{
			"finding": string(texts["finding"].ID), complaint.ResponsibleUnitField: "west",
		}})
}

// testSearchFindsAsReadersMay: each text of a case is a canary, found by whom it is shown to and by nobody else.
func testSearchFindsAsReadersMay(b *bench) {
	fileSearched(b, "c1", publishSealedWaybill(b))
	b.fileCase("walled", complaint.Wall{})
	wantSearches(b, map[string]bool{
		// number
		"20260302-0001": true,
		"２０２６０３０２—０００１": true,
		"2026 0302-0001": true,
		"0302-0001":      true,
		"202603020001":   true,
		"0001":           true,
		"20260302-0002":  false,
		"2026 0303":      false,
		// titles of category and kind
		"货物潮湿": true,
		"投诉":   true,
		"评优":   false,
		// subject: words in any order, pairs of characters, one character
		"受潮":    true,
		"破损 受潮": true,
		"受潮　破损": true,
		"外包装":   true,
		"潮":     true,
		"受潮 干燥": false,
		"潮货":    false,
		// content, folded
		"淋湿":           true,
		"lg冰箱":         true,
		"LG":           true,
		"冰箱":           true,
		"sf1234567890": true,
		"SF1234567890": true,
		"SF1":          true,
		"567890":       true,
		"345":          false,
		"司":            false,
		"Family":       true,
		"FAM":          true,
		"amily":        true,
		"mil":          false,
		"👨‍👩‍👧":        true,
		"受潮 淋湿 0302":   true,
		// a telephone in a text
		"13800000001":       true,
		"138 0000 0001":     true,
		"+86 138-0000-0001": true,
		"0086 13800000001":  true,
		"13800000002":       false,
		// finding, party that everybody sees
		"装卸不当":        true,
		"实属装卸":        true,
		"司马":          true,
		"司马光":         true,
		"13700001111": true,
		"13700001112": false,
		// not found by anybody
		"从未提交":        false,
		"草稿":          false,
		"%":           false,
		"_":           false,
		"' OR 1=1 --": false,
		"\u200b":      false,
		"。":           false,
		"AND":         false,
		"受潮 OR 干燥":    false,
		"\"受潮\"":      true,
		"受潮*":         true,
		"west":        false,
	}, finder, operations, supervisor)
	testSearchOfSealed(b)
	testSearchOfStandIns(b)
	testSearchOfFiles(b)
}

// testSearchOfSealed: who complained, for whom may know it, and a sealed field, for whom it names and who filled it in.
func testSearchOfSealed(b *bench) {
	wantSearches(b, map[string]bool{
		"欧阳小明":              true,
		"欧阳":                true,
		"小明":                true,
		"欧阳 小明":             true,
		"欧 阳 小 明":           true,
		"欧阳 受潮":             true,
		"欧":                 false,
		"明":                 false,
		"13912345678":       true,
		"139-1234-5678":     true,
		"＋86 139 1234 5678": true,
		"1391234":           false,
		"13912345679":       false,
		"桂花路":               true,
	}, finder, supervisor)
	wantSearches(b, map[string]bool{
		"欧阳小明":        false,
		"欧阳":          false,
		"13912345678": false,
		"桂花路":         false,
		"欧阳 受潮":       false,
	}, operations)
	wantSearches(b, map[string]bool{"机密单号": true, "ZX998877": true, "受潮 机密": true}, supervisor,
		newPerson("u-agent", "", "logistics.operations")) // who wrote it
	wantSearches(b, map[string]bool{"机密单号": false, "ZX998877": false, "受潮 机密": false}, finder, operations)
	wantSearches(b, map[string]bool{
		"受潮":   false,
		"0001": false,
		"欧阳":   false,
		"机密单号": false,
		"投诉":   false,
	},
		stranger, newPerson("u-finder2", ""), complaint.Person{ID: "u-agent", Roles: finder.Roles})
}

// wantSearches wants each text to find the case c1, or not, for each person.
func wantSearches(b *bench, want map[string]bool, people ...complaint.Person) {
	b.Helper()
	for _, p := range people {
		for text, finds := range want {
			got := b.idsFoundInRegister(p, record.Query{Search: text})
			if got != map[bool]string{true: "c1"}[finds] {
				b.Errorf("%s searches for %q: got %q, want it found: %v", p.ID, text, got, finds)
			}
		}
	}
}

// testSearchOfStandIns: who stands in for somebody sees and finds what that one does.
func testSearchOfStandIns(b *bench) {
	p := newPerson("u-deputy", "", "logistics.operations")
	p.StandsIn = []complaint.Person{supervisor}
	wantSearches(b, map[string]bool{"机密单号": true, "欧阳": true}, p)
	away := supervisor
	away.Active = false
	p.StandsIn = []complaint.Person{away}
	wantSearches(b, map[string]bool{"机密单号": false, "欧阳": false, "受潮": true}, p)
}

// testSearchOfFiles: names of files, sealed with who complained until they are opened.
func testSearchOfFiles(b *bench) {
	attach := func(key, name string, scope complaint.TextScope) complaint.AttachmentID {
		text := newText("c1", key, name)
		text.Scope = scope
		a := complaint.Attachment{
			ID:      complaint.AttachmentCommitment([]byte(key), "ab"),
			Case:    "c1",
			Author:  complaint.Complainant,
			Scope:   scope,
			Name:    text.ID,
			Type:    "image/jpeg",
			Size:    1,
			SHA256:  "ab",
			Salt:    []byte(key),
			File:    key,
			AddedAt: b.clock.now(),
		}
		_, err := b.RecordAttachment(b.ctx, record.Request{
			Actor:      "u",
			Key:        key,
			BodySHA256: "b",
			Case:       "c1",
			At:         b.clock.now(),
		}, a, text)
		b.mustSucceed(err)
		return a.ID
	}
	attach("scan", "现场 照片.jpg", complaint.ScopeCase)
	letter := attach("letter", "举报信.pdf", complaint.ScopeIdentity)
	wantSearches(b, map[string]bool{"现场": true, "照片.jpg": true, "举报信": true}, finder)
	wantSearches(b, map[string]bool{"现场": true, "举报信": false, "举报": false}, operations)
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
		k, err := tx.Case(b.ctx)
		if err != nil {
			return err
		}
		events := b.unrecordedEvents("c1", k.Seq,
			complaint.AttachmentsOpened{Attachments: []complaint.AttachmentID{letter}})
		if events, err = tx.Append(b.ctx, events); err != nil {
			return err
		}
		if err := k.Apply(events[0]); err != nil {
			return err
		}
		return tx.ProjectToLists(b.ctx, k, complaint.Wall{Grants: []string{
			complaint.Seat{Role: "logistics.operations"}.Subject(),
		}}, surveys)
	}))
	wantSearches(b, map[string]bool{"现场": true, "举报信": true, "欧阳": false}, operations)
	wantSearches(b, map[string]bool{"现场": false, "受潮": false}, finder) // no longer admitted
}

// testSearchFollowsTheKey: with another key nothing is found by the rows of the first, and they are made anew.
func testSearchFollowsTheKey(b *bench) {
	ref := publishSealedWaybill(b)
	fileSearched(b, "c1", ref)
	plain := []string{"受潮", "欧阳", "淋湿", "ZX998877", "zx99", "13912345678", "0302", "damage"}
	index := b.dumpTables("case_search", "case_words")
	for _, word := range plain {
		if strings.Contains(index, word) {
			b.Errorf("the index tells %q", word)
		}
	}
	before := b.dumpTables("(SELECT case_id, words FROM case_search) w")
	other, err := lookup.NewKey([]byte("another secret of 32 bytes for us"))
	b.mustSucceed(err)
	b.mustSucceed(b.KeepSearchIndex(b.ctx, other))
	wantSearches(b, map[string]bool{"受潮": true, "欧阳": true, "机密单号": true}, supervisor)
	if b.dumpTables("(SELECT case_id, words FROM case_search) w") == before {
		b.Error("the same marks under another key")
	}
	b.openAgain() // by the first key
	if got := b.dumpTables("(SELECT case_id, words FROM case_search) w"); got != before {
		b.Errorf("made anew\n%s\nwant\n%s", got, before)
	}
}

// testSearchWithoutAKey: what a program without the key does in a case is found once one that has it has looked.
func testSearchWithoutAKey(b *bench) {
	ref := publishSealedWaybill(b)
	without := *b
	var err error
	without.Store, err = store.Open(b.ctx, b.options)
	b.mustSucceed(err)
	b.Cleanup(func() { b.mustSucceed(without.Close()) })
	fileSearched(&without, "c1", ref)
	wantSearches(b, map[string]bool{"受潮": false, "欧阳": false}, supervisor)
	b.mustSucceed(without.IndexCasesLeft(b.ctx)) // it has no key for it
	wantSearches(b, map[string]bool{"受潮": false}, supervisor)
	b.mustSucceed(b.IndexCasesLeft(b.ctx))
	wantSearches(b, map[string]bool{"受潮": true, "欧阳": true}, supervisor)
}

// testSearchFindsEveryPair holds the index against a plain look at every case: whatever is searched for, those whose
// subject has each pair of it are found, and of these the ones whose wall admits the reader, the latest filed first.
func testSearchFindsEveryPair(b *bench) {
	characters := rapid.SampledFrom([]rune("破损运𠮷輸"))
	subjects, walls := map[complaint.CaseID]string{}, map[complaint.CaseID]complaint.Wall{}
	var order []complaint.CaseID
	rapid.Check(b.T, func(t *rapid.T) {
		id := complaint.CaseID(fmt.Sprintf("c%d", len(subjects)))
		body, w := string(rapid.SliceOfN(characters, 1, 6).Draw(t, "subject")), someWall.Draw(t, "wall")
		b.fileCase(id, w, func(in *record.Intake) { in.Texts[0].Body = body })
		if rapid.IntRange(0, 4).Draw(t, "waits") > 0 {
			b.recordFacts(id, w, b.filedFact(id))
		}
		subjects[id], walls[id], order = body, w, slices.Insert(order, 0, id)
		p, text := somebody.Draw(t, "person"), string(rapid.SliceOfN(characters, 1, 4).Draw(t, "text"))
		var want []string
		for _, id := range order {
			if walls[id].Admits(p) && hasEachPair(subjects[id], text) {
				want = append(want, string(id))
			}
		}
		got := b.idsFoundInRegister(p, record.Query{Search: text, Limit: 3})
		wantEqual(b, fmt.Sprintf("search %q", text), got, strings.Join(want, " "))
	})
}

func hasEachPair(body, text string) bool {
	characters := []rune(text)
	if len(characters) == 1 {
		return strings.Contains(body, text)
	}
	for i := range len(characters) - 1 {
		if !strings.Contains(body, string(characters[i:i+2])) {
			return false
		}
	}
	return true
}

// testSearchThatMatchesMuch is read in the register's order, page by page, and shows no more than the wall does.
func testSearchThatMatchesMuch(b *bench) {
	const cases = 1300
	var want []string
	for i := range cases {
		id := complaint.CaseID(fmt.Sprintf("c%04d", (i*7919)%cases)) // the order of ids is not that of filing
		w := open
		if i%50 == 7 {
			w = complaint.Wall{Grants: open.Grants, Barred: []complaint.UserID{agent.ID}}
		}
		b.fileCase(id, w, func(in *record.Intake) {
			if i%30 == 3 {
				in.Texts[0].Body = "迟到"
			}
		})
		if i%3 == 0 {
			b.recordFacts(id, w, b.filedFact(id))
		}
		if i%50 != 7 && i%30 != 3 {
			want = append(want, string(id))
		}
		b.clock.advance(time.Second)
	}
	slices.Reverse(want)
	wantEqual(b, "a common word", b.idsFoundInRegister(agent, record.Query{
		Search: "货物受潮",
		Limit:  90,
	}), strings.Join(want, " "))
	late := false
	wantEqual(b, "a common word and a filter", b.idsFoundInRegister(agent, record.Query{
		Search:  "货物受潮",
		Status:  complaint.StatusReceived,
		Overdue: &late,
		Limit:   200,
	}), strings.Join(slices.DeleteFunc(slices.Clone(want), func(id string) bool {
		var opened string
		for i := 0; i < cases; i += 3 {
			if opened = fmt.Sprintf("c%04d", (i*7919)%cases); opened == id {
				return true
			}
		}
		return false
	}), " "))
	wantEqual(b, "by a stranger",
		b.idsFoundInRegister(newPerson("u-x", "", "agent2"), record.Query{Search: "货物受潮"}), "")
}

// testOutdatedLists are left by a program of the release before: it keeps fewer lists and wrote some cases last. The
// register shows them all the same; their words, and those of cases it filed, are found once the next program that
// starts has made them anew.
func testOutdatedLists(b *bench) {
	ref := publishPolicyAndYear(b)
	p, err := b.PolicyVersion(b.ctx, ref.ID, ref.Version)
	b.mustSucceed(err)
	reader := newPerson("u-agent", "", "logistics.agent")
	for _, id := range []complaint.CaseID{"c1", "c2"} {
		filed := b.filedFact(id)
		filed.Policy = ref
		b.fileCase(id, complaint.Wall{}, func(in *record.Intake) { in.Filing.Filed.Policy = ref })
		facts := []complaint.Fact{filed, complaint.StepEntered{Step: "cause"}, newDeadlineSet("d1", "", "", -time.Hour)}
		b.recordFacts(id, p.Wall(b.recordFacts(id, complaint.Wall{}, facts...)), complaint.Noted{})
		b.clock.advance(time.Second)
	}
	late := true
	finds := func(words bool) {
		b.Helper()
		queries := []record.Query{{Policy: ref.ID}, {Status: complaint.StatusOpen}, {Step: "cause"}}
		if words {
			queries = append(queries, record.Query{Search: "受潮"}, record.Query{Step: "cause", Search: "货物"})
		}
		for _, q := range queries {
			wantEqual(b, fmt.Sprintf("%+v", q), b.idsFoundInRegister(reader, q), "c2 c1")
		}
		wantEqual(b, "overdue", b.idsFoundInRegister(reader, record.Query{Overdue: &late}), "c1 c2")
		wantEqual(b, "another step", b.idsFoundInRegister(reader, record.Query{Step: "old"}), "")
		if words {
			wantEqual(b, "overdue, by words",
				b.idsFoundInRegister(reader, record.Query{Overdue: &late, Search: "受潮"}), "c1 c2")
		}
		found, err := b.Audit(b.ctx, nil)
		b.mustSucceed(err)
		for _, f := range found {
			if strings.Contains(f.Detail, "case_grants") || strings.Contains(f.Detail, "case_words") ||
				strings.Contains(f.Detail, "case_months") {
				b.Errorf("audit: %+v", f)
			}
		}
	}
	finds(true)
	want := b.dumpTables(projections...)
	for _, query := range []string{
		`UPDATE case_grants SET policy = '', status = '', step = 'old', late_at = NULL`,
		`DELETE FROM case_search WHERE case_id = 'c1'`, `UPDATE case_search SET words = 'x', rules = 0`,
		`UPDATE case_months SET met = 7`,
		`UPDATE cases SET lists = SUBSTR(lists, 1, CASE id WHEN 'c1' THEN 84 ELSE 101 END)`,
	} {
		b.mustSucceed(b.runSQLBehindStore(query))
	}
	finds(false)
	b.openAgain()
	if got := b.dumpTables(projections...); got != want {
		b.Fatalf("renewed\n%s\nwant\n%s", got, want)
	}
	for _, q := range []record.Query{{Search: "受潮"}, {Step: "cause", Search: "货物"}} {
		ids := strings.Fields(b.idsFoundInRegister(reader, q))
		slices.Sort(ids) // the one that had lost its row comes as the latest
		wantSamePrinted(b, fmt.Sprintf("%+v", q), ids, []string{"c1", "c2"})
	}
}
