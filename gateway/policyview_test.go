package gateway

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"duban/policy"
	"duban/web/words/wordstest"
)

// What a policy is for screens speaks, in a language that is not the default one, the Chinese of the file and no other.
func TestOnlyTheFileOfAPolicySpeaksChinese(t *testing.T) {
	stub := wordstest.Stub(t)
	for _, file := range []string{"../policies/logistics/policy.yaml", "../policies/testdata/bank/policy.yaml"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := policy.Load(file, source)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := json.Marshal([]any{policyViewOf(p, stub), authorityViews(p, p.In(stub)), elementViews(p, stub)})
		if err != nil {
			t.Fatal(err)
		}
		if others := wordstest.ChineseBeside(string(shown), string(source)); len(others) > 0 {
			t.Errorf("%s: %s", file, others)
		}
		if !strings.Contains(string(shown), `"title":"title.served_at"`) {
			t.Errorf("%s: the time of service is not asked for in the words of the language", file)
		}
	}
}
