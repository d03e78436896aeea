package complaint_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"duban/complaint"
)

var update = flag.Bool("update", false,
	"add golden lines for event types that are new or have new fields; old lines stay")

// goldenFiles are the events of each edition, the newest last; only that one grows.
var goldenFiles = []string{"testdata/events.golden.json", "testdata/events.edition-2.golden.json"}

// Old events are for ever: what stands in the golden files was written by a released version and must be read
// and written to the byte.
func TestGoldenEvents(t *testing.T) {
	if len(goldenFiles) != complaint.Edition {
		t.Fatalf("%d golden files for %d editions", len(goldenFiles), complaint.Edition)
	}
	if *update {
		writeGolden(t)
	}
	var seen []string
	for _, line := range readGolden(t, goldenFiles...) {
		var e complaint.Event
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		back, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := json.Compact(&want, line); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want.Bytes(), back) {
			t.Errorf("%s is written otherwise than before:\n%s\n%s", e.Type(), want.Bytes(), back)
		}
		seen = append(seen, e.Type())
	}
	for _, name := range complaint.EventTypes() {
		if !slices.Contains(seen, name) {
			t.Errorf("event type %s has no golden line: run with -update", name)
		}
	}
}

// writeGolden adds one event of each type with every field filled in, unless a file has that very fact.
func writeGolden(t *testing.T) {
	t.Helper()
	at := time.Date(2026, 3, 2, 2, 0, 0, 123456000, time.UTC)
	newest := goldenFiles[len(goldenFiles)-1]
	written, events := decodeGolden(t, goldenFiles...), decodeGolden(t, newest)
	for i, name := range complaint.EventTypes() {
		empty, err := complaint.DecodeFact(name, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		full := reflect.New(reflect.TypeOf(empty)).Elem()
		fill(full, at)
		e := complaint.Event{
			Case:       "c",
			Seq:        i + 1,
			At:         at,
			RecordedAt: at,
			Actor:      "u",
			Fact:       full.Interface().(complaint.Fact),
			Reason: &complaint.Reason{
				Clause: "logistics-4.1a",
				Text:   "期限 3wd",
				ID:     "limit",
				Args:   complaint.Args{"length": complaint.Span("3wd")},
			},
			Hash: "h",
		}
		known := func(old complaint.Event) bool { return reflect.DeepEqual(old.Fact, e.Fact) }
		if !slices.ContainsFunc(written, known) {
			events = append(events, e)
		}
	}
	data, err := json.MarshalIndent(events, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(newest, append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readGolden reads the lines of files; one that is not there yet has none.
func readGolden(t *testing.T, files ...string) (lines []json.RawMessage) {
	t.Helper()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if *update && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		var some []json.RawMessage
		if err == nil {
			err = json.Unmarshal(data, &some)
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, some...)
	}
	return lines
}

func decodeGolden(t *testing.T, files ...string) []complaint.Event {
	t.Helper()
	lines := readGolden(t, files...)
	events := make([]complaint.Event, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal(line, &events[i]); err != nil {
			t.Fatal(err)
		}
	}
	return events
}

func fill(v reflect.Value, at time.Time) {
	if v.Type() == reflect.TypeFor[complaint.Time]() {
		v.Set(reflect.ValueOf(complaint.Instant(at)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(field, at)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), at)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), at)
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{"k": "v", "n": float64(3), "b": true}))
	case reflect.Interface:
		v.Set(reflect.ValueOf("x"))
	default:
		panic("fill: " + v.Type().String())
	}
}

// Every command survives the way through Temporal.
func TestOrdersTravel(t *testing.T) {
	for _, name := range complaint.CommandNames() {
		empty, err := complaint.DecodeCommand(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		full := reflect.New(reflect.TypeOf(empty)).Elem()
		if name != "record_service" { // its instant is a time.Time of its own
			fill(full, time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC))
		}
		o := complaint.Order{
			ID:         "u/1",
			Actor:      "u",
			ReceivedAt: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC),
			Comment:    "t",
			Command:    full.Interface().(complaint.Command),
		}
		data, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var back complaint.Order
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(o, back) {
			t.Errorf("%s: sent %#v, arrived %#v", name, o, back)
		}
	}
}
