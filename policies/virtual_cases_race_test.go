//go:build race

package policies_test

// virtualCases is smaller under the race detector, which slows the engine tenfold.
const virtualCases = 1_000
