package gateway

import (
	"cmp"
	"slices"

	"duban/policy"
	speech "duban/web/words"
)

func stepViews(p *policy.Policy, l speech.Language) []stepView {
	views := make([]stepView, 0, len(p.Doc.Steps.Entries))
	for _, e := range p.Doc.Steps.Entries {
		s := e.Value
		v := stepView{
			ID:        e.Key,
			Title:     l.SayValue(s.Title),
			Kind:      s.Kind.Text,
			By:        textsOfSeatRules(s.By),
			All:       textsOfSeatRules(s.All),
			Of:        textsOfWords(s.Of),
			Clauses:   fullClauseIDs(p, s.Cites),
			Setting:   fullSettingID(p, s.Setting.Text),
			Form:      e.Key,
			Outcomes:  []outcomeView{},
			Closes:    closesCase(s),
			Guidance:  guidanceViews(p, l, s.Guidance),
			ByTitle:   p.SeatRuleTitles(l, slices.Concat(s.By, s.All)),
			When:      orNull(s.When.Text),
			Else:      orNull(s.Else.Text),
			Join:      s.Join,
			Need:      s.Need,
			Ladder:    rungViews(p, s.Ladder),
			MovesView: movesViewOf(p, l, s.Moves),
		}
		if v.Kind == "" {
			v.Kind = "task"
		}
		v.Limit = orNull(s.LimitInShort())
		for _, o := range s.Outcomes.Entries {
			v.Outcomes = append(v.Outcomes, outcomeView{
				ID:     o.Key,
				Title:  l.SayValue(o.Value.Title),
				Next:   textsOfWords(o.Value.Next),
				Staff:  o.Value.Staff,
				Issues: len(o.Value.Issues) > 0 || v.Kind == "notice" && !o.Value.Unserved,
			})
		}
		views = append(views, v)
	}
	return views
}

// closesCase reports whether the step, or one of its outcomes, closes the case.
func closesCase(s policy.Step) bool {
	return s.Closes != nil || slices.ContainsFunc(s.Outcomes.Entries, func(o policy.Entry[policy.Outcome]) bool {
		return o.Value.Closes != nil
	})
}

func deadlineRuleViews(p *policy.Policy, l speech.Language) []deadlineRuleView {
	views := make([]deadlineRuleView, 0, len(p.Doc.Deadlines.Entries))
	for _, e := range p.Doc.Deadlines.Entries {
		d := e.Value
		v := deadlineRuleView{
			ID:        e.Key,
			Title:     l.SayValue(d.Title),
			From:      d.From.Text,
			Until:     d.Until.Text,
			Limits:    []limitView{},
			Ladder:    rungViews(p, d.Ladder),
			MovesView: movesViewOf(p, l, d.Moves),
		}
		for _, choice := range d.Limit {
			cites := choice.Cites
			if len(fullClauseIDs(p, cites)) == 0 && cites.Setting.Text == "" {
				cites = d.Cites
			}
			setting := cites.Setting.Text
			if choice.Is.SettingName != "" {
				setting = choice.Is.SettingName
			}
			limit := limitView{
				When:    orNull(choice.When.Text),
				Limit:   choice.Is.Length.String(),
				Clause:  firstClauseID(p, cites),
				Setting: fullSettingID(p, setting),
			}
			if choice.Target != nil {
				limit.Target = orNull(choice.Target.Length.String())
			}
			v.Limits = append(v.Limits, limit)
		}
		views = append(views, v)
	}
	return views
}

func firstClauseID(p *policy.Policy, c policy.Cites) *string {
	if ids := fullClauseIDs(p, c); len(ids) > 0 {
		return &ids[0]
	}
	return nil
}

func rungViewOf(p *policy.Policy, r policy.RungRule) rungView {
	return rungView{
		Before:  orNull(r.LengthBeforeLimit()),
		After:   lengthOfLimit(r.After),
		Action:  r.Action(),
		To:      cmp.Or(r.Remind.Text, r.To.Text, r.Escalate.Text),
		Slip:    orNull(r.Slip.Text),
		Copies:  textsOfWords(r.Copies),
		Reply:   lengthOfLimit(r.Reply),
		Setting: fullSettingID(p, r.Setting.Text),
		Clause:  firstClauseID(p, r.Cites),
	}
}

// lengthOfLimit is how long a limit is, null where the file gives none.
func lengthOfLimit(l policy.LimitRef) *string {
	if !l.IsSet() {
		return nil
	}
	return orNull(l.Length.String())
}

func clauseViews(p *policy.Policy, l speech.Language) []clauseView {
	views := make([]clauseView, 0, len(p.Doc.Clauses.Entries))
	for _, e := range p.Doc.Clauses.Entries {
		v := clauseView{
			ID:       fullClauseID(p, e.Key),
			Kind:     e.Value.Kind.Text,
			Gist:     l.SayValue(e.Value.Gist),
			Coverage: p.ElementsServingClause(e.Key),
			Later:    orNull(l.SayValue(e.Value.Later)),
		}
		if v.Coverage == nil {
			v.Coverage = []string{}
		}
		views = append(views, v)
	}
	return views
}

func settingViews(p *policy.Policy, l speech.Language) []settingView {
	views := make([]settingView, 0, len(p.Doc.Settings.Entries))
	for _, e := range p.Doc.Settings.Entries {
		s := e.Value
		views = append(views, settingView{
			ID:    p.Doc.Policy + "." + e.Key,
			Title: l.SayValue(s.Title),
			Value: l.SayValue(s.Value.Text),
			Why:   l.SayValue(s.Why),
		})
	}
	return views
}
