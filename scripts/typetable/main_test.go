package main

import (
	"os"
	"testing"

	"duban/policy"
)

func TestThePageHasTheTable(t *testing.T) {
	page, err := os.ReadFile("../../docs/policy-format.md")
	if err != nil {
		t.Fatal(err)
	}
	made, err := withTable(string(page), policy.FieldTypeTable())
	if err != nil {
		t.Fatal(err)
	}
	if made != string(page) {
		t.Error("docs/policy-format.md is stale: make generate")
	}
	if _, err := withTable("no marks", "table"); err == nil {
		t.Error("a page without marks was taken")
	}
}
