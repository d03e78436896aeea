package policy

// Builtins are the guarantees of the program itself that a clause may be served by, each with the sentence
// that says what it is. The list is closed, and each has its test: see docs/architecture.md, Guarantees.
var Builtins = Map[string]{Entries: []Entry[string]{
	{Key: "append_only", Value: "登记的内容只增不改，错误以更正记录说明，任何人都不能删除或覆盖"},
	{Key: "wall", Value: "与案件无关的人看不到案件：列表、搜索、计数、通知都受同一道墙约束"},
	{Key: "accused_barred", Value: "被投诉人不能办理、表决，也看不到案卷"},
	{Key: "reading_logged", Value: "与案件无关的人看不到案件；能看的人每次查阅案件、日志、附件都留痕"},
	{Key: "own_steps_only", Value: "每一步只有制度写明的角色能办"},
	{Key: "pinned_version", Value: "案件自始至终适用立案时的制度版本"},
}}

func (c *checker) noteBuiltin(clause string, w Word) {
	if w.Text == "" {
		return
	}
	c.mustBeOfClosedSet(w, setBuiltins)
	c.p.servedBy[clause] = append(c.p.servedBy[clause], "builtin: "+w.Text)
}
