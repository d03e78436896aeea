package policy_test

import (
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// named are the people of the unit east and west with names, and what a filing says of the accused.
func accusedInWords(t *testing.T, kind, written string) *scenario.Engine {
	t.Helper()
	e := aboutParties(t, kind, nil)
	for id, name := range map[complaint.UserID]string{
		"of-east":   "王小明",
		"of-part":   "李四",
		"of-west":   "赵六",
		"of-bureau": "欧阳锋",
	} {
		person := e.Directory.People[id]
		person.Name = name
		e.Directory.People[id] = person
	}
	for id, name := range map[complaint.UnitID]string{"east": "东区管理处", "west": "西区管理处"} {
		unit := e.Directory.Units[id]
		unit.Name = name
		e.Directory.Units[id] = unit
	}
	like := e.Policy.Resembling(kind, e.Directory, written)
	filing := complaint.Filing{
		Case:    "c",
		By:      "of-west",
		FiledAt: e.Now,
		Filed: complaint.Filed{
			Kind:       kind,
			Severity:   "plain",
			Source:     "desk",
			Channel:    "counter",
			Category:   "goods",
			ReceivedAt: complaint.Instant(e.Now),
			Data:       map[string]any{"route": "slow"},
			Parties: []complaint.Party{
				{
					ID:       complaint.Complainant,
					Role:     complaint.Complainant,
					Kind:     complaint.KindText,
					Identity: "who",
				},
				{
					ID:        "respondent-1",
					Role:      complaint.Respondent,
					Kind:      complaint.KindText,
					Identity:  "words",
					Resembles: &like,
				},
			},
		},
	}
	opened, err := scenario.NewEngine(e.Policy, weekends, e.Directory, filing)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// Whom words resemble: a name in them, however it is spaced, or a surname beside the title of a role.
func TestWhomWordsResemble(t *testing.T) {
	for written, want := range map[string][]complaint.UserID{
		"王小明":            {"of-east"},
		"窗口的 王 小\u200b明": {"of-east"},
		"李四和赵六":          {"of-part", "of-west"},
		"王经办":            {"of-east"},
		"欧阳负责人":          {"of-bureau"},
		"负责人欧阳":          {"of-bureau"},
		"欧经办":            nil,
		"王某":             nil,
		"东区管理处":          nil,
	} {
		e := accusedInWords(t, "inquiry", "无")
		if got := e.Policy.Resembling("inquiry", e.Directory, written); !slices.Equal(got.People, want) ||
			len(got.Units) > 0 {
			t.Errorf("%q resembles %v, not %v", written, got, want)
		}
	}
	e := accusedInWords(t, "claim", "无")
	if got := e.Policy.Resembling("claim", e.Directory, "东区管理处的人"); !slices.Equal(got.Units,
		[]complaint.UnitID{"east"}) {
		t.Errorf("where units are barred: %v", got)
	}
}

// Until somebody has said who the accused is, those stay away whom the words resemble, and nobody else; then who is
// meant does, and who was not works again.
func TestAnAccusedInWordsIsIdentified(t *testing.T) {
	e := accusedInWords(t, "claim", "王小明")
	person := func(id complaint.UserID) complaint.Actor { return complaint.Actor{Person: e.Directory.People[id]} }
	admits := func(id complaint.UserID) bool { return e.Policy.Wall(e.Case).Admits(e.Directory.People[id]) }
	if admits("of-east") || !admits("of-part") || !admits("of-west") {
		t.Fatal("others than those whom the words resemble are kept out")
	}
	claim := complaint.Claim{Task: e.Case.Tasks[0].ID}
	if refusal := complaint.RefusalIn(give(e, person("of-east"), claim)); refusal == nil ||
		refusal.ID != "recusal.perhaps_complained_about" {
		t.Errorf("acts: %v", refusal)
	}
	identify := complaint.Identify{Person: "of-part"}
	if refusal := complaint.RefusalIn(give(e, person("of-east"), identify)); refusal == nil {
		t.Error("whom the words resemble says who is meant")
	}
	if err := give(e, person("of-part"), claim); err != nil {
		t.Fatal(err)
	}
	if err := give(e, person("of-west"), identify); err != nil {
		t.Fatal(err)
	}
	if admits("of-part") || !admits("of-east") || e.Case.Tasks[0].Assignee != "" {
		t.Errorf("who is meant is still in the case: %+v", e.Case.Tasks[0])
	}
	if got := e.Case.Parties[1]; got.Kind != complaint.KindPerson || got.Identity != "words" {
		t.Errorf("%+v", got)
	}
	if err := give(e, person("of-west"), complaint.Identify{Unit: "east"}); err != nil {
		t.Fatal(err)
	}
	if admits("of-east") || admits("of-part") || !admits("of-west") {
		t.Error("the people of a unit that is meant are not kept out")
	}
	if err := give(e, person("of-west"), complaint.Identify{}); err != nil {
		t.Fatal(err)
	}
	if !admits("of-east") || !admits("of-part") || e.Case.ResponsibleUnit() != "" {
		t.Error("nobody of the organisation is meant, and somebody is kept out")
	}
}

// What whoever is identified had done is to be done again by others.
func TestWhatTheIdentifiedHadDoneIsDoneAgain(t *testing.T) {
	e := accusedInWords(t, "claim", "那个高个子")
	if e.Case.AwaitsIdentification() || len(e.Case.Deadlines) > 0 && e.Case.Deadlines[0].IsPrompt() {
		t.Fatal("words that resemble nobody keep somebody out")
	}
	west, part := e.Directory.People["of-west"], e.Directory.People["of-part"]
	if err := gives(t, e, complaint.Actor{Person: part}, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	if err := give(e, complaint.Actor{Person: west}, complaint.Identify{Person: "of-part"}); err != nil {
		t.Fatal(err)
	}
	if len(e.Case.Redo) != 1 || e.Case.Redo[0].Person != "of-part" {
		t.Errorf("%+v", e.Case.Redo)
	}
}

// After one working day whoever can say it is reminded, once; nobody is late, and identifying in time ends it.
func TestIdentifyingIsRemindedOf(t *testing.T) {
	e := accusedInWords(t, "claim", "王小明")
	due := func() *complaint.Deadline {
		i := slices.IndexFunc(e.Case.Deadlines, func(d complaint.Deadline) bool { return d.IsPrompt() })
		return &e.Case.Deadlines[i]
	}
	if want := time.Date(2026, 3, 4, 0, 0, 0, 0, weekends.Location()); !due().Due.Equal(want) {
		t.Errorf("reminded at %s", due().Due)
	}
	if err := e.AdvanceTo(e.Now.AddDate(0, 0, 3)); err != nil {
		t.Fatal(err)
	}
	var to []complaint.Seat
	n := 0
	for _, event := range e.Journal {
		if f, ok := event.Fact.(complaint.Reminded); ok && f.Deadline == due().ID {
			to, n = f.To, n+1
		}
	}
	if n != 1 || len(to) != 1 || to[0].Role != e.Policy.RoleID("clerk") {
		t.Errorf("reminded %d times: %v", n, to)
	}
	if due().IsOverdue(e.Now) || due().State != complaint.StateRunning {
		t.Errorf("somebody is late: %+v", due())
	}
	if next := e.Case.NextDueDeadline(); next != nil && next.IsPrompt() {
		t.Error("a reminder counts as a limit")
	}
	west := complaint.Actor{Person: e.Directory.People["of-west"]}
	if err := give(e, west, complaint.Identify{}); err != nil {
		t.Fatal(err)
	}
	if due().State != complaint.StateMet {
		t.Errorf("%+v", due())
	}
}

// Where the words resemble everybody who registers matters, the next level says who is meant.
func TestTheNextLevelIdentifies(t *testing.T) {
	e := accusedInWords(t, "claim", "王小明、李四、赵六一伙")
	bureau := complaint.Actor{Person: e.Directory.People["of-bureau"]}
	if err := give(e, bureau, complaint.Identify{Person: "of-part"}); err != nil {
		t.Fatal(err)
	}
	if got := e.Case.Parties[1].User; got != "of-part" {
		t.Errorf("%s", got)
	}
}

// A case that was filed before names were compared gets it with the next act: whom the words resemble does not act any
// more, and what they hold is free.
func TestOlderCasesAreComparedAtTheNextAct(t *testing.T) {
	e := accusedInWords(t, "claim", "王小明")
	e.Case.Parties[1].Resembles, e.Case.Deadlines = nil, nil
	part, east := e.Directory.People["of-part"], e.Directory.People["of-east"]
	facts := policy.Facts{Now: e.Now, Calendar: e.Calendar, Directory: e.Directory}
	claim := complaint.Order{Actor: "of-east", Command: complaint.Claim{Task: e.Case.Tasks[0].ID}}
	taken, err := e.Policy.Decide(e.Case, claim, complaint.Actor{Person: east}, facts)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range taken {
		if err := e.Case.Apply(d.Event); err != nil {
			t.Fatal(err)
		}
	}
	facts.Resembled = map[complaint.PartyID]complaint.Resemblance{
		"respondent-1": {People: []complaint.UserID{"of-east"}},
	}
	release := complaint.Order{Actor: "of-east", Command: complaint.Release{Task: e.Case.Tasks[0].ID}}
	if _, err := e.Policy.Decide(e.Case, release,
		complaint.Actor{Person: east}, facts); complaint.RefusalIn(err) == nil {
		t.Errorf("acts once more: %v", err)
	}
	note := complaint.Order{Actor: "of-part", Command: complaint.Recuse{Ground: "g"}}
	drafts, err := e.Policy.Decide(e.Case, note, complaint.Actor{Person: part}, facts)
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, d := range drafts {
		types = append(types, d.Event.Type())
	}
	if want := []string{"accused_compared", "deadline_set", "task_released", "recused"}; !slices.Equal(types, want) {
		t.Errorf("%v, not %v", types, want)
	}
	facts.Edition = 1
	if drafts, err = e.Policy.Decide(e.Case, note, complaint.Actor{Person: part}, facts); err != nil ||
		len(drafts) != 1 {
		t.Errorf("under the first edition: %v %v", drafts, err)
	}
}

// In a regulation that says nothing of recusals everybody who reads a case can declare one of their own, and nobody
// asks for that of others.
func TestOwnRecusalIsAlwaysPossible(t *testing.T) {
	e := aboutUnit(t, "inquiry")
	east := complaint.Actor{Person: e.Directory.People["of-east"]}
	refusal := complaint.RefusalIn(give(e, east, complaint.Recuse{Person: "of-part", Ground: "g"}))
	if refusal == nil || refusal.ID != "recusal.only_yourself" {
		t.Errorf("asks for that of others: %v", refusal)
	}
	if err := give(e, east, complaint.Recuse{Ground: "g"}); err != nil {
		t.Fatal(err)
	}
	if e.Policy.Wall(e.Case).Admits(east.Person) {
		t.Error("reads on")
	}
}
