//go:build !race

package policies_test

// virtualCases is how many cases live in virtual time.
const virtualCases = 10_000
