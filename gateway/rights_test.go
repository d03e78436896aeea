package gateway

import (
	"bufio"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"duban/internal/seed"
)

// relations are how somebody can stand to a case of the freight network, in the order of the columns of
// testdata/rights.txt.
var relations = []string{
	"stranger", "nobody", "elsewhere", "accused", "filer", "handler", "supervisor", "administrator",
}

// as is somebody who stands so, and has just come.
func (h *house) as(relation string) *visitor {
	switch relation {
	case "stranger":
		return h.public()
	case "accused":
		return h.signedIn("logistics.branch2")
	case "filer":
		return h.agent()
	case "handler":
		return h.branch()
	case "supervisor":
		return h.signedIn("logistics.supervisor")
	case "administrator":
		return h.admin()
	}
	return h.signedIn(relation)
}

// Each operation of the interface, asked about one case by everybody, answers as testdata/rights.txt says. Most bodies
// are empty: there 422 says as 2xx does that one may. An operation without a line fails.
func TestRights(t *testing.T) {
	h := newHouse(t)
	places := h.placesOfOneCase()
	want := rightsByHand(t)
	for _, o := range newAnybody(h, 1).operations {
		name := o.method + " " + o.path
		expected, ok := want[name]
		if !ok {
			t.Errorf("testdata/rights.txt says nothing of %s", name)
			continue
		}
		delete(want, name)
		path := strings.NewReplacer(places...).Replace(o.path)
		for i, relation := range relations {
			r := h.as(relation).asks(o, path)
			if got := strconv.Itoa(r.status); got != expected[i] {
				t.Errorf("%s by %s: %s, should be %s: %.200s", name, relation, got, expected[i], r.raw)
			}
		}
	}
	for name := range want {
		t.Errorf("there is no operation %s", name)
	}
}

// bodiesThatDecide are those of operations whose body says what is asked for, and so who may.
func bodiesThatDecide() map[string]any {
	return map[string]any{
		"POST /cases":                        matter(),
		"POST /cases/{id}/commands":          map[string]any{"command": "release"},
		"POST /rehearsal/cases/{id}/advance": map[string]any{"by": "1m"},
		"POST /rehearsal/periods": map[string]any{
			"policy": "logistics",
			"kind":   "statistics",
			"period": "2026-02",
		},
		"POST /public/complaints": publicMatter(),
		"POST /exports": map[string]any{
			"of":     "report",
			"report": map[string]any{"policy": "logistics", "report": "insured", "period": "2026-02"},
		},
	}
}

// asks asks for an operation at a path, with a body if it takes one.
func (v *visitor) asks(o operation, path string) reply {
	v.h.t.Helper()
	var body any
	if o.body != nil {
		if body = bodiesThatDecide()[o.method+" "+o.path]; body == nil {
			body = map[string]any{}
		}
		if content := o.body["content"].(map[string]any); content["multipart/form-data"] != nil {
			return v.uploads(path, "", "b.pdf", pdf, false)
		}
	}
	return v.do(o.method, "/api/v1"+path, uuid.NewString(), body)
}

// rightsByHand is what should be answered, by operation.
func rightsByHand(t *testing.T) map[string][]string {
	t.Helper()
	file, err := os.Open("testdata/rights.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	want := map[string][]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 0 && fields[0] != "#" {
			if len(fields) != 2+len(relations) {
				t.Fatalf("testdata/rights.txt: %d columns in %q", len(fields), lines.Text())
			}
			want[fields[0]+" "+fields[1]] = fields[2:]
		}
	}
	return want
}

// placesOfOneCase files a case about a person of the branch that handles it, and says what stands for each place of a
// path.
func (h *house) placesOfOneCase() []string {
	h.t.Helper()
	about := matter()
	about["respondents"] = append(slices.Clone(about["respondents"].([]any)), map[string]any{
		"kind": "person", "id": string(seed.DemoUserID("logistics.branch2")), "name": "员工",
	})
	filed := h.agent().post("/cases", about).must(http.StatusCreated)
	id := filed.text("id")
	attached := h.agent().attaches(id, "a.pdf", pdf).must(http.StatusCreated).text("id")
	h.branch().do(http.MethodPost, "/api/v1/cases/"+id+"/commands", "claimed", map[string]any{"command": "claim"}).
		must(http.StatusOK)
	receipt := h.public().post("/public/complaints", publicMatter()).must(http.StatusCreated).text("receipt")
	export := h.signedIn("logistics.supervisor").post("/exports", map[string]any{"of": "register"}).
		must(http.StatusAccepted).text("id")
	return []string{
		"/cases/{id}", "/cases/" + id,
		"/ledger/{id}", "/ledger/" + id,
		"/circulars/{id}", "/circulars/" + id,
		"/exports/{id}", "/exports/" + export,
		"/accounts/{id}", "/accounts/" + string(seed.DemoUserID("logistics.agent2")),
		"/units/{id}", "/units/unit-elsewhere",
		"/policies/{id}", "/policies/logistics",
		"/substitutions/{id}", "/substitutions/1",
		"/ties/{id}", "/ties/1",
		"{attachment}", attached,
		"{key}", "claimed",
		"{receipt}", receipt,
		"{paper}", "register",
		"{calendar}", "cn",
		"{circular}", "1",
		"{entry}", "1",
		"{change}", "1",
		"{number}", "1",
		"{policy}", "logistics",
		"{report}", "insured",
		"{token}", "none",
	}
}
