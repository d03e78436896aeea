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
	// Item says what of the case: the event's number for a notice, the duplicate to be noted, the publication because
	// of which to count anew, the report that is to be published, the change that moves it to another version, the id
	// of what is to be sent.
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
	// AbsorbErrand asks a case to note a duplicate that goes on in it; the answer to that command is its effect.
	AbsorbErrand ErrandKind = "absorb"
	// PublishErrand asks that a report be published which a case has ordered; that the case has noted it is its effect.
	PublishErrand ErrandKind = "publish"
	// AdoptErrand asks a case to go on under another version of its regulation; the answer to that command is its
	// effect.
	AdoptErrand ErrandKind = "adopt"
	// DispatchErrand asks that a word leave the application, such as a mail; what became of it is its effect.
	DispatchErrand ErrandKind = "dispatch"
)

// ErrandKinds lists the set, the most urgent first.
func ErrandKinds() []ErrandKind {
	return []ErrandKind{
		StartErrand, NoticeErrand, AbsorbErrand, AdoptErrand, PublishErrand, RecalculateErrand, DispatchErrand,
	}
}

// orderID is the id of the order that an errand asks its case for: one for each item, so that it is carried out once
// however often the relay knocks.
func (k ErrandKind) orderID(item string) CommandID {
	return CommandID(string(System) + "/" + string(k) + "/" + item)
}

// OrderID is the id of the order that carries the command.
func (r Recalculate) OrderID() CommandID { return RecalculateErrand.orderID(r.PublicationName()) }

// OrderID is the id of the order that carries the command.
func (a Absorb) OrderID() CommandID { return AbsorbErrand.orderID(string(a.Duplicate)) }

// OrderID is the id of the order that carries the command.
func (n NotePublished) OrderID() CommandID {
	return PublishErrand.orderID(PublishItem(n.Ordered, n.Report))
}

// OrderID is the id of the order that carries the command. It ends no errand: what does not balance is tried again.
func (n NoteWithheld) OrderID() CommandID {
	return ErrandKind("withhold").orderID(PublishItem(n.Ordered, n.Report))
}

// PublishItem names a report that an event has ordered. It is the item of a [PublishErrand].
func PublishItem(ordered int, report string) string { return strconv.Itoa(ordered) + "/" + report }

// ParsePublishItem reads what PublishItem wrote.
func ParsePublishItem(item string) (ordered int, report string, err error) {
	number, report, _ := strings.Cut(item, "/")
	if ordered, err = strconv.Atoi(number); err != nil || report == "" {
		return 0, "", fmt.Errorf("%q names no report that was ordered", item)
	}
	return ordered, report, nil
}

// OrderID is the id of the order that carries the command.
func (a Adopt) OrderID() CommandID { return AdoptErrand.orderID(a.Change) }

// ErrandEndedBy is the errand that ends with the answer to an order, by its kind and item; false if none does.
func ErrandEndedBy(id CommandID) (kind ErrandKind, item string, ok bool) {
	for _, kind := range []ErrandKind{AbsorbErrand, AdoptErrand, RecalculateErrand, PublishErrand} {
		if item, ok := strings.CutPrefix(string(id), string(kind.orderID(""))); ok {
			return kind, item, true
		}
	}
	return "", "", false
}

// Order is what an errand asks its case for.
func (e Errand) Order() (Order, error) {
	o := Order{ID: e.Kind.orderID(e.Item), Actor: System}
	var err error
	switch e.Kind {
	case AbsorbErrand:
		o.Command = Absorb{Duplicate: CaseID(e.Item)}
	case AdoptErrand:
		o.Command = Adopt{Change: e.Item}
	case RecalculateErrand:
		o.Command, err = recalculateForPublication(e.Item)
	case StartErrand, NoticeErrand, PublishErrand, DispatchErrand:
		err = fmt.Errorf("a %s errand asks for no order", e.Kind)
	}
	return o, err
}

// PublicationName names the publication because of which the case recounts. It is the item of a [RecalculateErrand].
func (r Recalculate) PublicationName() string {
	return fmt.Sprintf("%s/%d/%d", r.Calendar, r.Year, r.Revision)
}

// recalculateForPublication is the command that a named publication asks for.
func recalculateForPublication(name string) (Recalculate, error) {
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
