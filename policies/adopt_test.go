package policies_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policy"
	"duban/policy/amendment"
)

var versionLine = regexp.MustCompile(`(?m)^version: \d+`)

// sourceOf is the text of a regulation or fixture.
func sourceOf(t testing.TB, p *policy.Policy, files []string) []byte {
	t.Helper()
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(source); hex.EncodeToString(sum[:]) == p.Ref().SHA256 {
			return source
		}
	}
	t.Fatalf("no file of %s", p.Doc.Policy)
	return nil
}

// nextVersion is the regulation as version 1000.
func nextVersion(t *testing.T, p *policy.Policy) *policy.Policy {
	t.Helper()
	source := sourceOf(t, p, everyPolicy(t))
	next, err := policy.Load("next", versionLine.ReplaceAll(source, []byte("version: 1000")))
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// moveTo tries the version on the history so far and lets the case go on under it.
func (n *noted) moveTo(own, next *policy.Policy) error {
	in := amendment.Surroundings{Calendar: n.Calendar, Directory: n.Directory}
	a, err := n.recorded().Adoption(own, next, in)
	if err != nil {
		return err
	}
	a.Change, a.AskedBy = "change-1", "u-admin"
	before := len(n.Journal)
	if err := n.AdoptVersion(a); err != nil {
		return err
	}
	n.note(complaint.Adopt{Change: a.Change}.OrderID(), before)
	return nil
}

// withoutVersion is all of a case but its version and where its journal ends, as JSON.
func withoutVersion(t *rapid.T, c *complaint.Case) string {
	d := c.Clone()
	d.Policy, d.Seq, d.LastAt, d.LastHash = complaint.PolicyRef{}, 0, complaint.Time{}, ""
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A case that is moved to a version that says the same differs in nothing: one event tells of it, and the case goes on
// as it would have. What was done before and after comes out as recorded when it is decided anew.
func TestMovedToTheSameVersionNothingDiffers(t *testing.T) {
	moved := 0
	rehearseHistories(t, func(rt *rapid.T, p *policy.Policy, n *noted) {
		next := nextVersion(t, p)
		if n.Case.Status == complaint.StatusArchived {
			return
		}
		was, events := withoutVersion(rt, n.Case), len(n.Journal)
		if err := n.moveTo(p, next); err != nil {
			rt.Fatalf("%v\n%s", err, n.story())
		}
		moved++
		if is := withoutVersion(rt, n.Case); is != was || len(n.Journal) != events+1 || n.Case.Policy != next.Ref() {
			rt.Fatalf("%d events\n%s\n%s\n%s", len(n.Journal)-events, was, is, n.story())
		}
		for range rapid.IntRange(0, 10).Draw(rt, "acts after") {
			n.actAndNote(rapid.SampledFrom(n.actors).Draw(rt, "actor after"))
			n.pass(n.Now.Add(time.Duration(rapid.IntRange(0, 40).Draw(rt, "hours after")) * time.Hour))
		}
		again := n.recorded()
		again.Versions = map[complaint.PolicyRef]*policy.Policy{p.Ref(): p, next.Ref(): next}
		out, err := amendment.Rehearse(again, p, next, amendment.Surroundings{
			Calendar:  n.Calendar,
			Directory: n.Directory,
		})
		if err != nil {
			rt.Fatal(err)
		}
		if !out.Reproduced || out.Differs() {
			rt.Fatalf("%+v\n%s", out, n.story())
		}
	})
	if moved < *rehearsedCases/4 {
		t.Errorf("only %d cases were moved", moved)
	}
	t.Logf("%d cases moved", moved)
}

// limitInDays are limits in days, anywhere in a file.
var limitInDays = regexp.MustCompile(`\b(limit|is|value): (\d+)(d|wd)\b`)

// Whatever a version does to limits, a case that is moved to it has nothing late that was in time, fires nothing that
// lies in the past, and goes on without trouble; what was late stays late.
func TestAMoveMakesNothingLate(t *testing.T) {
	files := map[string][]*policy.Policy{}
	moved, changed := 0, 0
	rehearseHistories(t, func(rt *rapid.T, p *policy.Policy, n *noted) {
		if files[p.Doc.Policy] == nil {
			files[p.Doc.Policy] = otherLimits(t, p)
		}
		if n.Case.Status == complaint.StatusArchived || len(files[p.Doc.Policy]) == 0 {
			return
		}
		next := rapid.SampledFrom(files[p.Doc.Policy]).Draw(rt, "version")
		late := map[string]bool{}
		for _, d := range n.Case.Deadlines {
			late[d.Name] = late[d.Name] || d.State == complaint.StateMissed
		}
		was := n.Case.Clone()
		err := n.moveTo(p, next)
		if refusal := complaint.RefusalIn(err); refusal != nil {
			if after := n.Case; after.Seq != was.Seq || after.Policy != was.Policy {
				rt.Fatal("a refused move left something")
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		moved++
		for _, d := range n.Case.Deadlines {
			if old := was.Deadline(d.ID); old != nil && old.State == d.State {
				continue
			}
			changed++
			if d.IsOverdue(n.Now) && !late[d.Name] {
				rt.Fatalf("%s was in time and is late: %+v\n%s", d.Name, d, n.story())
			}
			for _, r := range d.Rungs {
				if !d.IsEnded() && d.State == complaint.StateRunning && !r.At.After(n.Now) && !r.Fired && !r.Skipped {
					rt.Fatalf("rung %s of %s lies in the past\n%s", r.ID, d.Name, n.story())
				}
			}
		}
		missed := func() int {
			count := 0
			for _, d := range n.Case.Deadlines {
				if d.State == complaint.StateMissed {
					count++
				}
			}
			return count
		}
		before := missed()
		n.pass(n.Now)
		if missed() != before {
			rt.Fatalf("late at the instant of the move\n%s", n.story())
		}
		for range rapid.IntRange(0, 10).Draw(rt, "acts after") {
			n.actAndNote(rapid.SampledFrom(n.actors).Draw(rt, "actor after"))
			n.pass(n.Now.Add(time.Duration(rapid.IntRange(0, 100).Draw(rt, "hours after")) * time.Hour))
		}
	})
	if moved == 0 || changed == 0 {
		t.Errorf("%d cases moved, %d deadlines changed", moved, changed)
	}
	t.Logf("%d cases moved, %d deadlines changed, %d regulations", moved, changed, len(files))
}

// otherLimits are versions of a regulation all of whose limits in days are shorter or longer, as far as they compile.
func otherLimits(t *testing.T, p *policy.Policy) []*policy.Policy {
	t.Helper()
	var all []*policy.Policy
	source := sourceOf(t, p, everyPolicy(t))
	for _, length := range []string{"1", "2", "90"} {
		other := versionLine.ReplaceAll(source, []byte("version: 1"+length+"000"))
		other = limitInDays.ReplaceAll(other, []byte("$1: "+length+"$3"))
		if next, err := policy.Load("other", other); err == nil {
			all = append(all, next)
		}
	}
	return all
}

// A version that does not take what was done in a case takes no such case: the acts are named and counted, and nothing
// is recorded.
func TestAVersionWithoutAPlaceRefusesTheMove(t *testing.T) {
	provided := regexp.MustCompile(`(?m)^  note:.*\n(    .*\n)*`)
	refused, moved := 0, 0
	rehearseHistories(t, func(rt *rapid.T, p *policy.Policy, n *noted) {
		source := versionLine.ReplaceAll(sourceOf(t, p, everyPolicy(t)), []byte("version: 1000"))
		without, err := policy.Load("amended", provided.ReplaceAll(source, nil))
		if err != nil || !provided.Match(source) || n.Case.Status == complaint.StatusArchived {
			return
		}
		remarks := 0
		for _, e := range n.Journal {
			if e.Type() == "noted" && e.Actor != complaint.System {
				remarks++
			}
		}
		events := len(n.Journal)
		err = n.moveTo(p, without)
		if remarks == 0 {
			if err != nil {
				rt.Fatal(err)
			}
			moved++
			return
		}
		refusal := complaint.RefusalIn(err)
		if refusal == nil || refusal.ID != "adopt.acts" || refusal.Args["count"] != remarks ||
			len(n.Journal) != events ||
			n.Case.Policy != p.Ref() {
			rt.Fatalf("%d remarks: %v", remarks, err)
		}
		refused++
	})
	if refused == 0 || moved == 0 {
		t.Errorf("%d cases refused, %d moved", refused, moved)
	}
}
