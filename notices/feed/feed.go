// Package feed writes calendars that calendar programs subscribe to (iCalendar, RFC 5545).
package feed

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Entry is an instant in a calendar.
type Entry struct {
	// UID is the entry's own for ever: a program that reads the calendar again knows it by that.
	UID string
	// Due is when it ends; it begins half an hour before.
	Due time.Time
}

// Calendar is what all entries say.
type Calendar struct {
	// Name is the calendar's, Summary every entry's; URL leads to where more can be read, "" for nowhere.
	Name, Summary, URL string
	// At is the instant of which the calendar tells.
	At      time.Time
	Entries []Entry
}

const (
	// mostOctets is how long a line may be, its end not counted.
	mostOctets = 75
	stamp      = "20060102T150405Z"
	ahead      = 30 * time.Minute
)

// Write is the calendar as a file.
func (c Calendar) Write() []byte {
	var b strings.Builder
	line := func(name, value string) { writeFolded(&b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Duban//Deadlines 1//ZH")
	line("CALSCALE", "GREGORIAN")
	line("METHOD", "PUBLISH")
	line("X-WR-CALNAME", escape(c.Name))
	line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	for _, e := range c.Entries {
		line("BEGIN", "VEVENT")
		line("UID", e.UID)
		line("DTSTAMP", c.At.UTC().Format(stamp))
		line("DTSTART", e.Due.Add(-ahead).UTC().Format(stamp))
		line("DTEND", e.Due.UTC().Format(stamp))
		line("SUMMARY", escape(c.Summary))
		if c.URL != "" {
			line("URL", c.URL)
		}
		line("CLASS", "PRIVATE")
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return []byte(b.String())
}

// escape is a text as a value: what separates values in the format is marked.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(text)
}

// writeFolded writes a line, broken where it is too long for one, never within a character.
func writeFolded(b *strings.Builder, line string) {
	room := mostOctets
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], mostOctets-1
	}
	b.WriteString(line + "\r\n")
}
