package editor

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/proofexamples"
	"duban/web/words"
)

// referenceHead begins docs/policy-reference.md.
const referenceHead = `# Policy file reference

Every key of a policy file, every command, closed set, builtin and proof. ` + "`duban policy reference`" +
	` writes this page from the
program's own tables and the comments of its types, which editors show too: change those and run ` + "`make generate`" +
	`. How the parts
work together is told in [policy-format](policy-format.md), how to write a first file in the
[guide](policy-guide.zh-CN.md).

- [Keys](#keys), by the part of the file they stand in
- [Values](#values): seats, lengths, conditions, amounts
- [Commands](#commands) and [what kinds of step ask for](#what-kinds-of-step-ask-for)
- [Closed sets](#closed-sets) and [builtins](#builtins)
- [Proofs](#proofs), each with a file that passes and one that fails
`

// Reference is docs/policy-reference.md, written the same each time.
func Reference() (string, error) {
	comments, err := Comments()
	if err != nil {
		return "", err
	}
	english, ok := words.AllLanguages().ByID("en")
	if !ok {
		return "", errors.New("reference: the language of the page is not there")
	}
	w := &referenceWriter{comments: comments, english: english}
	if w.examples, err = KeyExamples(); err != nil {
		return "", err
	}
	if w.runner, err = newExampleRunner(); err != nil {
		return "", err
	}
	w.text.WriteString(referenceHead)
	if err := w.writeKeys(); err != nil {
		return "", err
	}
	w.writeValues()
	if err := w.writeCommands(); err != nil {
		return "", err
	}
	w.writeStepKinds()
	w.writeClosedSets()
	w.writeBuiltins()
	if err := w.writeProofs(); err != nil {
		return "", err
	}
	return w.text.String(), nil
}

type referenceWriter struct {
	text     strings.Builder
	comments map[string]string
	english  words.Language
	examples map[string]KeyExample
	runner   *exampleRunner
}

func (w *referenceWriter) printf(format string, a ...any) { fmt.Fprintf(&w.text, format, a...) }

// commentOf is the comment of a type, or of one of its fields.
func (w *referenceWriter) commentOf(t reflect.Type, field string) string {
	name := "duban/policy." + t.Name()
	if field != "" {
		name += "." + field
	}
	return inCell(w.comments[name])
}

// inCell is a comment in a cell of Markdown, without the brackets by which Go comments name other types.
func inCell(comment string) string {
	return strings.NewReplacer("[", "", "]", "", "|", "\\|", "<", "&lt;").Replace(comment)
}

func (w *referenceWriter) writeKeys() error {
	w.printf("\n## Keys\n")
	for _, part := range partsOfFile() {
		where := "Stands in any element that lists these keys"
		if part.paths != nil {
			where = "Stands at `" + strings.Join(part.paths, "`, `") + "`"
		}
		w.printf("\n### %s\n\n%s\n\n", part.of.Name(), w.commentOf(part.of, ""))
		w.printf("%s.\n\n| key | required | value | meaning |\n|---|---|---|---|\n", where)
		w.writeKeysOf(part.of)
		w.printf("\n| passes | fails | for |\n|---|---|---|\n")
		for _, key := range keysOfFile() {
			if typeName, _, _ := strings.Cut(key, "."); typeName == part.of.Name() {
				if err := w.writeExample(key); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// writeExample writes a key as a sound file has it, as it is wrong, and what is found then.
func (w *referenceWriter) writeExample(key string) error {
	e := w.examples[key]
	shown, err := w.runner.show(key, e)
	if err != nil {
		return err
	}
	found := e.Never
	if e.Never == "" {
		found = words.DefaultLanguage().SayValue(shown.Found) + " / " + w.english.SayValue(shown.Found)
	}
	w.printf("| %s | %s | %s |\n", codeInCell(shown.Passes), codeInCell(shown.Fails), inCell(found))
	return nil
}

// codeInCell is a passage in a cell of Markdown.
func codeInCell(passage string) string {
	if passage == "" {
		return "-"
	}
	return "`` " + strings.ReplaceAll(passage, "|", "\\|") + " ``"
}

func (w *referenceWriter) writeKeysOf(t reflect.Type) {
	for _, f := range keyedFields(t) {
		if f.Anonymous && f.Type == citesType && t != citesType {
			w.printf("| `clauses` `clause` `setting` | | [what it rests on](#cites) | As everywhere. |\n")
			continue
		}
		if f.Anonymous {
			w.writeKeysOf(f.Type)
			continue
		}
		name, rest, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		required := ""
		if rest == "required" {
			required = "yes"
		}
		w.printf("| `%s` | %s | %s | %s |\n", name, required, valueOf(f), w.commentOf(t, f.Name))
	}
}

var citesType = reflect.TypeFor[policy.Cites]()

// part is a struct of the file and everywhere it stands.
type part struct {
	of    reflect.Type
	paths []string
}

// partsOfFile are the structs of the file in the order in which it names them.
func partsOfFile() []part {
	parts := []part{{of: reflect.TypeFor[policy.Document](), paths: []string{"policy.yaml"}}, {of: citesType}}
	var visit func(t reflect.Type, path string)
	visit = func(t reflect.Type, path string) {
		for _, f := range keyedFields(t) {
			if f.Anonymous {
				if f.Type == citesType {
					continue
				}
				visit(f.Type, path)
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			at := strings.TrimPrefix(path+"."+name, ".")
			inner, suffix := structIn(f.Type)
			if inner == nil {
				continue
			}
			at += suffix
			i := slices.IndexFunc(parts, func(p part) bool { return p.of == inner })
			if i < 0 {
				i = len(parts)
				parts = append(parts, part{of: inner})
			}
			parts[i].paths = append(parts[i].paths, at)
			visit(inner, at)
		}
	}
	visit(parts[0].of, "")
	return parts
}

// keyedFields are the fields of a struct that the file has keys for, or takes over from another struct.
func keyedFields(t reflect.Type) []reflect.StructField {
	var all []reflect.StructField
	for f := range t.Fields() {
		if f.Tag.Get("yaml") != "" {
			all = append(all, f)
		}
	}
	return all
}

// structIn is the struct of keys that a value holds, nil if none, and how it is reached.
func structIn(t reflect.Type) (inner reflect.Type, suffix string) {
	switch {
	case isMap(t):
		inner, suffix = structIn(mapValue(t))
		return inner, ".<name>" + suffix
	case t.Kind() == reflect.Slice:
		inner, suffix = structIn(t.Elem())
		return inner, "[]" + suffix
	case t.Kind() == reflect.Pointer:
		return structIn(t.Elem())
	case t.Kind() == reflect.Struct && !(&schemaWriter{}).isScalarType(t):
		return t, ""
	}
	return nil, ""
}

func isMap(t reflect.Type) bool { return strings.HasPrefix(t.Name(), "Map[") }

// mapValue is the type of the values of a map of the file.
func mapValue(t reflect.Type) reflect.Type {
	entries, _ := t.FieldByName("Entries")
	value, _ := entries.Type.Elem().FieldByName("Value")
	return value.Type
}

// valueOf says what a key takes.
func valueOf(f reflect.StructField) string {
	if set := f.Tag.Get("set"); set != "" {
		one := "one of [" + set + "](#closed-sets)"
		if all := policy.ClosedSet(set); len(all) <= mostWordsInCell {
			one = codes(all)
		}
		if f.Type.Kind() == reflect.Slice {
			return "one or several of " + one
		}
		return one
	}
	value := valueOfType(f.Type)
	if set := f.Tag.Get("keys"); set != "" {
		value = "keys of [" + set + "](#closed-sets), each a [" + mapValue(f.Type).Name() + "](#" +
			strings.ToLower(mapValue(f.Type).Name()) + ")"
	}
	if word := f.Tag.Get("or"); word != "" {
		value += " or `" + word + "`"
	}
	if f.Tag.Get("cel") == "string" {
		value = "[condition](#values) that gives text"
	}
	return value
}

// mostWordsInCell are listed in a cell; longer closed sets are linked.
const mostWordsInCell = 7

func codes(words []string) string { return "`" + strings.Join(words, "` `") + "`" }

func valueOfType(t reflect.Type) string {
	switch t {
	case wordType:
		return "word"
	case textType:
		return "[text](#values)"
	case exprType:
		return "[condition](#values)"
	case limitType:
		return "[length](#values)"
	case moneyType:
		return "[amount](#values)"
	case seatType:
		return "[seat](#values)"
	case shapeType:
		return "[period](#values)"
	}
	switch {
	case slices.Contains(wordOr, t):
		return "word, or [" + t.Name() + "](#" + strings.ToLower(t.Name()) + ")"
	case isMap(t):
		return "name: " + valueOfType(mapValue(t))
	case t.Kind() == reflect.Slice:
		return "one or a list: " + valueOfType(t.Elem())
	case t.Kind() == reflect.Pointer:
		return valueOfType(t.Elem())
	case t.Kind() == reflect.Struct:
		return "[" + t.Name() + "](#" + strings.ToLower(t.Name()) + ")"
	case t.Kind() == reflect.Bool:
		return "`true` `false`"
	case t.Kind() == reflect.String:
		return "word"
	default:
		return "whole number"
	}
}

func (w *referenceWriter) writeValues() {
	w.printf("\n## Values\n\n" +
		"| value | written |\n" +
		"|---|---|\n" +
		"| word | A name or code: of what the key's meaning says. |\n")
	for _, v := range []struct {
		name string
		of   reflect.Type
	}{
		{"text", textType},
		{"condition", exprType},
		{"length", limitType},
		{"period", shapeType},
		{"amount", moneyType},
		{"seat", seatType},
	} {
		w.printf("| %s | %s |\n", v.name, w.commentOf(v.of, ""))
	}
	w.printf("\nThe types of fields:\n\n%s", policy.FieldTypeTable())
}

func (w *referenceWriter) writeCommands() error {
	comments := map[string]string{}
	if err := collectDocComments("", complaint.CommandSource, comments); err != nil {
		return err
	}
	w.printf("\n## Commands\n\nWhat is asked for is the regulation's own where it is a choice: " +
		"its severities, grounds, ways of " +
		"service. `complete` asks for the form\nof the step.\n\n" +
		"| command | does | who gives it | in `may` | asks for |\n|---|---|---|---|---|\n")
	for _, c := range policy.CommandEntries() {
		inMay := "no"
		if c.InMay {
			inMay = "yes"
		}
		does := inCell(strings.TrimPrefix(comments[c.Type], c.Type+" "))
		w.printf("| `%s` %s | %s | %s | %s | %s |\n", c.Name, policy.CommandTitle(words.DefaultLanguage(), c.Name),
			strings.ToUpper(does[:1])+does[1:], giverOf(c), inMay, fieldsInCell(c.Fields))
	}
	played, err := readPlayedSteps()
	if err != nil {
		return err
	}
	w.printf("\nAs steps of scenarios, which the tests play: one that is done, one that is refused, " +
		"by `refused`, or by whoever `not_by` lists, or without what `needs` lists.\n\n" +
		"| command | done | refused |\n|---|---|---|\n")
	for _, c := range policy.CommandEntries() {
		w.printf("| `%s` | %s | %s |\n", c.Name, codeInCell(played.done[c.Name]), codeInCell(played.refusal(c.Name)))
	}
	return nil
}

// giverOf says who gives a command.
func giverOf(c policy.CommandEntry) string {
	who := "the seats of the deadline's `suspension` or `extension`"
	switch {
	case c.By == "addressee":
		who = "whoever the slip is for"
	case c.By == "complainant":
		who = "the roles of `by`; whoever holds the receipt, where `by` has `complainant`"
	case c.InMay:
		who = "the roles of `by`"
	case c.OfTask:
		who = "the seats of the step"
	}
	if c.AfterArchive {
		who += "; after archiving too"
	}
	return who
}

func fieldsInCell(fields policy.Map[policy.Field]) string {
	if len(fields.Entries) == 0 {
		return "nothing"
	}
	all := make([]string, len(fields.Entries))
	for i, e := range fields.Entries {
		all[i] = fmt.Sprintf("`%s` %s, %s", e.Key, e.Value.Title.Text, e.Value.Type.Text)
		if e.Value.Required {
			all[i] += ", required"
		}
	}
	return strings.Join(all, "<br>")
}

func (w *referenceWriter) writeStepKinds() {
	w.printf("\n### What kinds of step ask for\n\n" +
		"Besides their own form; the counts of votes where a meeting has `votes`.\n\n" +
		"| kind | asks for |\n|---|---|\n")
	for _, kind := range policy.ClosedSet("step_kind") {
		w.printf("| `%s` | %s |\n", kind, fieldsInCell(policy.FieldsOfStepKind(kind)))
	}
}

func (w *referenceWriter) writeClosedSets() {
	w.printf("\n## Closed sets\n\n| set | words | where |\n|---|---|---|\n")
	for _, set := range policy.ClosedSetNames() {
		var where []string
		for _, p := range partsOfFile() {
			for _, f := range keyedFields(p.of) {
				if f.Tag.Get("set") == set || f.Tag.Get("keys") == set {
					name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
					where = append(where, "`"+name+"` of ["+p.of.Name()+"](#"+strings.ToLower(p.of.Name())+")")
				}
			}
		}
		w.printf("| %s | %s | %s |\n", set, codes(policy.ClosedSet(set)), strings.Join(where, ", "))
	}
}

func (w *referenceWriter) writeBuiltins() {
	w.printf("\n## Builtins\n\n" +
		"What the program itself guarantees; a clause that it serves names one.\n\n" +
		"| builtin | guarantee | in English |\n" +
		"|---|---|---|\n")
	for _, name := range policy.ClosedSet("builtin") {
		w.printf("| `%s` | %s | %s |\n", name, words.DefaultLanguage().Text("builtin."+name, nil),
			w.english.Text("builtin."+name, nil))
	}
	w.printf("\nA clause names one by `builtin`; what passes and what fails stands at [Clause](#clause). " +
		"What each refuses is shown by the tests that [architecture](architecture.md) lists under Guarantees.\n")
}

func (w *referenceWriter) writeProofs() error {
	w.printf("\n## Proofs\n\n`duban policy check` walks the ways that cases of each kind can take. " +
		"What a proof cannot show can be " +
		"accepted: `accepted: {<proof> <element>: why}`.\n" +
		"The examples are passages of two sound files and what they were changed into; " +
		"the tests of the proofs run them.\n")
	for _, e := range proofexamples.All {
		broken, err := e.Broken()
		if err != nil {
			return err //nolint:wrapcheck // says which example
		}
		said, err := w.findingOf(e, broken)
		if err != nil {
			return err
		}
		passes, fails := excerpts(e.Sound, broken)
		w.printf("\n### %s\n\n%s. Fails when %s.\n\n", e.Proof,
			w.english.Text("regulation.proof."+e.Proof, nil), e.FailsWhen)
		w.printf("Passes:\n\n```yaml\n%s```\n\nFails, %s:\n\n```yaml\n%s```\n\n> %s\n", passes, e.What, fails, said)
	}
	return nil
}

// findingOf is what is said of an example.
func (w *referenceWriter) findingOf(e proofexamples.Example, broken string) (string, error) {
	p, err := policy.Load(e.Proof, []byte(broken))
	if err != nil {
		return "", fmt.Errorf("example of %s: %w", e.Proof, err)
	}
	for _, f := range p.Prove(e.Proof, calendar.New("cn", nil)) {
		if f.Proof == e.Proof && f.Element == e.Element || f.Proof == "" {
			return w.english.SayValue(f), nil
		}
	}
	return "", fmt.Errorf("example of %s: nothing is found", e.Proof)
}
