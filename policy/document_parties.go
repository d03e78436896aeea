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
	// Represented are the ways in which somebody speaks for such a party, such as a guardian or an agent. They are
	// recorded by record_representation.
	Represented Map[RepresentationRule] `yaml:"represented"`
}

// RepresentationRule is a way in which somebody speaks for a party. What is served through them is served only while
// they do: from the day and until the day that are recorded.
type RepresentationRule struct {
	Cites `yaml:",inline"`
	// Title is what such a representative is called.
	Title Text `yaml:"title,required"`
	// Proof: a file that shows the authority is handed in with it.
	Proof bool `yaml:"proof"`
	// Dated: the authority says until which day it holds.
	Dated bool `yaml:"dated"`
	// Needed says in which cases such a party is served only through such a representative, as a minor is through a
	// guardian; in none, if absent.
	Needed Expr `yaml:"needed"`
}
