package policy

import "strings"

// stepPart reads a step, or a part of it.
func (r reading) stepPart(name, part string) string {
	s, ok := r.p.Doc.Steps.Get(name)
	if !ok {
		return name
	}
	kind, rest, _ := strings.Cut(part, ".")
	switch {
	case kind == "":
		return r.step(s)
	case kind == "form":
		return r.field(s.Title, s.Form, rest)
	case kind == "outcomes":
		code, _, _ := strings.Cut(rest, ".")
		o, _ := s.Outcomes.Get(code)
		return r.quoted(s.Title) + r.outcome(o)
	case kind == "must":
		return r.musts(s)
	case kind == "otherwise":
		return r.say("step.otherwise", blanks{"step": s.Title, "seats": r.seats(s.Otherwise.By)})
	case kind == "on_behalf_of":
		return r.say("step.is_on_behalf", blanks{"step": s.Title, "body": s.OnBehalf.Body})
	case kind == "limit":
		return r.say("step.limit", blanks{"step": s.Title, "limit": r.within(s.Limit, s.Target)})
	case kind == "guidance":
		return r.say("step.guidance", blanks{"step": s.Title})
	case strings.HasPrefix(kind, "ladder"):
		return r.rung(s.Ladder, kind, r.quoted(s.Title))
	}
	return r.moves(s.Title, s.Moves, kind)
}

// step is who does what, by when, and where it leads.
func (r reading) step(s *Step) string {
	var b strings.Builder
	b.WriteString(r.quoted(s.Title))
	if s.When.Text != "" {
		b.WriteString(r.say("when", blanks{"condition": r.condition(s.When.Text)}))
	}
	switch {
	case s.lapsesAlone():
		b.WriteString(r.say("step.lapses", nil))
	case len(s.All) > 0 && s.Need > 0:
		b.WriteString(r.say("step.enough", blanks{"seats": r.seats(s.All), "need": s.Need}))
	case len(s.All) > 0:
		b.WriteString(r.say("step.each", blanks{"seats": r.seats(s.All)}))
	default:
		b.WriteString(r.say("step.by", blanks{"seats": r.seats(s.By)}))
		b.WriteString(r.whatStepDoes(s))
	}
	if s.OnBehalf != nil {
		b.WriteString(r.say("step.on_behalf", blanks{"body": s.OnBehalf.Body}))
	}
	if s.Limit.Set() {
		b.WriteString(r.say("step.within", blanks{"limit": r.within(s.Limit, s.Target)}))
	}
	for _, o := range s.Outcomes.Entries {
		b.WriteString(r.say("mark.then", nil))
		b.WriteString(r.outcome(&o.Value))
	}
	return b.String()
}

func (r reading) whatStepDoes(s *Step) string {
	switch s.Kind.Text {
	case approvalKind:
		return r.say("step.approves", blanks{"step": r.p.StepTitle(s.Of[0].Text)})
	case meetingKind:
		return r.say("step.convenes", blanks{"seats": r.seats(s.Attend)})
	case "notice":
		if s.To.Text == "respondent" {
			return r.say("step.tells_respondent", nil)
		}
		return r.say("step.tells_complainant", nil)
	case surveyKind:
		return r.say("step.asks", nil)
	}
	return r.say("step.does", nil)
}

func (r reading) outcome(o *Outcome) string {
	var next []string
	for _, w := range o.Next {
		next = append(next, r.p.StepTitle(w.Text))
	}
	says := []string{r.say("outcome.leads_to", blanks{"outcome": o.Title, "next": r.join(next)})}
	for _, w := range o.Issues {
		d, _ := r.p.Doc.Documents.Get(w.Text)
		says = append(says, r.say("outcome.issues", blanks{"document": d.Title}))
	}
	if o.Begins != nil {
		says = append(says, r.say("outcome.begins", blanks{"kind": r.p.KindTitle(o.Begins.Kind.Text)}))
	}
	return strings.Join(says, r.say("mark.also", nil))
}

func (r reading) musts(s *Step) string {
	says := make([]string, len(s.Must))
	for i, m := range s.Must {
		says[i] = m.Say
	}
	return r.say("step.musts", blanks{"step": s.Title, "musts": strings.Join(says, r.say("mark.each", nil))})
}

func (r reading) field(step string, form Map[Field], name string) string {
	f, ok := form.Get(name)
	if !ok {
		return name
	}
	must := r.say("field.asks", nil)
	switch {
	case f.Required:
		must = r.say("field.requires", nil)
	case f.RequiredWhen.Text != "":
		must = r.say("field.requires_when", blanks{"condition": r.condition(f.RequiredWhen.Text)})
	}
	text := r.say("field.of_step", blanks{"step": step, "must": must, "field": f.Title})
	if f.Min != nil && f.Max != nil {
		text += r.say("field.range", blanks{"min": *f.Min, "max": *f.Max})
	}
	if len(f.Options.Entries) > 0 {
		titles := make([]string, len(f.Options.Entries))
		for i, o := range f.Options.Entries {
			titles[i] = o.Value
		}
		text += r.say("field.options", blanks{"options": r.join(titles)})
	}
	if len(f.Holds) > 0 {
		text += r.say("field.holds", blanks{"seats": r.seats(f.Holds)})
	}
	if len(f.Except) > 0 {
		text += r.say("field.except", blanks{"seats": r.seats(f.Except)})
	}
	return text
}
