package policy

// Intake says how a matter comes in.
type Intake struct {
	Cites `yaml:",inline"`
	// By are the roles that register a matter.
	By []Word `yaml:"by,required"`
	// Backdate is how many days ago, at most, a matter may have been received when it is registered; however long, if
	// absent.
	Backdate LimitRef `yaml:"backdate"`
	// Sources are where matters come from.
	Sources Map[Source] `yaml:"sources,required"`
	// Categories are the types of complaint; a case's is one of them or of the finer kinds below it, such as
	// damage.wet.
	Categories Map[Category] `yaml:"categories,required"`
	// Severities are how grave a matter can be: code and title. A step or a regrading can change a case's.
	Severities Map[Text] `yaml:"severities"`
	// DefaultSeverity is the one of a filing that gives none.
	DefaultSeverity Word `yaml:"default_severity"`
	// Form is what is asked of every matter, besides parties, channel, category and content. Attachments come only
	// once the case is registered.
	Form Map[Field] `yaml:"form"`
	// SealedAttachments: what the complainant hands in is seen only by those who may know who complained. So it is
	// where a file does not say otherwise.
	SealedAttachments *bool `yaml:"sealed_attachments"`
	// Public opens the form for the public; without it only staff register.
	Public *PublicIntake `yaml:"public"`
	// Guidance is shown to whoever registers.
	Guidance []Word `yaml:"guidance"`
}

// Source is where matters come from, with the channels it may use.
type Source struct {
	Cites `yaml:",inline"`
	// By narrows who registers what comes from here.
	By []Word `yaml:"by"`
	// Title is what it is called.
	Title Text `yaml:"title,required"`
	// Channels are how a matter comes from there: code and title.
	Channels Map[Text] `yaml:"channels,required"`
}

// Category is a type of complaint, with finer kinds below it.
type Category struct {
	Cites `yaml:",inline"`
	// Title is what it is called.
	Title Text `yaml:"title,required"`
	// Kinds are the finer kinds: code and title.
	Kinds Map[Text] `yaml:"kinds"`
}

// PublicIntake opens the public form and fixes what its user is not asked.
type PublicIntake struct {
	Cites `yaml:",inline"`
	// Title is what one complains of here, in the words of whoever has no part in the organisation; the regulation's
	// title, if absent.
	Title Text `yaml:"title"`
	// Examples are what such a matter may be, each a few words.
	Examples []Text `yaml:"examples"`
	// Source is where such matters come from.
	Source Word `yaml:"source,required"`
	// Channel is the one they come by, of that source.
	Channel Word `yaml:"channel,required"`
	// Severity is theirs; the default severity, if absent.
	Severity Word `yaml:"severity"`
}

// Field is one field of a form.
type Field struct {
	Cites `yaml:",inline"`
	// Type is what it holds. A field of one name has one type in the whole file.
	Type Word `yaml:"type,required" set:"field_type"`
	// Title is its label.
	Title Text `yaml:"title,required"`
	// Hint is shown below it.
	Hint Text `yaml:"hint"`
	// Required: the form is refused without it.
	Required bool `yaml:"required"`
	// RequiredWhen makes the field required under a condition over the case, this form and `outcome`.
	RequiredWhen Expr `yaml:"required_when"`
	// Options are the codes of a choice, with their titles. Only a choice has them.
	Options Map[Text] `yaml:"options"`
	// Sealed are the only roles that see what it holds, besides whoever filled it in; the others see that there is
	// something. It stands at texts and attachments only.
	Sealed []Word `yaml:"sealed"`
	// Original: only attachments that stand for a kept original can be named. It stands at attachment and attachments
	// only.
	Original bool `yaml:"original"`
	// Holds are the seats one of which a named person must sit in. It stands at person and people only.
	Holds []SeatRule `yaml:"holds"`
	// Except are seats of people who cannot be named. It stands at person and people only.
	Except []SeatRule `yaml:"except"`
	// Min is the least a number may be; money in fen.
	Min *int64 `yaml:"min"`
	// Max is the most a number may be; money in fen. A field that gives the length of a limit needs both.
	Max *int64 `yaml:"max"`
	// Columns are what each row says of its case, besides which it is. They stand at cases only.
	Columns Map[RowColumn] `yaml:"columns"`
	// AllCases: each case that whoever fills it in may read needs a row. It stands at cases only.
	AllCases bool `yaml:"all_cases"`
}

// RowColumn is one column of the rows of a field. A column of one name has one type in the whole file, as fields have.
type RowColumn struct {
	Cites `yaml:",inline"`
	// Type is what it holds.
	Type Word `yaml:"type,required" set:"column_type"`
	// Title is its label.
	Title Text `yaml:"title,required"`
	// Hint is shown below it.
	Hint Text `yaml:"hint"`
	// Required: a row without it is refused.
	Required bool `yaml:"required"`
	// Options are the codes of a choice, with their titles. Only a choice has them.
	Options Map[Text] `yaml:"options"`
}
