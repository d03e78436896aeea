package policies_test

import (
	"flag"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"duban/policy"
)

// walkedProofs are those whose lack a walk can meet: without them something is called sound that is not.
var walkedProofs = []string{
	"assigned", "ends", "fits", "limits", "overdue", "provided", "seats", "start", "until", "votes", "window",
}

// followedProofs are those whose lack is seen where a case comes to on the course of a finding: a walk goes on there as
// if all were well. Of the others, those about what has no effect apart, nothing can be seen in a case: `reachable` and
// what never starts are held against all walks, the proofs of form against the file.
var followedProofs = []string{"approver", "notice"}

// recorder takes what a failing test would say.
type recorder struct {
	rapid.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Name() string          { return "" }
func (r *recorder) Log(...any)            {}
func (r *recorder) Logf(string, ...any)   {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }
func (r *recorder) Failed() bool          { return r.failed }
func (r *recorder) FailNow() {
	r.failed = true
	runtime.Goexit()
}

// failing reports whether a check fails for one seed.
func failing(t *testing.T, seed uint64, check func(*rapid.T)) bool {
	t.Helper()
	for name, value := range map[string]any{
		"checks":     1,
		"seed":       seed,
		"nofailfile": true,
		"shrinktime": "0s",
	} {
		if err := flag.Set("rapid."+name, fmt.Sprint(value)); err != nil {
			t.Fatal(err)
		}
	}
	r, done := &recorder{}, make(chan struct{})
	go func() {
		defer close(done)
		rapid.Check(r, check)
	}()
	<-done
	return r.failed
}

// onlyProof is the one proof that cannot be given of a policy, "" if all can, or several cannot.
func onlyProof(p *policy.Policy) string {
	only := ""
	for _, proof := range p.Proofs(cnCalendar()) {
		switch {
		case len(proof.Findings) == 0:
		case only != "":
			return ""
		default:
			only = proof.Name
		}
	}
	return only
}

// Each proof that guards a walk is needed: among the policies that it alone refuses, there is one in which a walk meets
// the fault.
func TestEachProofSparesTheWalkAFault(t *testing.T) {
	if testing.Short() || fewRandomPolicies < enoughForEachKey {
		t.Skip("too few random policies for one that each proof alone refuses")
	}
	for _, f := range []string{"checks", "seed", "nofailfile", "shrinktime"} {
		old := flag.Lookup("rapid." + f).Value.String()
		defer func() { _ = flag.Set("rapid."+f, old) }()
	}
	left := map[string]int{}
	for _, proof := range slices.Concat(walkedProofs, followedProofs, idleProofs) {
		left[proof] = 0
	}
	tries := max(16*fewRandomPolicies, *randomPolicies)
	for seed := uint64(1); seed <= uint64(tries) && len(left) > 0; seed++ {
		refusedBy, refused := "", ""
		var found policy.Findings
		caught := failing(t, seed, func(rt *rapid.T) {
			text := randomPolicy(rt)
			p, err := policy.Load("random.yaml", text)
			if err != nil {
				return
			}
			refusedBy = onlyProof(p)
			if _, wanted := left[refusedBy]; wanted {
				left[refusedBy]++
				refused, found = string(text), p.Prove("random.yaml", cnCalendar())
				walkEveryFiling(rt, p)
				followFindings(rt, p, string(text))
			}
		})
		if slices.Contains(idleProofs, refusedBy) && refused != "" {
			idle := func(f policy.Finding) bool { return isIdle(t, refused, f) }
			caught = slices.ContainsFunc(found, idle)
		}
		if caught {
			t.Logf("%s: a walk meets its fault in the %d. policy that it alone refuses (seed %d)",
				refusedBy, left[refusedBy], seed)
			delete(left, refusedBy)
		}
	}
	for proof, n := range left {
		t.Errorf("%s: no walk meets a fault in %d policies that it alone refuses, of %d", proof, n, tries)
	}
}

// Proofs about form alone say what a look at the file says, which shares nothing with them.
func TestProofsOfFormSayWhatTheFileSays(t *testing.T) {
	eachRandomPolicy(t, func(rt *rapid.T, text []byte) {
		p, err := policy.Load("random.yaml", text)
		if err != nil {
			return
		}
		var file yaml.Node
		if err := yaml.Load(text, &file); err != nil {
			rt.Fatal(err)
		}
		root := block{file.Content[0]}
		want := map[string][]string{
			"cited": root.stepsWithoutCites(),
			"unused": slices.Concat(root.settingsNobodyNames(string(text)), root.countsNobodyReads(string(text)),
				root.papersNobodyUses(), root.rulesNobodyUses(string(text))),
			"numbers": root.numbersThatRepeat(),
		}
		for _, proof := range p.Proofs(cnCalendar()) {
			expected, judged := want[proof.Name]
			if !judged {
				continue
			}
			got := map[string]bool{}
			for _, f := range proof.Findings {
				got[f.Element] = true
			}
			for _, e := range proof.Accepted {
				got[e.Element] = true
			}
			slices.Sort(expected)
			if found := slices.Sorted(maps.Keys(got)); !slices.Equal(found, slices.Compact(expected)) {
				rt.Fatalf("%s: found %v, want %v\n%s", proof.Name, found, expected, text)
			}
		}
	})
}

// at is the block under a key, an empty one if there is none.
func (b block) at(key string) block {
	for i := 0; i < len(b.Content); i += 2 {
		if b.Content[i].Value == key {
			return block{b.Content[i+1]}
		}
	}
	return newBlock()
}

func (b block) stepsWithoutCites() []string {
	var steps []string
	for _, name := range b.at("steps").keys() {
		keys := b.at("steps").at(name).keys()
		if !slices.ContainsFunc([]string{"clauses", "clause", "setting"}, func(k string) bool {
			return slices.Contains(keys, k)
		}) {
			steps = append(steps, name)
		}
	}
	return steps
}

func (b block) settingsNobodyNames(text string) []string {
	var unused []string
	for _, name := range b.at("settings").keys() {
		named := false
		for _, way := range []string{"setting: ", "once: ", "setting ", "setting."} {
			for _, after := range []string{"\n", " ", "'", `"`, ")"} {
				named = named || strings.Contains(text, way+name+after)
			}
		}
		if !named {
			unused = append(unused, name)
		}
	}
	return unused
}

func (b block) countsNobodyReads(text string) []string {
	var unused []string
	for _, name := range b.at("counts").keys() {
		if !strings.Contains(text, "counted."+name) {
			unused = append(unused, "counts."+name)
		}
	}
	return unused
}

// papersNobodyUses are documents that no outcome issues, or that would be numbered before they are, and circulars that
// none publishes.
func (b block) papersNobodyUses() []string {
	var unused []string
	for kind, key := range map[string]string{"documents": "issues", "circulars": "publishes"} {
		used := wordsUnder(b.Node, key)
		for _, name := range b.at(kind).keys() {
			if !slices.Contains(used, name) || kind == "documents" && len(b.at(kind).at(name).at("at").Content) > 0 {
				unused = append(unused, kind+"."+name)
			}
		}
	}
	return unused
}

// rulesNobodyUses are tables that no seat names, and messages that nobody may write.
func (b block) rulesNobodyUses(text string) []string {
	var unused []string
	for _, name := range b.at("authority").keys() {
		if !strings.Contains(text, "authority "+name) {
			unused = append(unused, "authority."+name)
		}
	}
	if !slices.Contains(b.at("may").keys(), "message") {
		for _, name := range b.at("messages").keys() {
			unused = append(unused, "messages."+name)
		}
	}
	return unused
}

// wordsUnder are the words that stand under a key anywhere in a file.
func wordsUnder(n *yaml.Node, key string) []string {
	var words []string
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == key {
			words = append(words, child.Value)
			for _, one := range child.Content {
				words = append(words, one.Value)
			}
		}
		words = append(words, wordsUnder(child, key)...)
	}
	return words
}

func (b block) numbersThatRepeat() []string {
	var repeat []string
	formats := map[string]bool{}
	check := func(element string, number block) {
		if written := number.at("format").Value; formats[written] {
			repeat = append(repeat, element)
		} else {
			formats[written] = true
		}
		format := strings.ReplaceAll(number.at("format").Value, "{YYYY}", "{YY}")
		for period, parts := range map[string][]string{
			"yearly":  {"{YY}"},
			"monthly": {"{YY}", "{MM}"},
			"daily":   {"{YY}", "{MM}", "{DD}"},
		} {
			for _, part := range parts {
				if number.at("restarts").Value == period && !strings.Contains(format, part) {
					repeat = append(repeat, element)
				}
			}
		}
	}
	check("number", b.at("number"))
	if number := b.at("ledger").at("number"); len(number.Content) > 0 {
		check("ledger.number", number)
	}
	for _, name := range b.at("kinds").keys() {
		if number := b.at("kinds").at(name).at("each").at("number"); len(number.Content) > 0 {
			check("kinds."+name+".each.number", number)
		}
	}
	for _, kind := range []string{"slips", "documents"} {
		for _, name := range b.at(kind).keys() {
			check(kind+"."+name, b.at(kind).at(name))
		}
	}
	return repeat
}
