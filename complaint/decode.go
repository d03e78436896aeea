package complaint

import (
	"encoding/json"
	"reflect"
	"slices"
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
