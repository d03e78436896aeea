package record

import (
	"context"
	"fmt"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/amendment"
)

// Opened is a case as one transaction sees it, with what judging an order on it takes. The gateway's dry run and the
// act itself both judge from it, so that what is offered and what is accepted rest on the same facts.
type Opened struct {
	// Case is folded from the journal; its Seq is 0 while the case waits for its first act, for which Facts hold the
	// filing.
	Case   *complaint.Case
	Policy *policy.Policy
	// Actor is who gives the order, as the directory has them in this transaction.
	Actor complaint.Actor
	Facts policy.Facts
}

// OpenForOrder reads what judging an order on a case takes, for whoever gives it, at an instant of case time; c is the
// case as tx.Case gave it. A case that is not there, and a policy or calendar that is not published here, are refusals
// of code NotFound.
func OpenForOrder(
	ctx context.Context, tx ReadTx, c *complaint.Case, by complaint.Order, now time.Time,
) (*Opened, error) {
	o := &Opened{Case: c, Facts: policy.Facts{Now: now}}
	var err error
	ref := c.Policy
	if c.Seq == 0 {
		filing, err := tx.Filing(ctx)
		if err != nil {
			return nil, err
		}
		o.Facts.Filing, ref = &filing, filing.Filed.Policy
		// conflicts are looked for when the case opens
		if o.Facts.Tied, err = tx.PeopleTiedToOutsiders(ctx); err != nil {
			return nil, err
		}
	}
	if o.Policy, err = tx.Policy(ctx, ref); err != nil {
		return nil, err
	}
	if o.Facts.Calendar, err = tx.Calendar(ctx, o.Policy.Doc.Calendar); err != nil {
		return nil, err
	}
	if o.Facts.Directory, err = tx.DirectoryNow(ctx); err != nil {
		return nil, err
	}
	if o.Facts.Edition, err = tx.EditionInForce(ctx); err != nil {
		return nil, err
	}
	o.Actor = o.Facts.Directory.ActorOf(by)
	if err := o.compareAccused(ctx, tx); err != nil {
		return nil, err
	}
	return o, o.countOtherCases(ctx, tx)
}

// countOtherCases finds the cases with which the regulation's conditions count.
func (o *Opened) countOtherCases(ctx context.Context, tx ReadTx) error {
	if len(o.Policy.Doc.Counts.Entries) == 0 {
		return nil
	}
	c, err := o.CaseAsShown()
	if err != nil {
		return err
	}
	o.Facts.Counted = map[string][]complaint.CaseID{}
	for name, asked := range o.Policy.CasesToCount(c, o.Facts.Now, o.Facts.Calendar.Location()) {
		if o.Facts.Counted[name], err = tx.AlikeCases(ctx, asked); err != nil {
			return err
		}
	}
	return nil
}

// ReadWhatOrderNames reads what an order names besides its case: attachments, another case.
func (o *Opened) ReadWhatOrderNames(ctx context.Context, tx ReadTx, order complaint.Order) (err error) {
	if o.Facts.Attachments, err = tx.Attachments(ctx, o.Policy.AttachmentsNamedBy(order)); err != nil {
		return err
	}
	if _, opens := order.Command.(complaint.OpenAttachments); opens {
		o.Facts.Attachments, err = tx.AllAttachments(ctx)
	}
	if merge, ok := order.Command.(complaint.Merge); ok {
		o.Facts.Other, err = tx.OtherCase(ctx, merge.Into)
	}
	if absorb, ok := order.Command.(complaint.Absorb); ok {
		o.Facts.Other, err = tx.OtherCase(ctx, absorb.Duplicate)
	}
	if err == nil && o.Policy.AsksForCases(o.Case, order.Command) {
		o.Facts.PeriodCases, err = tx.PeriodCases(ctx, o.Policy, o.Case, o.Actor.Person)
	}
	if adopt, ok := order.Command.(complaint.Adopt); ok {
		o.Facts.Adoption, err = o.readAdoption(ctx, tx, adopt.Change)
	}
	return err
}

// Decide says what an order of the actor leads to. Nothing is recorded.
func (o *Opened) Decide(order complaint.Order) ([]policy.Draft, error) {
	return o.Policy.Decide(o.Case, order, o.Actor, o.Facts)
}

// AsAfterFirstAct is the case as an order sent now will meet it: one still waiting for its first act will have had it
// by then.
func (o *Opened) AsAfterFirstAct() (*Opened, error) {
	if o.Case.Seq > 0 {
		return o, nil
	}
	started := *o
	started.Case = complaint.NewCase(o.Case.ID)
	first := complaint.Order{Command: complaint.Open{}}
	drafts, err := o.Policy.Decide(started.Case, first, complaint.Actor{System: true}, o.Facts)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		if err := started.Case.Apply(d.Event); err != nil {
			return nil, fmt.Errorf("open beforehand: %w", err)
		}
	}
	return &started, nil
}

// readAdoption tries the version to which a change moves the case on what has been done in it; nil where there is no
// such change, or it has not taken effect.
func (o *Opened) readAdoption(ctx context.Context, tx ReadTx, id string) (*policy.Adoption, error) {
	change, err := tx.PolicyChange(ctx, id)
	if refusal := complaint.RefusalIn(err); refusal != nil && refusal.Code == complaint.NotFound ||
		err == nil && (change.Kind != MoveCases || change.State != ChangeInForce) {
		return nil, nil //nolint:nilnil // that there is none is an answer
	}
	if err != nil {
		return nil, err
	}
	to, err := tx.Policy(ctx, change.Ref)
	if err != nil {
		return nil, err
	}
	a, err := o.TryVersion(ctx, tx, to)
	if err != nil {
		return nil, err
	}
	a.Change, a.AskedBy = change.ID, change.AskedBy
	if change.DecidedBy != complaint.System && change.DecidedBy != change.AskedBy {
		a.AgreedBy = change.DecidedBy
	}
	return &a, nil
}

// TryVersion tries another version of its regulation on what has been done in the case.
func (o *Opened) TryVersion(ctx context.Context, tx ReadTx, to *policy.Policy) (policy.Adoption, error) {
	recorded, err := tx.Recorded(ctx)
	if err != nil {
		return policy.Adoption{}, err
	}
	named := recorded.VersionsNamed()
	recorded.Versions = make(map[complaint.PolicyRef]*policy.Policy, len(named))
	for _, ref := range named {
		if recorded.Versions[ref], err = tx.Policy(ctx, ref); err != nil {
			return policy.Adoption{}, err
		}
	}
	if recorded.Now = o.Facts.Now; recorded.Now.Before(o.Case.LastAt.Time) {
		recorded.Now = o.Case.LastAt.Time
	}
	a, err := recorded.Adoption(recorded.Versions[named[0]], to, amendment.Surroundings{
		Calendar:  o.Facts.Calendar,
		Directory: o.Facts.Directory,
	})
	if err != nil {
		return a, fmt.Errorf("try version %d: %w", to.Ref().Version, err)
	}
	under := *o
	under.Policy = to
	err = under.countOtherCases(ctx, tx)
	a.Counted = under.Facts.Counted
	return a, err
}

// CaseAsShown is the case for those who read it: before its first act, as it was filed.
func (o *Opened) CaseAsShown() (*complaint.Case, error) {
	if o.Case.Seq > 0 {
		return o.Case, nil
	}
	return o.Facts.Filing.CaseAsFiled()
}

// compareAccused finds whom respondents may be whose names nobody has compared yet: those of cases that were filed
// before names were.
func (o *Opened) compareAccused(ctx context.Context, tx ReadTx) error {
	c, err := o.CaseAsShown()
	if err != nil {
		return err
	}
	for _, party := range c.Parties {
		if !party.AwaitsComparison() || c.Status == complaint.StatusArchived {
			continue
		}
		text, err := tx.Text(ctx, party.Identity)
		if err != nil {
			return err
		}
		like := o.Policy.Resembling(c.Kind, o.Facts.Directory, policy.NameInIdentity(text))
		if len(like.People)+len(like.Units) == 0 {
			continue
		}
		if o.Facts.Resembled == nil {
			o.Facts.Resembled = map[complaint.PartyID]complaint.Resemblance{}
		}
		o.Facts.Resembled[party.ID] = like
	}
	return nil
}
