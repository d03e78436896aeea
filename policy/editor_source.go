package policy

import "embed"

// DocumentSource is the Go text of the document types: its comments are the help an editor shows beside a policy file,
// and the reference of its keys.
//
//go:embed document*.go beginning.go period.go votes.go yaml_words.go
var DocumentSource embed.FS
