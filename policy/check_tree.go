package policy

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// aspect is something of a policy that proofs rest on.
type aspect string

// The closed set of aspects.
const (
	aspectFlow    aspect = "flow"    // which step comes after which, and when
	aspectFields  aspect = "fields"  // what forms ask
	aspectMarks   aspect = "marks"   // milestones: where they are reached, and what they start and end
	aspectLimits  aspect = "limits"  // how long
	aspectLadders aspect = "ladders" // what happens around a limit
	aspectSeats   aspect = "seats"   // who
	aspectCites   aspect = "cites"   // by which clause or setting
	aspectNumbers aspect = "numbers" // how things are numbered
)

// aspectsByKey are the aspects that stand under a key of the file. What a finding breaks is that of the last of these
// keys above it; a whole section is broken only by what is wrong with it, or with an entry of it, as a whole.
var aspectsByKey = map[string][]aspect{
	"steps": {
		aspectFlow, aspectFields, aspectMarks, aspectLimits, aspectLadders, aspectSeats, aspectCites,
	},
	"deadlines": {aspectMarks, aspectLimits, aspectLadders, aspectCites},
	"intake":    {aspectFields},
	"may":       {aspectFlow},
	"kinds":     {aspectFlow},
	"settings":  {aspectCites, aspectLimits},
	"roles":     {aspectSeats},
	"authority": {aspectSeats},

	"next":       {aspectFlow},
	"else":       {aspectFlow},
	"first":      {aspectFlow},
	"kind":       {aspectFlow},
	"join":       {aspectFlow},
	"of":         {aspectFlow},
	"decided_by": {aspectFlow},
	"leads_to":   {aspectFlow},
	"begins":     {aspectFlow},
	"outcomes":   {aspectFlow, aspectMarks},
	"when":       {aspectFlow, aspectLimits},
	"closes":     {aspectMarks},

	"sets":  {aspectMarks},
	"from":  {aspectMarks},
	"until": {aspectMarks},

	"limit":  {aspectLimits},
	"is":     {aspectLimits},
	"target": {aspectLimits},
	"within": {aspectLimits},
	"value":  {aspectLimits},

	"ladder": {aspectLadders},
	"office": {aspectLimits},

	"form":          {aspectFields},
	"type":          {aspectFields},
	"options":       {aspectFields},
	"required":      {aspectFields},
	"required_when": {aspectFields},

	"by":        {aspectSeats},
	"all":       {aspectSeats},
	"otherwise": {aspectSeats},

	"clauses": {aspectCites},
	"clause":  {aspectCites},
	"setting": {aspectCites},

	"number":    {aspectNumbers},
	"slips":     {aspectNumbers},
	"documents": {aspectNumbers},

	"guidance":     nil,
	"issues":       nil,
	"publishes":    nil,
	"hint":         nil,
	"must":         nil,
	"served":       nil,
	"says":         nil,
	"suspension":   nil,
	"extension":    nil,
	"on_behalf_of": nil,
	"holds":        nil,
	"except":       nil,
	"carry":        nil,
	"ends":         nil,
}

// aspectsByFinding are those that a finding breaks wherever it stands.
var aspectsByFinding = map[string][]aspect{
	"step.by_or_all":       {aspectSeats},
	"step.notice":          nil,
	"step.on_behalf_proof": nil,
	"step.target":          nil,
	"cites.command":        nil,
	"clause.unserved":      nil,
	"limit.zero":           nil,
	"title.twice":          nil,
	"yaml.open_bracket":    nil,
	"seat.twice":           nil,
	"seat.not_per_unit":    nil,
	// what was probably meant is read; a key that is missing then is a finding of its own
	"key.unknown":             nil,
	"key.empty":               nil,
	"yaml.chinese_colon":      nil,
	"yaml.chinese_comma":      nil,
	"yaml.open_quote":         nil,
	"yaml.not_utf8":           nil,
	"yaml.anchor":             nil,
	"key.merge":               nil,
	"field.no_attachment_yet": nil,
}

// placeIndex is a file by its places.
type placeIndex struct {
	// paths are the keys above each place, itself included where it is a key.
	paths map[Pos]elementPath
	// heads are the places of keys.
	heads map[Pos]bool
	// texts are all scalars that are no keys.
	texts []string
}

func indexPlaces(root *node) *placeIndex {
	t := &placeIndex{paths: map[Pos]elementPath{}, heads: map[Pos]bool{}}
	t.walk(root, nil)
	return t
}

func (t *placeIndex) walk(n *node, path elementPath) {
	if _, known := t.paths[posOf(n)]; !known {
		t.paths[posOf(n)] = path
	}
	switch n.Kind { // an alias has been walked where its anchor stands
	case yaml.MappingNode:
		for key, value := range pairsOf(n) {
			below := path.below(key.Value)
			t.paths[posOf(key)], t.heads[posOf(key)] = below, true
			t.walk(value, below)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			t.walk(item, path)
		}
	case yaml.ScalarNode:
		t.texts = append(t.texts, n.Value)
	}
}

// pathOf is the path of a place; of one inside a scalar, that of the scalar.
func (t *placeIndex) pathOf(at Pos) elementPath {
	for ; at.Col > 0; at.Col-- {
		if path, ok := t.paths[at]; ok {
			return path
		}
	}
	return nil
}

// brokenBy are the aspects that a finding breaks.
func (t *placeIndex) brokenBy(f Finding) []aspect {
	if aspects, told := aspectsByFinding[f.ID]; told {
		return aspects
	}
	path := t.pathOf(Pos{f.Line, f.Col})
	if key, missing := f.Args["key"].(string); missing && f.ID == "key.missing" {
		path = path.below(key)
	}
	for i, key := range slices.Backward(path) {
		if aspects, told := aspectsByKey[key]; told && (i > 0 || len(path) <= 2) {
			return aspects
		}
	}
	return nil
}

// sound reports whether findings leave some aspects of a policy as they should be.
func (t *placeIndex) sound(found Findings, needs []aspect) bool {
	return !slices.ContainsFunc(found, func(f Finding) bool {
		return slices.ContainsFunc(t.brokenBy(f), func(a aspect) bool { return slices.Contains(needs, a) })
	})
}

// losesContent reports whether a finding means that something written was not read.
func losesContent(f Finding) bool {
	return strings.HasPrefix(f.ID, "value.") || f.ID == "key.missing" || f.ID == "key.twice" ||
		f.ID == "key.unknown"
}

// follows reports whether a finding only follows from earlier ones: it stands in the same place, it misses what was
// written and not read, or it is about the whole of an element in which something is wrong already.
func (t *placeIndex) follows(f Finding, earlier Findings) bool {
	at := Pos{f.Line, f.Col}
	path := t.pathOf(at)
	mentioned := func(text string) bool { return slices.Contains(t.texts, text) }
	if f.Line == 0 && len(earlier) > 0 {
		return true // of what the file does not write
	}
	for _, e := range earlier {
		where := t.pathOf(Pos{e.Line, e.Col})
		lost := losesContent(e)
		switch {
		case e.Line == f.Line && e.Col == f.Col:
			return true
		case lost && t.heads[at] && len(path) == 2 && where.under(path.String()):
			return true
		case lost && len(where) <= 1 && (strings.HasPrefix(f.ID, "name.") || strings.HasPrefix(f.ID, "seat.")):
			return true // a whole section was not read
		case lost && f.ID == "condition.undeclared" && slices.Contains(t.brokenBy(e), aspectFields):
			return true
		}
	}
	switch f.ID {
	case "clause.unserved":
		clause, _ := f.Args["clause"].(string)
		return closestOfAny(earlier, "name.no_clause", clause) ||
			slices.ContainsFunc(earlier, losesContent) && mentioned(clause)
	case "proof.unused":
		setting, _ := f.Args["setting"].(string)
		return closestOfAny(earlier, "name.no_setting", setting) ||
			slices.ContainsFunc(t.texts, func(text string) bool { return strings.Contains(text, setting) }) &&
				len(earlier) > 0
	}
	return false
}

// closestOfAny reports whether one of the findings suggests a word.
func closestOfAny(found Findings, id, word string) bool {
	return slices.ContainsFunc(found, func(f Finding) bool { return f.ID == id && suggestedWord(f) == word })
}
