package policy

import (
	"duban/complaint"
	"duban/web/words"
)

// In is a language as it is spoken of this policy: texts of the file, and titles that the program brings along, are
// kept by what they are in the default language and are said in this one, where the file has a translation.
func (p *Policy) In(l words.Language) words.Language {
	translated := p.translations[l.ID]
	return l.Retitling(func(text string) any {
		if said, ok := translated[text]; ok {
			return said
		}
		if title, ok := p.titlesBrought[text]; ok {
			return title
		}
		return nil
	})
}

// broughtPhrase is a title that the program brings along, by the words title.<key>.
func broughtPhrase(key string, fill blanks) complaint.Phrase {
	return complaint.Phrase{Key: "title." + key, Args: fill}
}

// bringTitle adds a title to those that the program brings along, and gives what it is in the default language.
func (p *Policy) bringTitle(title complaint.Phrase) Text {
	text := words.DefaultLanguage().SayValue(title)
	p.titlesBrought[text] = title
	return textOf(text)
}

// bringCategoryTitles adds the titles of finer kinds, which are made of two.
func (p *Policy) bringCategoryTitles() {
	for _, e := range p.Doc.Intake.Categories.Entries {
		for _, k := range e.Value.Kinds.Entries {
			p.bringTitle(titleOfPart(e.Value.Title.Text, k.Value.Text))
		}
	}
}
