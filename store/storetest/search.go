package storetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/record"
)

func testSearchByName(b *bench) {
	b.fileCase("c1", open)
	b.fileCase("c2", open, func(in *record.Intake) {
		in.Filing.Filed.Policy.ID, in.People = "land", []complaint.Identity{{
			Party: "complainant",
			Name:  "李四",
			Phone: "139",
		}}
	})
	b.fileCase("walled", complaint.Wall{})
	search := func(text string, identities ...string) string {
		return b.idsFoundInRegister(agent, record.Query{Search: text}, identities...)
	}
	wantEqual(b, "name without the right", search("张三"), "")
	wantEqual(b, "telephone without the right", search("13800000000"), "")
	wantEqual(b, "name with the right, behind the wall", search(" 张三 ", "logistics"), "c1")
	wantEqual(b, "telephone with the right", search("13800000000", "logistics", "x"), "c1")
	wantEqual(b, "name in another policy's case", search("李四", "logistics"), "")
	wantEqual(b, "part of a name", search("张", "logistics"), "")
	wantEqual(b, "a pattern for a name", search("张%", "logistics"), "")
	wantEqual(b, "part of a telephone", search("1380000000", "logistics"), "")
	wantEqual(b, "sealed identity text", search("张三", "land"), "")
	b.recordFacts("c1", open, b.filedFact("c1"), complaint.Registered{Number: "20260302-0001"})
	wantEqual(b, "number", search("302-00"), "c1")
	wantEqual(b, "category", search("AGE.W"), "c2 c1")
	wantEqual(b, "subject", search("受潮 of c2"), "c2")
	wantEqual(b, "content is not searched", search("正文", "logistics", "land"), "")
}

func testSearchTakesWildcardsLiterally(b *bench) {
	for id, body := range map[complaint.CaseID]string{
		"percent": "涨价 50% off",
		"under":   "a_b",
		"bang":    "wow!",
		"plain":   "aXb 50 percent",
	} {
		b.fileCase(id, open, func(in *record.Intake) { in.Texts[0].Body = body })
	}
	for text, want := range map[string]string{
		"50%":         "percent",
		"a_b":         "under",
		"w!":          "bang",
		"%":           "percent",
		"_":           "under",
		"' OR 1=1 --": "",
		"\\":          "",
		"WOW":         "bang",
	} {
		wantEqual(b, "search "+text, b.idsFoundInRegister(agent, record.Query{Search: text}), want)
	}
}

// testSearchFindsEverySubstring holds the index against a plain look at every case: whatever is searched for, those
// whose subject has it are found, and of these the ones whose wall admits the reader.
func testSearchFindsEverySubstring(b *bench) {
	characters := rapid.SampledFrom([]rune("破损运xB1%_ 𠮷é"))
	subjects, walls := map[complaint.CaseID]string{}, map[complaint.CaseID]complaint.Wall{}
	rapid.Check(b.T, func(t *rapid.T) {
		id := complaint.CaseID(fmt.Sprintf("c%d", len(subjects)))
		body, w := string(rapid.SliceOfN(characters, 1, 6).Draw(t, "subject")), someWall.Draw(t, "wall")
		b.fileCase(id, w, func(in *record.Intake) { in.Texts[0].Body = body })
		if rapid.IntRange(0, 4).Draw(t, "waits") > 0 {
			b.recordFacts(id, w, b.filedFact(id))
		}
		subjects[id], walls[id] = body, w
		p, text := somebody.Draw(t, "person"), string(rapid.SliceOfN(characters, 1, 4).Draw(t, "text"))
		var want []string
		for id, body := range subjects {
			if walls[id].Admits(p) && strings.Contains(toLowerASCII(body), toLowerASCII(strings.TrimSpace(text))) {
				want = append(want, string(id))
			}
		}
		got := strings.Fields(b.idsFoundInRegister(p, record.Query{Search: text, Limit: 3}))
		slices.Sort(got)
		slices.Sort(want)
		wantSamePrinted(b, fmt.Sprintf("search %q", text), got, want)
	})
}

// toLowerASCII are ASCII letters as both databases compare them.
func toLowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// testSearchThatMatchesMuch is read in the register's order, page by page, and shows no more than the wall does.
func testSearchThatMatchesMuch(b *bench) {
	const cases = 620
	var want []string
	for i := range cases {
		id := complaint.CaseID(fmt.Sprintf("c%03d", i))
		w := open
		if i%50 == 7 {
			w = complaint.Wall{Grants: open.Grants, Barred: []complaint.UserID{agent.ID}}
		}
		b.fileCase(id, w, func(in *record.Intake) {
			if i%30 == 3 {
				in.Texts[0].Body = "迟到"
			}
		})
		b.recordFacts(id, w, b.filedFact(id))
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
	wantEqual(b, "by a stranger",
		b.idsFoundInRegister(newPerson("u-x", "", "agent2"), record.Query{Search: "货物受潮"}), "")
	wantEqual(b, "a common name",
		len(strings.Fields(b.idsFoundInRegister(agent, record.Query{Search: "张三", Limit: 90}, "logistics"))), cases-13)
	wantEqual(b, "a common name without the right", b.idsFoundInRegister(agent, record.Query{Search: "张三"}), "")
}

// testOutdatedLists are left by a program of the release before: it keeps fewer lists and wrote some cases last. They
// are found all the same, and the next program that starts makes their lists anew.
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
	finds := func() {
		b.Helper()
		for _, q := range []record.Query{
			{Policy: ref.ID},
			{Status: complaint.StatusOpen},
			{Step: "cause"},
			{Search: "受潮"},
			{Step: "cause", Search: "of c"},
		} {
			wantEqual(b, fmt.Sprintf("%+v", q), b.idsFoundInRegister(reader, q), "c2 c1")
		}
		wantEqual(b, "overdue", b.idsFoundInRegister(reader, record.Query{Overdue: &late}), "c1 c2")
		wantEqual(b, "another step", b.idsFoundInRegister(reader, record.Query{Step: "old"}), "")
		found, err := b.Audit(b.ctx, nil)
		b.mustSucceed(err)
		for _, f := range found {
			if strings.Contains(f.Detail, "case_grants") || strings.Contains(f.Detail, "case_words") ||
				strings.Contains(f.Detail, "case_months") {
				b.Errorf("audit: %+v", f)
			}
		}
	}
	finds()
	want := b.dumpTables(projections...)
	for _, query := range []string{
		`UPDATE case_grants SET policy = '', status = '', step = 'old', late_at = NULL`,
		`DELETE FROM case_words WHERE case_id = 'c1'`, `UPDATE case_words SET words = 'x'`,
		`UPDATE case_months SET met = 7`,
		`UPDATE cases SET lists = SUBSTR(lists, 1, CASE id WHEN 'c1' THEN 84 ELSE 101 END)`,
	} {
		b.mustSucceed(b.runSQLBehindStore(query))
	}
	finds()
	b.openAgain()
	if got := b.dumpTables(projections...); got != want {
		b.Fatalf("renewed\n%s\nwant\n%s", got, want)
	}
	finds()
}
