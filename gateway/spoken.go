package gateway

import (
	"time"

	"duban/complaint"
	"duban/web/words"
)

// countedView is one line of a deadline's computation.
type countedView struct {
	Date    string            `json:"date"`
	Kind    string            `json:"kind" doc:"rule, or what became of the day: started, skipped, makeup, rolled, last, extended, suspended, resumed"`
	Name    string            `json:"name" doc:"What the calendar calls the day"`
	Text    string            `json:"text" doc:"The line as a sentence, in the language of Accept-Language; as recorded where edition 1 recorded it"`
	Clause  *string           `json:"clause,omitempty" doc:"Of a rule"`
	Setting *string           `json:"setting,omitempty" doc:"Of a rule"`
	Limit   *string           `json:"limit,omitempty" doc:"Of a rule, such as 3wd"`
	Day     *string           `json:"day,omitempty" enum:"weekend" doc:"What kind of day it is, where it has no name of its own"`
	N       int               `json:"n,omitempty" doc:"How many of unit, or how many days"`
	Unit    *string           `json:"unit,omitempty" enum:"h,wd,d,m"`
	At      *time.Time        `json:"at,omitempty" doc:"When the clock was started, stopped or went on"`
	Left    *complaint.Length `json:"left,omitempty" doc:"What then remained, such as 37h30m0s"`
}

// sentenceInLanguage is a recorded sentence in a reader's language: in its words where the record tells what to say,
// else as it stands.
func sentenceInLanguage(l words.Language, s words.Spoken, fieldsSayAll bool, recorded string) string {
	if key, blanks := s.Word(); fieldsSayAll && l.HasWords(key) {
		return l.Text(key, blanks)
	}
	return recorded
}

// reasonInLanguage is a reason in a reader's language; null if there is none.
func reasonInLanguage(l words.Language, r *complaint.Reason) *string {
	if r == nil {
		return nil
	}
	return orNull(sentenceInLanguage(l, r, r.ID != "", r.Text))
}

// computationInLanguage is how a deadline was counted, in a reader's language.
func (g *Gateway) computationInLanguage(l words.Language, lines []complaint.Counted) []countedView {
	views := make([]countedView, len(lines))
	for i, line := range lines {
		if line.At != nil {
			line.At = &complaint.Time{Time: g.localTime(line.At.Time)}
		}
		views[i] = countedView{
			Date:    line.Date,
			Kind:    line.Kind,
			Name:    line.Name,
			Text:    sentenceInLanguage(l, &line, line.FieldsSayAll(), line.Text),
			Clause:  orNull(line.Clause),
			Setting: orNull(line.Setting),
			Limit:   orNull(line.Limit),
			Day:     orNull(line.Day),
			N:       line.N,
			Unit:    orNull(line.Unit),
			At:      g.maybeLocalTime(line.At),
			Left:    orNull(line.Left),
		}
	}
	return views
}
