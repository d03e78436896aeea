package policy

import "embed"

// DocumentSource is the Go text of the document types: its comments are the help an editor shows beside a policy file.
//
//go:embed document*.go beginning.go
var DocumentSource embed.FS
