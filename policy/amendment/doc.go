// Package amendment tries an amended regulation on cases that the record has: what people did is decided anew by
// another version, at the same instants and with the same facts, and the two are compared. It reads and decides; it
// records nothing.
//
//   - recorded.go: a case as the record has it, and its acts
//   - orders.go: what somebody must have asked for, from the events that came of it
//   - counterparts.go: the task, deadline or slip of one course of a case that is the same in another
//   - course.go: the course that a case takes under a version
//   - outcome.go: what is otherwise in two courses
//   - report.go: what is otherwise in many cases
//   - many.go: all cases of a regulation
package amendment
