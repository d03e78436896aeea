package policy

// ActForm is what is asked of whoever gives a command, besides what the command asks for by itself.
type ActForm struct {
	// Form is what is filled in with the command; the case keeps it under the fields' names.
	Form Map[Field] `yaml:"form"`
	// Must are conditions over the case and this form, which hold or the command is refused.
	Must []Requirement `yaml:"must"`
}

// SuspensionEnd says what is asked when a clock is started again.
type SuspensionEnd struct {
	Cites   `yaml:",inline"`
	ActForm `yaml:",inline"`
}
