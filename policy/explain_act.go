package policy

import "strings"

// describePartOfAct reads what the file asks for with a command: a field of its form, its conditions, or what ends a
// suspension. path is below the element at which the acts stand, of is what they move.
func (r reading) describePartOfAct(acts []*act, of, path string) (string, bool) {
	for _, a := range acts {
		part, ok := strings.CutPrefix(path, strings.TrimPrefix(a.where, "."))
		if !ok {
			continue
		}
		title := r.commandTitle(a.command)
		if of != "" {
			title = r.say("act_on", blanks{"deadline": of, "command": title})
		}
		kind, field, _ := strings.Cut(strings.TrimPrefix(part, "."), ".")
		switch {
		case kind == "form":
			return r.describeFormField(title, a.asks.Form, field), true
		case kind == "must":
			return r.describeMustConditions(title, a.asks.Must), true
		case part == "" && strings.HasSuffix(a.where, ".ends"):
			return r.say("deadline.resumption", blanks{"act": title, "fields": r.describeFieldsAsked(a.asks)}), true
		}
	}
	return "", false
}

// describeFieldsAsked names the fields of a command's form.
func (r reading) describeFieldsAsked(asks *ActForm) string {
	titles := make([]string, len(asks.Form.Entries))
	for i, e := range asks.Form.Entries {
		titles[i] = r.sayTitle(e.Value.Title.Text)
	}
	return r.joinTitles(titles)
}

// describeAsked says what is asked for with a command; nothing where that is nothing.
func (r reading) describeAsked(asks *ActForm) string {
	if len(asks.Form.Entries) == 0 {
		return ""
	}
	return r.say("asks_for", blanks{"fields": r.describeFieldsAsked(asks)})
}
