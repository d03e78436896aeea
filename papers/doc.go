// Package papers says what stands on the papers of a case: its documents, slips and notices, as their layout in the
// regulation has them and as their reader may see them. Package documents sets and writes them.
package papers
