package complaint

// FormFilled is what somebody filled in with a command, as the regulation asks for with it; what they did follows in
// the same act. Deadline is the one that the command moves, "" for none. From edition 2 on.
type FormFilled struct {
	Command  string         `json:"command"`
	Deadline DeadlineID     `json:"deadline,omitempty"`
	Data     map[string]any `json:"data"`
}

func (FormFilled) eventType() string { return "form_filled" }
