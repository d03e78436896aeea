package program

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"duban/gateway/session"
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
	o := session.Options{DSN: p.Config.Database, Now: p.Now}
	if o.DSN == "" {
		o.Path = filepath.Join(p.Config.Data, "sessions.db")
	}
	if r.Sessions, err = session.Open(ctx, o); err != nil {
		return fmt.Errorf("open sessions: %w", err)
	}
	if r.Files, err = files.OpenFolder(p.AttachmentsFolder()); err != nil {
		return fmt.Errorf("setting attachments: %w", err)
	}
	r.Secret, err = p.openSecret(ctx, r.Store)
	return err
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
