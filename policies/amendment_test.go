package policies_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policy"
	"duban/policy/amendment"
)

// How many random histories are rehearsed. `make long` asks for more.
var rehearsedCases = flag.Int("cases", 200, "how many random histories to rehearse under their own version")

// noted notes which events came of which order, as the record does.
type noted struct {
	*life
	acts []amendment.Act
}

func newNoted(l *life) *noted {
	n := &noted{life: l}
	n.note("system/open", 0)
	return n
}

func (n *noted) note(id complaint.CommandID, before int) {
	if after := len(n.Journal); after > before {
		n.acts = append(n.acts, amendment.Act{ID: id, First: before + 1, Last: after})
	}
}

func (n *noted) recorded() amendment.Recorded {
	return amendment.Recorded{
		Journal:     n.Journal,
		Acts:        n.acts,
		Attachments: n.Attachments,
		Now:         n.Now,
	}
}

// act gives a random order, mostly one that is permitted.
func (n *noted) actAndNote(a complaint.Actor) {
	before := len(n.Journal)
	n.act(a)
	n.note(complaint.CommandID(fmt.Sprint(a.ID(), "/", before)), before)
}

// pass lets time pass; each rung is an act of its own.
func (n *noted) pass(to time.Time) {
	for {
		d, r := n.Case.NextRung()
		if d == nil || r.At.After(to) || n.Case.Status == complaint.StatusArchived {
			break
		}
		before := len(n.Journal)
		if err := n.AdvanceTo(r.At.Time); err != nil {
			n.t.Fatal(err)
		}
		n.note(complaint.CommandID(fmt.Sprint("due/", before)), before)
	}
	if err := n.AdvanceTo(to); err != nil {
		n.t.Fatal(err)
	}
}

// randomHistory is a case that random people worked on at random times.
func randomHistory(t *rapid.T, p *policy.Policy) *noted {
	n := newNoted(begin(t, p, cnCalendar()))
	for range rapid.IntRange(3, 25).Draw(t, "acts") {
		n.actAndNote(rapid.SampledFrom(n.actors).Draw(t, "actor"))
		n.pass(n.Now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "hours")) * time.Hour))
	}
	return n
}

// rehearseHistories tries random histories of every regulation, as many as the flag says, and says how many there were.
func rehearseHistories(t *testing.T, check func(*rapid.T, *policy.Policy, *noted)) {
	files := everyPolicy(t)
	for name, value := range map[string]any{
		"checks":     max(1, *rehearsedCases/len(files)),
		"seed":       *randomSeed,
		"nofailfile": true,
		"shrinktime": *randomShrink,
	} {
		old := flag.Lookup("rapid." + name).Value.String()
		defer func() { _ = flag.Set("rapid."+name, old) }()
		if err := flag.Set("rapid."+name, fmt.Sprint(value)); err != nil {
			t.Fatal(err)
		}
	}
	cases, events := 0, 0
	for _, file := range files {
		p := load(t, file)
		t.Run(p.Doc.Policy, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				n := randomHistory(rt, p)
				cases, events = cases+1, events+len(n.Journal)
				check(rt, p, n)
			})
		})
	}
	t.Logf("%d histories, %d events", cases, events)
}

// A version that is rehearsed against itself differs in nothing: every recorded act has its place, and the case comes
// out as it was recorded, on random histories of every regulation.
func TestRehearsedAgainstItselfNothingDiffers(t *testing.T) {
	rehearseHistories(t, func(rt *rapid.T, p *policy.Policy, n *noted) {
		in := amendment.Surroundings{Calendar: n.Calendar, Directory: n.Directory}
		out, err := amendment.Rehearse(n.recorded(), p, p, in)
		if err != nil {
			rt.Fatal(err)
		}
		if !out.Reproduced || out.Differs() {
			rt.Fatalf("%+v\n%s", out, n.story())
		}
	})
}

// What a version does not provide any more is listed, every act of it, and the rest of the case is as it was: a remark
// leads nowhere.
func TestWhatHasNoPlaceIsListed(t *testing.T) {
	listed, amended := 0, 0
	provided := regexp.MustCompile(`(?m)^  note:.*\n(    .*\n)*`)
	rehearseHistories(t, func(rt *rapid.T, p *policy.Policy, n *noted) {
		without, ok := withoutCommand(p, provided)
		if !ok {
			return
		}
		amended++
		out, err := amendment.Rehearse(n.recorded(), p, without, amendment.Surroundings{
			Calendar:  n.Calendar,
			Directory: n.Directory,
		})
		if err != nil {
			rt.Fatal(err)
		}
		remarks := 0
		for _, e := range n.Journal {
			if e.Type() == "noted" && e.Actor != complaint.System {
				remarks++
			}
		}
		for _, act := range out.WithoutPlace {
			if act.Command != "note" ||
				n.Journal[act.Seq-1].Type() != "noted" && n.Journal[act.Seq-1].Type() != "form_filled" &&
					n.Journal[act.Seq-1].Type() != "stood_in" {
				rt.Fatalf("%+v has no place", act)
			}
		}
		if len(out.WithoutPlace) != remarks || len(out.Deadlines)+len(out.Roles) > 0 ||
			out.EndsBefore != out.EndsAfter {
			rt.Fatalf("%d remarks: %+v\n%s", remarks, out, n.story())
		}
		listed += remarks
	})
	if amended == 0 || listed == 0 {
		t.Errorf("%d histories under a version without remarks, %d remarks listed", amended, listed)
	}
}

// withoutCommand is a version of a regulation that does not provide what the pattern finds; false where it never did,
// or where something rests on it.
func withoutCommand(p *policy.Policy, pattern *regexp.Regexp) (*policy.Policy, bool) {
	for _, name := range []string{p.Doc.Policy + "/policy.yaml", "testdata/" + p.Doc.Policy + "/policy.yaml"} {
		source, err := os.ReadFile(name)
		if err != nil || !pattern.Match(source) {
			continue
		}
		without, err := policy.Load("amended", pattern.ReplaceAll(source, nil))
		return without, err == nil
	}
	return nil, false
}
