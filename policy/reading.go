package policy

import (
	"time"

	"duban/policy/calendar"
	"duban/web/words"
)

// reading puts a policy into sentences of one language.
type reading struct {
	p *Policy
	// chosen is the language, made by [Policy.In]; the zero value is the default one.
	chosen words.Language
}

// readIn begins a reading in a language.
func (p *Policy) readIn(l words.Language) reading { return reading{p, p.In(l)} }

// blanks are what fills the blanks of a sentence.
type blanks = map[string]any

// say is one of the sentences that read a policy out: the words explain.<key>.
func (r reading) say(key string, fill blanks) string { return r.language().Text("explain."+key, fill) }

// sayTitle is a title of the file or of the program.
func (r reading) sayTitle(title string) string { return r.language().SayValue(title) }

// joinTitles enumerates titles.
func (r reading) joinTitles(titles []string) string {
	return r.language().SayValue(titles)
}

// quoteTitle is a title in quotation marks.
func (r reading) quoteTitle(title string) string { return r.say("mark.quoted", blanks{"title": title}) }

// LimitInChinese says a limit in Chinese words: 3wd is 3 个工作日. What is no limit stays as it is.
func LimitInChinese(limit string) string {
	l, err := calendar.ParseLimit(limit)
	if err != nil {
		return limit
	}
	return reading{}.limitInWords(l)
}

// milestoneInWords names what reaches a milestone.
func (r reading) milestoneInWords(name string) string {
	return r.language().SayValue(r.p.milestoneTitle(name))
}

// language is the one of the reading.
func (r reading) language() words.Language {
	if r.chosen.ID == "" {
		return words.DefaultLanguage()
	}
	return r.chosen
}

// limitInWords is how long, in words.
func (r reading) limitInWords(l calendar.Limit) string {
	length := r.say("length."+string(l.Unit), blanks{"n": l.N, "count": l.N})
	if l.Unit != calendar.OfficeHours || r.p == nil || r.p.Doc.Office == nil {
		return length
	}
	office := r.p.Doc.Office
	return r.say("office."+office.Days.Text,
		blanks{"length": length, "opens": office.Opens.Text, "closes": office.Closes.Text})
}

// officeInWords is when an office is open.
func (r reading) officeInWords(o calendar.Office) string {
	clock := func(since time.Duration) string { return time.Time{}.Add(since).Format("15:04") }
	days := onWorkingDays
	if o.EveryDay {
		days = onAllDays
	}
	return r.say("office_open."+days, blanks{"opens": clock(o.Opens), "closes": clock(o.Closes)})
}

// commandTitle is what a command is called.
func (r reading) commandTitle(name string) string { return r.say("command."+name, nil) }
