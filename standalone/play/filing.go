package play

import (
	"cmp"
	"fmt"
	"hash/crc32"
	"net/http"
	"net/url"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy/scenario"
)

// FileCase registers the matter, or files it by the public form.
func (p *Player) FileCase(s scenario.Script) scenario.Outcome {
	p.script = s
	if p.filed != "" {
		p.earlier = append(p.earlier, p.filed)
		p.filed = ""
	}
	if err := p.hireOwnPeople(s); err != nil {
		return scenario.Outcome{Err: err}
	}
	if s.File.Period != "" {
		return p.openPeriod(s)
	}
	if err := p.noteFigures(s); err != nil {
		return scenario.Outcome{Err: err}
	}
	if s.FiledBy(p.policy) == complaint.Complainant {
		return p.filePublicly(s)
	}
	by, err := p.signedInAs(s.FiledBy(p.policy))
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	r, err := by.Post(p.ctx, "/api/v1/cases", "", p.staffFilingBody(s))
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	if r.Status == http.StatusCreated { // a refusal has an id too
		p.goTo(r.TextAt("id"))
		p.receipt = r.TextAt("receipt")
	}
	return p.outcomeOfReply(r, http.StatusCreated)
}

// openPeriod has the matter of a period opened, at the end of the period. There is one for each period: what was played
// before is not played again.
func (p *Player) openPeriod(s scenario.Script) scenario.Outcome {
	by, err := p.readerOfAll()
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	r, err := by.Post(p.ctx, "/api/v1/rehearsal/periods", "", map[string]any{
		"policy": p.policy.Doc.Policy,
		"report": s.File.Kind,
		"period": s.File.Period,
	})
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	if r.Status == http.StatusCreated {
		p.goTo(r.TextAt("id"))
		if err := p.awaitCaseOpened(); err != nil {
			return scenario.Outcome{Err: err}
		}
	}
	return p.outcomeOfReply(r, http.StatusCreated)
}

// goTo makes a case the one in which the play is.
func (p *Player) goTo(id string) {
	p.id = id
	p.cases = append(p.cases, id)
	p.filed = cmp.Or(p.filed, id)
}

// filePublicly files the matter as whoever has no account. The public is told the receipt only: the case is found by
// its subject, which bears this play's mark.
func (p *Player) filePublicly(s scenario.Script) scenario.Outcome {
	body := p.filingBody(s)
	subject := fmt.Sprintf("%s %s-%d", s.Name, p.mark, len(p.cases))
	body["subject"] = subject
	r, err := NewVisitor(p.people.address).Post(p.ctx,
		"/api/v1/public/complaints?clock="+url.QueryEscape(s.Clock.Format(time.RFC3339)), "", body)
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	if r.Status != http.StatusCreated {
		return p.outcomeOfReply(r, http.StatusCreated)
	}
	reader, err := p.readerOfAll()
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	found, err := reader.Get(p.ctx, "/api/v1/cases?q="+url.QueryEscape(subject))
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	items := slices.DeleteFunc(found.ObjectsAt("items"), func(row map[string]any) bool {
		return textOfJSON(row["subject"]) != subject // which has the same words in another order
	})
	if len(items) != 1 {
		return scenario.Outcome{Err: fmt.Errorf("filed publicly, and %d cases in the register: %s",
			len(items), found.Raw)}
	}
	p.goTo(textOfJSON(items[0]["id"]))
	p.receipt = r.TextAt("receipt")
	if err := p.awaitCaseOpened(); err != nil {
		return scenario.Outcome{Err: err}
	}
	return p.outcomeOfReply(r, http.StatusCreated)
}

// filingBody is what both ways of filing ask. Who complains has a telephone number of this play.
func (p *Player) filingBody(s scenario.Script) map[string]any {
	name := cmp.Or(s.File.Complainant, "张三")
	number := crc32.ChecksumIEEE([]byte(p.mark+name)) % 1e8
	p.lastDigits = fmt.Sprintf("%04d", number%1e4)
	body := map[string]any{
		"policy":      p.policy.Doc.Policy,
		"category":    s.File.Category,
		"subject":     s.Name,
		"content":     "情形演练",
		"complainant": map[string]any{"name": name, "phone": fmt.Sprintf("138%08d", number)},
	}
	var respondents, others []map[string]any
	for _, party := range s.File.AllParties()[1:] {
		named := p.partyBody(party)
		if party.Role == complaint.Respondent {
			delete(named, "role")
			respondents = append(respondents, named)
		} else {
			others = append(others, named)
		}
	}
	if respondents != nil {
		body["respondents"] = respondents
	}
	if others != nil {
		body["parties"] = others
	}
	if s.File.Kind != "" {
		body["kind"] = s.File.Kind
	}
	if s.File.Data != nil {
		body["data"] = s.File.Data
	}
	return body
}

// staffFilingBody is what those who register a matter say besides.
func (p *Player) staffFilingBody(s scenario.Script) map[string]any {
	body := p.filingBody(s)
	body["channel"] = s.File.Channel
	body["clock"] = s.Clock.Format(time.RFC3339)
	for k, v := range map[string]string{"source": s.File.Source, "severity": s.File.Severity} {
		if v != "" {
			body[k] = v
		}
	}
	if !s.File.ReceivedAt.IsZero() {
		body["received_at"] = s.File.ReceivedAt.Format(time.RFC3339)
	}
	return body
}

// partyBody names a party as a client does.
func (p *Player) partyBody(party scenario.Party) map[string]any {
	body := map[string]any{"role": party.Role, "kind": "text", "name": "李四"}
	switch {
	case party.Unit != "":
		body["kind"], body["id"] = "unit", p.demoUnitID(party.Unit)
	case party.Person != "":
		body["kind"], body["id"] = "person", p.demoUserID(party.Person)
	case party.Named != "":
		body["name"] = party.Named
	}
	return body
}
