// Package documents sets papers: what a case's document, slip or notice says becomes a PDF file. Letters follow the
// geometry of GB/T 9704-2012, forms are tables of cells.
//
// A file depends on its paper and the fonts alone, to the byte. A character that no font has is never left out: it
// stops the paper and is named ([LackingError]).
package documents
