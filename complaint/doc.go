// Package complaint is Duban's vocabulary: the case and what happens to it, in the field's own words
// (docs/architecture.md, "Words"). It knows no database, no server and no regulation, and imports the
// standard library only. A case is never edited: events are appended to its journal and folded by
// [Case.Apply], here and nowhere else, so that every reader sees the same case.
package complaint
