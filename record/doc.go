// Package record is the contract of the durable record of cases: what the journal lets a transaction read and write,
// what a decision is made from ([Open]), and the rows of the lists that are kept beside the journal. Store keeps it on
// SQL; activities and gateway ask for it.
package record
