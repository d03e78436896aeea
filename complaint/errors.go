package complaint

import (
	"errors"
	"fmt"
)

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
// with the command it refused. It never contains personal data or what the client sent.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"detail"`
	// Field is the JSON path of the offending datum, for Invalid.
	Field string `json:"field,omitempty"`
	// Clause is the clause id the rule comes from, e.g. "logistics-4.1a" (all-why).
	Clause string `json:"clause,omitempty"`
	// Setting is "<policy>.<name>", where the organisation chose because the text is silent.
	Setting string `json:"setting,omitempty"`
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Code, e.Message) }

// Refuse makes an error of the given code.
func Refuse(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
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

// Refused returns the refusal in err's chain, or nil.
func Refused(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return nil
}

// Reason is why an event happened or a refusal was given: a clause of the regulation, or a setting of the
// organisation, and a sentence for people.
type Reason struct {
	Clause  string `json:"clause"`
	Setting string `json:"setting"`
	Text    string `json:"text"`
}
