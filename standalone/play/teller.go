package play

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"duban/complaint"
	"duban/internal/seed"
	"duban/policy"
	"duban/policy/scenario"
	"duban/web/words"
)

// teller says what stands in a journal, in the words of the web's timeline.
type teller struct {
	policy *policy.Policy
	words  words.Language
	// names are those of people and units, by id.
	names map[string]string
	// zone is the organisation's, in which events tell their instant; what they hold is in UTC.
	zone *time.Location
}

// newTeller knows the names of the demonstration organisation.
func newTeller(p *policy.Policy) *teller {
	t := &teller{
		policy: p,
		words:  words.DefaultLanguage(),
		names: map[string]string{
			string(complaint.System): "系统", complaint.Complainant: "投诉人",
		},
		zone: time.UTC,
	}
	organisation := scenario.DemoOrganisation(p)
	for username, person := range organisation.People {
		t.names[string(seed.DemoUserID(p.Doc.Policy+"."+string(username)))] = person.Name
	}
	for role, unit := range organisation.Units {
		t.names[string(seed.DemoUnitID(p.Doc.Policy, string(role)))] = unit.Name
	}
	return t
}

const minute = "2006-01-02 15:04"

// eventLine is one event: when in the organisation's time, who, what, and by which rule.
func (t *teller) eventLine(event map[string]any) string {
	at, err := time.Parse(time.RFC3339, textOfJSON(event["at"]))
	if err == nil {
		t.zone = at.Location()
	}
	line := fmt.Sprintf("%s  %s %s",
		at.Format(minute), padTo(t.nameOfID(textOfJSON(event["actor"])), 16), t.eventSentence(event))
	if reason := asObject(event["reason"]); textOfJSON(reason["clause"]) != "" {
		line += "  〔" + textOfJSON(reason["clause"]) + "〕"
	} else if textOfJSON(reason["setting"]) != "" {
		line += "  〔设定 " + textOfJSON(reason["setting"]) + "〕"
	}
	return line
}

var blank = regexp.MustCompile(`\{(\w+)\}`)

// eventSentence fills in the sentence of the event's type; a type without one is shown by its name.
func (t *teller) eventSentence(event map[string]any) string {
	kind := textOfJSON(event["type"])
	if kind == "task_opened" && t.seatTitles(asObject(event["data"])["seats"]) == "" {
		kind = "task_alone" // nobody does it: it lapses
	}
	if !t.words.HasWords("event." + kind) {
		return kind
	}
	return strings.TrimSpace(blank.ReplaceAllStringFunc(t.words.Text("event."+kind, nil), func(b string) string {
		return t.valueOfBlank(kind, asObject(event["data"]), strings.Trim(b, "{}"))
	}))
}

// valueOfBlank is what stands in a blank of the sentence for an event of a kind.
func (t *teller) valueOfBlank(kind string, d map[string]any, blank string) string {
	switch blank {
	case "category":
		return t.policy.CategoryTitle(textOfJSON(d[blank]))
	case "step", "task":
		if title := textOfJSON(d["title"]); title != "" {
			return title
		}
		return t.policy.StepTitle(textOfJSON(d["step"]))
	case "of":
		return t.policy.StepTitle(textOfJSON(d[blank]))
	case "outcome":
		return t.outcomeTitle(complaint.StepID(textOfJSON(d["step"])), textOfJSON(d[blank]))
	case "name":
		// an event has one of them
		return t.nameOfID(textOfJSON(d["assignee"]) + textOfJSON(d["person"]) + textOfJSON(d["for"]))
	case "seats":
		return t.seatTitles(d[blank])
	case "to", "from":
		return t.originOrTarget(kind, d, blank)
	case "title":
		return textOfJSON(d[blank]) + textOfJSON(asObject(d["deadline"])[blank])
	case "length":
		return policy.LimitInChinese(textOfJSON(asObject(d["deadline"])["limit"]))
	case "by":
		return policy.LimitInChinese(textOfJSON(d[blank]))
	case "day":
		return textOfJSON(asObject(d["deadline"])["last_day"])
	case "how":
		return t.words.Text("event."+wordKey(kind, d), nil)
	case "kind":
		return t.slipOrMessageTitle(kind, textOfJSON(d[blank]))
	case "disposition":
		return t.titleOfCode("disposition", textOfJSON(d[blank]))
	case "until", "at":
		return t.instantInLocalTime(textOfJSON(d[blank]))
	case "unit":
		return t.nameOfID(textOfJSON(d[blank]))
	}
	return textOfJSON(d[blank])
}

// wordKey names the words for how a deadline was met, or two cases linked.
func wordKey(kind string, d map[string]any) string {
	link := asObject(d["link"])
	switch {
	case link["merged"] == true:
		return "link_merged"
	case link["duplicate"] == true:
		return "link_duplicate"
	case kind == "linked":
		return "link_opened"
	case d["late"] == true:
		return "met_late"
	}
	return "met_in_time"
}

// originOrTarget is where something comes from or goes to: a severity, a person or seats, an instant.
func (t *teller) originOrTarget(kind string, d map[string]any, blank string) string {
	switch {
	case kind == "redirected":
		return t.nameOfID(textOfJSON(d[blank]))
	case kind == "regraded":
		return t.policy.SeverityTitle(textOfJSON(d[blank]))
	case blank == "from":
		return t.instantInLocalTime(textOfJSON(d[blank]))
	case textOfJSON(d["assignee"]) != "":
		return t.nameOfID(textOfJSON(d["assignee"]))
	}
	return t.seatTitles(d[blank])
}

func (t *teller) outcomeTitle(step complaint.StepID, code string) string {
	if s := t.policy.Step(step); s != nil {
		if o, ok := s.Outcomes.Get(code); ok {
			return o.Title.Text
		}
	}
	return code
}

// slipOrMessageTitle is the title of a kind of slip or message.
func (t *teller) slipOrMessageTitle(event, code string) string {
	if m, ok := t.policy.Doc.Messages.Get(code); ok && event == "messaged" {
		return m.Title.Text
	}
	if s, ok := t.policy.Doc.Slips.Get(code); ok {
		return s.Title.Text
	}
	return t.titleOfCode("slip", code)
}

func (t *teller) seatTitles(v any) string {
	seats := asObjects(v)
	titles := make([]string, len(seats))
	for i, s := range seats {
		if user := textOfJSON(s["user"]); user != "" {
			titles[i] = t.nameOfID(user)
		} else {
			titles[i] = t.policy.RoleTitle(complaint.RoleID(textOfJSON(s["role"])))
		}
	}
	return strings.Join(titles, "、")
}

func (t *teller) nameOfID(id string) string { return titleOrCode(t.names, id) }

// titleOfCode is the title of a code of a closed set, the code itself where it has none.
func (t *teller) titleOfCode(set, code string) string {
	if key := set + "." + code; t.words.HasWords(key) {
		return t.words.Text(key, nil)
	}
	return code
}

func titleOrCode(titles map[string]string, code string) string {
	if title, ok := titles[code]; ok {
		return title
	}
	return code
}

// instantInLocalTime writes an instant in the organisation's time.
func (t *teller) instantInLocalTime(text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return at.In(t.zone).Format(minute)
}

// padTo fills a text up to so many columns of a terminal, where a Chinese character takes two.
func padTo(text string, columns int) string {
	for _, r := range text {
		columns--
		if r > 0x2e7f {
			columns--
		}
	}
	return text + strings.Repeat(" ", max(0, columns))
}
