// Package policy is the rules engine. It reads a regulation from its policy file ([Parse], [Compile]) and then
// answers two questions about a case, purely and with a reason for each answer: what happens if this person
// does this now ([Policy.Decide]), and what could they do, and why not ([Policy.Offers]). It does no I/O; the
// time, the directory and the calendar are arguments. Nothing in it knows any particular regulation.
package policy
