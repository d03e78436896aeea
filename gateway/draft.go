package gateway

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// draft is a filing being put together.
type draft struct {
	p      *policy.Policy
	intake record.Intake
	sealer sealer
	// now is the wall clock, offset the case's clock less the wall's.
	now    time.Time
	offset time.Duration
	// data is the cleaned form, its texts inline.
	data map[string]any
	// inWords are the names of the respondents who are named in words.
	inWords map[complaint.PartyID]string
}

// draftStaffFiling judges a filing by a member of staff.
func (g *Gateway) draftStaffFiling(
	ctx context.Context, person complaint.Person, key string, b filingBody,
) (*draft, error) {
	p, err := g.policyInForceNamed(ctx, b.Policy)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).speakOf(p)
	if refusal := p.PermitFiling(person); refusal != nil {
		return nil, refusal
	}
	d := g.newFilingDraft(p, person.ID, key)
	if err := d.startOwnClock(g.Rehearsal != nil, b.Clock); err != nil {
		return nil, err
	}
	f := &d.intake.Filing.Filed
	f.Source, f.Channel, f.Severity = b.Source, b.Channel, b.Severity
	if b.ReceivedAt != nil {
		if err := checkPlausibleInstant(*b.ReceivedAt, "received_at"); err != nil {
			return nil, err
		}
		f.ReceivedAt = complaint.Instant(*b.ReceivedAt)
	}
	if err := d.addMatter(b.Matter); err != nil {
		return nil, err
	}
	p.FillFilingOmissions(f)
	if refusal := p.PermitFiled(person, *f); refusal != nil {
		return nil, refusal
	}
	return d, g.finishDraft(ctx, d, key)
}

// policyInForceNamed is the policy in force; naming one that is not is wrong data, not a missing page.
func (g *Gateway) policyInForceNamed(ctx context.Context, id string) (*policy.Policy, error) {
	p, err := g.Store.PolicyInForce(ctx, id)
	if refusal := complaint.RefusalIn(err); refusal != nil && refusal.Code == complaint.NotFound {
		return nil, complaint.Refuse(complaint.Invalid, "policy.unknown", nil).At("policy")
	}
	return p, err
}

func (g *Gateway) newFilingDraft(p *policy.Policy, by complaint.UserID, key string) *draft {
	id := complaint.CaseID(uuid.NewString())
	d := &draft{p: p, now: complaint.Instant(g.Now()).Time, sealer: sealer{id: id, author: by, salt: randomSalt}}
	d.intake.Filing = complaint.Filing{Case: id, By: by, FiledAt: d.now}
	d.intake.Filing.Filed = complaint.Filed{Policy: p.Ref(), ReceivedAt: complaint.Instant(d.now)}
	d.intake.Request = record.Request{
		Actor: by,
		Key:   key,
		Case:  id,
		At:    d.now,
	}
	return d
}

// startOwnClock starts the case's own clock; in rehearsal only.
func (d *draft) startOwnClock(rehearsal bool, clock *time.Time) error {
	if clock == nil {
		return nil
	}
	if !rehearsal {
		return complaint.Refuse(complaint.Invalid, "rehearsal.clock_only_here", nil).At("clock")
	}
	if err := checkPlausibleInstant(*clock, "clock"); err != nil {
		return err
	}
	at := complaint.Instant(*clock)
	d.offset = at.Sub(d.now)
	d.intake.Filing.ClockOffset, d.intake.Filing.Filed.ReceivedAt = d.offset, at
	return nil
}

// checkPlausibleInstant keeps instants within what calendars and clocks can count.
func checkPlausibleInstant(t time.Time, field string) error {
	if y := t.UTC().Year(); y < 1980 || y > 2100 {
		return complaint.Refuse(complaint.Invalid, "time.out_of_range", nil).At(field)
	}
	return nil
}

// addMatter takes over what both ways of filing ask, cleaned and sealed.
func (d *draft) addMatter(b Matter) error {
	f := &d.intake.Filing.Filed
	f.Kind, f.Category = b.Kind, b.Category
	subject, err := cleanLine(b.Subject, "subject", mostSubject)
	if err == nil {
		err = checkPresent(subject, "subject")
	}
	if err != nil {
		return err
	}
	content, err := cleanText(b.Content, "content", mostText)
	if err == nil {
		err = checkPresent(content, "content")
	}
	if err != nil {
		return err
	}
	texts := d.isTextField()
	if d.data, err = cleanData(b.Data, texts); err != nil {
		return err
	}
	f.Subject = d.sealer.sealText("subject", subject, complaint.ScopeCase)
	f.Content = d.sealer.sealText("content", content, complaint.ScopeCase)
	f.Data = d.sealer.sealData(d.data, texts, d.p.ScopeOfField)
	return d.addParties(b)
}

func (d *draft) isTextField() func(string) bool {
	sealed := d.p.Form(policy.IntakeForm).SealedFields()
	return func(field string) bool { return slices.Contains(sealed, field) }
}

// compareAccused notes in the filing whom the words may mean that name its respondents, so that they stay away from the
// first instant on.
func (g *Gateway) compareAccused(ctx context.Context, d *draft, dir complaint.Directory) error {
	edition, err := g.Store.EditionInForce(ctx)
	if err != nil || edition < complaint.ComparingEdition {
		return err
	}
	f := &d.intake.Filing.Filed
	for i := range f.Parties {
		if name, ok := d.inWords[f.Parties[i].ID]; ok {
			like := d.p.Resembling(f.Kind, dir, name)
			f.Parties[i].Resembles = &like
		}
	}
	return nil
}

// finishDraft judges the filing as a whole and makes its receipt.
func (g *Gateway) finishDraft(ctx context.Context, d *draft, key string) error {
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return err
	}
	cal, err := g.Store.Calendar(ctx, d.p.Doc.Calendar)
	if err != nil {
		return err
	}
	f := d.intake.Filing
	if refusal := d.p.CheckFiling(f.Filed, d.data, d.now.Add(d.offset), cal, dir); refusal != nil {
		return refusal
	}
	if err := g.compareAccused(ctx, d, dir); err != nil {
		return err
	}
	d.intake.Texts = d.sealer.texts
	d.intake.ReceiptHash = hashOfReceipt(g.receiptFor(d.intake.Request.Actor, key))
	if d.intake.Filing.By != complaint.Complainant && !hasTelephone(d.intake.People) {
		d.intake.CodeHash = g.hashOfCode(d.intake.ReceiptHash, g.codeFor(d.intake.Request.Actor, key))
	}
	return nil
}
