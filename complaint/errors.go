package complaint

import "errors"

// Code says what kind of refusal an [Error] is. Two tables map it: to an HTTP status in gateway, and to
// retry behaviour in activities.
type Code string

// The closed set of codes.
const (
	// Forbidden: the actor may read the case but not do this (wrong role, own proposal, recused).
	Forbidden Code = "forbidden"
	// NotFound: there is no such thing, or the actor may not know that there is.
	NotFound Code = "not_found"
	// Conflict: not now; the case's state or the time does not allow it.
	Conflict Code = "conflict"
	// Invalid: the data is wrong; Field names what.
	Invalid Code = "invalid"
	// Unavailable: trouble of ours; the same request may succeed later.
	Unavailable Code = "unavailable"
)

// Error is a refusal or a finding a person can act on. It is a value, part of the answer, and is recorded
// with the command it refused. It never contains personal data or what the client sent. It becomes a sentence where it
// is shown, in the language of whoever reads it: the words refusal.<ID>, their blanks filled with Args.
type Error struct {
	Code Code `json:"code"`
	// ID names the refusal among the words; it is "" in what was recorded before edition 2.
	ID   string `json:"id,omitempty"`
	Args Args   `json:"args,omitempty"`
	// Detail is the sentence as it was recorded, for who reads the record by hand; before edition 2 it is all there is.
	Detail string `json:"detail"`
	// Field is the JSON path of the offending datum, for Invalid.
	Field string `json:"field,omitempty"`
	// Clause is the clause id the rule comes from, e.g. "logistics-4.1a" (all-why).
	Clause string `json:"clause,omitempty"`
	// Setting is "<policy>.<name>", where the organisation chose because the text is silent.
	Setting string `json:"setting,omitempty"`
}

// Error implements error, for logs: it names the refusal.
func (e *Error) Error() string {
	if e.ID == "" {
		return string(e.Code) + ": " + e.Detail
	}
	return string(e.Code) + ": " + e.ID
}

// Word is the key of the refusal's words and what fills their blanks; a sentence recorded before edition 2 stands for
// itself.
func (e *Error) Word() (key string, blanks map[string]any) {
	if e.ID == "" {
		return e.Detail, nil
	}
	return "refusal." + e.ID, e.Args
}

// Refuse makes a refusal of the given code. The words refusal.<id> say it in each language; args fill their blanks, nil
// where there are none.
func Refuse(code Code, id string, args Args) *Error {
	return &Error{Code: code, ID: id, Args: args}
}

// Because cites the rule a refusal rests on.
func (e *Error) Because(r Reason) *Error {
	e.Clause, e.Setting = r.Clause, r.Setting
	return e
}

// At names the datum a refusal is about.
func (e *Error) At(field string) *Error {
	e.Field = field
	return e
}

// RefusalIn returns the refusal in err's chain, or nil.
func RefusalIn(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return nil
}

// Reason is why an event happened or a refusal was given: a clause of the regulation, or a setting of the
// organisation, and what is to be said of it. It becomes a sentence where it is shown: the words reason.<ID>, their
// blanks filled with Args.
type Reason struct {
	Clause  string `json:"clause"`
	Setting string `json:"setting"`
	// Text is the sentence as it was recorded, for who reads the record by hand; before edition 2 it is all there is.
	Text string `json:"text"`
	// ID names the reason among the words; it is "" in what was recorded before edition 2.
	ID   string `json:"id,omitempty"`
	Args Args   `json:"args,omitempty"`
}

// With fills the blanks of the reason's words.
func (r *Reason) With(args Args) *Reason {
	r.Args = args
	return r
}

// Word is the key of the reason's words and what fills their blanks.
func (r *Reason) Word() (key string, blanks map[string]any) { return "reason." + r.ID, r.Args }
