package complaint

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Fact is what an event says happened; a closed set, one type per event type.
//
//sumtype:decl
type Fact interface{ eventType() string }

// TypeOf is the fact's name in the journal.
func TypeOf(f Fact) string { return f.eventType() }

// Event is one line of a case's journal. Once recorded it never changes (dealer-2.4).
type Event struct {
	Case CaseID
	Seq  int
	// At is the effective instant in case time; RecordedAt the wall clock when it was written.
	At, RecordedAt time.Time
	Actor          UserID
	Fact           Fact
	Reason         *Reason
	// Hash chains the event to the one before it; see store.
	Hash string
}

// Type is the event's name in the journal.
func (e Event) Type() string { return TypeOf(e.Fact) }

var facts = factTable(
	decodeFactAs[FormFilled], decodeFactAs[CircularPublished],
	decodeFactAs[Filed], decodeFactAs[Registered], decodeFactAs[StepEntered], decodeFactAs[TaskOpened],
	decodeFactAs[TaskClaimed], decodeFactAs[TaskReleased], decodeFactAs[TaskAssigned], decodeFactAs[TaskCompleted],
	decodeFactAs[TaskWithdrawn], decodeFactAs[DeadlineSet], decodeFactAs[DeadlineMet], decodeFactAs[DeadlineMissed],
	decodeFactAs[DeadlineCancelled], decodeFactAs[DeadlineSuperseded], decodeFactAs[DeadlineExtended],
	decodeFactAs[ExtensionRequested], decodeFactAs[ExtensionRefused],
	decodeFactAs[DeadlineSuspended], decodeFactAs[DeadlineResumed], decodeFactAs[Reminded], decodeFactAs[SlipIssued],
	decodeFactAs[SlipReplied], decodeFactAs[Escalated], decodeFactAs[Regraded], decodeFactAs[NoticeIssued],
	decodeFactAs[Served], decodeFactAs[Messaged], decodeFactAs[Withdrew], decodeFactAs[Noted], decodeFactAs[Corrected],
	decodeFactAs[Closed], decodeFactAs[Archived], decodeFactAs[StepAwaited], decodeFactAs[StepPassed],
	decodeFactAs[Approved],
	decodeFactAs[Returned], decodeFactAs[Rejected], decodeFactAs[Measured], decodeFactAs[RecusalAsked],
	decodeFactAs[Recused], decodeFactAs[RecusalRefused], decodeFactAs[DocumentIssued], decodeFactAs[Linked],
	decodeFactAs[Objected], decodeFactAs[StoodIn], decodeFactAs[WithdrawalAsked], decodeFactAs[RemindersMoved],
	decodeFactAs[AttachmentsOpened], decodeFactAs[CasesCounted], decodeFactAs[Redirected], decodeFactAs[HandedBack],
	decodeFactAs[CopyAcknowledged], decodeFactAs[DemandRecorded], decodeFactAs[DemandAnswered],
	decodeFactAs[SlipReceived], decodeFactAs[SlipVoided], decodeFactAs[SlipEnded],
	decodeFactAs[RepresentationRecorded], decodeFactAs[RepresentationEnded],
	decodeFactAs[EntryProposal], decodeFactAs[EntryHeard], decodeFactAs[EntryDecision], decodeFactAs[EntryObjected],
	decodeFactAs[EntrySettled], decodeFactAs[EntryFell],
	decodeFactAs[ReportOrdered], decodeFactAs[ReportPublished], decodeFactAs[ReportWithheld],
	decodeFactAs[VersionAdopted], decodeFactAs[AccusedCompared], decodeFactAs[Identified], decodeFactAs[PartiesJoined],
)

type factDecoder func(data []byte) (Fact, error)

func decodeFactAs[F Fact](data []byte) (Fact, error) {
	var f F
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, err
	}
	return f, nil
}

func factTable(decoders ...factDecoder) map[string]factDecoder {
	t := make(map[string]factDecoder, len(decoders))
	for _, d := range decoders {
		f, _ := d([]byte("{}")) // of nothing: cannot fail
		t[f.eventType()] = d
	}
	return t
}

// EventTypes lists the closed set, sorted.
func EventTypes() []string {
	names := make([]string, 0, len(facts))
	for n := range facts {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// DecodeFact reads a fact from the journal. An unknown type is an error: the journal was written by a newer
// program, and guessing would corrupt the case.
func DecodeFact(eventType string, data []byte) (Fact, error) {
	d, ok := facts[eventType]
	if !ok {
		return nil, fmt.Errorf("event type %q is unknown to this version", eventType)
	}
	f, err := d(data)
	if err != nil {
		return nil, fmt.Errorf("decode event %s: %w", eventType, err)
	}
	return f, nil
}

type eventJSON struct {
	Case       CaseID          `json:"case"`
	Seq        int             `json:"seq"`
	At         Time            `json:"at"`
	RecordedAt Time            `json:"recorded_at"`
	Actor      UserID          `json:"actor"`
	Type       string          `json:"type"`
	Data       json.RawMessage `json:"data"`
	Reason     *Reason         `json:"reason"`
	Hash       string          `json:"hash"`
}

// MarshalJSON writes the event as it stands in the journal.
func (e Event) MarshalJSON() ([]byte, error) {
	data, err := json.Marshal(e.Fact)
	if err != nil {
		return nil, fmt.Errorf("encode event: %w", err)
	}
	return json.Marshal(eventJSON{
		Case:       e.Case,
		Seq:        e.Seq,
		At:         Time{e.At},
		RecordedAt: Time{e.RecordedAt},
		Actor:      e.Actor,
		Type:       e.Type(),
		Data:       data,
		Reason:     e.Reason,
		Hash:       e.Hash,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (e *Event) UnmarshalJSON(b []byte) error {
	var j eventJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	f, err := DecodeFact(j.Type, j.Data)
	if err != nil {
		return err
	}
	*e = Event{
		Case:       j.Case,
		Seq:        j.Seq,
		At:         j.At.Time,
		RecordedAt: j.RecordedAt.Time,
		Actor:      j.Actor,
		Fact:       f,
		Reason:     j.Reason,
		Hash:       j.Hash,
	}
	return nil
}
