package policy_test

import (
	"testing"

	"duban/policies"
	"duban/policy"
)

func TestLogisticsLoads(t *testing.T) {
	data, err := policies.Files.ReadFile("logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := policy.Load("logistics/policy.yaml", data); err != nil {
		t.Fatal(err)
	}
}
