package policy

import (
	"cmp"
	"slices"

	"duban/complaint"
	"duban/web/words"
)

// structured is the first edition whose events tell their reasons and the lines of a computation by id and fields. A
// program of an older one recomputes hashes without these keys, so it must never meet them.
const structuredEdition = 2

// sealingEdition is the first edition under which a file that does not say otherwise seals what a complainant hands in.
const sealingEdition = 2

// writesPlainEvents reports whether the edition in force is older than the structured one.
func (t *turn) writesPlainEvents() bool {
	return cmp.Or(t.f.Edition, complaint.Edition) < structuredEdition
}

// factAsEditionWritesIt is a fact without the keys that the edition in force does not have; one that it does not have
// at all is a note.
func (t *turn) factAsEditionWritesIt(f complaint.Fact) complaint.Fact {
	if !t.writesPlainEvents() {
		return f
	}
	switch fact := f.(type) { //nolint:gochecksumtype // the others have no keys of a later edition
	case complaint.Filed:
		fact.Parties = slices.Clone(fact.Parties)
		for i := range fact.Parties {
			fact.Parties[i].Resembles = nil
		}
		return fact
	case complaint.Linked:
		fact.Link.Party = ""
		return fact
	case complaint.TaskOpened:
		fact.Attend, fact.Party = nil, ""
		return fact
	case complaint.NoticeIssued:
		fact.Says = ""
		return fact
	case complaint.RecusalAsked:
		fact.Party, fact.Whom = "", ""
		return fact
	case complaint.Regraded:
		fact.LeadsTo = ""
		return fact
	case complaint.Withdrew:
		fact.LeadsTo = ""
		return fact
	case complaint.WithdrawalAsked:
		return complaint.Noted{Text: fact.Reason}
	default:
		return f
	}
}

// recordedAs is what the record says for reasons whose words have been put better since: what is hashed stays, byte for
// byte; readers are told the words of today.
var recordedAs = map[string]string{
	"awaited":      "本路已到，等待其余各路",
	"deadline_met": "期限内应办事项已办",
}

// reasonAsEditionWritesIt is a reason as the edition in force has it.
func (t *turn) reasonAsEditionWritesIt(r *complaint.Reason) *complaint.Reason {
	if r == nil || r.ID == "" {
		return r
	}
	written := *r
	written.Text = cmp.Or(recordedAs[r.ID], sentenceInDefaultLanguage(r))
	if t.writesPlainEvents() {
		written.ID, written.Args = "", nil
	}
	return &written
}

// lineAsEditionWritesIt is a line of a computation as the edition in force has it.
func (t *turn) lineAsEditionWritesIt(c complaint.Counted) complaint.Counted {
	c.Text = sentenceInDefaultLanguage(&c)
	if t.writesPlainEvents() {
		return lineOfFirstEdition(c)
	}
	if c.At != nil {
		at := complaint.Instant(c.At.Time)
		c.At = &at
	}
	return c
}

// lineOfFirstEdition is a line of a computation as the first edition has it.
func lineOfFirstEdition(c complaint.Counted) complaint.Counted {
	name := c.Name
	switch {
	case c.Clause != "":
		name = c.Clause
	case c.Setting != "":
		name = "设定 " + c.Setting
	}
	return complaint.Counted{
		Date: c.Date,
		Kind: c.Kind,
		Name: name,
		Text: c.Text,
	}
}

// sentenceInDefaultLanguage is what stands in the record beside an id and its arguments: the words of the default
// language, lengths as the regulation writes them, so that it is the same in every edition.
func sentenceInDefaultLanguage(s words.Spoken) string {
	key, blanks := s.Word()
	plain := make(map[string]any, len(blanks))
	for name, value := range blanks {
		switch v := value.(type) {
		case complaint.Span:
			plain[name] = string(v)
		case complaint.Length:
			plain[name] = string(v)
		default:
			plain[name] = v
		}
	}
	return words.DefaultLanguage().Text(key, plain)
}
