package terms

import (
	"encoding/json"
	"time"
)

// Rule is a deadline's rule as a person reads it in the regulation.
type Rule struct {
	// Limit and Target say how long, by severity and the numbers filled in so far; Target may be nil.
	Limit, Target func(severity string, data map[string]any) string
	// Roll: a last day that is off moves to the next working day.
	Roll   bool
	Ladder []Rung
	// Step is the step whose tasks start the clock; From the date field that does; both empty: receipt.
	Step, From string
}

// Rung is Before or After the limit by a length, or at it.
type Rung struct{ ID, Before, After string }

// event is a line of the journal.
type event struct {
	Seq  int             `json:"seq"`
	At   time.Time       `json:"at"`
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

// body is what any event about time may say.
type body struct {
	ReceivedAt time.Time      `json:"received_at"`
	Severity   string         `json:"severity"`
	To         any            `json:"to"`
	Step       string         `json:"step"`
	Task       string         `json:"task"`
	Rung       string         `json:"rung"`
	By         string         `json:"by"`
	Late       bool           `json:"late"`
	Left       string         `json:"left"`
	TargetLeft string         `json:"target_left"`
	Data       map[string]any `json:"data"`
	// Deadline is an id, or the whole deadline.
	Deadline json.RawMessage `json:"deadline"`
}

type deadline struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Task        string     `json:"task"`
	Limit       string     `json:"limit"`
	State       string     `json:"state"`
	Started     time.Time  `json:"started"`
	Target      *time.Time `json:"target"`
	Due         time.Time  `json:"due"`
	LastDay     string     `json:"last_day"`
	Provisional bool       `json:"provisional"`
	Left        string     `json:"left"`
	TargetLeft  string     `json:"target_left"`
	Rungs       []struct {
		ID      string    `json:"id"`
		At      time.Time `json:"at"`
		Fired   bool      `json:"fired"`
		Skipped bool      `json:"skipped"`
	} `json:"rungs"`
}

func (b *body) deadlineIDOrBlank() string {
	var id string
	_ = json.Unmarshal(b.Deadline, &id) // an object has no id here
	return id
}

// parseSpan reads a written length of time; "" is none.
func parseSpan(text string) time.Duration {
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return -1
	}
	return d
}
