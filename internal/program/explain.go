package program

import (
	"fmt"

	"duban/complaint"
	"duban/web/words"
)

// ExplainError says to people at a terminal what went wrong: a refusal in Chinese, and in parentheses in English; any
// other error as it words itself.
func ExplainError(err error) string {
	refusal := complaint.RefusalIn(err)
	if refusal == nil {
		return err.Error()
	}
	chinese := words.DefaultLanguage().Text(refusal.Word())
	english, ok := words.AllLanguages().ByID("en")
	if said := english.Text(refusal.Word()); ok && said != chinese {
		return fmt.Sprintf("%s (%s)", chinese, said)
	}
	return chinese
}
