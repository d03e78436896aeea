//go:build !race

package policies_test

const (
	// virtualCases is how many cases live in virtual time.
	virtualCases = 10_000
	// everyMutant is 1: all changes to a regulation are tried.
	everyMutant = 1
	// fewRandomPolicies is how many are made up where nobody asks for more.
	fewRandomPolicies = 500
	// sequences is how many sequences of commands are given under each regulation.
	sequences = 100
)
