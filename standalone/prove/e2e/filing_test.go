package e2e

import "duban/internal/seed"

// filing is a severe complaint of a wet parcel against the demonstration branch.
func filing(subject string) map[string]any {
	return map[string]any{
		"policy":      "logistics",
		"channel":     "hotline",
		"category":    "damage.wet",
		"severity":    "severe",
		"subject":     subject,
		"content":     "外包装淋湿",
		"complainant": map[string]any{"name": "李四", "phone": "13900000000"},
		"respondents": []map[string]any{{
			"kind": "unit",
			"id":   string(seed.DemoUnitID("logistics", "branch")),
			"name": "网点",
		}},
	}
}
