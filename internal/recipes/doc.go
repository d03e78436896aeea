// Package recipes holds no code: its tests walk the recipes of CONTRIBUTING.md, so that they stay true.
package recipes
