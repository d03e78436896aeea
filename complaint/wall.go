package complaint

import (
	"slices"
	"strings"
)

// Wall says who may read a case. It is derived from the case alone ([policy.Policy.Wall]), stored beside it,
// and asked in two ways that a test holds equal: [Wall.Admits] here, and one SQL predicate in store.
type Wall struct {
	// Grants are subjects admitted, as [Subjects] writes them.
	Grants []string
	// Barred are persons kept out whatever they are granted: the person complained about, the recused. Nobody gets in
	// by standing in for one of them.
	Barred []UserID
	// BarredUnits are units complained about whose people are kept out as such a person is.
	BarredUnits []UnitID
	// Entries say who sees the entries of the ledger in lists over all cases.
	Entries []EntryWall
}

// EntryWall says who sees an entry of the ledger in lists over all cases.
type EntryWall struct {
	Entry EntryID
	// Readers are subjects that see it where the case admits them: those who read the ledger, and those who decide.
	Readers []string
	// Concerned are subjects that it concerns and that are heard or may object: they see what is said of themselves,
	// whether the case admits them or not.
	Concerned []string
}

// Admits reports whether the person may read the case.
func (w Wall) Admits(p Person) bool {
	if !p.Active || slices.Contains(w.Barred, p.ID) {
		return false
	}
	if slices.ContainsFunc(w.BarredUnits, p.BelongsTo) {
		return false
	}
	return slices.ContainsFunc(p.CapacitiesToActIn(), func(as Person) bool {
		granted := func(s string) bool { return slices.Contains(w.Grants, s) }
		return !slices.Contains(w.Barred, as.For) && !slices.ContainsFunc(w.BarredUnits, as.BelongsTo) && as.Active &&
			slices.ContainsFunc(as.AdmittingSubjectsOfOneCapacity(), granted)
	})
}

// ShowsEntry reports whether the person sees an entry of the ledger in lists over all cases.
func (w Wall) ShowsEntry(p Person, id EntryID) bool {
	return w.ConcernsInEntry(p, id) || w.Admits(p) && w.anySubjectOf(p, id, func(e EntryWall, as Person) []string {
		if slices.Contains(w.Barred, as.For) || slices.ContainsFunc(w.BarredUnits, as.BelongsTo) {
			return nil
		}
		return e.Readers
	})
}

// ConcernsInEntry reports whether an entry of the ledger concerns the person, or somebody they stand in for, so that
// they are heard or may object.
func (w Wall) ConcernsInEntry(p Person, id EntryID) bool {
	return w.anySubjectOf(p, id, func(e EntryWall, _ Person) []string { return e.Concerned })
}

// anySubjectOf reports whether a capacity of the person is among the subjects that an entry has for it.
func (w Wall) anySubjectOf(p Person, id EntryID, among func(EntryWall, Person) []string) bool {
	e := findIn(w.Entries, func(e *EntryWall) bool { return e.Entry == id })
	return e != nil && p.Active && slices.ContainsFunc(p.CapacitiesToActIn(), func(as Person) bool {
		subjects := among(*e, as)
		return as.Active && slices.ContainsFunc(as.AdmittingSubjectsOfOneCapacity(),
			func(s string) bool { return slices.Contains(subjects, s) })
	})
}

// AdmittingSubjects are the names under which a person can be admitted: themselves, each role, each role in their unit;
// and those of everybody they stand in for, each once.
func AdmittingSubjects(p Person) []string {
	var subjects []string
	for _, as := range p.CapacitiesToActIn() {
		for _, s := range as.AdmittingSubjectsOfOneCapacity() {
			if as.Active == p.Active && !slices.Contains(subjects, s) {
				subjects = append(subjects, s)
			}
		}
	}
	return subjects
}

// AdmittingSubjectsOfOneCapacity are those of one capacity: see [Person.CapacitiesToActIn].
func (p Person) AdmittingSubjectsOfOneCapacity() []string {
	subjects := []string{UserSubject(p.ID)}
	if p.For != "" {
		subjects[0] = UserSubject(p.For)
	}
	for _, r := range p.Roles {
		subjects = append(subjects, Seat{Role: r}.Subject(), Seat{Role: r, Unit: p.Unit}.Subject())
	}
	return subjects
}

// UserSubject admits one person.
func UserSubject(u UserID) string { return "user:" + string(u) }

// NamesPerson reports whether the subject admits one person, and not whoever sits in a seat.
func NamesPerson(subject string) bool { return strings.HasPrefix(subject, UserSubject("")) }

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
