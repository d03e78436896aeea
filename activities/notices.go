package activities

import (
	"context"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

// DeliverName is the name under which the worker registers Deliver and the workflow calls it.
const DeliverName = "Deliver"

// DeliverRequest names a notice: the event that people are told about.
type DeliverRequest struct {
	Case complaint.CaseID `json:"case"`
	Seq  int              `json:"seq"`
}

// DeliverResult says when to ask again; nil means that the notice has arrived.
type DeliverResult struct {
	NotBefore *complaint.Time `json:"not_before"`
}

// Notices puts what people must be told into their inboxes, and orders that they be told outside.
type Notices struct {
	Journal record.Journal
	// Now is the wall clock.
	Now func() time.Time
	// Office are the hours in which notices leave (docs/operations.md).
	Office calendar.Office
	// Channels are those by which word can leave the application; none in rehearsal, whose cases nobody outside is told
	// of.
	Channels []record.Channel
	// Robots are those that speak in groups.
	Robots []record.GroupRobot
	// Rehearsal: notices leave at once, because a case's clock jumps over the hours they would wait.
	Rehearsal bool
}

// Deliver puts a notice into the inbox of everybody it is for, once each however often it runs, or says when its
// hour comes. An event that is not in the journal, which was restored from a backup, is nothing to tell.
func (n *Notices) Deliver(ctx context.Context, req DeliverRequest) (DeliverResult, error) {
	var to []complaint.UserID
	var leaves time.Time
	word := record.Word{Seq: req.Seq, Channels: n.Channels}
	err := n.Journal.Read(ctx, req.Case, func(tx record.ReadTx) error {
		events, err := tx.Events(ctx, 0)
		if err != nil || len(events) < req.Seq {
			return err
		}
		told, dir, err := addresseesNow(ctx, tx, req.Case, events[:req.Seq])
		if err != nil {
			return err
		}
		to = told.ActivePeopleIn(dir)
		word.To, word.Robots = notOnLeave(to, dir), n.robotsOf(told)
		word.Topic = record.TopicOf(events[req.Seq-1].Fact)
		if leaves, word.DigestAt, err = n.noticeLeavesAt(ctx, tx, events[0]); err != nil {
			return err
		}
		if isOverBefore(leaves, req.Case, events[:req.Seq]) {
			leaves = n.Now()
		}
		word.RobotsAt = n.Now().Add(robotsEvery).Truncate(robotsEvery)
		if isOverBefore(word.DigestAt, req.Case, events[:req.Seq]) {
			word.DigestAt = time.Time{}
		}
		return nil
	})
	if err != nil {
		return DeliverResult{}, fmt.Errorf("notice %d of case %s: %w", req.Seq, req.Case, err)
	}
	if leaves.After(n.Now()) {
		at := complaint.Instant(leaves)
		return DeliverResult{NotBefore: &at}, nil
	}
	err = n.Journal.Write(ctx, req.Case, func(tx record.Tx) error {
		if err := tx.DeliverNotice(ctx, req.Seq, to); err != nil || n.Rehearsal {
			return err
		}
		return tx.OrderDispatches(ctx, word)
	})
	if err != nil {
		return DeliverResult{}, fmt.Errorf("deliver notice %d of case %s: %w", req.Seq, req.Case, err)
	}
	return DeliverResult{}, nil
}

// isOverBefore reports whether the last of the events reminds of a limit that would have passed when the notice leaves:
// it was armed in other office hours than those here.
func isOverBefore(leaves time.Time, id complaint.CaseID, events []complaint.Event) bool {
	reminded, is := events[len(events)-1].Fact.(complaint.Reminded)
	if !is {
		return false
	}
	c, err := complaint.Fold(id, events)
	if err != nil {
		return false
	}
	d := c.Deadline(reminded.Deadline)
	return d != nil && !leaves.Before(d.Due.Time)
}

// addresseesNow are those to be told about the last of the events, and the directory as it is now.
func addresseesNow(
	ctx context.Context, tx record.ReadTx, id complaint.CaseID, events []complaint.Event,
) (complaint.Addressees, complaint.Directory, error) {
	c, err := complaint.Fold(id, events)
	if err != nil {
		return complaint.Addressees{}, complaint.Directory{}, err
	}
	dir, err := tx.DirectoryNow(ctx)
	return c.AddresseesOf(events[len(events)-1]), dir, err
}

// robotsEvery is how often a robot speaks at most: messengers take some twenty messages a minute from one, and a group
// that hears more listens to none.
const robotsEvery = 5 * time.Minute

// robotsOf are the robots of the groups in whose seats somebody is told.
func (n *Notices) robotsOf(told complaint.Addressees) []string {
	var names []string
	for _, r := range n.Robots {
		if slices.ContainsFunc(told.Seats, func(s complaint.Seat) bool {
			return s.Role == r.Role && (r.Unit == "" || s.Unit == "" || s.Unit == r.Unit)
		}) {
			names = append(names, r.Name)
		}
	}
	return names
}

// notOnLeave are those in whose place nobody else acts now.
func notOnLeave(people []complaint.UserID, dir complaint.Directory) []complaint.UserID {
	return slices.DeleteFunc(slices.Clone(people), dir.IsStoodInFor)
}

// noticeLeavesAt is the instant at which a notice may leave, now or later, and the morning on which those are told of
// it who want to be told once a day.
func (n *Notices) noticeLeavesAt(
	ctx context.Context, tx record.ReadTx, first complaint.Event,
) (leaves, morning time.Time, err error) {
	filed, ok := first.Fact.(complaint.Filed)
	if n.Rehearsal || !ok {
		return n.Now(), time.Time{}, nil
	}
	p, err := tx.Policy(ctx, filed.Policy)
	if err != nil {
		return time.Time{}, time.Time{}, refusalAsTrouble(err)
	}
	cal, err := tx.Calendar(ctx, p.Doc.Calendar)
	if err != nil {
		return time.Time{}, time.Time{}, refusalAsTrouble(err)
	}
	return cal.NextOfficeInstant(n.Now(), n.Office), cal.NextMorning(n.Now(), n.Office), nil
}
