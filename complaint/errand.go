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

// publication prefixes the id of the order that carries a [Recalculate]; what follows names the publication.
const publication = string(System) + "/recalculate/"

// Publication names the publication because of which an order recounts, false if it is another order. It is the item
// of a [RecalculateErrand].
func Publication(id CommandID) (name string, ok bool) {
	return strings.CutPrefix(string(id), publication)
}

// RecalculateFor is the command that a named publication asks for.
func RecalculateFor(name string) (Recalculate, error) {
	r := Recalculate{}
	parts := strings.Split(name, "/")
	if len(parts) < 3 {
		return r, fmt.Errorf("%q names no publication", name)
	}
	n := len(parts) - 2
	var err error
	if r.Year, err = strconv.Atoi(parts[n]); err == nil {
		r.Revision, err = strconv.Atoi(parts[n+1])
	}
	if err != nil {
		return r, fmt.Errorf("%q names no publication: %w", name, err)
	}
	r.Calendar = strings.Join(parts[:n], "/")
	return r, nil
}
