package policy

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/web/words"
)

// Pos is a place in a policy file, counted from 1.
type Pos struct{ Line, Col int }

// Finding is one thing wrong with a file, and where it stands. It becomes a sentence where it is shown: the words
// finding.<ID>, their blanks filled with Args, say what is wrong and what to write instead.
type Finding struct {
	File string         `json:"file"`
	Line int            `json:"line" doc:"From 1"`
	Col  int            `json:"column" doc:"From 1"`
	ID   string         `json:"id" doc:"Which finding it is, whatever the language"`
	Args complaint.Args `json:"args,omitempty" doc:"What the sentence is about, by name"`
	// Proof is the one that cannot be given; "" where it is no matter of proof.
	Proof string `json:"proof,omitempty" doc:"The proof that cannot be given"`
	// Element is what of the file the finding is about, where findings are told apart by it: a step, a key.
	Element string `json:"element,omitempty" doc:"What of the file it is about, such as a step or a key"`
	// Course is a way of a case on which it comes about, where it is about ways.
	Course *Course `json:"course,omitempty" doc:"A way of a case on which it comes about"`
	// Also are the other lines in which the same is wrong.
	Also []int `json:"also,omitempty" doc:"Other lines in which the same is wrong"`
}

// args fill the blanks of a finding's words.
type args = complaint.Args

// Word is the key of the finding's words and what fills their blanks.
func (f Finding) Word() (key string, blanks map[string]any) {
	what := complaint.Phrase{Key: "finding." + f.ID, Args: f.Args}
	if f.Proof != "" {
		if f.Course != nil && f.Course.told.Key != "" {
			what = complaint.Phrase{Key: "finding.on_course", Args: args{"what": what, "course": f.Course.told}}
		}
		args := args{"what": what, "proof": f.Proof, "element": f.Element}
		what = complaint.Phrase{Key: "finding.of_proof", Args: args}
	}
	if len(f.Also) > 0 {
		lines := make([]any, len(f.Also))
		for i, line := range f.Also {
			lines[i] = line
		}
		what = complaint.Phrase{Key: "finding.also", Args: args{"what": what, "lines": lines}}
	}
	return what.Word()
}

// In is the finding in a language, after its place: file:line:column: sentence.
func (f Finding) In(l words.Language) string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, l.SayValue(f))
}

// String is the finding in the default language, for logs and tests.
func (f Finding) String() string { return f.In(words.DefaultLanguage()) }

// Findings are all that is wrong with a file, in the order of the file.
type Findings []Finding

// Error implements error.
func (f Findings) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

// ToldFinding is a finding with its sentence in a reader's language.
type ToldFinding struct {
	Finding
	Text string `json:"text" doc:"What is wrong and what to write instead, in the language of the reader"`
}

// Tell puts the findings into a language; what is empty stays a list.
func (f Findings) Tell(l words.Language) []ToldFinding {
	told := make([]ToldFinding, len(f))
	for i, x := range f {
		told[i] = ToldFinding{x, l.SayValue(x)}
	}
	return told
}

// YearFindings are what is wrong with a year file as findings like those of a policy file.
func YearFindings(found calendar.Findings) Findings {
	all := make(Findings, len(found))
	for i, f := range found {
		all[i] = Finding{
			File:    f.File,
			Line:    f.Line,
			Col:     f.Column,
			ID:      f.ID,
			Args:    args{},
			Element: f.Field,
		}
		for name, value := range f.Args {
			if word, ok := value.(calendar.Word); ok {
				value = complaint.Term(word)
			}
			all[i].Args[name] = value
		}
	}
	return all
}

type findings struct {
	file string
	all  Findings
	// places are those of the file, where a check goes on after findings: what only follows from those of an earlier
	// stage is none.
	places  *placeIndex
	settled int
}

// nextStage begins a stage of a check.
func (f *findings) nextStage() { f.settled = len(f.all) }

// add notes a finding; the words finding.<id> say it.
func (f *findings) add(p Pos, id string, fill args) {
	f.addFinding(Finding{
		Line: p.Line,
		Col:  p.Col,
		ID:   id,
		Args: fill,
	})
}

func (f *findings) addFinding(found Finding) {
	if f.places != nil && f.places.follows(found, f.all[:f.settled]) {
		return
	}
	found.File = f.file
	f.all = append(f.all, found)
}

func (f *findings) err() error {
	if len(f.all) == 0 {
		return nil
	}
	return f.all.sorted()
}

// sorted are the findings in the order of the file.
func (f Findings) sorted() Findings {
	slices.SortStableFunc(f, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return f
}

// merged tells once what is wrong with the same name, length or seat in several lines.
func (f Findings) merged() Findings {
	var all Findings
	for _, x := range f {
		same := slices.IndexFunc(all, func(a Finding) bool {
			prefix, _, _ := strings.Cut(x.ID, ".")
			return slices.Contains([]string{"name", "limit", "seat", "text"}, prefix) && a.ID == x.ID &&
				reflect.DeepEqual(a.Args, x.Args)
		})
		if same < 0 {
			all = append(all, x)
		} else if x.Line != all[same].Line && !slices.Contains(all[same].Also, x.Line) {
			all[same].Also = append(all[same].Also, x.Line)
		}
	}
	return all
}

// Suggestion ends a finding about a word that is none of the known ones: it names the closest of them, or all where
// none is close.
func Suggestion(word string, known []string) any { return suggestClosest(word, known) }

// suggestClosest names the closest of the known words, or all where none is close: what ends a finding.
func suggestClosest(word string, known []string) any {
	if best := closestWord(word, known); best != "" {
		return complaint.Phrase{Key: "suggestion.closest", Args: args{"word": best}}
	}
	if len(known) == 0 {
		return ""
	}
	return complaint.Phrase{Key: "suggestion.known", Args: args{"words": known}}
}

// suggestedWord is the word that a finding suggests, "" if it suggests none.
func suggestedWord(f Finding) string {
	phrase, _ := f.Args["instead"].(complaint.Phrase)
	word, _ := phrase.Args["word"].(string)
	return word
}

// closestWord is the known word that was probably meant, "" if none is close.
func closestWord(word string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if d := editDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	return best
}

func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(y)]
}
