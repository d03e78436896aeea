// Package session keeps who is signed in: the sessions themselves, in a database file of their own, and the
// check of passwords at a bounded cost. What a person may do is never kept here; it is looked up at each request.
package session
