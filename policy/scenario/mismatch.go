package scenario

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
)

// PlayScript runs a whole scenario and returns everything that went otherwise than written.
func PlayScript(s Script, p Player) policy.Findings { return slices.Collect(Mismatches(s, p)) }

// Mismatches runs a scenario, as far as somebody wants to hear, and yields what went otherwise than written, at the
// place where it is written.
func Mismatches(s Script, p Player) iter.Seq[policy.Finding] {
	return func(yield func(policy.Finding) bool) {
		if f := PlayBefore(s, p); f != nil {
			yield(*f)
			return
		}
		filing := comparison{
			file:  s.Path,
			at:    s.File.Pos,
			about: complaint.Term("played.filing"),
		}
		if f := filing.ofOutcome(p.FileCase(s), s.File.Refused, nil); f != nil {
			yield(*f)
			return
		}
		if s.File.Refused != nil {
			return
		}
		spoilt := policy.Pos{} // the step of the file of which something was done that should have been refused
		for _, st := range s.Steps {
			if st.Pos == spoilt && spoilt.Line > 0 {
				continue
			}
			step := comparison{file: s.Path, at: st.Pos, about: st.inWords()}
			f := step.ofOutcome(p.PlayStep(st), st.Refused, st.Gives)
			if f != nil && !yield(*f) {
				return
			}
			if f != nil && f.ID == "scenario.not_refused" {
				spoilt = st.Pos
			}
		}
		end := comparison{file: s.Path, at: s.Ends.Pos}
		if end.at == (policy.Pos{}) {
			end.at = s.Pos
		}
		state, err := p.State()
		if err != nil {
			yield(end.failed(err))
			return
		}
		for _, f := range end.ofState(s.Ends, state) {
			if !yield(f) {
				return
			}
		}
		for _, expected := range s.Figures {
			for _, f := range (comparison{file: s.Path, at: expected.Pos}).ofFigures(expected, p) {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// PlayBefore does what was done in the cases before the scenario's own, and says what went wrong, nil if nothing did.
func PlayBefore(s Script, p Player) *policy.Finding {
	for _, earlier := range s.Before {
		if f := playEarlier(s, earlier, p); f != nil {
			return f
		}
	}
	return nil
}

// playEarlier does what was done in a case before the scenario's own, and says what went wrong.
func playEarlier(s Script, earlier Earlier, p Player) *policy.Finding {
	own := Script{
		Path:   s.Path,
		Name:   s.Name,
		People: s.People,
		Clock:  earlier.Clock,
		File:   earlier.File,

		Figures: s.Figures,
	}
	at := comparison{file: s.Path, at: earlier.File.Pos, about: complaint.Term("played.filing")}
	if f := at.ofOutcome(p.FileCase(own), nil, nil); f != nil {
		return f
	}
	for _, st := range earlier.Steps {
		at := comparison{file: s.Path, at: st.Pos, about: st.inWords()}
		if f := at.ofOutcome(p.PlayStep(st), st.Refused, st.Gives); f != nil {
			return f
		}
	}
	return nil
}

// inWords says what a step does, and how it is varied.
func (st Step) inWords() any {
	if st.Does == "" {
		return complaint.Phrase{Key: "played.waits", Args: args{"until": st.At.Format(time.RFC3339)}}
	}
	does := complaint.Phrase{Key: "played.does", Args: args{"by": st.By, "does": st.Does}}
	if st.attempt == nil {
		return does
	}
	return complaint.Phrase{Key: "played.attempt", Args: args{"does": does, "attempt": st.attempt}}
}

type args = complaint.Args

// comparison is of something that the file expects, at a place, with what came.
type comparison struct {
	file string
	at   policy.Pos
	// about is what was done, in words.
	about any
}

// found is a finding at the place of the comparison.
func (c comparison) found(id string, fill args) policy.Finding {
	return policy.Finding{
		File: c.file,
		Line: c.at.Line,
		Col:  c.at.Col,
		ID:   id,
		Args: fill,
	}
}

// failed is trouble that is no answer of the regulation.
func (c comparison) failed(err error) policy.Finding {
	return c.found("scenario.failed", args{"problem": err.Error()})
}

// ofOutcome says how what came of a step is other than expected, nil if it is not.
func (c comparison) ofOutcome(out Outcome, want *Refusal, gives []string) *policy.Finding {
	refused := complaint.RefusalIn(out.Err)
	var f policy.Finding
	switch {
	case errors.Is(out.Err, ErrNoCase):
		f = c.found("scenario.no_case", args{"about": c.about})
	case out.Err != nil && refused == nil:
		f = c.failed(out.Err)
	case want == nil && refused != nil:
		f = c.found("scenario.refused", args{"about": c.about, "came": refusalInWords(refused)})
	case want != nil && refused == nil:
		f = c.found("scenario.not_refused", args{"about": c.about, "want": want.inWords(), "came": listed(out.Events)})
	case want != nil && !want.Matches(refused):
		f = c.found("scenario.refused_otherwise",
			args{"about": c.about, "want": want.inWords(), "came": refusalInWords(refused)})
	case want == nil && gives != nil && !slices.Equal(gives, out.Events):
		f = c.found("scenario.events", args{"about": c.about, "want": listed(gives), "came": listed(out.Events)})
	default:
		return nil
	}
	return &f
}

// Matches reports whether a refusal is the wanted one.
func (want Refusal) Matches(got *complaint.Error) bool {
	if want.Code != "" && !slices.Contains(strings.Split(want.Code, "|"), string(got.Code)) {
		return false
	}
	for _, f := range [][2]string{{want.Field, got.Field}, {want.Clause, got.Clause}, {want.Setting, got.Setting}} {
		if f[0] != "" && f[0] != f[1] {
			return false
		}
	}
	return true
}

// inWords is what the refusal must say.
func (want Refusal) inWords() any {
	return refusalParts(want.Code, want.Field, want.Clause, want.Setting)
}

// refusalInWords is a refusal with its sentence.
func refusalInWords(got *complaint.Error) any {
	key, blanks := got.Word()
	return complaint.Phrase{Key: "played.refusal", Args: args{
		"sentence": complaint.Phrase{Key: key, Args: blanks},
		"parts":    refusalParts(string(got.Code), got.Field, got.Clause, got.Setting),
	}}
}

// refusalParts lists what a refusal names, as a scenario writes it: code: invalid, field: data.text.
func refusalParts(code, field, clause, setting string) any {
	var parts []string
	for _, part := range [][2]string{{"code", code}, {"field", field}, {"clause", clause}, {"setting", setting}} {
		if part[1] != "" {
			parts = append(parts, part[0]+": "+part[1])
		}
	}
	return listed(parts)
}

// listed is a list in words, also where nothing is on it.
func listed(all []string) any {
	if len(all) == 0 {
		return complaint.Term("played.nothing")
	}
	return all
}

// ofEntries says how the entries of the ledger stand otherwise than expected.
func (c comparison) ofEntries(want, got []string) []policy.Finding {
	var wrong []policy.Finding
	for i := range max(len(want), len(got)) {
		var wanted, came string
		if i < len(want) {
			wanted = want[i]
		}
		if i < len(got) {
			came = got[i]
		}
		if wanted == "" || !strings.HasPrefix(came+" ", wanted+" ") {
			wrong = append(wrong, c.found("scenario.ends", args{
				"what": fmt.Sprintf("entries.%d", i+1),
				"want": listed(strings.Fields(wanted)),
				"came": listed(strings.Fields(came)),
			}))
		}
	}
	return wrong
}

// ofState says how a case stands otherwise than expected.
func (c comparison) ofState(want, got State) []policy.Finding {
	var wrong []policy.Finding
	compare := func(what, want, got string) {
		if want != "" && want != got {
			wrong = append(wrong, c.found("scenario.ends", args{
				"what": what, "want": listed(strings.Fields(want)), "came": listed(strings.Fields(got)),
			}))
		}
	}
	compare("status", want.Status, got.Status)
	compare("step", want.Step, got.Step)
	compare("disposition", want.Disposition, got.Disposition)
	for _, name := range slices.Sorted(maps.Keys(want.Deadlines)) {
		compare("deadlines."+name, want.Deadlines[name], got.Deadlines[name])
	}
	for _, name := range slices.Sorted(maps.Keys(want.Targets)) {
		zone, came := want.Targets[name].Location(), ""
		if at, set := got.Targets[name]; set {
			came = at.In(zone).Format(time.RFC3339)
		}
		compare("targets."+name, want.Targets[name].Format(time.RFC3339), came)
	}
	if matches, err := path.Match(want.Number, got.Number); want.Number != "" && (err != nil || !matches) {
		compare("number", want.Number, got.Number)
	}
	for _, field := range want.Has {
		if !slices.Contains(got.Has, field) {
			wrong = append(wrong, c.found("scenario.has_not", args{"field": field}))
		}
	}
	for _, circular := range slices.Sorted(maps.Keys(want.Circulars)) {
		compare("circulars."+circular, strings.Join(want.Circulars[circular], " "),
			strings.Join(got.Circulars[circular], " "))
	}
	for _, register := range slices.Sorted(maps.Keys(want.Registers)) {
		compare("registers."+register, strings.Join(want.Registers[register], " "),
			strings.Join(got.Registers[register], " "))
	}
	for _, document := range slices.Sorted(maps.Keys(want.Copies)) {
		compare("copies."+document, strings.Join(want.Copies[document], " "), strings.Join(got.Copies[document], " "))
	}
	for _, step := range slices.Sorted(maps.Keys(want.Says)) {
		if !strings.Contains(got.Says[step], want.Says[step]) {
			compare("says."+step, want.Says[step], got.Says[step])
		}
	}
	if len(want.Entries) > 0 {
		wrong = append(wrong, c.ofEntries(want.Entries, got.Entries)...)
	}
	for _, event := range slices.Sorted(maps.Keys(want.Counts)) {
		if n := want.Counts[event]; got.Counts[event] != n {
			wrong = append(wrong, c.found("scenario.counts", args{
				"event": event,
				"want":  n,
				"came":  got.Counts[event],
			}))
		}
	}
	return wrong
}
