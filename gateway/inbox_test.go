package gateway

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheInboxIsFiltered(t *testing.T) {
	h := newHouse(t)
	slow, quick := h.filed("severity", "severe"), h.filed()
	v := h.branch()
	found := func(query string) (ids []string) {
		for i := range v.get("/inbox?" + query).must(http.StatusOK).list("items") {
			ids = append(ids, v.get("/inbox?"+query).text("items", i, "case", "id"))
		}
		return ids
	}
	for query, want := range map[string][]string{
		"policy=logistics":              {quick, slow},
		"policy=land":                   nil,
		"holder=unclaimed":              {quick, slow},
		"holder=mine":                   nil,
		"holder=others":                 nil,
		"urgency=late":                  nil,
		"urgency=soon&holder=unclaimed": {quick},
		"urgency=calm":                  {slow},
		"urgency=calm&policy=land":      nil,
	} {
		if got := found(query); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	}
	v.does(quick, "claim").must(http.StatusOK)
	if mine, free := found("holder=mine"), found("holder=unclaimed"); !slices.Equal(mine, []string{quick}) ||
		!slices.Equal(free, []string{slow}) {
		t.Errorf("mine %v, unclaimed %v", mine, free)
	}
	for _, field := range []string{"holder", "urgency"} {
		r := v.get("/inbox?" + field + "=everything")
		r.refuses(http.StatusUnprocessableEntity, "invalid")
		if r.text("field") != field {
			t.Errorf("the problem names %q: %s", field, r.raw)
		}
	}
	h.passTime(48 * time.Hour)
	if late := found("urgency=late"); !slices.Equal(late, []string{quick}) {
		t.Errorf("late: %v", late)
	}
}

func TestTheInboxIsSortedByDueTime(t *testing.T) {
	h := newHouse(t)
	slow := h.filed("severity", "severe")
	quick := h.filed()
	v := h.branch()
	r := v.get("/inbox").must(http.StatusOK)
	if r.text("items", 0, "case", "id") != quick || r.text("items", 1, "case", "id") != slow {
		t.Errorf("inbox: %s", r.raw)
	}
	if r.text("items", 0, "case", "subject") != "货物淋湿" || r.text("items", 0, "case", "policy") != "logistics" ||
		r.text("items", 0, "state") != "open" {
		t.Errorf("item: %v", r.at("items", 0))
	}
	first := v.get("/inbox?limit=1").must(http.StatusOK)
	second := v.get("/inbox?limit=1&cursor=" + first.text("next")).must(http.StatusOK)
	if second.text("items", 0, "case", "id") != slow || second.json["next"] != nil {
		t.Errorf("second page: %s", second.raw)
	}
	v.get("/inbox?cursor=canary").refuses(http.StatusUnprocessableEntity, "invalid")
	if r := h.agent().get("/inbox").must(http.StatusOK); len(r.list("items")) != 0 {
		t.Errorf("the agent has nothing to do: %s", r.raw)
	}
}

// The inbox is searched by words of its cases, in a body, and counted; what I completed, registered or was told of is
// listed apart.
func TestTheInboxIsSearchedAndCounted(t *testing.T) {
	h := newHouse(t)
	wet := h.filed()
	h.filed("subject", "外箱破损")
	v := h.branch()
	r := v.post("/inbox/search", map[string]any{"q": "淋湿", "policy": "logistics"}).must(http.StatusOK)
	if len(r.list("items")) != 1 || r.text("items", 0, "case", "id") != wet {
		t.Errorf("found: %s", r.raw)
	}
	v.post("/inbox/search", map[string]any{"holder": "everything"}).refuses(http.StatusUnprocessableEntity, "invalid")
	if n := v.get("/inbox/count").must(http.StatusOK); n.at("tasks") != 2.0 || n.at("late") != 0.0 {
		t.Errorf("counted: %s", n.raw)
	}
	filed := h.agent().get("/cases?mine=filed").must(http.StatusOK)
	if len(filed.list("items")) != 2 || filed.text("items", 0, "mine_at") == "" {
		t.Errorf("filed by the agent: %s", filed.raw)
	}
	for _, mine := range []string{"filed", "done", "told"} {
		if r := v.get("/cases?mine=" + mine).must(http.StatusOK); len(r.list("items")) != 0 {
			t.Errorf("the branch had nothing to do with: %s", r.raw)
		}
	}
	v.does(wet, "claim").must(http.StatusOK)
	if r := v.get("/inbox").must(http.StatusOK); r.text("items", 0, "case", "id") != wet {
		t.Errorf("what is held comes first: %s", r.raw)
	}
}

// An approval stands in the inbox with the complaint and what is proposed, for whoever may decide it.
func TestTheInboxShowsWhatIsToBeApproved(t *testing.T) {
	h := newHouse(t)
	h.library()
	desk, librarian, director := h.signedIn("library.desk"), h.signedIn("library.librarian"),
		h.signedIn("library.director")
	matter := libraryMatter("channel", "phone", "content", strings.Repeat("慢", 300))
	id := desk.post("/cases", matter).must(http.StatusCreated).text("id")
	desk.does(id, "complete", "data", map[string]any{"responsible_unit": "unit-library.librarian"}).must(http.StatusOK)
	r := librarian.get("/inbox").must(http.StatusOK)
	if r.at("items", 0, "proposal") != nil {
		t.Errorf("nothing is to be approved yet: %s", r.raw)
	}
	found := map[string]any{"finding": "Three hours", "fault": "ours", "amount": 100}
	librarian.does(id, "complete", "outcome", "pay", "data", found).must(http.StatusOK)
	r = director.get("/inbox").must(http.StatusOK)
	lines := fmt.Sprint(r.at("items", 0, "proposal", "lines"))
	if len([]rune(r.text("items", 0, "proposal", "content"))) != longestExcerpt+1 ||
		!strings.Contains(lines, "Three hours") {
		t.Errorf("what is to be approved: %s", r.raw)
	}
}
