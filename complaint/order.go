package complaint

import (
	"encoding/json"
	"fmt"
	"time"
)

// Order is a command with its envelope, as it travels from the gateway to the journal. It carries text ids
// and never text.
type Order struct {
	ID CommandID
	// Actor is the user, the party (complainant by receipt) or System. What the actor may do is looked up
	// in the transaction that decides, never carried along.
	Actor UserID
	// Party is set when the actor is a party and not a person of the directory.
	Party PartyID
	// ReceivedAt is the gateway's stamp. Zero (in rehearsal) means the case's own time when its workflow saw it.
	ReceivedAt time.Time
	Comment    TextID
	Command    Command
	// Form is what the regulation asks for with the command, besides what the command asks for by itself; nil where
	// nothing was filled in.
	Form map[string]any
	// Summary is what the order is called in Temporal's pages, in words that name nobody. It decides nothing and is not
	// recorded.
	Summary string
}

type orderJSON struct {
	ID         CommandID       `json:"id"`
	Actor      UserID          `json:"actor"`
	Party      PartyID         `json:"party,omitempty"`
	ReceivedAt *time.Time      `json:"received_at,omitempty"`
	Comment    TextID          `json:"comment,omitempty"`
	Command    string          `json:"command"`
	Data       json.RawMessage `json:"data,omitempty"`
	Form       map[string]any  `json:"form,omitempty"`
	Summary    string          `json:"summary,omitempty"`
}

// MarshalJSON writes the order with its command's name beside its data.
func (o Order) MarshalJSON() ([]byte, error) {
	data, err := json.Marshal(o.Command)
	if err != nil {
		return nil, fmt.Errorf("encode command: %w", err)
	}
	j := orderJSON{
		ID:      o.ID,
		Actor:   o.Actor,
		Party:   o.Party,
		Comment: o.Comment,
		Command: NameOf(o.Command),
		Data:    data,
		Form:    o.Form,
		Summary: o.Summary,
	}
	if !o.ReceivedAt.IsZero() {
		j.ReceivedAt = &o.ReceivedAt
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (o *Order) UnmarshalJSON(b []byte) error {
	var j orderJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	c, err := DecodeCommand(j.Command, j.Data)
	if err != nil {
		return err
	}
	*o = Order{
		ID:      j.ID,
		Actor:   j.Actor,
		Party:   j.Party,
		Comment: j.Comment,
		Command: c,
		Form:    j.Form,
		Summary: j.Summary,
	}
	if j.ReceivedAt != nil {
		o.ReceivedAt = *j.ReceivedAt
	}
	return nil
}

// Answer is what became of an order. It is stored with the command id, so a repeated order gets the same one.
type Answer struct {
	// Seq is the journal's last sequence number after the order; Events are the ones it caused, from..Seq.
	Seq int `json:"seq"`
	// From is the first sequence number the order caused; From > Seq means it caused nothing.
	From    int    `json:"from"`
	Refusal *Error `json:"problem,omitempty"`
}
