package play

import "fmt"

// Reply is an HTTP answer.
type Reply struct {
	Status int
	Type   string
	// Location is the header of that name.
	Location string
	Raw      []byte
	JSON     map[string]any
}

// TextAt is a string at a path of keys, "" if it is not there.
func (r Reply) TextAt(keys ...string) string {
	var v any = r.JSON
	for _, k := range keys {
		v = asObject(v)[k]
	}
	return textOfJSON(v)
}

// ObjectsAt is a list of objects under a key.
func (r Reply) ObjectsAt(key string) []map[string]any { return asObjects(r.JSON[key]) }

// textOfJSON writes a value of JSON, "" if there is none.
func textOfJSON(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func asObject(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func asObjects(v any) []map[string]any {
	items, _ := v.([]any)
	all := make([]map[string]any, 0, len(items))
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

// asTexts are the texts of a list, those that are none left out.
func asTexts(v any) []string {
	list, _ := v.([]any)
	var all []string
	for _, one := range list {
		if text, ok := one.(string); ok {
			all = append(all, text)
		}
	}
	return all
}
