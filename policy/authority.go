package policy

import (
	"slices"
	"strconv"
	"strings"

	"duban/complaint"
)

// rolesWithAuthority finds who decides by a table: the first row whose amount is not exceeded or whose codes hold the
// case's. Validation has made sure that there is one for every value.
func (p *Policy) rolesWithAuthority(table string, c *complaint.Case) []Word {
	a, ok := p.Doc.Authority.Get(table)
	if !ok {
		return nil
	}
	value, _ := scope{p: p, c: c}.ResolveName(a.On.Text)
	for _, l := range a.Levels {
		if amount, ok := value.(int64); ok && (l.UpTo.Text == "" || amount <= l.UpTo.Fen) {
			return l.By
		}
		code, isCode := value.(string)
		if isCode && slices.ContainsFunc(l.Is, func(w Word) bool { return w.Text == code }) {
			return l.By
		}
	}
	return nil
}

// checkAuthority: a table gives every value exactly one level, without gap or overlap.
func (c *checker) checkAuthority(e *Entry[AuthorityTable]) {
	a := &e.Value
	c.noteCites("authority."+e.Key, a.Cites)
	for i := range a.Levels {
		l := &a.Levels[i]
		c.noteCites("authority."+e.Key+".levels", l.Cites)
		c.checkRoles(l.By)
	}
	codes, isMoney, ok := c.codesOrMoneyOfField(a.On)
	switch {
	case !ok:
		c.f.add(a.On.Pos, "authority.on", args{"table": e.Key})
	case isMoney:
		c.checkAmounts(e)
	default:
		c.checkCodes(e, codes)
	}
}

// codesOrMoneyOfField finds what a table grades by: an amount, or the codes of a choice.
func (c *checker) codesOrMoneyOfField(field Word) (codes []string, isMoney, ok bool) {
	if field.Text == complaint.SeverityField {
		return c.doc.Intake.Severities.Keys(), false, true
	}
	for _, form := range c.doc.forms() {
		if f, found := form.Get(field.Text); found {
			kind := f.kind()
			return f.Options.Keys(), kind == MoneyField, kind == MoneyField || kind == ChoiceField
		}
	}
	return nil, false, false
}

func (c *checker) checkAmounts(e *Entry[AuthorityTable]) {
	last := int64(-1)
	for i := range e.Value.Levels {
		l := &e.Value.Levels[i]
		final := i == len(e.Value.Levels)-1
		if final != (l.UpTo.Text == "") || len(l.Is) > 0 {
			c.f.add(l.posOr(e.Pos), "authority.gap", args{"table": e.Key})
			continue
		}
		if final {
			continue
		}
		fen, ok := parseYuan(l.UpTo.Text)
		if !ok {
			c.f.add(l.UpTo.Pos, "value.not_money", args{"value": l.UpTo.Text})
			continue
		}
		if fen <= last {
			c.f.add(l.UpTo.Pos, "authority.overlap", args{"table": e.Key})
		}
		l.UpTo.Fen, last = fen, fen
	}
}

func (c *checker) checkCodes(e *Entry[AuthorityTable], codes []string) {
	seen := map[string]bool{}
	for i := range e.Value.Levels {
		for _, w := range e.Value.Levels[i].Is {
			c.mustBeOneOf(w, codes)
			if seen[w.Text] {
				c.f.add(w.Pos, "authority.code_twice", args{"table": e.Key, "code": w.Text})
			}
			seen[w.Text] = true
		}
	}
	for _, code := range codes {
		if !seen[code] {
			c.f.add(e.Pos, "authority.code_missing", args{"table": e.Key, "code": code})
		}
	}
}

func (l *AuthorityLevel) posOr(fallback Pos) Pos {
	for _, w := range slices.Concat([]Word{l.UpTo.Word}, l.Is, l.By) {
		if w.Pos.Line > 0 {
			return w.Pos
		}
	}
	return fallback
}

// parseYuan reads "5000元" or "12.50元" as fen.
func parseYuan(text string) (int64, bool) {
	number, ok := strings.CutSuffix(text, "元")
	whole, cents, hasCents := strings.Cut(number, ".")
	if hasCents && len(cents) != 2 {
		ok = false
	}
	fen, err := strconv.ParseInt(whole+(cents + "00")[:2], 10, 64)
	return fen, ok && err == nil && fen >= 0
}
