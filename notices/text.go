package notices

import (
	"strings"

	"duban/record"
	"duban/web/words"
)

// messageOf says in every language how many matters wait for the person, and where to sign in: all that a stranger may
// see.
func (c *Courier) messageOf(d record.DispatchNow) Message {
	var titles, texts []string
	for _, l := range words.AllLanguages() {
		blanks := map[string]any{"count": d.Unread, "site": strings.TrimSuffix(c.Site, "/") + "/inbox"}
		titles = append(titles, l.Text("dispatch.title", blanks))
		texts = append(texts, l.Text("dispatch.text", blanks))
	}
	return Message{
		ID:    d.ID,
		To:    d.Address,
		Title: strings.Join(titles, " · "),
		Text:  strings.Join(texts, "\n\n") + "\n",
		At:    c.Now(),
	}
}
