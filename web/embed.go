// Package web is the browser's side of Duban, two applications in React: index.html for the staff, public.html for
// complainants. They read and act through the HTTP interface only. `make build` builds them into dist, which is
// embedded; a program built without that says so to browsers.
package web

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed all:dist static
var embedded embed.FS

// Files are the built applications, index.html and public.html at the root, and below plain/ a page without a build
// step that does all of it in a simpler way.
func Files() fs.FS { return site{folder("dist"), folder("static")} }

func folder(name string) fs.FS {
	files, err := fs.Sub(embedded, name)
	if err != nil {
		panic(fmt.Sprintf("the embedded folder %s: %v", name, err)) // the names are fixed above
	}
	return files
}

type site struct{ built, plain fs.FS }

// Open implements fs.FS.
func (s site) Open(name string) (fs.File, error) {
	if rest, ok := strings.CutPrefix(name, "plain/"); ok {
		return s.plain.Open(rest)
	}
	return s.built.Open(name)
}
