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
	"duban/papers"
	"duban/policy"
	"duban/record"
	"duban/web/words"
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
	// Obsolete: the caller is ahead of the journal, which was restored from a backup, and must load it anew.
	Obsolete bool `json:"obsolete"`
}

// Acts carries out orders against the journal.
type Acts struct {
	Journal record.Journal
	// Now is the wall clock.
	Now func() time.Time
	// Rehearsal: cases have clocks of their own, and Act records them.
	Rehearsal bool
	// Press prints papers when they are issued; nil leaves them to whoever prints them first.
	Press *papers.Press
}

// Act carries out one order in one transaction. A repeated order gets its first answer. Refusals are values;
// an error is trouble of ours, nothing was recorded, and the call may be repeated.
func (a *Acts) Act(ctx context.Context, req ActRequest) (ActResult, error) {
	var result ActResult
	err := a.Journal.Write(ctx, req.Case, func(tx record.Tx) error {
		w := act{Acts: a, req: req, tx: tx}
		var err error
		result, err = w.runOrder(ctx)
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
	tx  record.Tx
	// c is the case as the journal has it.
	c *complaint.Case
	p *policy.Policy
	// facts are those by which the order was judged.
	facts policy.Facts
}

func (w *act) runOrder(ctx context.Context) (ActResult, error) {
	missing, err := w.readCase(ctx)
	if err != nil {
		return ActResult{}, err
	}
	if w.c.Seq == 0 {
		if _, err := w.tx.Filing(ctx); isCaseUnknown(err) {
			return ActResult{Obsolete: true}, nil
		}
	}
	if w.c.Seq < w.req.Expected {
		return ActResult{Obsolete: true}, nil
	}
	if err := w.recordClockOffset(ctx); err != nil {
		return ActResult{}, err
	}
	prior, err := w.tx.AnswerTo(ctx, w.req.Order.ID)
	if err != nil {
		return ActResult{}, err
	}
	_, sync := w.req.Order.Command.(complaint.Sync)
	switch {
	case prior != nil:
		return w.resultWithEvents(ctx, missing, prior)
	case sync:
		return w.resultWithEvents(ctx, missing, &complaint.Answer{Seq: w.c.Seq, From: w.c.Seq + 1})
	case w.c.Seq > w.req.Expected:
		result, err := w.resultWithEvents(ctx, missing, nil)
		result.Retry = true
		return result, err
	}
	return w.decideOrder(ctx)
}

// isCaseUnknown says that the journal does not know the case: it was restored from a backup older than the case.
func isCaseUnknown(err error) bool {
	refusal := complaint.RefusalIn(err)
	return refusal != nil && refusal.Code == complaint.NotFound
}

// readCase reads the case as the journal has it, and the events the caller has not applied yet.
func (w *act) readCase(ctx context.Context) (missing []complaint.Event, err error) {
	if w.c, err = w.tx.Case(ctx); err != nil {
		return nil, err
	}
	if w.c.Seq <= w.req.Expected {
		return nil, nil
	}
	return w.tx.Events(ctx, w.req.Expected)
}

// recordClockOffset notes how far the case's clock is ahead. An act that was tried again measures too little by the
// time since its request was written; a clock never goes back, so what is recorded never shrinks.
func (w *act) recordClockOffset(ctx context.Context) error {
	if !w.Rehearsal {
		return nil
	}
	recorded, err := w.tx.ClockOffset(ctx)
	if err != nil {
		return err
	}
	if measured := w.req.Clock.Sub(w.Now()); measured > recorded {
		return w.tx.SetClockOffset(ctx, measured)
	}
	return nil
}

// decideOrder asks the policy, records what it says and answers.
func (w *act) decideOrder(ctx context.Context) (ActResult, error) {
	if made, err := w.isMadeUp(ctx); err != nil || made {
		if err != nil {
			return ActResult{}, err
		}
		return w.refuseMadeUp(ctx)
	}
	o, err := record.OpenForOrder(ctx, w.tx, w.c, w.req.Order, w.req.At.Time)
	if err != nil {
		return ActResult{}, refusalAsTrouble(err)
	}
	w.p, w.facts = o.Policy, o.Facts
	if err := o.ReadWhatOrderNames(ctx, w.tx, w.req.Order); err != nil {
		return ActResult{}, refusalAsTrouble(err)
	}
	drafts, err := o.Decide(w.req.Order)
	refusal := complaint.RefusalIn(err)
	if err == nil {
		refusal, err = w.lackingCharacter(ctx, drafts)
	}
	if refusal != nil {
		if refusal.ID != "" { // a sentence too, for who reads the record by hand and for programs before edition 2
			refusal.Detail = words.DefaultLanguage().Text(refusal.Word())
		}
		answer := complaint.Answer{Seq: w.c.Seq, From: w.c.Seq + 1, Refusal: refusal}
		if err := w.tx.SaveAnswer(ctx, w.req.Order, answer); err != nil {
			return ActResult{}, err
		}
		return w.resultWithEvents(ctx, nil, &answer)
	}
	if err != nil {
		return ActResult{}, err
	}
	return w.recordDrafts(ctx, drafts)
}

// refusalAsTrouble turns a refusal that is not about the order (a policy or calendar not published yet) into trouble,
// so that the act is tried again.
func refusalAsTrouble(err error) error {
	if refusal := complaint.RefusalIn(err); refusal != nil {
		return errors.New(refusal.Error())
	}
	return err
}
