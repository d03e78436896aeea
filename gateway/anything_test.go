package gateway

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
)

var (
	randomRequests = flag.Int("requests", 1000, "how many random requests to send on each database")
	requestSeed    = flag.Uint64("request-seed", 1, "the seed from which they are made up")
)

// Whatever anybody sends, on either database: the answer is one that the interface knows, never a fault of ours, and
// what was sent does not stay in memory.
func TestWhateverIsSent(t *testing.T) {
	for database, open := range map[string]func(*testing.T, ...func(*Options)) *house{
		"sqlite":   newHouse,
		"postgres": newHouseOnPostgres,
	} {
		t.Run(database, func(t *testing.T) {
			h := open(t, func(o *Options) {
				many := Rate{Burst: 1 << 20, Every: time.Microsecond}
				o.Limits = Limits{
					FailuresPerName:    many,
					FailuresPerAddress: many,
					PublicFilings:      many,
					Feeds:              many,
				}
			})
			newAnybody(h, *requestSeed).sendMany(*randomRequests)
		})
	}
}

// Each whole number that somebody may send has bounds, within which both databases have room for it.
func TestEveryWholeNumberIsBounded(t *testing.T) {
	s := newAnybody(newHouse(t), 1)
	var walk func(where string, schema map[string]any, above []string)
	walk = func(where string, schema map[string]any, above []string) {
		if name, ok := schema["$ref"].(string); ok {
			if slices.Contains(above, name) {
				return
			}
			above = append(slices.Clone(above), name)
			schema = s.schemas[name[strings.LastIndex(name, "/")+1:]].(map[string]any)
		}
		if _, bounded := schema["maximum"]; schema["type"] == "integer" && !bounded {
			t.Errorf("%s has no maximum", where)
		}
		properties, _ := schema["properties"].(map[string]any)
		for name, property := range properties {
			walk(where+"."+name, property.(map[string]any), above)
		}
		if items, ok := schema["items"].(map[string]any); ok {
			walk(where+"[]", items, above)
		}
	}
	for _, o := range s.operations {
		for _, p := range o.parameters {
			parameter := p.(map[string]any)
			walk(fmt.Sprint(o.method, " ", o.path, " ", parameter["name"]), parameter["schema"].(map[string]any), nil)
		}
		if o.body == nil {
			continue
		}
		for _, content := range o.body["content"].(map[string]any) {
			walk(o.method+" "+o.path, content.(map[string]any)["schema"].(map[string]any), nil)
		}
	}
}

// anybody makes up requests to every operation of the interface, some right, most wrong.
type anybody struct {
	h          *house
	dice       *rand.Rand
	operations []operation
	schemas    map[string]any
	// known are words that mean something here: ids, codes, keys, receipts, cursors.
	known    []string
	visitors []*visitor
	statuses map[int]int
}

// operation is one of the interface's document.
type operation struct {
	method, path string
	parameters   []any
	body         map[string]any
}

func newAnybody(h *house, seed uint64) *anybody {
	h.t.Helper()
	s := &anybody{h: h, dice: rand.New(rand.NewPCG(seed, seed)), statuses: map[int]int{}}
	raw, err := OpenAPI()
	if err != nil {
		h.t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(raw, &document); err != nil {
		h.t.Fatal(err)
	}
	s.schemas = document["components"].(map[string]any)["schemas"].(map[string]any)
	paths := document["paths"].(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		methods := paths[path].(map[string]any)
		for _, method := range slices.Sorted(maps.Keys(methods)) {
			of := methods[method].(map[string]any)
			parameters, _ := of["parameters"].([]any)
			body, _ := of["requestBody"].(map[string]any)
			s.operations = append(s.operations, operation{strings.ToUpper(method), path, parameters, body})
		}
	}
	return s
}

// settle makes the house as it should be again, whatever an administrator's random request has done to it.
func (s *anybody) settle() {
	ctx := s.h.t.Context()
	admin, err := s.h.store.AccountByUsername(ctx, seed.AdminName)
	if err != nil {
		s.h.t.Fatal(err)
	}
	if s.h.hash == "" {
		s.h.hash = admin.PasswordHash
	}
	admin.PasswordHash, admin.Person.Active, admin.Administers = s.h.hash, true, true
	if err := s.h.store.SaveAccount(ctx, admin); err != nil {
		s.h.t.Fatal(err)
	}
	s.h.addEverybody(ctx)
	s.visitors = []*visitor{s.h.public()}
	for _, name := range []string{
		"logistics.agent", "logistics.branch", "logistics.supervisor", "elsewhere", "nobody", seed.AdminName,
	} {
		s.visitors = append(s.visitors, s.h.signedIn(name))
	}
	filed := s.h.agent().post("/cases", matter()).must(http.StatusCreated)
	id := filed.text("id")
	own := s.h.public().post("/public/complaints", publicMatter()).must(http.StatusCreated).text("receipt")
	s.known = append(policyWords(), id, "case-"+id, own, filed.text("receipt"),
		string(seed.DemoUserID("logistics.branch")),
		string(seed.DemoUnitID("logistics", "branch")), "logistics.branch", seed.AdminName, complaint.Complainant,
		"complainant", "2026-03", "2026-03-02", "2026-03-02T10:00:00+08:00", "7d", "k")
	for _, list := range []string{"/cases", "/inbox", "/accounts", "/cases/" + id + "/journal"} {
		for _, v := range s.visitors[1:] {
			if next, _ := v.get(list + "?limit=1").json["next"].(string); next != "" {
				s.known = append(s.known, next)
			}
		}
	}
}

// policyWords are codes of a regulation.
func policyWords() []string {
	return []string{
		"logistics", "hospital", "general", "severe", "hotline", "damage.wet", "other", "open", "closed", "investigate",
		"handled", "served", "claim", "complete", "withdraw", "recuse", "merge", "correct", "unit", "register", "slips",
		"zh-CN", "en", "cn", "1", "2", "true", "false",
	}
}

// sendMany sends so many, each to an operation that chance chooses.
func (s *anybody) sendMany(n int) {
	var before, after runtime.MemStats
	for i := range n {
		if i%250 == 0 {
			s.settle()
		}
		if i == 250 {
			runtime.GC()
			runtime.ReadMemStats(&before)
		}
		s.sendOne(i)
		s.h.logs.Reset()
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); n > 250 && grown > 64<<20 {
		s.h.t.Errorf("%d MiB more are held after %d requests", grown>>20, n)
	}
	s.h.t.Logf("seed %d, %d requests to %d operations, answered %v", *requestSeed, n, len(s.operations), s.statuses)
	for _, status := range []int{200, 201, 204, 401, 403, 404, 415, 422} {
		if n >= 1000 && s.statuses[status] == 0 {
			s.h.t.Errorf("no request was answered %d: they are too much alike", status)
		}
	}
}

func (s *anybody) sendOne(i int) {
	o := s.operations[s.dice.IntN(len(s.operations))]
	v := *s.visitors[s.dice.IntN(len(s.visitors))]
	v.headers = map[string]string{}
	path, query := o.path, url.Values{}
	key := fmt.Sprintf("k%d", i)
	for _, p := range o.parameters {
		parameter := p.(map[string]any)
		name, schema := parameter["name"].(string), parameter["schema"].(map[string]any)
		value := fmt.Sprint(s.valueOf(schema, 0))
		switch parameter["in"] {
		case "path":
			if s.dice.IntN(3) > 0 {
				value = s.choose(s.known)
			}
			if value == "" || value == "." || value == ".." {
				value = "x" // another path altogether
			}
			path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
		case "query":
			if s.dice.IntN(2) == 0 {
				query.Set(name, value)
			}
		case "header":
			if s.dice.IntN(5) == 0 {
				key = strings.Map(printable, value)
			}
		}
	}
	if s.dice.IntN(10) == 0 {
		v.headers["Accept-Language"] = strings.Map(printable, s.text())
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	var body any
	if o.body != nil {
		body, v.headers["Content-Type"] = s.bodyOf(o.body)
	}
	r := v.do(o.method, "/api/v1"+path, key, body)
	s.statuses[r.status]++
	switch r.status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		s.h.t.Errorf("request %d, %s %s %q: %d %s\n%s", i, o.method, path, body, r.status, r.raw, s.h.logs)
	case http.StatusServiceUnavailable:
		if r.header.Get("Retry-After") == "" {
			s.h.t.Errorf("request %d, %s %s: 503 without a time to come again: %s", i, o.method, path, r.raw)
		}
	}
	if strings.Contains(s.h.logs.String(), "handler panicked") {
		s.h.t.Errorf("request %d, %s %s %q: %s", i, o.method, path, body, s.h.logs)
	}
}

// printable is what a header can carry at all.
func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

func (s *anybody) choose(of []string) string { return of[s.dice.IntN(len(of))] }

// nasty are texts that have broken something somewhere.
var nasty = []string{
	"", " ", "\x00", "a\x00b", "\xff\xfe", "张\xe4\xb8", "0", "-1", "1.5", "1e309", "NaN", "2147483648",
	"9223372036854775808", "99999999999999999999999", "𠮷𬭎", "👨\u200d👩\u200d👧", "\u202e\u2066", "\ufeff", "\u200b",
	"ａｂｃ１２３",
	"'; DROP TABLE cases; --", `" OR "1`, "%",
	"_", "*", "NEAR(a b)", "a & b | !c", "(((((", `\`, `\u0000`, "../../etc/passwd", "<script>",
	"{{.}}", "null",
	"eyJhIjoxfQ", "AAAA", "====", "2026-13-45", "0000-00-00", "9999-12-31T23:59:59Z", "2026-03-02T10:00:00+99:99",
	"1000000000d", "-7d", strings.Repeat("长", 5000), strings.Repeat("a b ", 200), "cases\r\nX: y",
}

// text is nasty, known, or known and spoilt.
func (s *anybody) text() string {
	switch s.dice.IntN(4) {
	case 0:
		return s.choose(nasty)
	case 1:
		known := []byte(s.choose(s.known))
		if len(known) > 0 {
			known[s.dice.IntN(len(known))] ^= byte(1 << s.dice.IntN(8))
		}
		return string(known)
	}
	return s.choose(s.known)
}

// valueOf is a value as a schema wants it, or now and then another.
func (s *anybody) valueOf(schema map[string]any, depth int) any {
	if name, ok := schema["$ref"].(string); ok {
		schema = s.schemas[name[strings.LastIndex(name, "/")+1:]].(map[string]any)
	}
	if s.dice.IntN(12) == 0 || depth > 6 {
		return s.anything()
	}
	if of, ok := schema["enum"].([]any); ok && s.dice.IntN(6) > 0 {
		return of[s.dice.IntN(len(of))]
	}
	kind, _ := schema["type"].(string)
	if several, ok := schema["type"].([]any); ok {
		kind, _ = several[0].(string)
	}
	switch kind {
	case "object":
		return s.objectOf(schema, depth)
	case "array":
		items, _ := schema["items"].(map[string]any)
		list := make([]any, s.dice.IntN(4))
		for i := range list {
			list[i] = s.valueOf(items, depth+1)
		}
		return list
	case "integer":
		return []any{0, 1, 2, 100, -1, 501, json.Number("2147483648"), json.Number("9007199254740993")}[s.dice.IntN(8)]
	case "boolean":
		return s.dice.IntN(2) == 0
	}
	return s.text()
}

func (s *anybody) objectOf(schema map[string]any, depth int) map[string]any {
	object := map[string]any{}
	properties, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if name == "$schema" || !slices.Contains(required, any(name)) && s.dice.IntN(2) == 0 {
			continue
		}
		if property, ok := properties[name].(map[string]any); ok && s.dice.IntN(20) > 0 {
			object[name] = s.valueOf(property, depth+1)
		}
	}
	if len(properties) == 0 {
		for range s.dice.IntN(4) {
			object[s.text()] = s.anything()
		}
	}
	return object
}

func (s *anybody) anything() any {
	switch s.dice.IntN(7) {
	case 0:
		return nil
	case 1:
		return map[string]any{s.text(): s.text()}
	case 2:
		return []any{s.text(), []any{[]any{}}}
	case 3:
		return json.Number([]string{"1e400", "-0", "9223372036854775808", "0.1"}[s.dice.IntN(4)])
	case 4:
		return s.dice.IntN(2) == 0
	}
	return s.text()
}

// bodyOf is a body for an operation, with what it is called.
func (s *anybody) bodyOf(body map[string]any) (string, string) {
	content := body["content"].(map[string]any)
	if _, ok := content["multipart/form-data"]; ok {
		return s.form()
	}
	schema := content["application/json"].(map[string]any)["schema"].(map[string]any)
	raw, err := json.Marshal(s.valueOf(schema, 0))
	if err != nil {
		s.h.t.Fatal(err)
	}
	switch s.dice.IntN(12) {
	case 0:
		raw = raw[:s.dice.IntN(len(raw)+1)]
	case 1:
		raw = append(raw, raw...)
	case 2:
		if len(raw) > 0 {
			raw[s.dice.IntN(len(raw))] = []byte{0, 0xff, '"', '\\', '{'}[s.dice.IntN(5)]
		}
	case 3:
		raw = []byte(strings.Repeat("[", 20000))
	case 4:
		raw = []byte(strings.ReplaceAll(string(raw), "a", `\u0000`))
	case 5:
		raw = []byte(strings.ReplaceAll(string(raw), "e", `\ud800`))
	}
	if s.dice.IntN(20) == 0 {
		return string(raw), s.choose([]string{"", "text/plain", "multipart/form-data", "application/json; charset=gbk"})
	}
	return string(raw), "application/json"
}

// form is an upload, with a file's name, kind and content of any kind.
func (s *anybody) form() (string, string) {
	boundary := s.choose([]string{"b", "b", "b", "", "\x00"})
	name := strings.NewReplacer("\r", "", "\n", "", `"`, "").Replace(s.text())
	var b strings.Builder
	for range 1 + s.dice.IntN(3) {
		fmt.Fprintf(&b, "--b\r\nContent-Disposition: form-data; name=%q; filename=\"%s\"\r\n\r\n%s\r\n",
			s.choose([]string{"file", "file", "original", "x"}), name, s.choose([]string{pdf, "", "x", s.text()}))
	}
	if s.dice.IntN(4) > 0 {
		b.WriteString("--b--\r\n")
	}
	return b.String(), "multipart/form-data; boundary=" + boundary
}
