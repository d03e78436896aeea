package policy

// PartyRule says of one role of parties how many of them a matter can name. Complainants and respondents are roles in
// every file: without a rule of theirs there is one complainant and any number of respondents, of them one unit.
type PartyRule struct {
	Cites `yaml:",inline"`
	// Title is what such a party is called. A role of the file's own needs one.
	Title Text `yaml:"title"`
	// Many: several can be named, each a person, a unit or somebody else. One only, if absent.
	Many bool `yaml:"many"`
	// Required: a matter that names none is not taken in.
	Required bool `yaml:"required"`
}
