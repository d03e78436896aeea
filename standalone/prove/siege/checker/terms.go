package checker

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"duban/policies"
)

// terms are the limits of the regulation in working days, as its file says them (logistics-4.1, 4.2; settings
// visit_within, follow_up_within). Only the numbers are read; what follows from them is worked out here.
var terms = readTerms()

// HandlingTerm is how many working days a complaint has from receipt (logistics-4.1, 4.2).
func HandlingTerm(category, severity string) int {
	if days, ok := terms[`category == "`+category+`"`]; ok {
		return days
	}
	return terms[`severity == "`+severity+`"`]
}

// stepTerm is how many working days a step has, by the name of its deadline (settings visit_within,
// follow_up_within).
func stepTerm(deadline string) int {
	step, _ := strings.CutSuffix(deadline, ".limit")
	return terms[step]
}

// readTerms maps the condition of each choice, and each step, to its working days. A file that says them otherwise
// than "3wd" ends the program: a checker that guesses proves nothing.
func readTerms() map[string]int {
	var file struct {
		Settings  map[string]struct{ Value string }
		Deadlines map[string]struct {
			Limit []struct{ When, Is string }
		}
		Steps map[string]struct{ Limit string }
	}
	text, err := policies.Files.ReadFile("logistics/policy.yaml")
	if err == nil {
		err = yaml.Unmarshal(text, &file)
	}
	if err != nil {
		panic(err)
	}
	found := map[string]int{}
	add := func(what, length string) {
		var days int
		if _, err := fmt.Sscanf(length, "%dwd", &days); err != nil {
			panic(fmt.Sprintf("logistics: %s: %q is not a number of working days", what, length))
		}
		found[what] = days
	}
	for _, choice := range file.Deadlines["handling"].Limit {
		add(choice.When, choice.Is)
	}
	for name, step := range file.Steps {
		if setting, ok := strings.CutPrefix(step.Limit, "setting "); ok {
			add(name, file.Settings[setting].Value)
		}
	}
	return found
}
