package complaint

import "slices"

// Wall says who may read a case. It is derived from the case alone ([policy.Policy.Wall]), stored beside it,
// and asked in two ways that a test holds equal: [Wall.Admits] here, and one SQL predicate in store.
type Wall struct {
	// Grants are subjects admitted, as [Subjects] writes them.
	Grants []string
	// Barred are persons kept out whatever they are granted: the person complained about, the recused.
	Barred []UserID
}

// Admits reports whether the person may read the case.
func (w Wall) Admits(p Person) bool {
	if !p.Active || slices.Contains(w.Barred, p.ID) {
		return false
	}
	return slices.ContainsFunc(Subjects(p), func(s string) bool { return slices.Contains(w.Grants, s) })
}

// Subjects are the names under which a person can be admitted: themselves, each role, each role in their unit.
func Subjects(p Person) []string {
	subjects := []string{UserSubject(p.ID)}
	for _, r := range p.Roles {
		subjects = append(subjects, Seat{Role: r}.Subject(), Seat{Role: r, Unit: p.Unit}.Subject())
	}
	return subjects
}

// UserSubject admits one person.
func UserSubject(u UserID) string { return "user:" + string(u) }

// Subject admits whoever sits in the seat.
func (s Seat) Subject() string {
	if s.User != "" {
		return UserSubject(s.User)
	}
	if s.Unit == "" {
		return "role:" + string(s.Role)
	}
	return "role:" + string(s.Role) + "@" + string(s.Unit)
}
