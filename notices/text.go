package notices

import (
	"crypto/rand"
	"strings"
	"time"

	"duban/record"
	"duban/web/words"
)

// markLength is how much of a message's id it bears as its mark, by which two copies of one message are known.
const markLength = 6

// messageOf says in every language how many matters wait for the person, and where to sign in: all that a stranger may
// see.
func (c *Courier) messageOf(d record.DispatchNow) Message {
	m := Message{
		ID:       d.ID,
		To:       d.Address,
		Link:     strings.TrimSuffix(c.Site, "/") + "/inbox",
		Template: "waiting",
		At:       c.Now(),
	}
	blanks := map[string]any{"count": d.Unread, "site": m.Link, "mark": d.ID[:min(markLength, len(d.ID))]}
	var titles, texts, briefs []string
	for _, l := range words.AllLanguages() {
		titles = append(titles, l.Text("dispatch.title", blanks))
		texts = append(texts, l.Text("dispatch.text", blanks))
		brief := "dispatch.brief"
		if d.Channel == record.Robot {
			brief = "dispatch.group"
		}
		briefs = append(briefs, l.Text(brief, blanks))
	}
	m.Title = strings.Join(titles, " · ")
	m.Text = strings.Join(texts, "\n\n") + "\n"
	m.Brief, m.Line = strings.Join(briefs, "\n"), briefs[0]
	return m
}

// NewTrial is a message that says only that somebody tries whether messages arrive.
func NewTrial(to, site string, at time.Time) Message {
	m := Message{
		ID:       rand.Text(),
		To:       to,
		Link:     strings.TrimSuffix(site, "/"),
		Template: "trial",
		At:       at,
	}
	blanks := map[string]any{"site": m.Link, "mark": m.ID[:markLength]}
	var lines []string
	for _, l := range words.AllLanguages() {
		lines = append(lines, l.Text("dispatch.trial", blanks))
	}
	m.Brief, m.Line, m.Title = strings.Join(lines, "\n"), lines[0], lines[0]
	m.Text = m.Brief + "\n"
	return m
}
