package complaint

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Errand is a row of the outbox: something that must happen outside the record because of what stands in it. It
// is written in the transaction that decides it and deleted in the one that records its effect; in between a relay
// knocks, again and again. So nobody has to be believed that it was done.
type Errand struct {
	ID   int64
	Kind ErrandKind
	Case CaseID
	// Item says what of the case: the event's number for a notice, the [Publication] for a new count.
	Item string
	// Tries is how often it has been taken up, this time included.
	Tries     int
	CreatedAt time.Time
}

// ErrandKind is what an errand asks for.
type ErrandKind string

// The closed set of errands.
const (
	// StartErrand asks for a case's workflow; the case's first act is its effect.
	StartErrand ErrandKind = "start"
	// NoticeErrand asks that people be told of an event; their inboxes are its effect.
	NoticeErrand ErrandKind = "notice"
	// RecalculateErrand asks a case to count its terms anew; the answer to that command is its effect.
	RecalculateErrand ErrandKind = "recalculate"
)

// ErrandKinds lists the set, the most urgent first.
func ErrandKinds() []ErrandKind { return []ErrandKind{StartErrand, NoticeErrand, RecalculateErrand} }

// Publication names one publication of one year of a calendar: the item of a [RecalculateErrand].
func Publication(calendar string, year, revision int) string {
	return fmt.Sprintf("%s/%d/%d", calendar, year, revision)
}

// ReadPublication reads what Publication wrote.
func ReadPublication(s string) (calendar string, year, revision int, err error) {
	parts := strings.Split(s, "/")
	if len(parts) < 3 {
		return "", 0, 0, fmt.Errorf("%q names no publication", s)
	}
	n := len(parts) - 2
	year, err = strconv.Atoi(parts[n])
	if err == nil {
		revision, err = strconv.Atoi(parts[n+1])
	}
	if err != nil {
		return "", 0, 0, fmt.Errorf("%q names no publication: %w", s, err)
	}
	return strings.Join(parts[:n], "/"), year, revision, nil
}

const recalculations = string(System) + "/recalculate/"

// Recalculation is the id of the command by which a case counts anew because of a publication.
func Recalculation(publication string) CommandID { return CommandID(recalculations + publication) }

// PublicationOf is the publication because of which a command was sent, false if it was sent for another reason.
func PublicationOf(id CommandID) (publication string, ok bool) {
	return strings.CutPrefix(string(id), recalculations)
}
