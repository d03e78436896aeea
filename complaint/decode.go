package complaint

import (
	"encoding/json"
	"fmt"
	"slices"
)

var commands = table(
	decodes[Open], decodes[Due], decodes[Sync], decodes[OutsideCancel], decodes[Recalculate], decodes[Absorb], decodes[Claim], decodes[Release], decodes[Complete],
	decodes[Assign], decodes[Recuse], decodes[Suspend], decodes[Resume], decodes[RequestExtension],
	decodes[Regrade], decodes[Urge], decodes[ReplySlip], decodes[RecordService], decodes[RequestReview],
	decodes[Object], decodes[Message], decodes[Rate], decodes[Withdraw], decodes[Note], decodes[Merge],
	decodes[Correct],
)

type decoder func(data []byte) (Command, error)

func decodes[C Command](data []byte) (Command, error) {
	var c C
	if len(data) > 0 {
		if err := json.Unmarshal(data, &c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func table(decoders ...decoder) map[string]decoder {
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
		return nil, Refuse(Invalid, "没有这种操作；可用的操作见接口文档 (unknown command)").At("command")
	}
	c, err := d(data)
	if err != nil {
		return nil, Refuse(Invalid, "操作的数据格式不对：%s (malformed command data)", jsonTrouble(err)).At("data")
	}
	return c, nil
}

// jsonTrouble names the field and expected type of a decoding error, never the value.
func jsonTrouble(err error) string {
	if e, ok := err.(*json.UnmarshalTypeError); ok { //nolint:errorlint // json returns it unwrapped
		return fmt.Sprintf("%s 应为 %s", e.Field, e.Type)
	}
	return "JSON"
}
