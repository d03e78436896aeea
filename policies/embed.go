// Package policies holds the regulations and calendars as data. They are seeds: what is published lives in
// the database, found by content.
package policies

import (
	"embed"
	"io/fs"
)

// Files are <name>/policy.yaml, <name>/scenarios/*.yaml and calendars/<id>/<year>.yaml.
//
//go:embed */policy.yaml */scenarios/*.yaml calendars/*/*.yaml
var Files embed.FS

// Examples are regulations made up for tests, testdata/<name>/policy.yaml, and their scenarios, which the tests play.
// The reference of the language shows passages of them.
//
//go:embed testdata/*/policy.yaml testdata/*/scenarios/*.yaml
var Examples embed.FS

// PolicyFiles lists the embedded policy files.
func PolicyFiles() ([]string, error) { return fs.Glob(Files, "*/policy.yaml") }

// CalendarFiles lists the embedded year files of one calendar.
func CalendarFiles(id string) ([]string, error) { return fs.Glob(Files, "calendars/"+id+"/*.yaml") }
