package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// FileLinkedCase implements [record.Tx].
func (t *transaction) FileLinkedCase(ctx context.Context, f complaint.Filing, w complaint.Wall) error {
	if err := t.insertFiling(ctx, record.Intake{Filing: f}); err != nil {
		return fmt.Errorf("file linked case: %w", err)
	}
	if err := t.shareTexts(ctx, f); err != nil {
		return fmt.Errorf("file linked case: %w", err)
	}
	if err := t.store.newTransaction(t.conn, f.Case).registerFiling(ctx, f, w); err != nil {
		return fmt.Errorf("file linked case: %w", err)
	}
	return t.addErrand(ctx, newStartErrand(f.Case), t.store.nowRounded(), 0)
}

// OrderAbsorbing implements [record.Tx].
func (t *transaction) OrderAbsorbing(ctx context.Context, into complaint.CaseID) error {
	return t.addErrand(ctx, complaint.Errand{
		Kind: complaint.AbsorbErrand,
		Case: into,
		Item: string(t.id),
	}, t.store.nowRounded(), 0)
}

// OrderPublishing implements [record.Tx].
func (t *transaction) OrderPublishing(ctx context.Context, ordered int, report string) error {
	return t.addErrand(ctx, complaint.Errand{
		Kind: complaint.PublishErrand,
		Case: t.id,
		Item: complaint.PublishItem(ordered, report),
	}, t.store.nowRounded(), settlesWithin)
}

// settlesWithin is how long a transaction that began before another's instant may still be under way: a report is
// counted as of the instant at which it was ordered once all that the record had by then stands in it.
const settlesWithin = time.Second

// shareTexts lets the new case show the texts of this one that its filing names, and find the parties it names.
func (t *transaction) shareTexts(ctx context.Context, f complaint.Filing) error {
	var readable, named []complaint.TextID
	const texts = `SELECT id FROM texts WHERE case_id = ? UNION SELECT text_id FROM shared_texts WHERE case_id = ?`
	if err := t.allRows(ctx, &readable, texts, t.id, t.id); err != nil {
		return fmt.Errorf("texts: %w", err)
	}
	var filed string
	if err := t.getRow(ctx, &filed, `SELECT filed FROM filings WHERE case_id = ?`, f.Case); err != nil {
		return fmt.Errorf("filing: %w", err)
	}
	for _, id := range readable {
		if strings.Contains(filed, string(id)) { // an id is a hash: nothing else can look like it
			named = append(named, id)
		}
	}
	rows := make([][]any, len(named))
	for i, id := range named {
		rows[i] = []any{f.Case, id}
	}
	if err := t.insertRows(ctx, "shared_texts", `case_id, text_id`, rows...); err != nil {
		return err
	}
	parties := make([]complaint.PartyID, len(f.Filed.Parties))
	for i, p := range f.Filed.Parties {
		parties[i] = p.ID
	}
	if len(parties) == 0 {
		return nil
	}
	_, err := t.exec(ctx, `INSERT INTO identities (case_id, party, name, phone, name_folded, phone_folded, folded_by)
		SELECT ?, party, name, phone, name_folded, phone_folded, folded_by FROM identities
		WHERE case_id = ? AND party IN (`+
		parameterList(len(parties))+`)`,
		append([]any{f.Case, t.id}, asArguments(parties)...)...)
	return wrapError("identities", err)
}

// casesTextsAreSharedWith are the cases, other than its own, in which each text can be read.
func (c conn) casesTextsAreSharedWith(
	ctx context.Context, ids []complaint.TextID,
) (map[complaint.TextID][]complaint.CaseID, error) {
	var rows []struct {
		Text string `db:"text_id"`
		Case string `db:"case_id"`
	}
	err := c.allRows(ctx,
		&rows, `SELECT text_id, case_id FROM shared_texts WHERE text_id IN (`+parameterList(len(ids))+`)
		ORDER BY text_id, case_id`, asArguments(ids)...)
	if err != nil {
		return nil, fmt.Errorf("shared texts: %w", err)
	}
	shared := map[complaint.TextID][]complaint.CaseID{}
	for _, r := range rows {
		id := complaint.TextID(r.Text)
		shared[id] = append(shared[id], complaint.CaseID(r.Case))
	}
	return shared, nil
}

// shareWhatJoined lets the case show the texts and files of the duplicates whose parties have joined it, and find those
// parties.
func (t *transaction) shareWhatJoined(ctx context.Context, events []complaint.Event) error {
	for _, e := range events {
		f, ok := e.Fact.(complaint.PartiesJoined)
		if !ok {
			continue
		}
		for _, what := range []struct{ shared, column, own string }{
			{"shared_texts", "text_id", "texts"}, {"shared_attachments", "attachment_id", "attachments"},
		} {
			_, err := t.exec(ctx, `INSERT INTO `+what.shared+` (case_id, `+what.column+`)
				SELECT ?, id FROM `+what.own+` WHERE case_id = ?
				UNION SELECT ?, `+what.column+` FROM `+what.shared+` WHERE case_id = ?
				ON CONFLICT DO NOTHING`, t.id, f.Case, t.id, f.Case)
			if err != nil {
				return fmt.Errorf("share %s: %w", what.own, err)
			}
		}
		if err := t.findJoined(ctx, f); err != nil {
			return fmt.Errorf("identities: %w", err)
		}
	}
	return nil
}

// findJoined lets the case be found by the complainants that have joined it, in the order of the duplicate's own.
func (t *transaction) findJoined(ctx context.Context, f complaint.PartiesJoined) error {
	var theirs []complaint.PartyID
	if err := t.allRows(ctx, &theirs, `SELECT party FROM identities WHERE case_id = ? ORDER BY LENGTH(party), party`,
		f.Case); err != nil {
		return err
	}
	for _, p := range f.Parties {
		if p.Role != complaint.Complainant || len(theirs) == 0 {
			continue
		}
		_, err := t.exec(
			ctx, `INSERT INTO identities (case_id, party, name, phone, name_folded, phone_folded, folded_by)
			SELECT ?, ?, name, phone, name_folded, phone_folded, folded_by FROM identities
			WHERE case_id = ? AND party = ?`, t.id, p.ID, f.Case, theirs[0],
		)
		if err != nil {
			return err
		}
		theirs = theirs[1:]
	}
	return nil
}
