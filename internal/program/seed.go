package program

import (
	"context"

	"duban/complaint"
	"duban/internal/seed"
	"duban/store"
)

// SeedEmptyRecord fills an empty record: regulations, calendars, the administrator and, with the setting demo, the
// demonstration organisation. It returns the password of the accounts it made, "" if there were accounts.
func (p Program) SeedEmptyRecord(ctx context.Context, s *store.Store) (password string, err error) {
	if err := seed.PublishRegulations(ctx, s); err != nil {
		return "", err
	}
	if err := p.tellHeldBack(ctx, s); err != nil {
		return "", err
	}
	if password, err = seed.AddFirstAccounts(ctx, s, p.Config.DemoPassword, p.Config.Demo); err != nil ||
		password == "" {
		return "", err
	}
	_, err = s.RaiseEdition(ctx, complaint.Edition) // a new record has nothing of an older one
	return password, err
}

// tellHeldBack tells in the log which regulations of the program are not in force because the organisation goes by its
// own.
func (p Program) tellHeldBack(ctx context.Context, s *store.Store) error {
	released, err := seed.ReleasedFiles()
	if err != nil {
		return err
	}
	held, err := s.HeldBackPolicies(ctx, released)
	if err != nil {
		return err
	}
	for _, h := range held {
		if h.IsOffered() {
			p.Logger.WarnContext(ctx, "regulation held back", "said", ExplainError(h.Told()), "policy", h.Ref.ID,
				"released", h.Ref.Version,
				"in_force", h.InForce.Version, "next", h.Next)
		}
	}
	return nil
}
