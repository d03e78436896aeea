package complaint

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

type decoder func(data []byte) (Command, error)

func decodeAs[C Command](data []byte) (Command, error) {
	var c C
	if len(data) > 0 {
		if err := json.Unmarshal(data, &c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func decoderTable(decoders ...decoder) map[string]decoder {
	t := make(map[string]decoder, len(decoders))
	for _, d := range decoders {
		c, _ := d(nil) // of no data: cannot fail
		t[c.commandName()] = d
	}
	return t
}

// CommandNames lists the closed set, sorted.
func CommandNames() []string {
	names := make([]string, 0, len(commands))
	for n := range commands {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// DecodeCommand reads a command by name from its JSON body. An unknown name or a body of the wrong shape is
// an Invalid refusal.
func DecodeCommand(name string, data []byte) (Command, error) {
	d, ok := commands[name]
	if !ok {
		return nil, Refuse(Invalid, "command.unknown", nil).At("command")
	}
	c, err := d(data)
	if err != nil {
		return nil, refuseMalformed(err).At("data")
	}
	return c, nil
}

// KeysOfCommand are the keys of a command's JSON body, in the order of its fields; none of an unknown command.
func KeysOfCommand(name string) []string {
	zero, err := DecodeCommand(name, nil)
	if err != nil {
		return nil
	}
	var keys []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(zero)) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		keys = append(keys, key)
	}
	return keys
}

// DivideData divides what somebody gives with a command into what the command has itself and what else there is, which
// is for the form that a regulation asks for with it; form is nil where that is nothing.
func DivideData(name string, data map[string]any) (own, form map[string]any) {
	keys := KeysOfCommand(name)
	own = make(map[string]any, len(data))
	for key, value := range data {
		if slices.Contains(keys, key) {
			own[key] = value
			continue
		}
		if form == nil {
			form = map[string]any{}
		}
		form[key] = value
	}
	return own, form
}

// refuseMalformed names the field and expected type of a decoding error, never the value.
func refuseMalformed(err error) *Error {
	if e, ok := err.(*json.UnmarshalTypeError); ok { //nolint:errorlint // json returns it unwrapped
		return Refuse(Invalid, "command.wrong_type", Args{"field": e.Field, "type": wordOf(e.Type)})
	}
	return Refuse(Invalid, "command.malformed", nil)
}

// wordOf is what a value of a type is called, for people.
func wordOf(t reflect.Type) Term {
	switch t.Kind() {
	case reflect.String:
		return "datum.text"
	case reflect.Bool:
		return "datum.truth"
	case reflect.Slice, reflect.Array:
		return "datum.list"
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return "datum.object"
	}
	return "datum.number"
}
