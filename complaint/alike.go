package complaint

import (
	"slices"
	"time"
)

// AlikeAsked asks which other cases have something in common with one.
type AlikeAsked struct {
	// Policy is the regulation they are of, To the case they are like, which is never among them.
	Policy string
	To     CaseID
	// Complainant: their complainant has the same telephone or, where either has given none, the same name.
	Complainant bool
	// Common are the things that they have in common besides, each with the values of which they have one
	// ([Case.CommonValues]).
	Common [][]string
	// After and Until are when they came in: later than the one, at the latest at the other.
	After, Until time.Time
	// Kinds are the kinds of matter they are of. Dispositions, if given, are those with which they are closed, and
	// Outcomes those of steps one of which has been given, such as visit.dissatisfied.
	Kinds, Dispositions, Outcomes []string
}

// MostAlike is how many cases are looked for at most: a count of so many means as many or more.
const MostAlike = 200

// DispositionMerged is how a case was closed that goes on in another; it is no case besides that one.
const DispositionMerged = "merged"

// CommonValues are what a case can have in common with others, each in one word: the persons and units complained
// about, the responsible unit, the category.
func (c *Case) CommonValues() []string {
	values := []string{CommonCategory(c.Category)}
	for _, p := range c.Parties {
		if p.Role == Respondent && p.User != "" {
			values = append(values, CommonPerson(p.User))
		}
		if p.Role == Respondent && p.Unit != "" {
			values = append(values, CommonUnit(p.Unit))
		}
	}
	if unit := c.ResponsibleUnit(); unit != "" {
		values = append(values, CommonUnit(unit))
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// CommonPerson is the word of [Case.CommonValues] for a person; CommonUnit and CommonCategory are those for the others.
func CommonPerson(u UserID) string { return "person:" + string(u) }

// CommonUnit is the word of a unit complained about or responsible.
func CommonUnit(u UnitID) string { return "unit:" + string(u) }

// CommonCategory is the word of a category.
func CommonCategory(code string) string { return "category:" + code }

// OutcomesGiven are the outcomes of the case's steps, each once, as step.outcome.
func (c *Case) OutcomesGiven() []string {
	var given []string
	for _, r := range c.Results {
		if r.Kind == TaskResult {
			given = append(given, string(r.Step)+"."+r.Outcome)
		}
	}
	slices.Sort(given)
	return slices.Compact(given)
}

// Finds reports whether a case is one of those asked for, whoever its complainant is. The store asks the same in SQL;
// storetest holds the two equal.
func (q AlikeAsked) Finds(c *Case) bool {
	values, given := c.CommonValues(), c.OutcomesGiven()
	anyOf := func(of, has []string) bool {
		return slices.ContainsFunc(of, func(v string) bool { return slices.Contains(has, v) })
	}
	lacks := func(common []string) bool { return !anyOf(common, values) }
	return c.Seq > 0 && c.Policy.ID == q.Policy && c.ID != q.To && c.Disposition != DispositionMerged &&
		c.ReceivedAt.After(q.After) && !c.ReceivedAt.After(q.Until) && slices.Contains(q.Kinds, c.Kind) &&
		!slices.ContainsFunc(q.Common, lacks) &&
		(len(q.Dispositions) == 0 || slices.Contains(q.Dispositions, c.Disposition)) &&
		(len(q.Outcomes) == 0 || anyOf(q.Outcomes, given))
}
