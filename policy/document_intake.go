package policy

// Intake says how a matter comes in.
type Intake struct {
	Cites           `yaml:",inline"`
	By              []Word        `yaml:"by,required"`
	Backdate        LimitRef      `yaml:"backdate"`
	Sources         Map[Source]   `yaml:"sources,required"`
	Categories      Map[Category] `yaml:"categories,required"`
	Severities      Map[string]   `yaml:"severities"`
	DefaultSeverity Word          `yaml:"default_severity"`
	Form            Map[Field]    `yaml:"form"`
	// SealedAttachments: what the complainant hands in is seen only by those who may know who complained.
	SealedAttachments bool          `yaml:"sealed_attachments"`
	Public            *PublicIntake `yaml:"public"`
	Guidance          []Word        `yaml:"guidance"`
}

// Source is where matters come from, with the channels it may use.
type Source struct {
	Cites `yaml:",inline"`
	// By narrows who registers what comes from here.
	By       []Word      `yaml:"by"`
	Title    string      `yaml:"title,required"`
	Channels Map[string] `yaml:"channels,required"`
}

// Category is a type of complaint, with finer kinds below it.
type Category struct {
	Cites `yaml:",inline"`
	Title string      `yaml:"title,required"`
	Kinds Map[string] `yaml:"kinds"`
}

// PublicIntake opens the public form and fixes what its user is not asked.
type PublicIntake struct {
	Cites    `yaml:",inline"`
	Source   Word `yaml:"source,required"`
	Channel  Word `yaml:"channel,required"`
	Severity Word `yaml:"severity"`
}

// Field is one field of a form.
type Field struct {
	Cites    `yaml:",inline"`
	Type     Word   `yaml:"type,required" set:"field_type"`
	Title    string `yaml:"title,required"`
	Hint     string `yaml:"hint"`
	Required bool   `yaml:"required"`
	// RequiredWhen makes the field required under a condition over the case, this form and `outcome`.
	RequiredWhen Expr        `yaml:"required_when"`
	Options      Map[string] `yaml:"options"`
	// Original: only attachments that stand for a kept original can be named.
	Original bool `yaml:"original"`
	// Holds are the seats a named person must sit in.
	Holds []SeatRule `yaml:"holds"`
	// Except are seats of people who cannot be named.
	Except []SeatRule `yaml:"except"`
	Min    *int64     `yaml:"min"`
	Max    *int64     `yaml:"max"`
}
