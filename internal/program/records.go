package program

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"duban/gateway/session"
	"duban/internal/lookup"
	"duban/store"
	"duban/store/files"
)

// Records are what a gateway keeps beyond its own life.
type Records struct {
	Store    *store.Store
	Sessions *session.Store
	// Files holds what is attached to cases.
	Files *files.Folder
	// Secret is what receipts derive from.
	Secret []byte
}

// OpenRecords opens the record, the sessions and the secret. With a PostgreSQL database the sessions are in it,
// so that people signed in at one gateway are signed in at all; else they are in a file of their own.
func (p Program) OpenRecords(ctx context.Context) (*Records, error) {
	r := &Records{}
	if err := p.fillRecords(ctx, r); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (p Program) fillRecords(ctx context.Context, r *Records) (err error) {
	if r.Store, err = p.OpenStore(ctx); err != nil {
		return err
	}
	if err := p.CheckSettingsAgree(ctx, r.Store); err != nil {
		return err
	}
	if r.Sessions, err = p.OpenSessions(ctx); err != nil {
		return err
	}
	if r.Files, err = files.OpenFolder(p.AttachmentsFolder()); err != nil {
		return fmt.Errorf("setting attachments: %w", err)
	}
	r.Secret, err = p.KeepSearchIndex(ctx, r.Store)
	return err
}

// OpenSessions opens what keeps who is signed in, and makes it where it is not there.
func (p Program) OpenSessions(ctx context.Context) (*session.Store, error) {
	o := session.Options{DSN: p.Config.Database, Now: p.Now}
	if o.DSN == "" {
		o.Path = filepath.Join(p.Config.Data, "sessions.db")
	}
	s, err := session.Open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("open sessions: %w", err)
	}
	return s, nil
}

// KeepSearchIndex gives the record the key of its search index, which follows from the secret that it returns, and
// makes the index anew where it is behind.
func (p Program) KeepSearchIndex(ctx context.Context, s *store.Store) ([]byte, error) {
	secret, err := p.openSecret(ctx, s)
	if err != nil {
		return nil, err
	}
	return secret, keepSearchIndexUnder(ctx, s, secret)
}

// ShareSearchIndex gives the record of a worker the key of its search index where the gateways' secret is at hand. A
// worker without it leaves what it does to the gateways, which find cases by it a moment later. A secret that was set
// and does not fit is an error.
func (p Program) ShareSearchIndex(ctx context.Context, s *store.Store) error {
	secret, err := p.ReadSecret(ctx, s)
	if err != nil && p.Config.SecretFile != "" {
		return err
	}
	if len(secret) > 0 {
		return keepSearchIndexUnder(ctx, s, secret)
	}
	p.Logger.WarnContext(ctx, "no secret at hand: gateways write the search index, a moment after each act",
		"error", err)
	return nil
}

func keepSearchIndexUnder(ctx context.Context, s *store.Store, secret []byte) error {
	key, err := lookup.NewKey(secret)
	if err == nil {
		err = s.KeepSearchIndex(ctx, key)
	}
	if err != nil {
		return fmt.Errorf("search index: %w", err)
	}
	return nil
}

// indexEvery is how soon a case is found by what a worker without the secret did in it.
const indexEvery = 2 * time.Second

// IndexPeriodically makes the search index of what workers without the secret do, until ctx ends.
func (r *Records) IndexPeriodically(ctx context.Context, log *slog.Logger) {
	ticker := time.NewTicker(indexEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := r.Store.IndexCasesLeft(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "search index", "error", err)
		}
	}
}

// AttachmentsFolder is where the contents of attachments lie.
func (p Program) AttachmentsFolder() string {
	if p.Config.Attachments != "" {
		return p.Config.Attachments
	}
	return filepath.Join(p.Config.Data, "attachments")
}

// Close lets go of the databases.
func (r *Records) Close() error {
	var errs []error
	if r.Files != nil {
		errs = append(errs, r.Files.Close())
	}
	if r.Sessions != nil {
		errs = append(errs, r.Sessions.Close())
	}
	if r.Store != nil {
		errs = append(errs, r.Store.Close())
	}
	return errors.Join(errs...)
}
