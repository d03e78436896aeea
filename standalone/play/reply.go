package play

import "fmt"

// Reply is an HTTP answer.
type Reply struct {
	Status int
	Type   string
	Raw    []byte
	JSON   map[string]any
}

// Text is a string at a path of keys, "" if it is not there.
func (r Reply) Text(keys ...string) string {
	var v any = r.JSON
	for _, k := range keys {
		v = object(v)[k]
	}
	return text(v)
}

// List is a list of objects under a key.
func (r Reply) List(key string) []map[string]any { return objects(r.JSON[key]) }

// text writes a value of JSON, "" if there is none.
func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func objects(v any) []map[string]any {
	items, _ := v.([]any)
	all := make([]map[string]any, 0, len(items))
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}
