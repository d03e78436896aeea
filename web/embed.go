// Package web is the browser's side of Duban, two applications in React: index.html for the staff, public.html for
// complainants. They read and act through the HTTP interface only. `make build` builds them into dist, which is
// embedded; a program built without that says so to browsers.
package web

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var embedded embed.FS

// BuiltFiles are the built applications, index.html and public.html at the root.
func BuiltFiles() fs.FS {
	files, err := fs.Sub(embedded, "dist")
	if err != nil {
		panic(fmt.Sprintf("the embedded folder dist: %v", err)) // the name is fixed above
	}
	return files
}
