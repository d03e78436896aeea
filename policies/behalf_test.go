package policies_test

import (
	"os"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// Whoever acts for a body outside the organisation needs its proof, and the record names the body.
func TestActingOnBehalfOfABodyOutside(t *testing.T) {
	if _, err := onBehalf(t, "text"); err == nil || !strings.Contains(err.Error(), "必填的附件栏目") {
		t.Errorf("a proof that is no attachment: %v", err)
	}
	p, err := onBehalf(t, "attachments")
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := scenario.ReadScripts("behalf", []byte(`
- name: 代清算中心办理须附回单
  clauses: ["7"]
  clock: 2026-03-02T10:00:00+08:00
  file: {channel: counter, category: card}
  steps:
    - {by: handler, does: complete, data: {section_days: 3}}
    - {by: section, does: complete, outcome: given, data: {promised_on: "2026-03-05"}}
    - {by: handler, does: complete, data: {at: "2026-03-02T10:00:00+08:00", how: phone, text: 将赔付}}
    - {by: clerk, does: complete, refused: {code: invalid, field: data.receipt, clause: bank-7}}
    - {by: clerk, does: attach, data: {name: 回单.pdf}}
    - {by: clerk, does: complete, data: {receipt: [回单.pdf]}}
  ends: {status: archived}
`))
	if err != nil {
		t.Fatal(err)
	}
	player := &scenario.EnginePlayer{Policy: p, Calendar: cn(t)}
	for _, wrong := range scenario.PlayScript(scripts[0], player) {
		t.Fatal(wrong)
	}
	bodies := map[complaint.StepID]string{}
	for _, e := range player.Engine.Journal {
		if done, ok := e.Fact.(complaint.TaskCompleted); ok {
			bodies[done.Step] = done.OnBehalf
		}
	}
	if bodies["pay"] != "清算中心" || bodies["verify"] != "" {
		t.Errorf("done on behalf of: %v", bodies)
	}
}

// onBehalf is the bank's policy with a payment made by another body, whose proof is of the given type.
func onBehalf(t *testing.T, proof string) (*policy.Policy, error) {
	t.Helper()
	const file, payment = "testdata/bank/policy.yaml", "    by: [clerk]\n    clauses: [\"7\"]\n"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(data), payment) != 1 {
		t.Fatalf("the policy says %q not once", payment)
	}
	changed := payment + `    on_behalf_of: {body: 清算中心, proof: receipt, clause: "7"}
    form: {receipt: {type: ` + proof + `, title: 到账回单, required: true}}
`
	return policy.Load(file, []byte(strings.Replace(string(data), payment, changed, 1)))
}
