package gateway

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy"
)

// composed is a command as it will travel, and what is kept back: the texts, and the data as the client wrote it.
type composed struct {
	order complaint.Order
	texts []complaint.Text
	data  map[string]any
}

// composeCommand cleans and seals a client's command. It depends on the policy, the sender and the body alone, so the
// same request makes the same order whatever has happened to the case in between.
func (g *Gateway) composeCommand(p *policy.Policy, s sender, b commandBody) (*composed, error) {
	if !slices.Contains(policy.ClientCommands(), b.Command) || s.may != nil && !slices.Contains(s.may, b.Command) {
		return nil, complaint.Refuse(complaint.Invalid, "command.unknown", nil).At("command")
	}
	shape := shapeOfCommand(b.Command)
	texts := shape.textsOf(p)
	data, err := shape.commandData(p, b)
	if err == nil {
		data, err = cleanData(data, texts)
	}
	if err == nil {
		err = refuseShortPhone(b.Command, data)
	}
	if err != nil {
		return nil, err
	}
	comment, err := cleanText(b.Comment, "comment", mostText)
	if err != nil {
		return nil, err
	}
	sealer := sealer{id: s.id, author: s.actor, salt: g.saltFor(s.scope, s.key)}
	payload, form := sealer.sealData(data, texts, shape.scopesOf(p, data)), map[string]any(nil)
	if shape.takesStepForm() {
		payload = map[string]any{"outcome": b.Outcome, "data": payload}
	} else {
		payload, form = complaint.DivideData(b.Command, payload)
	}
	if b.Task != "" {
		payload["task"] = b.Task
	}
	encoded, err := json.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("encode command: %w", err)
	}
	command, err := complaint.DecodeCommand(b.Command, encoded)
	if err != nil {
		return nil, err
	}
	m := &composed{data: data}
	m.order = s.orderOfSender(complaint.Order{
		Command: command,
		Form:    form,
		Comment: sealer.sealText("comment", comment, complaint.ScopeCase),
	})
	m.texts = sealer.texts
	return m, nil
}

// refuseShortPhone refuses a complainant's corrected telephone without the digits that their receipt asks for.
func refuseShortPhone(command string, data map[string]any) error {
	party, _ := data["party"].(string)
	phone, _ := data["phone"].(string)
	if command == "correct" && phone != "" && complaint.PartyID(party).IsComplainant() && lastDigitsOf(phone) == "" {
		return complaint.Refuse(complaint.Invalid, "correct.phone", nil).At("data.phone")
	}
	return nil
}

// shape is what a command's data looks like, read from the vocabulary itself.
type shape struct {
	name   string
	fields []shapeField
}

type shapeField struct {
	name     string
	kind     reflect.Type
	text     bool
	optional bool
}

var textType = reflect.TypeFor[complaint.TextID]()

func shapeOfCommand(command string) shape {
	s := shape{name: command}
	zero, err := complaint.DecodeCommand(command, nil)
	if err != nil {
		return s
	}
	for _, f := range reflect.VisibleFields(reflect.TypeOf(zero)) {
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		s.fields = append(s.fields, shapeField{
			name:     name,
			kind:     f.Type,
			text:     f.Type == textType,
			optional: strings.Contains(rest, "omitempty"),
		})
	}
	return s
}

func (s shape) fieldNamed(name string) (shapeField, bool) {
	i := slices.IndexFunc(s.fields, func(f shapeField) bool { return f.name == name })
	if i < 0 {
		return shapeField{}, false
	}
	return s.fields[i], true
}

// takesStepForm reports whether the command's data are the form of a step and nothing else.
func (s shape) takesStepForm() bool { return s.name == "complete" }

// hasOwn reports whether a field of the data is the command's own, and not one that the policy asks for.
func (s shape) hasOwn(name string) bool {
	_, ok := s.fieldNamed(name)
	return ok && !s.takesStepForm()
}

// textsOf tells which fields of the command's data are texts: of its own, and of what the policy asks for.
func (s shape) textsOf(p *policy.Policy) func(field string) bool {
	sealed := p.SealedFields()
	return func(name string) bool {
		f, _ := s.fieldNamed(name)
		return s.hasOwn(name) && f.text || !s.hasOwn(name) && sealed[name]
	}
}

// scopesOf tells the scope of each text.
func (s shape) scopesOf(p *policy.Policy, data map[string]any) func(field string) complaint.TextScope {
	return func(name string) complaint.TextScope {
		if s.hasOwn(name) {
			return p.ScopeInCommand(s.name, data, name)
		}
		return p.ScopeOfField(name)
	}
}

// commandData is the command's data, with nothing in it that neither the command has nor the policy asks for with it.
// The task stands outside; so does the outcome, though rate takes it in either place.
func (s shape) commandData(p *policy.Policy, b commandBody) (map[string]any, error) {
	_, hasTask := s.fieldNamed("task")
	_, hasOutcome := s.fieldNamed("outcome")
	if b.Task != "" && !hasTask || b.Outcome != "" && !hasOutcome {
		return nil, complaint.Refuse(complaint.Invalid, "command.no_task", nil).At("command")
	}
	if s.takesStepForm() {
		return b.Data, nil
	}
	data := map[string]any{}
	for name, value := range b.Data {
		f, ok := s.fieldNamed(name)
		if !ok && !p.AsksWith(s.name, name) || name == "task" {
			return nil, complaint.Refuse(complaint.Invalid, "command.unknown_field", nil).At("data")
		}
		if _, isString := value.(string); f.text && !isString {
			expected := complaint.Refuse(complaint.Invalid, "command.text_expected", complaint.Args{"field": name})
			return nil, expected.At("data." + name)
		}
		data[name] = value
	}
	if b.Outcome != "" {
		data["outcome"] = b.Outcome
	}
	return data, nil
}
