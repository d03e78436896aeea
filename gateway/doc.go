// Package gateway is the only door for people and programs: HTTP in, JSON out (/api/v1). It signs people in,
// decides who may read what, seals texts, judges each command before it is sent (a dry run), and shows cases
// as their journal has them. It writes nothing about a case but filings and texts; every act goes through the
// case's workflow. One file per noun.
package gateway
