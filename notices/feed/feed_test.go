package feed_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"duban/notices/feed"
)

// A calendar is written as the format wants it: lines end with CRLF, instants are in UTC, separators are marked.
func TestACalendar(t *testing.T) {
	china := time.FixedZone("", 8*60*60)
	got := string(feed.Calendar{
		Name:    "督办",
		Summary: `到期; 请看, 或\看`,
		URL:     "https://duban.example.org/inbox",
		At:      time.Date(2026, 3, 2, 10, 0, 0, 0, china),
		Entries: []feed.Entry{{UID: "abc@duban", Due: time.Date(2026, 3, 5, 0, 0, 0, 0, china)}},
	}.Write())
	want := strings.Join([]string{
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//Duban//Deadlines 1//ZH",
		"CALSCALE:GREGORIAN",
		"METHOD:PUBLISH",
		"X-WR-CALNAME:督办",
		"REFRESH-INTERVAL;VALUE=DURATION:PT1H",
		"BEGIN:VEVENT",
		"UID:abc@duban",
		"DTSTAMP:20260302T020000Z",
		"DTSTART:20260304T153000Z",
		"DTEND:20260304T160000Z",
		`SUMMARY:到期\; 请看\, 或\\看`,
		"URL:https://duban.example.org/inbox",
		"CLASS:PRIVATE",
		"TRANSP:TRANSPARENT",
		"END:VEVENT",
		"END:VCALENDAR",
		"",
	}, "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// No line is longer than 75 octets or breaks a character, and unfolded it is what it was.
func TestLongLinesAreFolded(t *testing.T) {
	for n := range 200 {
		long := strings.Repeat("x", n) + strings.Repeat("期𠮷a", 40)
		got := string(feed.Calendar{Summary: long, Entries: []feed.Entry{{UID: "u"}}}.Write())
		for line := range strings.SplitSeq(got, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Fatalf("a line of %d octets: %q", len(line), line)
			}
		}
		if unfolded := strings.ReplaceAll(got, "\r\n ", ""); !strings.Contains(unfolded, "SUMMARY:"+long+"\r\n") {
			t.Fatalf("unfolded it is another: %q", unfolded)
		}
	}
}
