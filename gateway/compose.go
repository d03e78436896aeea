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
	texts := shape.isTextField
	scope := func(field string) complaint.TextScope { return policy.ScopeOfCommandField(b.Command, field) }
	if b.Command == "complete" {
		sealed := p.SealedFields()
		texts, scope = func(field string) bool { return sealed[field] }, p.ScopeOfField
	}
	data, err := shape.commandData(b)
	if err == nil {
		data, err = cleanData(data, texts)
	}
	if err != nil {
		return nil, err
	}
	comment, err := cleanText(b.Comment, "comment", mostText)
	if err != nil {
		return nil, err
	}
	sealer := sealer{id: s.id, author: s.actor, salt: g.saltFor(s.scope, s.key)}
	payload := sealer.sealData(data, texts, scope)
	if b.Command == "complete" {
		payload = map[string]any{"outcome": b.Outcome, "data": payload}
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
		Comment: sealer.sealText("comment", comment, complaint.ScopeCase),
	})
	m.texts = sealer.texts
	return m, nil
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

func (s shape) isTextField(name string) bool {
	f, ok := s.fieldNamed(name)
	return ok && f.text
}

// commandData is the command's data, with nothing in it that the command does not have. The task stands outside; so
// does the outcome, though rate takes it in either place.
func (s shape) commandData(b commandBody) (map[string]any, error) {
	_, hasTask := s.fieldNamed("task")
	_, hasOutcome := s.fieldNamed("outcome")
	if b.Task != "" && !hasTask || b.Outcome != "" && !hasOutcome {
		return nil, complaint.Refuse(complaint.Invalid, "command.no_task", nil).At("command")
	}
	if s.name == "complete" {
		return b.Data, nil
	}
	data := map[string]any{}
	for name, value := range b.Data {
		f, ok := s.fieldNamed(name)
		if !ok || name == "task" {
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
