package storetest

import "duban/record"

// testMetaSetOnceStands: whoever comes first decides, and everybody learns what stands.
func testMetaSetOnceStands(b *bench) {
	for _, value := range []string{"first", "second"} {
		kept, err := b.SetMetaOnce(b.ctx, "secret_fingerprint", value)
		b.mustSucceed(err)
		wantEqual(b, "kept", kept, "first")
	}
}

// testEditionOnlyRises is 1 where nobody has raised it, and never falls; a case is read with it.
func testEditionOnlyRises(b *bench) {
	b.fileCase("c", open)
	read := func() (inCase int) {
		b.mustSucceed(b.Read(b.ctx, "c", func(tx record.ReadTx) (err error) {
			inCase, err = tx.EditionInForce(b.ctx)
			return err
		}))
		b.mustSucceed(b.Read(b.ctx, "c", func(tx record.ReadTx) error {
			_, err := tx.DirectoryNow(b.ctx)
			b.mustSucceed(err)
			withDirectory, err := tx.EditionInForce(b.ctx)
			wantEqual(b, "edition after the directory", withDirectory, inCase)
			return err
		}))
		n, err := b.EditionInForce(b.ctx)
		b.mustSucceed(err)
		wantEqual(b, "edition of the database", n, inCase)
		return inCase
	}
	wantEqual(b, "at first", read(), 1)
	for _, step := range []struct{ to, before, after int }{{3, 1, 3}, {2, 3, 3}, {3, 3, 3}} {
		before, err := b.RaiseEdition(b.ctx, step.to)
		b.mustSucceed(err)
		wantEqual(b, "before", before, step.before)
		wantEqual(b, "after", read(), step.after)
	}
}
