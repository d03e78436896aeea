//go:build race

package policies_test

// The race detector slows the engine tenfold, and the engine shares nothing: less is tried. `make test` tries the whole
// without it.
const (
	virtualCases = 300
	everyMutant  = 60

	fewRandomPolicies = 30

	sequences = 15
)
