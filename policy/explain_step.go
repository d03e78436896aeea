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
		return "“" + s.Title + "”" + r.outcome(o)
	case kind == "must":
		return r.musts(s)
	case kind == "otherwise":
		return r.say("“%s”无人可办时由%s办", "“%s”, where nobody is left, is done by %s", s.Title, r.seats(s.Otherwise.By))
	case kind == "on_behalf_of":
		return r.say("“%s”是代%s办理，须附凭证", "“%s” is done on behalf of %s, with proof", s.Title, s.OnBehalf.Body)
	case kind == "limit":
		return r.say("“%s”期限 %s", "“%s” within %s", s.Title, r.within(s.Limit, s.Target))
	case kind == "guidance":
		return r.say("办理“%s”时提示", "shown at “%s”", s.Title)
	case strings.HasPrefix(kind, "ladder"):
		return r.rung(s.Ladder, kind, "“"+s.Title+"”")
	}
	return r.moves(s.Title, s.Moves, kind)
}

// step is who does what, by when, and where it leads.
func (r reading) step(s *Step) string {
	var b strings.Builder
	b.WriteString("“" + s.Title + "”")
	if s.When.Text != "" {
		b.WriteString(r.say("（%s 时）", " (if %s)", r.condition(s.When.Text)))
	}
	switch {
	case s.lapsesAlone():
		b.WriteString(r.say("：期满自行了结", " lapses by itself"))
	case len(s.All) > 0 && s.Need > 0:
		b.WriteString(r.say("：%s各自办理，办够 %d 方即可", ": %s, of whom %d are enough", r.seats(s.All), s.Need))
	case len(s.All) > 0:
		b.WriteString(r.say("：%s各自办理", ": %s, each their part", r.seats(s.All)))
	default:
		b.WriteString(r.say("由%s", " by %s", r.seats(s.By)))
		b.WriteString(r.verb(s))
	}
	if s.OnBehalf != nil {
		b.WriteString(r.say("（代%s，须附凭证）", " (on behalf of %s, with proof)", s.OnBehalf.Body))
	}
	if s.Limit.Set() {
		b.WriteString(r.say("，期限 %s", ", within %s", r.within(s.Limit, s.Target)))
	}
	for _, o := range s.Outcomes.Entries {
		b.WriteString(r.say("；", "; "))
		b.WriteString(r.outcome(&o.Value))
	}
	return b.String()
}

func (r reading) verb(s *Step) string {
	switch s.Kind.Text {
	case approvalKind:
		return r.say("审批“%s”的结果", " decides on “%s”", r.p.StepTitle(s.Of[0].Text))
	case meetingKind:
		return r.say("召集，%s须到会", " convenes; %s must attend", r.seats(s.Attend))
	case "notice":
		if s.To.Text == "respondent" {
			return r.say("告知被投诉人", " tells the respondent")
		}
		return r.say("告知投诉人", " tells the complainant")
	case surveyKind:
		return r.say("询问是否满意", " asks whether they are satisfied")
	}
	return r.say("办理", "")
}

func (r reading) outcome(o *Outcome) string {
	var next []string
	for _, w := range o.Next {
		next = append(next, r.p.StepTitle(w.Text))
	}
	says := []string{r.say("%s → %s", "%s → %s", o.Title, strings.Join(next, "、"))}
	for _, w := range o.Issues {
		d, _ := r.p.Doc.Documents.Get(w.Text)
		says = append(says, r.say("出具%s", "issues %s", d.Title))
	}
	if o.Begins != nil {
		says = append(says, r.say("另立%s", "begins %s", r.p.KindTitle(o.Begins.Kind.Text)))
	}
	return strings.Join(says, r.say("，", ", "))
}

func (r reading) musts(s *Step) string {
	says := make([]string, len(s.Must))
	for i, m := range s.Must {
		says[i] = m.Say
	}
	return r.say("“%s”：%s", "“%s”: %s", s.Title, strings.Join(says, "；"))
}

func (r reading) field(step string, form Map[Field], name string) string {
	f, ok := form.Get(name)
	if !ok {
		return name
	}
	must := r.say("填", "asks for")
	switch {
	case f.Required:
		must = r.say("必填", "requires")
	case f.RequiredWhen.Text != "":
		must = r.say("（%s 时）必填", "(if %s) requires", r.condition(f.RequiredWhen.Text))
	}
	text := r.say("“%s”%s“%s”", "“%s” %s “%s”", step, must, f.Title)
	if f.Min != nil && f.Max != nil {
		text += r.say("，%d 到 %d", ", %d to %d", *f.Min, *f.Max)
	}
	if len(f.Options.Entries) > 0 {
		titles := make([]string, len(f.Options.Entries))
		for i, o := range f.Options.Entries {
			titles[i] = o.Value
		}
		text += r.say("：%s", ": %s", strings.Join(titles, "、"))
	}
	if len(f.Holds) > 0 {
		text += r.say("，从%s中选", ", one of %s", r.seats(f.Holds))
	}
	if len(f.Except) > 0 {
		text += r.say("，%s除外", ", except %s", r.seats(f.Except))
	}
	return text
}
