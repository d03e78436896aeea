package documents

import "time"

// Paper is what stands on a document, before it is set.
type Paper struct {
	// Letter: it is a letter after GB/T 9704; a form otherwise.
	Letter bool
	// Organisation is whose paper it is; Title and Number are the document's.
	Organisation, Title, Number string
	// Mark says what the paper is if it is not the one that was issued: a draft or an extract.
	Mark string
	// Copy says which of the numbered copies it is and whom for.
	Copy string
	// Addressee is whom a letter is to. Body are the paragraphs of a letter, of a form those above the table.
	Addressee string
	Body      []string
	Rows      []Row
	// Notes stand below the table.
	Notes []string
	// Signed are places for signatures, by who signs.
	Signed []string
	// Copied is who gets it besides, below everything else.
	Copied string
	// Seal: the organisation seals it, above Date.
	Seal bool
	Date string
	// QR is what its code says; none if "".
	QR string
	// Pages names the pages: the words for "page {page} of {pages}".
	Pages func(page, pages int) string
	// SealPlace and SignPlace are what stands where it is sealed and signed.
	SealPlace, SignPlace string
	// Continued stands beside the title on later pages.
	Continued string
	// Gaps: a character that no font has does not stop it, and is drawn as a box.
	Gaps bool
	// At is when it was made: the file says so.
	At time.Time
}

// Row is a row of a form: a heading, or cells side by side.
type Row struct {
	Heading string
	Cells   []Cell
}

// Cell is a field of a form: what is asked and what it says, with room for at least so many lines. Foot stands below
// them on the right, such as who signed it.
type Cell struct {
	Title, Says string
	Lines       int
	Foot        string
	// Share is how much of the row's width it takes beside the others; 0 is 1.
	Share float64
}
