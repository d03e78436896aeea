// Package web is the browser's side of Duban, two applications in React: index.html for the staff, public.html for
// complainants. They read and act through the HTTP interface only. `make build` builds them into dist, which is
// embedded; a program built without that says so to browsers.
package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var embedded embed.FS

//go:embed src/words/journal.zh.json
var journal []byte

// JournalWords are the Chinese words of the timeline of a case, by code: a sentence for each type of event, with blanks
// like {step}; dispositions; kinds of slip.
type JournalWords struct {
	Event       map[string]string `json:"event"`
	Disposition map[string]string `json:"disposition"`
	Slip        map[string]string `json:"slip"`
}

// Journal are the words in which the timeline speaks, for those who tell it elsewhere.
func Journal() (w JournalWords, err error) {
	if err := json.Unmarshal(journal, &w); err != nil {
		return w, fmt.Errorf("words of the journal: %w", err)
	}
	return w, nil
}

// Files are the built applications, index.html and public.html at the root.
func Files() fs.FS {
	files, err := fs.Sub(embedded, "dist")
	if err != nil {
		panic(fmt.Sprintf("the embedded folder dist: %v", err)) // the name is fixed above
	}
	return files
}
