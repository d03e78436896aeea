// Package scenario plays regulations out. A scenario file stands beside its policy and tells, in the
// regulation's own words, who does what when and what must come of it; each scenario names the clauses it
// shows. The same file is played on the pure engine ([Engine]) and, over HTTP, on the real program.
package scenario
