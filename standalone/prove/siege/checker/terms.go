package checker

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Terms are the limits of the regulation in working days, as its file says them (logistics-4.1, 4.2; settings
// visit_within, follow_up_within): by the condition of each choice and by step. Only the numbers are read; what follows
// from them is worked out here.
type Terms map[string]int

// ReadTerms reads them off the policy file. One that says them otherwise than "3wd" is an error: a checker that guesses
// proves nothing.
func ReadTerms(policyFile []byte) (Terms, error) {
	var file struct {
		Settings  map[string]struct{ Value any } // a text in several languages is a mapping
		Deadlines map[string]struct {
			Limit []struct{ When, Is string }
		}
		Steps map[string]struct{ Limit string }
	}
	if err := yaml.Unmarshal(policyFile, &file); err != nil {
		return nil, err
	}
	lengths := map[string]string{}
	for _, choice := range file.Deadlines["handling"].Limit {
		lengths[choice.When] = choice.Is
	}
	for name, step := range file.Steps {
		if setting, ok := strings.CutPrefix(step.Limit, "setting "); ok {
			lengths[name] = fmt.Sprint(file.Settings[setting].Value)
		}
	}
	terms := Terms{}
	for what, length := range lengths {
		var days int
		if _, err := fmt.Sscanf(length, "%dwd", &days); err != nil {
			return nil, fmt.Errorf("limit of %s: %q is not a number of working days", what, length)
		}
		terms[what] = days
	}
	return terms, nil
}

// OfHandling is how many working days a complaint has from receipt (logistics-4.1, 4.2).
func (t Terms) OfHandling(category, severity string) int {
	if days, ok := t[`category == "`+category+`"`]; ok {
		return days
	}
	return t[`severity == "`+severity+`"`]
}

// ofStep is how many working days a step has, by the name of its deadline (settings visit_within, follow_up_within).
func (t Terms) ofStep(deadline string) int { return t[strings.TrimSuffix(deadline, ".limit")] }
