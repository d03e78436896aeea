package policy

import (
	"reflect"
	"slices"

	"duban/complaint"
	"duban/web/words"
)

// traits are what the program knows of a command besides its rule.
type traits struct {
	// by is left out where people of the organisation give it and nobody else.
	by giver
	// inMay: a regulation says in `may:` who may give it; what it does not list there it does not provide.
	inMay bool
	// leads: the regulation can say where the case goes on after it.
	leads bool
	// ofComplaint: it is about what somebody complained of, and not given in the matter of a period.
	ofComplaint bool
	// afterArchive: it can still be given when the case is archived.
	afterArchive bool
	// unprovided is the common clause by which it is refused where the regulation does not provide it, "" if there is
	// none.
	unprovided string
	// form are the fields it asks for, where no step's form does; nil if it asks for none.
	form func(*checker) []Entry[Field]
	// identity are those of its fields, of texts and files, that are sealed with who the parties are.
	identity []string
	// scope is that of a text of its own where it depends on what else it says; nil where it does not.
	scope func(p *Policy, data map[string]any, field string) complaint.TextScope
}

// giver says who besides the people of the organisation can give a command at all; the regulation says who of them may.
type giver string

const (
	// byComplainant: whoever holds the receipt, too.
	byComplainant giver = "complainant"
	// byAddressee: whoever a slip is for, and nobody else; `may:` says only that it is provided for.
	byAddressee giver = "addressee"
	// bySystem: the program itself, and nobody else.
	bySystem giver = "system"
)

// rule is how a command is decided. What is left out does nothing, except permit: without one the regulation's `may:`
// decides ([turn.permitByMayRules]).
type rule[C complaint.Command] struct {
	// ofTask and ofCase are the commands worth offering with a task, or once in a case, permitted or not.
	ofTask func(*turn, *complaint.Task) []C
	ofCase func(*turn) []C
	// about says which part of the case the command is about.
	about func(C) subject
	// attachments are those that it names.
	attachments func(*Policy, C) []complaint.AttachmentID
	// fill fills in what may be left out where only one thing can be meant.
	fill func(*turn, C) (C, *complaint.Error)
	// permit decides whether the actor may give it now, whatever its data.
	permit func(*turn, C) *complaint.Error
	// check judges its data: the form, and that what it names exists.
	check func(*turn, C) *complaint.Error
	// run drafts its events once it is permitted and checked.
	run func(*turn, C) error
}

// subject is the part of a case that a command is about.
type subject struct {
	task     complaint.TaskID
	outcome  string
	slip     complaint.SlipID
	deadline complaint.DeadlineID
}

// commandRow is a row of the table of commands, its rule free of the command's type.
type commandRow struct {
	traits
	name string
	// goType is the name of the command's type.
	goType string
	rule   rule[complaint.Command]
}

func newCommandRow[C complaint.Command](about traits, r rule[C]) *commandRow {
	var zero C
	free := &commandRow{traits: about, name: complaint.NameOf(zero), goType: reflect.TypeFor[C]().Name()}
	if r.ofTask != nil {
		free.rule.ofTask = func(t *turn, k *complaint.Task) []complaint.Command { return asCommands(r.ofTask(t, k)) }
	}
	if r.ofCase != nil {
		free.rule.ofCase = func(t *turn) []complaint.Command { return asCommands(r.ofCase(t)) }
	}
	if r.about != nil {
		free.rule.about = func(c complaint.Command) subject { return r.about(c.(C)) }
	}
	if r.attachments != nil {
		free.rule.attachments = func(p *Policy, c complaint.Command) []complaint.AttachmentID {
			return r.attachments(p, c.(C))
		}
	}
	if r.fill != nil {
		free.rule.fill = func(t *turn, c complaint.Command) (complaint.Command, *complaint.Error) {
			return r.fill(t, c.(C))
		}
	}
	if r.permit != nil {
		free.rule.permit = func(t *turn, c complaint.Command) *complaint.Error { return r.permit(t, c.(C)) }
	}
	if r.check != nil {
		free.rule.check = func(t *turn, c complaint.Command) *complaint.Error { return r.check(t, c.(C)) }
	}
	if r.run != nil {
		free.rule.run = func(t *turn, c complaint.Command) error { return r.run(t, c.(C)) }
	}
	return free
}

// offerWithoutChoices offers a command that needs nothing named.
func offerWithoutChoices[C complaint.Command](*turn) []C { return make([]C, 1) }

func asCommands[C complaint.Command](list []C) []complaint.Command {
	all := make([]complaint.Command, len(list))
	for i, c := range list {
		all[i] = c
	}
	return all
}

// commandTable holds the rows in the order in which they are offered.
type commandTable struct {
	rows   []*commandRow
	byName map[string]*commandRow
}

func newCommandTable(rows []*commandRow) *commandTable {
	t := &commandTable{rows: rows, byName: make(map[string]*commandRow, len(rows))}
	for _, r := range rows {
		t.byName[r.name] = r
	}
	return t
}

// rowOf is the row of a command; that each has one is tested.
func (t *commandTable) rowOf(cmd complaint.Command) *commandRow {
	if r, ok := t.byName[complaint.NameOf(cmd)]; ok {
		return r
	}
	return &commandRow{name: complaint.NameOf(cmd)}
}

// commandNamesWhere lists the commands of which something holds, sorted.
func (t *commandTable) commandNamesWhere(holds func(*commandRow) bool) []string {
	var names []string
	for _, r := range t.rows {
		if holds(r) {
			names = append(names, r.name)
		}
	}
	slices.Sort(names)
	return names
}

// ClientCommands are the commands that people can give at all, by name, sorted; the others are the system's.
func ClientCommands() []string {
	return allCommands().commandNamesWhere(func(r *commandRow) bool { return r.by != bySystem })
}

// ComplainantCommands are what a complainant can do by receipt, by name, sorted, where the regulation provides it.
func ComplainantCommands() []string {
	return allCommands().commandNamesWhere(func(r *commandRow) bool { return r.by == byComplainant })
}

// CommandTitle is what a command is called in a language.
func CommandTitle(l words.Language, name string) string { return reading{chosen: l}.commandTitle(name) }
