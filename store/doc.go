// Package store keeps everything Duban must not lose: the journal of each case, the answers to commands, sealed
// texts, filings, the directory, published policies and calendars; and the lists made from them. It is written
// in portable SQL for SQLite and PostgreSQL; what differs between the two is in dialect.go and migrations/.
//
// Instants are microseconds since 1970 UTC, so that SQL can compare and add them. The journal, texts, filings,
// answers and requests are never changed or deleted (dealer-2.4); triggers forbid it. All other tables about
// cases are projections that [record.Tx] Project replaces.
package store
