package policy

// guarantees are what the program itself holds, and a clause may be served by; the words builtin.<name> say each.
// The list is closed, and each has its test: see docs/architecture.md, Guarantees.
var guarantees = []string{
	"append_only",
	"wall",
	"accused_barred",
	"reading_logged",
	"own_steps_only",
	"pinned_version",
}

func (c *checker) noteBuiltin(clause string, w Word) {
	if w.Text == "" {
		return
	}
	c.mustBeOfClosedSet(w, setBuiltins)
	c.p.servedBy[clause] = append(c.p.servedBy[clause], "builtin: "+w.Text)
}
