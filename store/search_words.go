package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duban/complaint"
)

// A case is found by the characters of its number, category and subject, and by each two of them that stand together:
// Chinese has no spaces between words, and a word of it is seldom longer than two characters. Two digits stand in very
// many numbers, so of ASCII characters each four that stand together are words too. A word is spelt in digits that
// both databases leave as they are; beside those of the text stand the subjects that the wall admits: what a reader may
// not see is not looked at, and takes no time that could be measured.

const (
	// wordDigits spell one character in base 36.
	wordDigits = 4
	// asciiTogether is how many ASCII characters make a word besides one and two.
	asciiTogether = 4
	// mostWords of what is searched for are looked up; the cases found are held against all of it.
	mostWords = 8
	// mostFound is how many cases a search looks at one by one. What more cases have is soon found on the way through
	// the register.
	mostFound = 500
)

// searchWordRows is what a search finds the case by, from its first act on. Only a subject that whoever reads the
// case may read is searched.
func searchWordRows(k *complaint.Case, w complaint.Wall) caseRows {
	l := caseRows{table: "case_words", columns: `case_id, words`}
	if k.Seq == 0 {
		return l
	}
	grants := sortedUnique(w.Grants)
	l.rows = [][]any{{k.ID, k.Number, k.Category, k.Subject, grants}}
	l.makeRows = func(ctx context.Context, c conn) ([][]any, error) {
		var subject string
		const query = `SELECT body FROM texts WHERE id = ? AND scope = ?`
		if _, err := c.findRow(ctx, &subject, query, k.Subject, complaint.ScopeCase); err != nil {
			return nil, fmt.Errorf("words: %w", err)
		}
		return [][]any{{k.ID, searchWords(grants, k.Number, k.Category, subject)}}, nil
	}
	return l
}

// searchWords are all words of the fields, sorted, with spaces between them.
func searchWords(grants []string, fields ...string) string {
	found := map[string]bool{}
	for _, g := range grants {
		found[wordOfSubject(g)] = true
	}
	for _, f := range fields {
		text := []rune(strings.ToLower(f))
		for _, length := range []int{1, 2, asciiTogether} {
			for i := range len(text) - length + 1 {
				if part := text[i : i+length]; length < asciiTogether || isAllASCII(part) {
					found[wordOfCharacters(part)] = true
				}
			}
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(found)), " ")
}

func isAllASCII(part []rune) bool {
	return !slices.ContainsFunc(part, func(r rune) bool { return r > unicode.MaxASCII })
}

// wordOfCharacters is the word of some characters.
func wordOfCharacters(part []rune) string {
	var w strings.Builder
	for _, r := range part {
		digits := strconv.FormatInt(int64(r), 36)
		w.WriteString(strings.Repeat("0", wordDigits-len(digits)) + digits)
	}
	return w.String()
}

// wordsLookedFor are the words by which a text is looked up: of four where there are, else of two. The end of a number
// tells more than its beginning.
func wordsLookedFor(search string) []string {
	text := []rune(strings.ToLower(search))
	if len(text) == 1 {
		return []string{wordOfCharacters(text)}
	}
	var chosen []string
	covered := 0 // up to here the text stands in words of four
	for i := range len(text) - 1 {
		if end := i + asciiTogether; end <= len(text) && isAllASCII(text[i:end]) {
			chosen, covered = append(chosen, wordOfCharacters(text[i:end])), end
		} else if i+2 > covered {
			chosen = append(chosen, wordOfCharacters(text[i:i+2]))
		}
	}
	return chosen[max(0, len(chosen)-mostWords):]
}

// wordOfSubject is the word for a subject of the wall. Two subjects with the same word would only be looked at in vain.
func wordOfSubject(subject string) string {
	sum := sha256.Sum256([]byte(subject))
	return "z" + hex.EncodeToString(sum[:5])
}

// searchCandidates are cases among which are all that the text may be found in: by its words, by an exact name or
// telephone under the identityPolicies, and those whose words are not known as they should be. few: there are no more
// of them.
func (s *Store) searchCandidates(
	ctx context.Context, c conn, p complaint.Person, text string, identityPolicies []string,
) (ids []string, few bool, err error) {
	var subjects []string
	for _, subject := range complaint.AdmittingSubjects(p) {
		subjects = append(subjects, wordOfSubject(subject))
	}
	all := filters{
		s.dialect.casesWithWords(wordsLookedFor(text), sortedUnique(subjects)),
		{sql: `SELECT c.id AS case_id FROM cases c WHERE ` + outdated.sql},
	}
	all = append(all, casesOfParty(text, identityPolicies)...)
	either := all.joinConditions(" UNION ALL ")
	err = c.allRows(ctx, &ids, either.sql+` LIMIT ?`, append(either.args, mostFound+1)...)
	return sortedUnique(ids), len(ids) <= mostFound, wrapError("candidates", err)
}

// casesOfParty are the cases under the policies with somebody of exactly that name or telephone.
func casesOfParty(text string, policies []string) (all filters) {
	if len(policies) == 0 {
		return nil
	}
	for _, column := range []string{"name", "phone"} {
		all.addCondition(`SELECT i.case_id FROM identities i CROSS JOIN cases c WHERE i.`+column+
			` = ? AND c.id = i.case_id
			AND c.policy IN (`+parameterList(len(policies))+`)`, append([]any{text}, asArguments(policies)...)...)
	}
	return all
}

// anybodyNamed reports whether there is anybody of that name or telephone under the policies.
func (c conn) anybodyNamed(ctx context.Context, text string, policies []string) (bool, error) {
	all := casesOfParty(text, policies)
	if len(all) == 0 {
		return false, nil
	}
	var id string
	either := all.joinConditions(" UNION ALL ")
	named, err := c.findRow(ctx, &id, either.sql+` LIMIT 1`, either.args...)
	return named, wrapError("people", err)
}

// casesWithWords are the cases with all of the words and one of the others.
func (d Dialect) casesWithWords(all, oneOf []string) predicate {
	if d == Postgres {
		return predicate{
			sql:  `SELECT w.case_id FROM case_words w WHERE CAST(w.words AS tsvector) @@ CAST(? AS tsquery)`,
			args: []any{strings.Join(all, " & ") + " & (" + strings.Join(oneOf, " | ") + ")"},
		}
	}
	return predicate{
		sql: `SELECT w.case_id FROM case_words_found f CROSS JOIN case_words w
			WHERE f.case_words_found MATCH ? AND w.id = f.rowid`,
		args: []any{strings.Join(all, " AND ") + " AND (" + strings.Join(oneOf, " OR ") + ")"},
	}
}

// sourceOfIDs is a source of the ids, as case_id. However many they are, it is the same statement.
func (d Dialect) sourceOfIDs(ids []string) (predicate, error) {
	list, err := json.Marshal(append([]string{}, ids...)) // none is an empty list, not null
	if err != nil {
		return predicate{}, fmt.Errorf("encode ids: %w", err)
	}
	if d == Postgres {
		return predicate{`(SELECT jsonb_array_elements_text(CAST(? AS jsonb)) AS case_id)`, []any{string(list)}}, nil
	}
	return predicate{`(SELECT value AS case_id FROM json_each(?))`, []any{string(list)}}, nil
}
