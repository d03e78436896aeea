package papers

import (
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

// Issued is a document, slip or notice, with the case and the regulation as they were when it was issued: what becomes
// of the case later does not change the paper.
type Issued struct {
	ID   complaint.PaperID
	Case *complaint.Case
	// Policy is the version under which it was issued, from [Issued.Under] on.
	Policy *policy.Policy
	// At is when it was issued, in case time.
	At            time.Time
	Title, Number string
	// Step is the one that issued a document or notice.
	Step complaint.StepID
	// Draft: a notice whose text is not settled before it is served.
	Draft bool
	// One of these it is.
	Document *complaint.Document
	Slip     *complaint.IssuedSlip
	Notice   *complaint.Notice

	// by is who issued or served it; copied whom a slip is for besides; done how each step ended when it was gone
	// through last.
	by     complaint.UserID
	sha256 string // of a slip or notice, as the journal has it
	copied []complaint.Seat
	done   map[complaint.StepID][]ending
	served map[complaint.NoticeID]complaint.UserID
}

// ending is how one of those who did a step has ended it.
type ending struct {
	task    complaint.TaskID
	by      complaint.UserID
	at      time.Time
	outcome string
	// says is the opinion or the reason given with it.
	says complaint.TextID
}

// Language is the one in which papers are issued, whoever prints them: that of the regulations.
func Language(p *policy.Policy) words.Language { return p.In(words.DefaultLanguage()) }

// Find folds a journal up to the event that has issued a paper, or served a notice; nil if none has. The regulation is
// still to be given to it.
func Find(id complaint.CaseID, events []complaint.Event, paper complaint.PaperID) (*Issued, error) {
	i := &Issued{
		ID:     paper,
		Case:   complaint.NewCase(id),
		done:   map[complaint.StepID][]ending{},
		served: map[complaint.NoticeID]complaint.UserID{},
	}
	last := i.issuedBy(events)
	if last < 0 {
		return nil, nil
	}
	i.At, i.by = events[last].At, events[last].Actor
	for _, e := range events[:last+1] {
		if err := i.Case.Apply(e); err != nil {
			return nil, err
		}
		i.noteEnding(e)
	}
	return i, nil
}

// issuedBy is the place of the event that has issued the paper; negative if none has.
func (i *Issued) issuedBy(events []complaint.Event) int {
	last := -1
	for at, e := range events {
		switch f := e.Fact.(type) { //nolint:gochecksumtype // those by which papers come about
		case complaint.DocumentIssued:
			if complaint.PaperID(f.Document) == i.ID {
				last, i.Step = at, f.Step
			}
		case complaint.SlipIssued:
			if complaint.PaperID(f.Slip) == i.ID {
				last, i.copied, i.sha256 = at, f.Copies, f.SHA256
			}
		case complaint.NoticeIssued:
			if complaint.PaperID(f.Notice) == i.ID {
				last, i.Step, i.Draft = at, f.Step, true
			}
		case complaint.Served:
			// one that was kept stays as it was served first, whatever proof comes later
			if complaint.PaperID(f.Notice) == i.ID && i.sha256 == "" {
				last, i.Draft, i.sha256 = at, false, f.SHA256
			}
		}
	}
	return last
}

// noteEnding keeps how steps ended; once a step is entered anew, what was done in it before counts no more.
func (i *Issued) noteEnding(e complaint.Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // those that end a step
	case complaint.TaskCompleted:
		ends := i.done[f.Step]
		if len(ends) > 0 && i.roundOf(ends[0].task) != i.roundOf(f.Task) {
			ends = nil
		}
		end := ending{
			task:    f.Task,
			by:      e.Actor,
			at:      e.At,
			outcome: f.Outcome,
			says:    f.Comment,
		}
		i.done[f.Step] = append(slices.Clip(ends), end)
	case complaint.Returned:
		i.noteReason(f.Step, f.Reason)
	case complaint.Rejected:
		i.noteReason(f.Step, f.Reason)
	case complaint.Served:
		i.served[f.Notice] = e.Actor
	}
}

func (i *Issued) roundOf(id complaint.TaskID) int {
	if t := i.Case.Task(id); t != nil {
		return t.Round
	}
	return 0
}

func (i *Issued) noteReason(step complaint.StepID, says complaint.TextID) {
	if ends := i.done[step]; len(ends) > 0 && says != "" {
		ends[len(ends)-1].says = says
	}
}

// Under gives the paper the version of the regulation that its case has, and with it its name.
func (i *Issued) Under(p *policy.Policy) *Issued {
	i.Policy = p
	l := Language(p)
	i.Document = i.Case.Document(complaint.DocumentID(i.ID))
	i.Slip = i.Case.Slip(complaint.SlipID(i.ID))
	i.Notice = i.Case.Notice(complaint.NoticeID(i.ID))
	switch {
	case i.Document != nil:
		i.Title, i.Number = l.SayValue(i.Document.Title), i.Document.Number
	case i.Slip != nil:
		i.Number = i.Slip.Number
		if rule, ok := p.Doc.Slips.Get(i.Slip.Kind); ok {
			i.Title = l.SayValue(rule.Title.Text)
		}
	case i.Notice != nil:
		i.Title, i.Number = l.SayValue(p.StepTitle(string(i.Notice.Step))), i.Case.Number
		if i.Notice.ServedAt != nil {
			i.At = i.Notice.ServedAt.Time
		}
	}
	return i
}

// SHA256 is of the bytes of a copy as the journal has it, "" where it has none.
func (i *Issued) SHA256(no int) string {
	if i.Document == nil {
		return i.sha256
	}
	return i.Document.SHA256OfCopy(no)
}

// IsByClock reports whether nobody has issued it, but a limit.
func (i *Issued) IsByClock() bool { return i.by == complaint.System }

// CopyOf is a numbered copy of a document; nil if it has none of that number.
func (i *Issued) CopyOf(no int) *complaint.Copy {
	if i.Document == nil {
		return nil
	}
	return i.Document.Copy(no)
}

// CopiesOf are the numbered copies of a document that are a party's own.
func (i *Issued) CopiesOf(party complaint.PartyID) []int {
	var own []int
	if i.Document != nil {
		for _, one := range i.Document.Copies {
			if one.Party == party {
				own = append(own, one.No)
			}
		}
	}
	return own
}

// TextsOf are the values whose texts the paper may say: the case's own and the words with which its steps ended.
func (i *Issued) TextsOf() []any {
	says := []complaint.TextID{}
	for _, ends := range i.done {
		for _, end := range ends {
			says = append(says, end.says)
		}
	}
	return []any{i.Case, says}
}

// layout is how it is set.
func (i *Issued) layout() policy.LayoutRule {
	switch {
	case i.Document != nil:
		return i.Policy.LayoutOfDocument(i.Document.Kind, i.Step)
	case i.Slip != nil:
		return i.Policy.LayoutOfSlip(i.Slip.Kind)
	}
	return i.Policy.LayoutOfNotice(i.Step)
}

// cites is what it rests on.
func (i *Issued) cites() policy.Cites {
	if i.Document != nil {
		if rule, ok := i.Policy.Doc.Documents.Get(i.Document.Kind); ok {
			return rule.Cites
		}
	}
	if i.Slip != nil {
		if rule, ok := i.Policy.Doc.Slips.Get(i.Slip.Kind); ok {
			return rule.Cites
		}
	}
	if s := i.Policy.Step(i.Step); s != nil && i.Notice != nil {
		return s.Cites
	}
	return policy.Cites{}
}
