package policy

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"duban/complaint"
	"duban/internal/fold"
)

// shortestName is how many characters a name has at least that is looked for in what somebody has written: a single one
// is found in half of all words.
const shortestName = 2

// Resembling finds whom of the organisation words may mean that name a respondent in a matter of a kind: active people
// whose name is in them, or whose surname stands beside the title of a role that they hold in the regulation; and
// units, where the regulation keeps the people of a unit complained about out of such a matter. What is compared is
// folded, so that blanks and invisible characters hide nobody.
func (p *Policy) Resembling(kind string, d complaint.Directory, written string) complaint.Resemblance {
	text := fold.Name(written)
	var like complaint.Resemblance
	rest := text // without the names that are in it: whoever is named whole is not somebody else of that surname
	for id, person := range d.People {
		if person.Active && namedIn(text, person.Name) {
			like.People = append(like.People, id)
			rest = strings.ReplaceAll(rest, fold.Name(person.Name), "\n")
		}
	}
	for id, person := range d.People {
		if person.Active && !slices.Contains(like.People, id) && p.calledByTitleIn(rest, person) {
			like.People = append(like.People, id)
		}
	}
	for id, unit := range d.Units {
		if !unit.Closed && p.BarsUnits(kind) && namedIn(text, unit.Name) {
			like.Units = append(like.Units, id)
		}
	}
	slices.Sort(like.People)
	slices.Sort(like.Units)
	return like
}

func namedIn(text, name string) bool {
	name = fold.Name(name)
	return len([]rune(name)) >= shortestName && strings.Contains(text, name)
}

// calledByTitleIn reports whether the text has the person's surname right beside the title of one of their roles: 王主任
// for whoever is 王小明 and 质量部主任, or 质量部主任王.
func (p *Policy) calledByTitleIn(text string, person complaint.Person) bool {
	surname := surnameOf(fold.Name(person.Name))
	if surname == "" {
		return false
	}
	for _, role := range person.Roles {
		title := []rune(fold.Name(p.RoleTitle(role)))
		if string(title) == fold.Name(string(role)) {
			continue // no role of this regulation
		}
		for from := 0; from+shortestName <= len(title); from++ {
			ending := string(title[from:])
			if strings.Contains(text, surname+ending) || strings.Contains(text, ending+surname) {
				return true
			}
		}
	}
	return false
}

// doubleSurnames are the common ones of two characters.
const doubleSurnames = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫 长孙 宇文 轩辕 闻人 澹台 公冶 申屠 太史 呼延 独孤"

// surnameOf is the surname of a folded Chinese name, "" for any other: in those what stands first is as often not one.
func surnameOf(name string) string {
	runes := []rune(name)
	if len(runes) < shortestName || !unicode.Is(unicode.Han, runes[0]) {
		return ""
	}
	if first := string(runes[:2]); len(runes) > 2 && slices.Contains(strings.Fields(doubleSurnames), first) {
		return first
	}
	return string(runes[:1])
}

// NameInIdentity is the name in the sealed text that says who a party is: the text itself, or one of its fields where
// how to reach them stands in it too.
func NameInIdentity(text string) string {
	var who struct {
		Name string `json:"name"`
	}
	if json.Unmarshal([]byte(text), &who) == nil && who.Name != "" {
		return who.Name
	}
	return text
}
