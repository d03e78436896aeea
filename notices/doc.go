// Package notices is word outside the application: it tells people by mail that something waits for them. What leaves
// says nothing that a stranger may not see: how many matters wait, and where to sign in; no number, no name, no
// subject. What is to be sent stands in the record (record.Dispatch), and so does what has become of it: at least once
// each, with one id at every try.
package notices
