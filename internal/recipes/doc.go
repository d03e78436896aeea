// Package recipes holds no code: its tests walk the recipes of CONTRIBUTING.md and look up what the threat model names,
// so that both stay true.
package recipes
