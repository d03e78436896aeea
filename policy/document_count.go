package policy

// CountRule is a number of other cases of this regulation, which conditions read as counted.<name>. It is counted over
// all cases when somebody acts. The journal keeps the number and the cases with what was decided by it; whoever reads
// this case sees the number, and of the others those that they may read.
type CountRule struct {
	Cites `yaml:",inline"`
	// Title is what is counted.
	Title Text `yaml:"title,required"`
	// Same is what they have in common with this case, all of it: the complainant, a person or a unit complained about
	// (the responsible unit is one), the category; nothing, if absent.
	Same []Word `yaml:"same" set:"common"`
	// Within is how long ago they came in at most, in days or months: 30d.
	Within LimitRef `yaml:"within,required"`
	// Kinds are the kinds of matter that count; those that people file, if absent.
	Kinds []Word `yaml:"kinds"`
	// Ended are the dispositions with which they are closed; closed or not, if absent.
	Ended []Word `yaml:"ended"`
	// Outcomes are those of steps one of which has been given, such as visit.dissatisfied; whatever was given, if
	// absent.
	Outcomes []Word `yaml:"outcomes"`
}
