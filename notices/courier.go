package notices

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"duban/complaint"
	"duban/record"
)

// Record is what a courier reads and writes of it.
type Record interface {
	record.Journal
	DispatchNow(ctx context.Context, id string) (record.DispatchNow, error)
	BeginDispatchTry(ctx context.Context, id string) (begun bool, err error)
	FailDispatchTry(ctx context.Context, id, answer string, unknown bool) error
	EndDispatch(ctx context.Context, id string, state record.DispatchState, answer string) error
}

// Sender hands messages to a provider. What it returns is nil once the provider has accepted the message, and
// otherwise a [Failure], or whatever else is no answer of the provider.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Checked is a sender that can be looked at without sending anything.
type Checked interface {
	Sender
	// Check reaches the provider and is known by it.
	Check(ctx context.Context) error
}

// Message is what leaves.
type Message struct {
	// ID is the message's own, the same at every try.
	ID string
	// To is the address on the channel.
	To string
	// Title and Text say the same in every language, as a mail does; Brief says it where there is little room, and Line
	// in the first language alone. Brief and Line end with a mark of the message's own.
	Title, Text, Brief, Line string
	// Link is where to sign in, and Template what kind of message it is, as docs/sms.md names them.
	Link, Template string
	// At is when it leaves.
	At time.Time
}

// Failure is a provider's answer that is no acceptance. It names no address.
type Failure struct {
	// Answer is the provider's code, such as "550 5.1.1".
	Answer string
	// Final: it will never take a message to this address.
	Final bool
	// Unknown: it may have accepted the message all the same.
	Unknown bool
}

// Error implements error.
func (f Failure) Error() string {
	switch {
	case f.Final:
		return "refused for good: " + f.Answer
	case f.Unknown:
		return "perhaps accepted: " + f.Answer
	}
	return "not accepted now: " + f.Answer
}

// giveUpAfter is how long a message is tried that nobody accepts and whose moment does not pass by itself.
const giveUpAfter = 3 * 24 * time.Hour

// Courier carries what is to be told outside.
type Courier struct {
	Record  Record
	Senders map[record.Channel]Sender
	// Promised are channels that the settings name, with or without a sender: what is to leave by them waits.
	Promised []record.Channel
	// Site is the address at which people sign in.
	Site string
	// Groups are those in which a robot speaks.
	Groups []record.GroupRobot
	// Count is told what became of each try; nil if nobody counts. The outcome is a state in which a dispatch ends, or
	// put_off.
	Count func(channel record.Channel, outcome string)
	// Now is the wall clock.
	Now func() time.Time
	Log *slog.Logger
}

// Channels are those by which it sends, now or when their settings have been mended.
func (c *Courier) Channels() []record.Channel {
	if c == nil {
		return nil
	}
	var all []record.Channel
	for _, channel := range record.Channels() {
		if c.Senders[channel] != nil || slices.Contains(c.Promised, channel) {
			all = append(all, channel)
		}
	}
	return all
}

// Robots are those that speak in groups.
func (c *Courier) Robots() []record.GroupRobot { return c.Groups }

// Carry tries to send what was ordered, or records why it is not sent any more. An error means that it is to be tried
// again later; it names no address.
func (c *Courier) Carry(ctx context.Context, id string) error {
	d, err := c.Record.DispatchNow(ctx, id)
	if err != nil {
		return fmt.Errorf("dispatch %s: %w", id, err)
	}
	end, err := c.endWithoutSending(ctx, d)
	if err != nil {
		return fmt.Errorf("dispatch %s: %w", id, err)
	}
	if end != record.DispatchWaiting {
		return c.end(ctx, d, end, d.Answer)
	}
	sender := c.Senders[d.Channel]
	if sender == nil {
		return fmt.Errorf("dispatch %s: channel %s is not set up here", id, d.Channel)
	}
	begun, err := c.Record.BeginDispatchTry(ctx, id)
	if err != nil || !begun {
		return err //nolint:wrapcheck // says what it was
	}
	m := c.messageOf(d)
	sent := sender.Send(ctx, m)
	// What became of it is noted even if the time for sending is over.
	ctx = context.WithoutCancel(ctx)
	failure, answered := errors.AsType[Failure](sent)
	switch {
	case sent == nil:
		return c.end(ctx, d, record.DispatchSent, "")
	case answered && failure.Final:
		c.Log.Warn("message refused for good", "channel", string(d.Channel), "user_id", string(d.User), "answer",
			failure.Answer)
		return c.end(ctx, d, record.DispatchRefused, failure.Answer)
	case !answered:
		failure = Failure{Answer: "unreachable"}
	}
	c.count(d.Channel, "put_off")
	noted := c.Record.FailDispatchTry(ctx, id, failure.Answer, failure.Unknown)
	return errors.Join(fmt.Errorf("dispatch %s: %w", id, failure), noted)
}

// end records how a dispatch ends.
func (c *Courier) end(ctx context.Context, d record.DispatchNow, state record.DispatchState, answer string) error {
	if d.State == record.DispatchWaiting {
		c.count(d.Channel, string(state))
	}
	return c.Record.EndDispatch(ctx, d.ID, state, answer) //nolint:wrapcheck // says what it was
}

func (c *Courier) count(channel record.Channel, outcome string) {
	if c.Count != nil {
		c.Count(channel, outcome)
	}
}

// endWithoutSending is how a dispatch ends that is not to be sent any more; waiting if it is.
func (c *Courier) endWithoutSending(ctx context.Context, d record.DispatchNow) (record.DispatchState, error) {
	switch {
	case d.State != record.DispatchWaiting:
		return d.State, nil
	case d.Read:
		return record.DispatchRead, nil
	case !d.Readable || d.Address == "":
		return record.DispatchUnwanted, nil
	}
	over, err := c.isMomentOver(ctx, d)
	switch {
	case err != nil:
		return "", err
	case over:
		return record.DispatchOver, nil
	case c.Now().Sub(wantedSince(d)) > giveUpAfter:
		return record.DispatchGivenUp, nil
	}
	return record.DispatchWaiting, nil
}

// wantedSince is since when a dispatch is to leave.
func wantedSince(d record.DispatchNow) time.Time {
	if d.DigestAt != nil {
		return *d.DigestAt
	}
	return d.OrderedAt
}

// isMomentOver reports whether the event reminds of a limit that has passed or that nobody needs to keep any more.
func (c *Courier) isMomentOver(ctx context.Context, d record.DispatchNow) (over bool, err error) {
	if d.DigestAt != nil {
		return false, nil // it speaks of all that is left to read
	}
	err = c.Record.Read(ctx, d.Case, func(tx record.ReadTx) error {
		k, err := tx.Case(ctx)
		if err != nil {
			return err
		}
		if k.Seq < d.Seq {
			over = true // the journal was restored from a backup, and the event is no more
			return nil
		}
		events, err := tx.Events(ctx, d.Seq-1)
		if err != nil {
			return err
		}
		reminded, is := events[0].Fact.(complaint.Reminded)
		if !is {
			return nil
		}
		limit := k.Deadline(reminded.Deadline)
		over = limit == nil || limit.State != complaint.StateRunning || !c.Now().Before(limit.Due.Time)
		return nil
	})
	return over, err //nolint:wrapcheck // the caller says whose
}
