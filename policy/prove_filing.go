package policy

import "slices"

// proveFiling: each kind of matter that people file can come in, and whoever is named to register it may register.
func (v *prover) proveFiling() {
	in := &v.p.Doc.Intake
	mayNot := func(at Pos, element string, by []Word) {
		for _, w := range by {
			if v.p.Doc.Roles.Has(w.Text) && !slices.Contains(textsOfWords(in.By), w.Text) {
				v.cannotProve(at, element+".by", "proof.registers_nothing", args{"element": element, "role": w.Text})
			}
		}
	}
	for _, e := range in.Sources.Entries {
		mayNot(e.Pos, "intake.sources."+e.Key, e.Value.By)
	}
	for i := range v.p.Doc.Kinds.Entries {
		e := &v.p.Doc.Kinds.Entries[i]
		mayNot(e.Pos, "kinds."+e.Key, e.Value.By)
		if !e.Value.Linked && e.Value.Each == nil && v.p.namesItsWays(&e.Value) && !v.p.canComeIn(&e.Value) {
			v.cannotProve(e.Pos, "kinds."+e.Key, "proof.never_filed", args{"kind": e.Key})
		}
	}
}

// canComeIn reports whether somebody can register a matter of a kind from some source by some channel, or the public
// form brings it.
func (p *Policy) canComeIn(k *Kind) bool {
	in := &p.Doc.Intake
	if pub := in.Public; pub != nil && k.comesFrom(pub.Source.Text, pub.Channel.Text) {
		return true
	}
	registers := func(s *Source) bool {
		return slices.ContainsFunc(in.By, func(w Word) bool {
			return (len(k.By) == 0 || slices.Contains(textsOfWords(k.By), w.Text)) &&
				(len(s.By) == 0 || slices.Contains(textsOfWords(s.By), w.Text))
		})
	}
	for i := range in.Sources.Entries {
		s := &in.Sources.Entries[i]
		for _, channel := range s.Value.Channels.Keys() {
			if k.comesFrom(s.Key, channel) && registers(&s.Value) {
				return true
			}
		}
	}
	return false
}

// namesItsWays reports whether the roles, sources and channels that a kind of matter names are there.
func (p *Policy) namesItsWays(k *Kind) bool {
	in := &p.Doc.Intake
	hasChannel := func(code string) bool {
		return slices.ContainsFunc(in.Sources.Entries, func(e Entry[Source]) bool { return e.Value.Channels.Has(code) })
	}
	unknown := func(words []Word, known func(string) bool) bool {
		return slices.ContainsFunc(words, func(w Word) bool { return !known(w.Text) })
	}
	return !unknown(k.By, p.Doc.Roles.Has) && !unknown(k.Sources, in.Sources.Has) && !unknown(k.Channels, hasChannel)
}
