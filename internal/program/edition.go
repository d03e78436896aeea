package program

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"duban/complaint"
	"duban/store"
)

// ErrEdition says that this program is too old for the database.
var ErrEdition = errors.New("this program is too old for the database")

// refuseNewerEdition refuses a database in which an upgrade beyond this program has been finished.
func refuseNewerEdition(ctx context.Context, s *store.Store) error {
	edition, err := s.EditionInForce(ctx)
	if err != nil {
		return fmt.Errorf("agree with the database: %w", err)
	}
	if edition > complaint.Edition {
		return fmt.Errorf("%w：库的版次是 %d，本程序只认得到 %d，请换用新版 (it is of edition %d and this program knows %d: "+
			"start the newer program)", ErrEdition, edition, complaint.Edition, edition, complaint.Edition)
	}
	return nil
}

// editionEvery is how often a running program looks whether it has become too old.
const editionEvery = 10 * time.Second

// RunWhileEditionCurrent runs a half of the program until ctx ends. When an upgrade beyond this program is finished
// meanwhile it stops the half and returns [ErrEdition]: it could not read what the others now write.
func (p Program) RunWhileEditionCurrent(
	ctx context.Context, s *store.Store, half func(ctx context.Context) error,
) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return half(ctx) })
	group.Go(func() error { return watchEdition(ctx, s) })
	return group.Wait()
}

func watchEdition(ctx context.Context, s *store.Store) error {
	ticker := time.NewTicker(editionEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if err := refuseNewerEdition(ctx, s); errors.Is(err, ErrEdition) {
				return err
			}
		}
	}
}
