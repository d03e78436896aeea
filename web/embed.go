// Package web is the browser's side of Duban: a page of plain HTML, CSS and ES modules without a build step. It
// reads and acts through the HTTP interface only.
package web

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed static
var static embed.FS

// Files are the page's files, index.html and public.html at the root.
func Files() fs.FS {
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic(fmt.Sprintf("the embedded folder static: %v", err)) // the name is fixed above
	}
	return files
}
