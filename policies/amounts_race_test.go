//go:build race

package policies_test

// The race detector slows the engine tenfold: less is tried.
const (
	virtualCases = 1_000
	everyMutant  = 20

	fewRandomPolicies = 100
)
