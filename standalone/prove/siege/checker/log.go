package checker

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Kind is what a line of the clients' log says.
type Kind string

// The closed set of kinds.
const (
	// Staff: who takes part, with role and unit.
	Staff Kind = "staff"
	// Invoke: a client is about to send a command for the first time.
	Invoke Kind = "invoke"
	// OK, Fail: the program has acknowledged or refused it.
	OK   Kind = "ok"
	Fail Kind = "fail"
	// Unknown: the client gave up without having learnt the outcome.
	Unknown Kind = "unknown"
	// Attempt: one sending whose outcome is not known; it will be sent again with the same key.
	Attempt Kind = "attempt"
	// Probe: a read by somebody, and what they got.
	Probe Kind = "probe"
	// Advance: somebody is about to move a rehearsal clock.
	Advance Kind = "advance"
	// Kill, Up, Fault and Mended: what the besieger does to the program.
	Kill   Kind = "kill"
	Up     Kind = "up"
	Fault  Kind = "fault"
	Mended Kind = "mended"
)

// Entry is one line of the clients' log. Which fields are set depends on the kind.
type Entry struct {
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind"`
	// Key is the Idempotency-Key, unique in the whole campaign.
	Key string `json:"key,omitempty"`
	// Ask is set for Invoke; of Staff and Probe it says who.
	Ask *Ask `json:"ask,omitempty"`
	// Got is set for OK, Fail, Attempt and Probe.
	Got *Got `json:"got,omitempty"`
	// Case is set for Probe and Advance, By for Advance.
	Case string        `json:"case,omitempty"`
	By   time.Duration `json:"by,omitempty"`
	// Note describes a fault.
	Note string `json:"note,omitempty"`
}

// Commands of the log that are not commands of the interface: the two ways of filing.
const (
	FileStaff  = "file"
	FilePublic = "file_public"
)

// Ask is a command as a client means it.
type Ask struct {
	// Actor is the user's id, or "complainant".
	Actor   string `json:"actor"`
	Role    string `json:"role"`
	Command string `json:"command"`
	// Case is empty for a filing.
	Case string `json:"case,omitempty"`
	// Task and Step: the task that is named and the step it belongs to, as the client read them.
	Task     string `json:"task,omitempty"`
	Step     string `json:"step,omitempty"`
	Outcome  string `json:"outcome,omitempty"`
	Slip     string `json:"slip,omitempty"`
	Severity string `json:"severity,omitempty"`
	To       string `json:"to,omitempty"`
	// Seq is the event that a correction names.
	Seq int `json:"seq,omitempty"`
	// Canaries are strings that occur nowhere else: texts, names, telephone numbers. The first one is the text
	// by which the command's effect is recognised in the record.
	Canaries []string `json:"canaries,omitempty"`
	// Category, Unit and Accused are a filing's.
	Category string `json:"category,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Accused  string `json:"accused,omitempty"`
}

// Got is what came back.
type Got struct {
	Status int    `json:"status"`
	Code   string `json:"code,omitempty"`
	// Refusal is which refusal it was, for people who read what could not be explained.
	Refusal string `json:"refusal,omitempty"`
	// Error is set when the connection gave no answer.
	Error   string `json:"error,omitempty"`
	Case    string `json:"case,omitempty"`
	Number  string `json:"number,omitempty"`
	Receipt string `json:"receipt,omitempty"`
	Seq     int    `json:"seq,omitempty"`
	// Events is how many events the answer listed; -1 where the interface lists none.
	Events int `json:"events,omitempty"`
	// Sum is the SHA-256 of a probe's answer.
	Sum string `json:"sum,omitempty"`
}

// Log is the clients' own log. A line is on the disk before Write returns; lines written at once share one sync.
type Log struct {
	file  *os.File
	lines chan line
	ended chan error
}

type line struct {
	entry Entry
	done  chan error
}

// CreateLog starts a new log file.
func CreateLog(path string) (*Log, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("clients' log: %w", err)
	}
	l := &Log{file: f, lines: make(chan line, 256), ended: make(chan error, 1)}
	go l.writeEntries()
	return l, nil
}

// AppendEntry appends an entry and returns when it is durable.
func (l *Log) AppendEntry(e Entry) error {
	done := make(chan error, 1)
	l.lines <- line{e, done}
	return <-done
}

// Close ends the log; nobody may write any more.
func (l *Log) Close() error {
	close(l.lines)
	return <-l.ended
}

func (l *Log) writeEntries() {
	enc := json.NewEncoder(l.file)
	enc.SetEscapeHTML(false)
	for first := range l.lines {
		batch := []line{first}
		for len(l.lines) > 0 {
			batch = append(batch, <-l.lines)
		}
		var err error
		for _, b := range batch {
			err = errors.Join(err, enc.Encode(b.entry))
		}
		err = errors.Join(err, l.file.Sync())
		for _, b := range batch {
			b.done <- err
		}
	}
	l.ended <- l.file.Close()
}

// ReadLog reads a log back.
func ReadLog(path string) ([]Entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("clients' log: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	var entries []Entry
	dec := json.NewDecoder(bufio.NewReader(f))
	for {
		var e Entry
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			return entries, nil
		} else if err != nil {
			return nil, fmt.Errorf("clients' log, line %d: %w", len(entries)+1, err)
		}
		entries = append(entries, e)
	}
}
