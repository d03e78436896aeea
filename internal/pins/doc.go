// Package pins holds the versions that must not move to what was found to work together. There is no code here but
// tests: a version that a `go get` lifts along with another one usually still compiles somewhere, so the test says why
// not.
package pins
