package policies_test

import (
	"fmt"
	"math/bits"
	"strconv"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

// block is a mapping of a policy file that is being made up.
type block struct{ *yaml.Node }

func newBlock(pairs ...any) block {
	b := block{&yaml.Node{Kind: yaml.MappingNode}}
	for i := 0; i < len(pairs); i += 2 {
		b.put(pairs[i].(string), pairs[i+1])
	}
	return b
}

// put writes a key, unless there is nothing to write: no words, no keys, false, "".
func (b block) put(key string, value any) {
	if n := nodeOf(value); n != nil {
		b.Content = append(b.Content, scalarNode(key), n)
	}
}

func (b block) keys() []string {
	var keys []string
	for i := 0; i < len(b.Content); i += 2 {
		keys = append(keys, b.Content[i].Value)
	}
	return keys
}

func scalarNode(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func nodeOf(value any) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
		return scalarNode(v)
	case int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(v)}
	case bool:
		if !v {
			return nil
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}
	case block:
		if len(v.Content) == 0 {
			return nil
		}
		return v.Node
	case []string:
		for _, word := range v {
			list.Content = append(list.Content, scalarNode(word))
		}
	case []block:
		for _, b := range v {
			list.Content = append(list.Content, b.Node)
		}
	case []any:
		for _, x := range v {
			list.Content = append(list.Content, nodeOf(x))
		}
	case nil:
		return nil
	default:
		panic(fmt.Sprintf("no YAML for %T", value))
	}
	if len(list.Content) == 0 {
		return nil
	}
	return list
}

// draft is a small policy in the making: what it has named so far, what follows can use.
type draft struct {
	t                            *rapid.T
	clauses, settings, guidances block
	// office has no keys where the file gives no office hours.
	office block
	// counts are numbers of other cases; countsRead: a condition reads one.
	counts                 block
	countsRead             bool
	roles, perUnit         []string
	filed, linked          []string
	sources                map[string][]string
	sourceNames            []string
	categories, severities []string
	slips, byHand          []string
	// onRungs are the slips that ladders issue; demanding: what complainants ask for is answered one by one.
	onRungs      []string
	demanding    bool
	documents    []string
	circulars    []string
	dispositions []string
	partyRoles   []string
	// partyCopies: a party gets a copy of a document.
	partyCopies bool
	// represented: somebody can speak for parties of some roles, in these ways.
	represented bool
	ways        []string
	tables      []string
	// intake are the fields of the filing's form; stages the steps of the main procedure, in their order.
	intake []field
	stages []*stage
	// acts counts the commands that ask for something, so that each field has a name of its own.
	acts int
	// formats counts the formats of numbers, so that each has one of its own.
	formats int
	// leaves: an outcome before the last stage ends the case.
	leaves bool
	// aside are steps that a command opens, or with which a linked kind begins.
	aside block
	// reviews: a party may ask for a review of what has been decided.
	reviews bool
	// conversing: a party writes, and is answered within a limit.
	conversing bool
	// period is how often the program opens a matter by itself, "" where it does not.
	period string
	// publishes: the matter of a period publishes a report.
	publishes bool
}

// field is a field of a form, as far as what follows must know it.
type field struct {
	name, kind string
	options    []string
	// sure: whoever comes to a later step has filled it in.
	sure   bool
	sealed bool
	max    int
}

// stage is a step of the main procedure; the branches of a fork are stages too.
type stage struct {
	id, kind string
	// next are the stages that the main outcome leads to.
	next []string
	// order grows along the procedure.
	order int
	join  bool
	// party is whom a survey asks.
	party string
	// each: it is done for each party of the roles that it tells; votes: their votes are counted.
	each, votes bool
	told        []string
	// skippable: some cases pass it by.
	skippable  bool
	fields     []field
	milestones []string
	outcomes   []string
	// parts: each of several does their own. limited are the outcomes that can be given so often only.
	parts   bool
	limited []string
}

// flip is a fair coin; rapid's numbers are not.
func (d *draft) flip() bool { return rapid.Bool().Draw(d.t, "") }

// oneIn is true in one of n cases, n a power of two.
func (d *draft) oneIn(n int) bool {
	for ; n > 1; n /= 2 {
		if !d.flip() {
			return false
		}
	}
	return true
}

// below is a number from 0 up to n.
func (d *draft) below(n int) int {
	number := 0
	for range bits.Len(uint(n)) + 2 {
		number *= 2
		if d.flip() {
			number++
		}
	}
	return number % n
}

func (d *draft) between(least, most int) int { return least + d.below(most-least+1) }

func pick[T any](d *draft, all []T) T { return all[d.below(len(all))] }

// someOf are a few of them, at least one.
func someOf[T any](d *draft, all []T) []T {
	var few []T
	for _, one := range all {
		if d.flip() {
			few = append(few, one)
		}
	}
	if len(few) == 0 {
		return []T{pick(d, all)}
	}
	return few
}

// clause is a clause of the regulation, mostly one that is there already.
func (d *draft) clause() string {
	if known := d.clauses.keys(); len(known) > 0 && !d.oneIn(8) {
		return pick(d, known)
	}
	id := fmt.Sprint(len(d.clauses.keys()) + 1)
	d.clauses.put(id, newBlock("kind", pick(d, []string{"enforced", "enforced", "recorded"}), "gist", "规定"+id))
	return id
}

// setting is what the organisation chose, with that value, or any.
func (d *draft) setting(value string) string {
	if known := d.settings.keys(); value == "" && len(known) > 0 && !d.oneIn(8) {
		return pick(d, known)
	}
	if value == "" {
		value = pick(d, []string{"本单位选择", "2", "3%"})
	}
	name := fmt.Sprintf("chosen_%d", len(d.settings.keys())+1)
	d.settings.put(name, newBlock("title", "选择", "value", value, "why", "原文未规定"))
	return name
}

// cite adds what an element rests on.
func (d *draft) cite(b block) {
	switch d.below(8) {
	case 0, 1, 2, 3:
		b.put("clauses", []string{d.clause()})
	case 4, 5:
		b.put("clause", d.clause())
	case 6:
		b.put("setting", d.setting(""))
	default:
		b.put("clauses", []string{d.clause()})
		b.put("clause", d.clause())
		b.put("setting", d.setting(""))
	}
}

// maybeCite leaves some elements without.
func (d *draft) maybeCite(b block) {
	if d.flip() {
		d.cite(b)
	}
}

// cited is an element with what it rests on.
func (d *draft) cited(pairs ...any) block {
	b := newBlock(pairs...)
	d.cite(b)
	return b
}

// length is one of a few lengths, sometimes by a setting.
func (d *draft) length(of ...string) string {
	length := pick(d, of)
	if len(d.office.Content) > 0 && d.oneIn(8) {
		length = "4oh"
	}
	if d.oneIn(4) {
		return "setting " + d.setting(length)
	}
	return length
}
