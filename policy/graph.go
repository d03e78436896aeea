package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
	"duban/web/words"
)

// Graph is the procedure as data: what a flow diagram is drawn from, and what the way of a case is marked on.
type Graph struct {
	Nodes []Node `json:"nodes" nullable:"false"`
	Edges []Edge `json:"edges" nullable:"false"`
}

// Node is a step, the beginning of a kind of matter ("begin.<kind>"), or the archive.
type Node struct {
	ID    string `json:"id" doc:"A step's id, begin.<kind>, or archive"`
	Title string `json:"title"`
	// Kind is the step's kind, "begin" or "end".
	Kind string `json:"kind" doc:"task, approval, meeting, notice, survey, recusal, window; begin or end"`
	// By says who does the step.
	By string `json:"by"`
	// ForEach names the parties for each of whom it is done.
	ForEach string `json:"for_each,omitempty"`
	// Limit is the step's own limit, such as 3wd.
	Limit string `json:"limit"`
	// Join: the step waits for the other branches.
	Join    bool     `json:"join"`
	Closes  bool     `json:"closes"`
	Clauses []string `json:"clauses" nullable:"false"`
}

// Edge is a way from one node to another: an outcome, the way past a step whose condition does not hold, the
// beginning of a linked case, or a command that opens a step beside the others.
type Edge struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind" enum:"begin,outcome,else,linked,command" doc:"else: the step is passed by when its condition does not hold"`
	// Outcome is the outcome's code.
	Outcome string `json:"outcome"`
	Title   string `json:"title"`
	// When is the condition of entering From, for an else.
	When string `json:"when"`
	// Back: the way leads back to a step that comes before.
	Back bool `json:"back"`
}

// The kinds of nodes and edges that are not steps or outcomes.
const (
	beginNode   = "begin"
	endNode     = "end"
	beginEdge   = "begin"
	outcomeEdge = "outcome"
	elseEdge    = "else"
	linkedEdge  = "linked"
	commandEdge = "command"
)

// BeginNode is the id of the node at which a kind of matter begins.
func BeginNode(kind string) string { return beginNode + "." + kind }

// Graph draws the procedure, in the order of the file; titles that are not of the file are in the language.
func (p *Policy) Graph(l words.Language) Graph {
	r := p.readIn(l)
	g := Graph{Nodes: []Node{}, Edges: []Edge{}}
	for _, k := range p.Doc.Kinds.Entries {
		g.Nodes = append(g.Nodes, Node{
			ID:      BeginNode(k.Key),
			Title:   r.sayTitle(k.Value.Title.Text),
			Kind:    beginNode,
			Clauses: p.clauseIDs(k.Value.Cites),
		})
		g.Edges = append(g.Edges, Edge{From: BeginNode(k.Key), To: p.FirstStep(k.Key), Kind: beginEdge})
	}
	place := map[string]int{}
	for i, e := range p.Doc.Steps.Entries {
		place[e.Key] = i
		g.Nodes = append(g.Nodes, r.nodeOf(e.Key, &p.Doc.Steps.Entries[i].Value))
	}
	g.Nodes = append(g.Nodes, Node{
		ID:      archiveStep,
		Title:   r.stepTitle(archiveStep),
		Kind:    endNode,
		Clauses: []string{},
	})
	for i := range p.Doc.Steps.Entries {
		g.Edges = append(g.Edges, r.edgesOf(&p.Doc.Steps.Entries[i], place)...)
	}
	r.addTelling(&g)
	for _, m := range p.Doc.May.Entries {
		opened := m.Value.stepsOpened()
		for _, to := range opened {
			g.Edges = append(g.Edges, Edge{
				From:  commandEdge + "." + m.Key,
				To:    to.Text,
				Kind:  commandEdge,
				Title: m.Key,
			})
		}
		if len(opened) > 0 {
			g.Nodes = append(g.Nodes, Node{
				ID:      commandEdge + "." + m.Key,
				Title:   r.commandTitle(m.Key),
				Kind:    beginNode,
				Clauses: p.clauseIDs(m.Value.Cites),
			})
		}
	}
	return g
}

// addTelling adds the steps in which parties are told that a limit has moved, after the commands that move it.
func (r reading) addTelling(g *Graph) {
	kinds := []complaint.ChangeKind{complaint.ChangeSuspended, complaint.ChangeExtended}
	for i, command := range []string{"suspend", "request_extension"} {
		kind := kinds[i]
		from, seen := commandEdge+"."+command, map[string]bool{}
		for _, m := range r.p.allMoves() {
			to := m.toldBy(kind).Text
			if to == "" || seen[to] {
				continue
			}
			if len(seen) == 0 {
				g.Nodes = append(g.Nodes, Node{
					ID:      from,
					Title:   r.commandTitle(command),
					Kind:    beginNode,
					Clauses: []string{},
				})
			}
			seen[to] = true
			g.Edges = append(g.Edges, Edge{
				From:  from,
				To:    to,
				Kind:  commandEdge,
				Title: command,
			})
		}
	}
}

// stepsOpened are the steps that a command opens, or at which it lets the case go on.
func (m *Permission) stepsOpened() []Word {
	var steps []Word
	if m.DecidedBy.Text != "" {
		steps = append(steps, m.DecidedBy)
	}
	for _, o := range m.onwards() {
		steps = append(steps, o.Step)
	}
	return steps
}

func (r reading) nodeOf(id string, s *Step) Node {
	n := Node{
		ID:      id,
		Title:   r.sayTitle(s.Title.Text),
		Kind:    s.Kind.Text,
		By:      r.describeSeats(append(append([]SeatRule{}, s.By...), s.All...)),
		Join:    s.Join,
		Closes:  s.Closes != nil,
		Clauses: r.p.clauseIDs(s.Cites),
	}
	if n.Kind == "" {
		n.Kind = taskKind
	}
	n.ForEach, n.Limit = r.partyRoles(s.ForEach), s.LimitInShort()
	for _, o := range s.Outcomes.Entries {
		n.Closes = n.Closes || o.Value.Closes != nil
	}
	return n
}

// edgesOf are the edges that leave a step.
func (r reading) edgesOf(e *Entry[Step], place map[string]int) []Edge {
	var edges []Edge
	back := func(to string) bool { at, ok := place[to]; return ok && at <= place[e.Key] }
	for _, o := range e.Value.Outcomes.Entries {
		for _, w := range slices.Concat(o.Value.waysOn()...) {
			edges = append(edges, Edge{
				From:    e.Key,
				To:      w.Text,
				Kind:    outcomeEdge,
				Outcome: o.Key,
				Title:   r.sayTitle(o.Value.Title.Text),
				Back:    back(w.Text),
			})
		}
		if b := o.Value.Begins; b != nil {
			edges = append(edges, Edge{
				From:    e.Key,
				To:      BeginNode(b.Kind.Text),
				Kind:    linkedEdge,
				Outcome: o.Key,
				Title:   r.sayTitle(o.Value.Title.Text),
			})
		}
	}
	if s := e.Value; s.Else.Text != "" {
		edges = append(edges, Edge{
			From: e.Key,
			To:   s.Else.Text,
			Kind: elseEdge,
			When: s.When.Text,
			Back: back(s.Else.Text),
		})
	}
	if e.Value.Kind.Text == windowKind {
		may, _ := r.p.Doc.May.Get("request_review")
		for i := range may.Begins {
			kind := may.Begins[i].Kind.Text
			edges = append(edges, Edge{
				From:  e.Key,
				To:    BeginNode(kind),
				Kind:  linkedEdge,
				Title: r.say("requests", blanks{"kind": r.p.KindTitle(kind)}),
				When:  may.Begins[i].When.Text,
			})
		}
	}
	return edges
}

// clauseIDs are the full ids of all clauses an element cites.
func (p *Policy) clauseIDs(c Cites) []string {
	ids := []string{}
	if c.Clause.Text != "" {
		ids = append(ids, p.clauseID(c.Clause.Text))
	}
	for _, w := range c.Clauses {
		ids = append(ids, p.clauseID(w.Text))
	}
	return ids
}

// Mermaid writes the graph as a Mermaid flow chart in a language.
func (g Graph) Mermaid(l words.Language) string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	for _, n := range g.Nodes {
		fmt.Fprintf(&b, "  %s%s\n", mermaidID(n.ID), mermaidShape(n))
	}
	for _, e := range g.Edges {
		arrow, label := "-->", e.Title
		switch e.Kind {
		case elseEdge:
			arrow, label = "-.->", l.Text("explain.otherwise", nil)
		case linkedEdge:
			arrow = "==>"
		}
		if label != "" {
			arrow += "|\"" + mermaidText(label) + "\"|"
		}
		fmt.Fprintf(&b, "  %s %s %s\n", mermaidID(e.From), arrow, mermaidID(e.To))
	}
	return b.String()
}

// mermaidID keeps ids apart from Mermaid's own words, of which "end" is one.
func mermaidID(id string) string { return "n_" + strings.ReplaceAll(id, ".", "__") }

func mermaidText(s string) string {
	return strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;").Replace(s)
}

// mermaidShape draws each kind of step in its own way: decisions as rhombs, notices as flags, what begins and ends
// rounded.
func mermaidShape(n Node) string {
	text := mermaidText(n.Title)
	if n.By != "" {
		text += "<br/>" + mermaidText(n.By)
	}
	if n.ForEach != "" {
		text += "<br/>× " + mermaidText(n.ForEach)
	}
	if n.Limit != "" {
		text += "<br/>" + n.Limit
	}
	switch n.Kind {
	case beginNode, endNode:
		return `(["` + text + `"])`
	case approvalKind, recusalKind:
		return `{"` + text + `"}`
	case noticeKind:
		return `>"` + text + `"]`
	case meetingKind:
		return `[["` + text + `"]]`
	case windowKind:
		return `(("` + text + `"))`
	}
	return `["` + text + `"]`
}
