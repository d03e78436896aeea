// Package activities holds what a case's workflow has done outside itself. Act is the heart of Duban: one
// transaction that decides, records and projects. The journal decides; the workflow only applies what comes
// back (docs/architecture.md, "One way in, one way out").
package activities

import (
	"context"
	"errors"
	"fmt"
	"time"

	"duban/complaint"
	"duban/policy"
)

// Names under which the worker registers the activities and the workflow calls them.
const (
	ActName  = "Act"
	LoadName = "Load"
)

// ActRequest asks for one order to be carried out on a case.
type ActRequest struct {
	Case complaint.CaseID `json:"case"`
	// Expected is the last sequence number the caller has applied.
	Expected int             `json:"expected"`
	Order    complaint.Order `json:"order"`
	// At is the order's effective instant in case time; Clock is the case's time when the caller asked.
	At    complaint.Time `json:"at"`
	Clock complaint.Time `json:"clock"`
}

// ActResult is what the caller must apply and answer.
type ActResult struct {
	// Events are all the journal has beyond Expected, in order.
	Events []complaint.Event `json:"events"`
	Orders complaint.Orders  `json:"orders"`
	// Answer is what became of the order; nil if it was not decided: Retry or Obsolete says why.
	Answer *complaint.Answer `json:"answer"`
	// Retry: the caller was behind the journal; apply Events and ask again.
	Retry bool `json:"retry"`
	// Obsolete: the caller is ahead of the journal (it was restored from a backup) and must end.
	Obsolete bool `json:"obsolete"`
}

// Acts carries out orders against the journal.
type Acts struct {
	Journal Journal
	// Now is the wall clock.
	Now func() time.Time
	// Rehearsal: cases have clocks of their own, and Act records them.
	Rehearsal bool
}

// Act carries out one order in one transaction. A repeated order gets its first answer. Refusals are values;
// an error is trouble of ours, nothing was recorded, and the call may be repeated.
func (a *Acts) Act(ctx context.Context, req ActRequest) (ActResult, error) {
	var result ActResult
	err := a.Journal.Write(ctx, req.Case, func(tx Tx) error {
		w := act{Acts: a, req: req, tx: tx}
		var err error
		result, err = w.run(ctx)
		return err
	})
	if err != nil {
		return ActResult{}, fmt.Errorf("act on case %s: %w", req.Case, err)
	}
	return result, nil
}

// act is one call of Act inside its transaction.
type act struct {
	*Acts
	req ActRequest
	tx  Tx
	// c is the case as the journal has it.
	c *complaint.Case
	p *policy.Policy
	f policy.Facts
}

func (w *act) run(ctx context.Context) (ActResult, error) {
	missing, err := w.fold(ctx)
	if err != nil {
		return ActResult{}, err
	}
	if w.c.Seq < w.req.Expected {
		return ActResult{Obsolete: true}, nil
	}
	if err := w.keepClock(ctx); err != nil {
		return ActResult{}, err
	}
	prior, err := w.tx.Answer(ctx, w.req.Order.ID)
	if err != nil {
		return ActResult{}, err
	}
	_, sync := w.req.Order.Command.(complaint.Sync)
	switch {
	case prior != nil:
		return w.result(ctx, missing, prior)
	case sync:
		return w.result(ctx, missing, &complaint.Answer{Seq: w.c.Seq, From: w.c.Seq + 1})
	case w.c.Seq > w.req.Expected:
		result, err := w.result(ctx, missing, nil)
		result.Retry = true
		return result, err
	}
	return w.decide(ctx)
}

// fold reads the case as the journal has it, and the events the caller has not applied yet.
func (w *act) fold(ctx context.Context) (missing []complaint.Event, err error) {
	if w.c, err = w.tx.Case(ctx); err != nil {
		return nil, err
	}
	if w.c.Seq <= w.req.Expected {
		return nil, nil
	}
	return w.tx.Events(ctx, w.req.Expected)
}

func (w *act) keepClock(ctx context.Context) error {
	if !w.Rehearsal {
		return nil
	}
	return w.tx.SetClock(ctx, w.req.Clock.Sub(w.Now()))
}

// decide asks the policy, records what it says and answers.
func (w *act) decide(ctx context.Context) (ActResult, error) {
	actor, err := w.facts(ctx)
	if err != nil {
		return ActResult{}, err
	}
	drafts, err := w.p.Decide(w.c, w.req.Order, actor, w.f)
	if refusal := complaint.Refused(err); refusal != nil {
		answer := complaint.Answer{Seq: w.c.Seq, From: w.c.Seq + 1, Refusal: refusal}
		if err := w.tx.SaveAnswer(ctx, w.req.Order, answer); err != nil {
			return ActResult{}, err
		}
		return w.result(ctx, nil, &answer)
	}
	if err != nil {
		return ActResult{}, err
	}
	return w.record(ctx, drafts)
}

// facts reads what the decision needs, in this transaction, and who the actor is now.
func (w *act) facts(ctx context.Context) (complaint.Actor, error) {
	ref := w.c.Policy
	if w.c.Seq == 0 {
		filing, err := w.tx.Filing(ctx)
		if err != nil {
			return complaint.Actor{}, ours(err)
		}
		w.f.Filing, ref = &filing, filing.Filed.Policy
	}
	var err error
	if w.p, err = w.tx.Policy(ctx, ref); err != nil {
		return complaint.Actor{}, ours(err)
	}
	if w.f.Calendar, err = w.tx.Calendar(ctx, w.p.Doc.Calendar); err != nil {
		return complaint.Actor{}, ours(err)
	}
	if w.f.Directory, err = w.tx.Directory(ctx); err != nil {
		return complaint.Actor{}, err
	}
	w.f.Now = w.req.At.Time
	return ActorOf(w.req.Order, w.f.Directory), nil
}

// ActorOf looks up who gives an order, as the directory has them now. Somebody not in it holds no role.
func ActorOf(o complaint.Order, dir complaint.Directory) complaint.Actor {
	switch {
	case o.Party != "":
		return complaint.Actor{Party: o.Party}
	case o.Actor == complaint.System:
		return complaint.Actor{System: true}
	}
	if person, ok := dir.People[o.Actor]; ok {
		return complaint.Actor{Person: person}
	}
	return complaint.Actor{Person: complaint.Person{ID: o.Actor}}
}

// ours turns a refusal that is not about the order (a policy or calendar not published yet) into trouble, so
// that the act is tried again.
func ours(err error) error {
	if refusal := complaint.Refused(err); refusal != nil {
		return errors.New(refusal.Message)
	}
	return err
}

// record draws numbers, appends, projects and saves the answer.
func (w *act) record(ctx context.Context, drafts []policy.Draft) (ActResult, error) {
	answer := complaint.Answer{Seq: w.c.Seq, From: w.c.Seq + 1}
	events := make([]complaint.Event, len(drafts))
	for i, d := range drafts {
		events[i] = d.Event
		if d.Number == nil {
			continue
		}
		serial, err := w.tx.Draw(ctx, d.Number.Counter)
		if err != nil {
			return ActResult{}, err
		}
		if events[i].Fact, err = policy.WithNumber(d.Event.Fact, d.Number.Write(serial)); err != nil {
			return ActResult{}, err
		}
	}
	if len(events) > 0 {
		recorded, err := w.tx.Append(ctx, events)
		if err != nil {
			return ActResult{}, err
		}
		for _, e := range recorded {
			if err := w.c.Apply(e); err != nil {
				return ActResult{}, err
			}
		}
		if err := w.tx.Project(ctx, w.c, w.p.Wall(w.c)); err != nil {
			return ActResult{}, err
		}
		events, answer.Seq = recorded, w.c.Seq
	}
	if err := w.tx.SaveAnswer(ctx, w.req.Order, answer); err != nil {
		return ActResult{}, err
	}
	return w.result(ctx, events, &answer)
}

// result tells the caller what to apply, what to answer and what to do next.
func (w *act) result(ctx context.Context, events []complaint.Event, answer *complaint.Answer) (ActResult, error) {
	orders, err := ordersFor(ctx, w.tx, w.c, w.req.Clock.Time)
	if err != nil {
		return ActResult{}, err
	}
	return ActResult{Events: events, Orders: orders, Answer: answer}, nil
}

// ordersFor asks the case's policy what the shell must do; a case not yet opened has no orders.
func ordersFor(ctx context.Context, tx ReadTx, c *complaint.Case, now time.Time) (complaint.Orders, error) {
	if c.Seq == 0 {
		return complaint.Orders{}, nil
	}
	p, err := tx.Policy(ctx, c.Policy)
	if err != nil {
		return complaint.Orders{}, ours(err)
	}
	cal, err := tx.Calendar(ctx, p.Doc.Calendar)
	if err != nil {
		return complaint.Orders{}, ours(err)
	}
	return p.Orders(c, now, cal.Location()), nil
}
