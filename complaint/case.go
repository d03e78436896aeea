package complaint

import (
	"maps"
	"slices"
)

// Status is where a case stands in its life (docs/architecture.md, "Life of a case").
type Status string

// The closed set of statuses.
const (
	// StatusReceived: filed, its first act not yet recorded.
	StatusReceived Status = "received"
	StatusOpen     Status = "open"
	// StatusClosed: the main procedure is over and its limit met; something may still be owed.
	StatusClosed Status = "closed"
	// StatusArchived: nothing is owed; the workflow has ended.
	StatusArchived Status = "archived"
)

// Case is a journal folded: everything a decision or a reader needs to know, and nothing else.
type Case struct {
	ID          CaseID    `json:"id"`
	Seq         int       `json:"seq"`
	LastAt      Time      `json:"last_at"`
	LastHash    string    `json:"last_hash"`
	Policy      PolicyRef `json:"policy"`
	Number      string    `json:"number"`
	Status      Status    `json:"status"`
	Kind        string    `json:"kind"`
	Source      string    `json:"source"`
	Channel     string    `json:"channel"`
	Category    string    `json:"category"`
	Severity    string    `json:"severity"`
	Disposition string    `json:"disposition"`
	Subject     TextID    `json:"subject"`
	Content     TextID    `json:"content"`
	ReceivedAt  Time      `json:"received_at"`
	FiledBy     UserID    `json:"filed_by"`
	// Period is the one for which the program has opened the matter, nil if somebody filed it.
	Period    *Period `json:"period,omitempty"`
	Step      StepID  `json:"step"`
	StepTitle string  `json:"step_title"`
	// Entered is the sequence number of the last event that entered a step.
	Entered int            `json:"entered,omitempty"`
	Data    map[string]any `json:"data"`
	Parties []Party        `json:"parties"`
	// Representations are who speaks for whom, and who did.
	Representations []Representation `json:"representations,omitempty"`
	Tasks           []Task           `json:"tasks"`
	Deadlines       []Deadline       `json:"deadlines"`
	Slips           []IssuedSlip     `json:"slips"`
	Notices         []Notice         `json:"notices"`
	Messages        []Conversation   `json:"messages"`
	// Awaited are steps that one branch has reached and that wait for the other branches.
	Awaited []StepID `json:"awaited,omitempty"`
	// Recused are the people taken out of the case; Questions await a decision on others.
	Recused   []UserID   `json:"recused,omitempty"`
	Questions []Question `json:"questions,omitempty"`
	// Withdrawal is the reason of the withdrawal that somebody asked for last.
	Withdrawal TextID `json:"withdrawal,omitempty"`
	// Redo are the tasks that the people taken out of the case had done.
	Redo []Redo `json:"redo,omitempty"`
	// Excluded handled what this case looks at again: they may read it and take no part.
	Excluded  []UserID   `json:"excluded,omitempty"`
	Documents []Document `json:"documents,omitempty"`
	// Circulars are what was published to people of the organisation.
	Circulars []Circular `json:"circulars,omitempty"`
	// Reports are those that the matter of a period publishes.
	Reports  []CaseReport `json:"reports,omitempty"`
	Measures []Measure    `json:"measures,omitempty"`
	Links    []Link       `json:"links,omitempty"`
	// Demands are what the complainant asks for, numbered.
	Demands []Demand `json:"demands,omitempty"`
	// AttachmentsOpened were handed in sealed and are there for every reader of the case now.
	AttachmentsOpened []AttachmentID `json:"attachments_opened,omitempty"`
	// Corrections are what was put right of the parties and of what forms say, in order.
	Corrections []Correction `json:"corrections,omitempty"`
	// Counts are the numbers of other cases by which something was decided, each as it was counted last.
	Counts []CasesCounted `json:"counts,omitempty"`
	// Entries are those of the ledger that rest on the case.
	Entries []LedgerEntry `json:"entries,omitempty"`
	// Results are what overviews count, in order.
	Results []Result `json:"results,omitempty"`
}

// DispositionWithdrawn is how a case was closed that was taken back.
const DispositionWithdrawn = "withdrawn"

// NewCase is a case before its first event.
func NewCase(id CaseID) *Case {
	return &Case{ID: id, Status: StatusReceived, Data: map[string]any{}}
}

// Clone is a copy that shares nothing a fold would change.
func (c *Case) Clone() *Case {
	d := *c
	d.Data = maps.Clone(c.Data)
	d.Parties = slices.Clone(c.Parties)
	d.Representations = slices.Clone(c.Representations)
	d.Tasks = cloneWithRoom(c.Tasks)
	d.Deadlines = cloneWithRoom(c.Deadlines)
	d.Slips = slices.Clone(c.Slips)
	d.Demands = slices.Clone(c.Demands)
	d.Notices = slices.Clone(c.Notices)
	d.Messages = slices.Clone(c.Messages)
	d.Awaited = slices.Clone(c.Awaited)
	d.Recused = slices.Clone(c.Recused)
	d.Questions = slices.Clone(c.Questions)
	d.Redo = slices.Clone(c.Redo)
	d.Documents = slices.Clone(c.Documents)
	d.Circulars = slices.Clone(c.Circulars)
	d.Reports = slices.Clone(c.Reports)
	d.Measures = slices.Clone(c.Measures)
	d.Links = slices.Clone(c.Links)
	d.AttachmentsOpened = slices.Clone(c.AttachmentsOpened)
	d.Corrections = slices.Clone(c.Corrections)
	d.Counts = slices.Clone(c.Counts)
	d.Entries = slices.Clone(c.Entries)
	d.Results = slices.Clone(c.Results)
	return &d
}

// cloneWithRoom is a copy with room for what one decision adds.
func cloneWithRoom[T any](all []T) []T {
	if all == nil {
		return nil
	}
	return append(make([]T, 0, len(all)+4), all...)
}

// Count is the number of other cases of that name as it was recorded last, nil if it was not.
func (c *Case) Count(name string) *CasesCounted {
	return findIn(c.Counts, func(n *CasesCounted) bool { return n.Count == name })
}

func findIn[T any](all []T, match func(*T) bool) *T {
	for i := range all {
		if match(&all[i]) {
			return &all[i]
		}
	}
	return nil
}
