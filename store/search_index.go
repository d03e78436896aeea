package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"duban/complaint"
	"duban/internal/fold"
	"duban/internal/lookup"
	"duban/policy"
)

// A case is found by the marks of its terms ([lookup.Terms]) under a key that is not in the database, each in a set: of
// what whoever reads the case sees, of what a role sees, of what an author wrote. Among the marks are those of the
// subjects that the wall admits: what a reader may not see is not looked at, and takes no time that could be measured.
// What the register is filtered by and changes seldom is among them too.

// The sets of terms, besides one for each role and each author.
const (
	casesSet  = "case"
	wallSet   = "wall"
	filterSet = "filter"
)

// filterTerm is what a case is found by of a column that the register is filtered by.
func filterTerm(column, value string) string { return column + "=" + value }

// roleSet has what people with a role see and not every reader of a case; authorSet what is sealed from all but its
// author and such people.
func roleSet(r complaint.RoleID) string   { return "role:" + string(r) }
func authorSet(u complaint.UserID) string { return "author:" + string(u) }

// setsReadBy are the sets that a person may find a case by, of those that any published policy fills.
func (s *Store) setsReadBy(ctx context.Context, c conn, p complaint.Person) ([]string, error) {
	filled, err := s.setsFilled(ctx, c)
	if err != nil {
		return nil, err
	}
	sets := []string{casesSet}
	if filled[anyAuthor] {
		sets = append(sets, authorSet(p.ID))
	}
	for _, as := range p.CapacitiesToActIn() {
		if !as.Active {
			continue
		}
		for _, role := range as.Roles {
			if set := roleSet(role); filled[set] {
				sets = append(sets, set)
			}
		}
	}
	return sortedUnique(sets), nil
}

// anyAuthor stands for the sets of all authors.
const anyAuthor = "author:"

// filledSets are the sets that the policies fill which had been published by some count of them.
type filledSets struct {
	policies int
	sets     map[string]bool
}

// setsFilled are the sets of roles and authors that any version of a policy fills. What was published stays published.
func (s *Store) setsFilled(ctx context.Context, c conn) (map[string]bool, error) {
	var published int
	if err := c.getRow(ctx, &published, `SELECT COUNT(*) FROM policies`); err != nil {
		return nil, fmt.Errorf("policies: %w", err)
	}
	if known := s.filledSets.Load(); known != nil && known.policies == published {
		return known.sets, nil
	}
	var rows []string
	if err := c.allRows(ctx, &rows, `SELECT sha256 FROM policies`); err != nil {
		return nil, fmt.Errorf("policies: %w", err)
	}
	filled := &filledSets{policies: len(rows), sets: map[string]bool{}}
	for _, sha := range rows {
		p := s.policies.get(sha)
		if p == nil {
			var err error
			if p, err = s.policyWhere(ctx, c, `sha256 = ?`, sha); err != nil {
				return nil, err
			}
		}
		for _, scope := range p.SealedScopes() {
			if scope != complaint.ScopeIdentity {
				filled.sets[anyAuthor] = true
			}
			for _, role := range p.RolesSeeing(scope) {
				filled.sets[roleSet(role)] = true
			}
		}
	}
	s.filledSets.Store(filled)
	return filled.sets, nil
}

// indexed is what is known of a case's row in the index.
type indexed struct {
	KeyID  *string `db:"key_id"`
	Rules  *int    `db:"rules"`
	MadeOf *string `db:"made_of"`
}

// isCurrent reports whether the row was made of the same by the key and rules of now.
func (i indexed) isCurrent(key *lookup.Key, madeOf string) bool {
	return i.MadeOf != nil && *i.MadeOf == madeOf && *i.KeyID == keyID(key) && *i.Rules == rulesOf(key)
}

func keyID(key *lookup.Key) string {
	if key == nil {
		return ""
	}
	return key.ID
}

func rulesOf(key *lookup.Key) int {
	if key == nil {
		return 0
	}
	return lookup.Version
}

// indexCase makes the index find the case as it is. before is its row; nothing is written that would not change. A
// store without a key leaves the case for one that has it: see [Store.KeepSearchIndex].
func (t *transaction) indexCase(ctx context.Context, k *complaint.Case, w complaint.Wall, before indexed) error {
	key := t.store.searchKey.Load()
	grants, named := sortedUnique(w.Grants), textsNamedBy(k)
	madeOf, err := hashOfIndexed(k, grants, named)
	if err != nil || before.isCurrent(key, madeOf) {
		return err
	}
	words := ""
	if key != nil {
		m := marksOf{key: key}
		for _, g := range grants {
			m.addTerms([]string{wallSet}, g)
		}
		for _, f := range filteredColumns(k) {
			m.addTerms([]string{filterSet}, filterTerm(f.column, f.value))
		}
		if err := t.addWordsOfCase(ctx, &m, k, named); err != nil {
			return fmt.Errorf("index: %w", err)
		}
		words = lookup.JoinMarks(m.marks)
	} else {
		madeOf = ""
	}
	const update = `UPDATE case_search SET key_id = ?, rules = ?, made_of = ?, words = ? WHERE case_id = ?`
	if before.MadeOf == nil {
		return t.insertRows(ctx, "case_search", `case_id, key_id, rules, made_of, words`,
			[]any{k.ID, keyID(key), rulesOf(key), madeOf, words})
	}
	_, err = t.exec(ctx, update, keyID(key), rulesOf(key), madeOf, words, k.ID)
	return wrapError("index", err)
}

// readIndexed reads the row of a case.
func (t *transaction) readIndexed(ctx context.Context) (indexed, error) {
	var row indexed
	_, err := t.findRow(ctx, &row, `SELECT key_id, rules, made_of FROM case_search WHERE case_id = ?`, t.id)
	return row, wrapError("index", err)
}

// filtered is a column that the register is filtered by.
type filtered struct{ column, value string }

// MarshalText lets it be hashed.
func (f filtered) MarshalText() ([]byte, error) { return []byte(filterTerm(f.column, f.value)), nil }

// filteredColumns are those of a case that do not change with each step.
func filteredColumns(k *complaint.Case) []filtered {
	return []filtered{
		{`c.policy`, k.Policy.ID}, {`c.status`, string(k.Status)}, {`c.unit`, string(k.ResponsibleUnit())},
	}
}

// hashOfIndexed tells what a case is found by from anything else it could be found by, and nothing of it.
func hashOfIndexed(k *complaint.Case, grants []string, named []complaint.TextID) (string, error) {
	b, err := json.Marshal([]any{
		k.Policy, k.Number, k.Kind, k.Category, filteredColumns(k), grants, named, k.AttachmentsOpened, k.Data,
	})
	if err != nil {
		return "", fmt.Errorf("encode what is indexed: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:markBytes]), nil
}

// marksOf collects the marks of terms, some more than once.
type marksOf struct {
	key   *lookup.Key
	marks []lookup.Mark
}

// addText adds those of a text in the sets.
func (m *marksOf) addText(sets []string, text string, at lookup.Place) {
	marked := make([]*lookup.Set, len(sets))
	for i, set := range sets {
		marked[i] = m.key.Set(set)
	}
	m.marks = lookup.Marks(m.marks, text, at, marked...)
}

func (m *marksOf) addTerms(sets []string, terms ...string) {
	for _, set := range sets {
		for _, term := range terms {
			m.marks = append(m.marks, m.key.Set(set).Mark([]byte(term)))
		}
	}
}

// addWordsOfCase adds what the case is found by: its number, what its kind, category and fields are called, its texts,
// the names of its files, and its parties.
func (t *transaction) addWordsOfCase(
	ctx context.Context, m *marksOf, k *complaint.Case, named []complaint.TextID,
) error {
	everybody := []string{casesSet}
	m.addText(everybody, k.Number, lookup.Title)
	m.addText(everybody, k.Category, lookup.Inside) // its code, for programs
	p, err := t.Policy(ctx, k.Policy)
	if r := complaint.RefusalIn(err); r != nil && r.Code == complaint.NotFound {
		p, err = nil, nil // then nobody sees what is sealed
	}
	if err != nil {
		return err
	}
	if p != nil {
		for _, title := range p.TitlesShown(k, t.store.location) {
			m.addText(everybody, title, lookup.Title)
		}
	}
	sets := func(scope complaint.TextScope, author complaint.UserID) []string {
		return setsOfScope(p, scope, author)
	}
	if err := t.addTexts(ctx, m, k, named, sets); err != nil {
		return err
	}
	return t.addPeople(ctx, m, sets(complaint.ScopeIdentity, ""))
}

// setsOfScope are the sets by whose terms a text can be found: as [policy.Sight] says who sees it.
func setsOfScope(p *policy.Policy, scope complaint.TextScope, author complaint.UserID) []string {
	if scope == complaint.ScopeCase {
		return []string{casesSet}
	}
	var sets []string
	if scope != complaint.ScopeIdentity && author != "" {
		sets = append(sets, authorSet(author))
	}
	if p != nil {
		for _, role := range p.RolesSeeing(scope) {
			sets = append(sets, roleSet(role))
		}
	}
	return sets
}

// addTexts adds the texts that the case names and the names of its files.
func (t *transaction) addTexts(
	ctx context.Context, m *marksOf, k *complaint.Case, named []complaint.TextID,
	sets func(complaint.TextScope, complaint.UserID) []string,
) error {
	files, err := t.AllAttachments(ctx)
	if err != nil {
		return err
	}
	opened := map[complaint.TextID]bool{}
	for _, a := range files {
		named = append(named, a.Name)
		opened[a.Name] = slices.Contains(k.AttachmentsOpened, a.ID)
	}
	if len(named) == 0 {
		return nil
	}
	var texts []struct {
		ID     complaint.TextID    `db:"id"`
		Author complaint.UserID    `db:"author"`
		Scope  complaint.TextScope `db:"scope"`
		Body   string              `db:"body"`
	}
	err = t.allRows(ctx, &texts, `SELECT id, author, scope, body FROM texts WHERE id IN (`+parameterList(len(named))+
		`) AND (case_id = ? OR id IN (SELECT text_id FROM shared_texts WHERE case_id = ?))`,
		append(asArguments(named), k.ID, k.ID)...)
	if err != nil {
		return fmt.Errorf("texts: %w", err)
	}
	bodies := map[complaint.TextID]string{}
	for _, text := range texts {
		bodies[text.ID] = text.Body
	}
	people := partiesNamedBy(k)
	for _, text := range texts {
		seen := sets(text.Scope, text.Author)
		if opened[text.ID] {
			seen = []string{casesSet}
		}
		at := lookup.Inside
		if text.ID == k.Subject {
			at = lookup.Title
		}
		if party, ok := people[text.ID]; ok {
			if party != nil {
				m.addPerson(seen, party, bodies)
			}
			continue
		}
		m.addText(seen, text.Body, at)
	}
	return nil
}

// partiesNamedBy are the parties by the texts that say who they are; nil for what was put right of one, which counts
// with that.
func partiesNamedBy(k *complaint.Case) map[complaint.TextID]*complaint.Party {
	people := map[complaint.TextID]*complaint.Party{}
	for i := range k.Parties {
		p := &k.Parties[i]
		if people[p.Identity] = p; p.Corrected != nil {
			for _, id := range []complaint.TextID{
				p.Corrected.Name, p.Corrected.Phone, p.Corrected.Email, p.Corrected.Address,
			} {
				people[id] = nil
			}
		}
	}
	return people
}

// addPerson adds who a party is and how to reach them, or a name alone, as it is right.
func (m *marksOf) addPerson(sets []string, p *complaint.Party, bodies map[complaint.TextID]string) {
	who, _ := p.Contact(func(id complaint.TextID) (string, bool) {
		body, ok := bodies[id]
		return body, ok
	})
	for _, said := range []string{who.Name, who.Email, who.Address} {
		m.addText(sets, fold.Name(said), lookup.Inside)
	}
	m.addTerms(sets, lookup.Telephone(who.Phone)...)
}

// addPeople adds the names and telephones of the case's parties, those it has of another case among them.
func (t *transaction) addPeople(ctx context.Context, m *marksOf, sets []string) error {
	if len(sets) == 0 {
		return nil
	}
	var people []struct{ Name, Phone string }
	if err := t.allRows(ctx, &people, `SELECT name, phone FROM identities WHERE case_id = ?`, t.id); err != nil {
		return fmt.Errorf("people: %w", err)
	}
	for _, p := range people {
		m.addText(sets, fold.Name(p.Name), lookup.Inside)
		m.addTerms(sets, lookup.Telephone(p.Phone)...)
	}
	return nil
}

// textsNamedBy are the ids of texts, and what may be some, anywhere in the case, sorted. In the data of forms an id is
// a string like any other: whether it is a text's, the texts tell.
func textsNamedBy(k *complaint.Case) []complaint.TextID {
	found, now := map[complaint.TextID]bool{}, *k
	now.Corrections = nil // what was mistaken finds nothing
	collectTextIDs(reflect.ValueOf(now), found)
	for _, value := range k.Data {
		if s, ok := value.(string); ok && len(s) == sha256.Size*2 {
			found[complaint.TextID(s)] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
