package storetest

import "duban/record"

// keptFact: whoever comes first decides, and everybody learns what stands.
func keptFact(b *bench) {
	for _, value := range []string{"first", "second"} {
		kept, err := b.SetMetaOnce(b.ctx, "secret_fingerprint", value)
		b.mustSucceed(err)
		equal(b, "kept", kept, "first")
	}
}

// edition is 1 where nobody has raised it, and never falls; a case is read with it.
func edition(b *bench) {
	b.files("c", open)
	read := func() (inCase int) {
		b.mustSucceed(b.Read(b.ctx, "c", func(tx record.ReadTx) (err error) {
			inCase, err = tx.EditionInForce(b.ctx)
			return err
		}))
		b.mustSucceed(b.Read(b.ctx, "c", func(tx record.ReadTx) error {
			_, err := tx.DirectoryNow(b.ctx)
			b.mustSucceed(err)
			withDirectory, err := tx.EditionInForce(b.ctx)
			equal(b, "edition after the directory", withDirectory, inCase)
			return err
		}))
		n, err := b.EditionInForce(b.ctx)
		b.mustSucceed(err)
		equal(b, "edition of the database", n, inCase)
		return inCase
	}
	equal(b, "at first", read(), 1)
	for _, step := range []struct{ to, before, after int }{{3, 1, 3}, {2, 3, 3}, {3, 3, 3}} {
		before, err := b.RaiseEdition(b.ctx, step.to)
		b.mustSucceed(err)
		equal(b, "before", before, step.before)
		equal(b, "after", read(), step.after)
	}
}
