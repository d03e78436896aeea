package complaint

import _ "embed" // the source

// CommandSource is the Go text of the commands: its comments are the reference of what each does.
//
//go:embed command.go
var CommandSource []byte
