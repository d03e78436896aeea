package record

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/policy"
)

// Periods is the part of the record from which the matters of periods are opened.
type Periods interface {
	PoliciesInForce(ctx context.Context) ([]*policy.Policy, error)
	PolicyVersion(ctx context.Context, id string, version int) (*policy.Policy, error)
	PolicyVersions(ctx context.Context, id string) ([]PublishedPolicy, error)
	EditionInForce(ctx context.Context) (int, error)
	// Location is the organisation's zone.
	Location() *time.Location
	// PeriodMatters are the cases that have been opened for periods of a kind, by the name of the period.
	PeriodMatters(ctx context.Context, policy, kind string) (map[string]complaint.CaseID, error)
	// FilePeriod commits the filing of a period's matter, with the order to start its case, unless the period has one:
	// then nothing is written. It gives the period's case.
	FilePeriod(ctx context.Context, in Intake, w complaint.Wall) (complaint.CaseID, error)
}

// periodEdition is the first edition whose cases can have a period.
const periodEdition = 2

// LackingPeriod is a closed period without its matter, and the policy in force, under which it is opened.
type LackingPeriod struct {
	Policy *policy.Policy
	Kind   string
	Period policy.Period
}

// PeriodsLacking are the closed periods that have no matter: of each kind of each policy in force those that have ended
// since a version with that kind was first published.
func PeriodsLacking(ctx context.Context, r Periods, now time.Time) ([]LackingPeriod, error) {
	policies, err := r.PoliciesInForce(ctx)
	if err != nil {
		return nil, fmt.Errorf("periods lacking: %w", err)
	}
	var lacking []LackingPeriod
	for _, p := range policies {
		for _, kind := range p.PeriodicKinds() {
			since, err := periodicSince(ctx, r, p, kind)
			if err != nil {
				return nil, fmt.Errorf("periods of %s: %w", p.Doc.Policy, err)
			}
			opened, err := r.PeriodMatters(ctx, p.Doc.Policy, kind)
			if err != nil {
				return nil, fmt.Errorf("periods of %s: %w", p.Doc.Policy, err)
			}
			for _, period := range p.ClosedPeriods(kind, since, now, r.Location()) {
				if opened[period.Name] == "" {
					lacking = append(lacking, LackingPeriod{p, kind, period})
				}
			}
		}
	}
	return lacking, nil
}

// periodicSince is when a version of the policy was first published that opens matters of the kind.
func periodicSince(ctx context.Context, r Periods, p *policy.Policy, kind string) (time.Time, error) {
	versions, err := r.PolicyVersions(ctx, p.Doc.Policy)
	if err != nil {
		return time.Time{}, err
	}
	for _, v := range slices.Backward(versions) { // the oldest first
		published := p
		if v.Ref != p.Ref() {
			if published, err = r.PolicyVersion(ctx, v.Ref.ID, v.Ref.Version); err != nil {
				return time.Time{}, err
			}
		}
		if slices.Contains(published.PeriodicKinds(), kind) {
			return v.PublishedAt, nil
		}
	}
	return time.Time{}, errors.New("no version of the policy in force is published")
}

// OpenLackingPeriods opens the matter of each closed period that has none, and says how many it has opened. Of several
// that do so at once one opens each.
func OpenLackingPeriods(ctx context.Context, r Periods, now time.Time) (opened int, err error) {
	if edition, err := r.EditionInForce(ctx); err != nil || edition < periodEdition {
		return 0, err //nolint:wrapcheck // says what it was
	}
	lacking, err := PeriodsLacking(ctx, r, now)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, l := range lacking { // one that fails keeps no other from its matter
		if _, err := OpenPeriod(ctx, r, l, now, 0); err != nil {
			failed = errors.Join(failed, fmt.Errorf("open %s %s: %w", l.Kind, l.Period.Name, err))
			continue
		}
		opened++
	}
	return opened, failed
}

// OpenPeriod opens the matter of a period, or finds the one that was opened. offset is the clock of the case: its time
// minus the wall's.
func OpenPeriod(
	ctx context.Context, r Periods, l LackingPeriod, now time.Time, offset time.Duration,
) (complaint.CaseID, error) {
	now = complaint.Instant(now).Time
	in := Intake{Filing: complaint.Filing{
		Case:        complaint.CaseID(uuid.NewString()),
		By:          complaint.System,
		Filed:       l.Policy.FilingOfPeriod(l.Kind, l.Period),
		FiledAt:     now,
		ClockOffset: offset,
	}}
	title := l.Policy.KindTitle(l.Kind) + " " + l.Period.Name
	in.Filing.Filed.Subject = in.addText(title)
	last := l.Period.Until.Add(-time.Second)
	const minutes = "2006-01-02 15:04"
	in.Filing.Filed.Content = in.addText(title + "：" + l.Period.From.Format(minutes) + " — " + last.Format(minutes))
	filed, err := in.Filing.CaseAsFiled()
	if err != nil {
		return "", err //nolint:wrapcheck // says what it was
	}
	return r.FilePeriod(ctx, in, l.Policy.Wall(filed)) //nolint:wrapcheck // says what it was
}

// addText seals a text of the program's own.
func (in *Intake) addText(body string) complaint.TextID {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	id := complaint.TextCommitment(salt, body)
	in.Texts = append(in.Texts, complaint.Text{
		ID:     id,
		Case:   in.Filing.Case,
		Author: complaint.System,
		Scope:  complaint.ScopeCase,
		Salt:   salt,
		Body:   body,
	})
	return id
}
