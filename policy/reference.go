package policy

import (
	"slices"

	"duban/complaint"
)

// CommandEntry is what the reference says of a command that people give.
type CommandEntry struct {
	Name string
	// Type is the name of its Go type, whose comment says what it does.
	Type string
	// InMay: `may:` lists it. OfTask: it is offered with a task. By names whoever besides staff can give it, "" for
	// none.
	InMay, OfTask bool
	By            string
	AfterArchive  bool
	// Fields are what it asks for in any regulation; the options are the regulation's own.
	Fields Map[Field]
}

// CommandEntries are the commands that people give, in the order in which they are offered.
func CommandEntries() []CommandEntry {
	doc := documentOfAllForms()
	forms := (&checker{p: newPolicy(doc), doc: doc}).fieldsOfCommandForms()
	var all []CommandEntry
	for _, row := range allCommands().rows {
		if row.by == bySystem {
			continue
		}
		all = append(all, CommandEntry{
			Name:         row.name,
			Type:         row.goType,
			InMay:        row.inMay,
			OfTask:       row.rule.ofTask != nil,
			By:           string(row.by),
			AfterArchive: row.afterArchive,
			Fields:       forms[row.name],
		})
	}
	return all
}

// MostCharacters is how long a text can be that a command asks for by itself; 0 where its form has no such text.
func MostCharacters(command, field string) int {
	for _, e := range CommandEntries() {
		if f, ok := e.Fields.Get(field); ok && e.Name == command {
			most, _ := f.kind().fieldTypeOfKind().schema["maxLength"].(int)
			return most
		}
	}
	return 0
}

// documentOfAllForms is a document in which each command asks for all that it can ask for.
func documentOfAllForms() *Document {
	notice := func(to string) Entry[Step] {
		return Entry[Step]{Key: to, Value: Step{Kind: Word{Text: "notice"}, To: Word{Text: to}}}
	}
	return &Document{
		Parties: Map[PartyRule]{Entries: []Entry[PartyRule]{{Key: complaint.Complainant, Value: PartyRule{
			Represented: Map[RepresentationRule]{Entries: make([]Entry[RepresentationRule], 1)},
		}}}},
		Documents: Map[DocumentRule]{Entries: []Entry[DocumentRule]{
			{Value: DocumentRule{Copies: []SeatRule{{Word: Word{Text: complaint.Complainant}}}}},
		}},
		Deadlines: Map[DeadlineRule]{Entries: []Entry[DeadlineRule]{{Value: DeadlineRule{
			Moves: Moves{Suspension: &SuspensionRule{}, Extension: &ExtensionRule{}},
		}}}},
		Steps: Map[Step]{Entries: []Entry[Step]{notice("complainant"), notice("respondent")}},
		May: Map[Permission]{Entries: []Entry[Permission]{
			{Key: "request_review", Value: Permission{Begins: make([]Beginning, 2)}},
		}},
	}
}

// FieldsOfStepKind are what a step of the kind asks for besides its own form; those of votes where a meeting votes.
func FieldsOfStepKind(kind string) Map[Field] {
	s := Step{Kind: Word{Text: kind}, To: Word{Text: complaint.Complainant}}
	if kind == meetingKind {
		s.Votes = &VotesRule{}
	}
	doc := documentOfAllForms()
	return (&checker{p: newPolicy(doc), doc: doc}).stepFields(s)
}

// ClosedSetNames lists the closed sets, sorted.
func ClosedSetNames() []string {
	var names []string
	for name := range closedSets {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
