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
	if password, err = seed.AddFirstAccounts(ctx, s, p.Config.DemoPassword, p.Config.Demo); err != nil ||
		password == "" {
		return "", err
	}
	_, err = s.RaiseEdition(ctx, complaint.Edition) // a new record has nothing of an older one
	return password, err
}
