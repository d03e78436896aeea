package doctor

import "context"

// checkPapers: no paper is kept in which boxes stand for characters that no font has.
func (e *examination) checkPapers(ctx context.Context) {
	gappy, err := e.Record.GappyPapers(ctx)
	if err != nil {
		e.addBad("papers", "", "%v", err)
		return
	}
	for _, g := range gappy {
		e.addWarning("papers", "在设置 paper_font 里指定有这些字的字体；已出具的文书不变，可手写补正 "+
			"(name a font that has them; what was issued stays, mend it by hand)",
			"案件 case %s：%d 份文书里有 %d 个字没有字体能印，印成了方框 (characters are boxes in its papers)", g.Case, g.Papers, g.Gaps)
	}
	if len(gappy) == 0 {
		e.addOK("papers", "文书里没有印不出的字 (no character is missing in any paper)")
	}
}
