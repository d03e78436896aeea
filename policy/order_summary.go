package policy

import (
	"encoding/json"
	"unicode/utf8"

	"duban/complaint"
)

// longestSummary bounds what an order is called in Temporal's pages, in bytes: the server takes 400.
const longestSummary = 300

// SummaryOfOrder is what an order is called in Temporal's pages: its command, the step it is about and, where it has
// one, its outcome, by their titles in the default language. It names no people and says nothing they wrote.
func (p *Policy) SummaryOfOrder(c *complaint.Case, o complaint.Order, a complaint.Actor, f Facts) string {
	command := o.Command
	if _, filled, refusal := p.firstPermittedTurn(c, command, a, f); refusal == nil {
		command = filled
	}
	var named struct {
		Task    complaint.TaskID `json:"task"`
		Outcome string           `json:"outcome"`
	}
	if encoded, err := json.Marshal(command); err != nil || json.Unmarshal(encoded, &named) != nil {
		named.Task, named.Outcome = "", "" // then the command says less
	}
	fill := blanks{"command": complaint.Term("command." + complaint.NameOf(command)), "step": c.StepTitle}
	key := "order"
	if task := c.Task(named.Task); task != nil {
		fill["step"] = task.Title
		if outcome, ok := p.step(task.Step).Outcomes.Get(named.Outcome); ok {
			key, fill["outcome"] = "order_outcome", outcome.Title.Text
		}
	}
	if fill["step"] == "" {
		key = "order_alone"
	}
	return cutToBytes(sayToShell(key, fill), longestSummary)
}

// cutToBytes is the text, cut between two characters where it is longer than so many bytes.
func cutToBytes(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
