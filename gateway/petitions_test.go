package gateway

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
)

// petition is one that came in and was answered.
type petition struct{ received, replied time.Time }

// lateByHand counts land-2b once more, sharing nothing with the program: thirty days after the day of receipt, on from
// a weekend to Monday; in years without a calendar only weekends are off.
func (p petition) lateByHand() bool {
	last := p.received.AddDate(0, 0, 30)
	for last.Weekday() == time.Saturday || last.Weekday() == time.Sunday {
		last = last.AddDate(0, 0, 1)
	}
	y, m, d := last.Date()
	return !p.replied.Before(time.Date(y, m, d+1, 0, 0, 0, 0, last.Location()))
}

// petitions are generated, with many answered around the limit; or those of the CSV file that DUBAN_PETITIONS names,
// with columns received_at and replied_at.
func petitions(t *testing.T) []petition {
	t.Helper()
	zone := time.FixedZone("", 8*60*60)
	if file := os.Getenv("DUBAN_PETITIONS"); file != "" {
		return readPetitions(t, file, zone)
	}
	draw := rand.New(rand.NewPCG(2019, 30)) //nolint:gosec // the same each time
	all := make([]petition, 60)
	for i := range all {
		received := time.Date(2012+draw.IntN(8), time.Month(1+draw.IntN(12)), 1+draw.IntN(28), draw.IntN(24),
			draw.IntN(60), draw.IntN(60), 0, zone)
		after := time.Duration(draw.IntN(60*24)) * time.Hour
		if i%2 == 0 { // near the limit
			after = 30*24*time.Hour + time.Duration(draw.IntN(4*24*3600))*time.Second
		}
		all[i] = petition{received, received.Add(after)}
	}
	return all
}

func readPetitions(t *testing.T, file string, zone *time.Location) []petition {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	at := func(row []string, name string) time.Time {
		at, err := time.Parse(time.RFC3339, row[column[name]])
		if err != nil {
			t.Fatal(err)
		}
		return at.In(zone)
	}
	var all []petition
	for _, row := range rows[1:] {
		all = append(all, petition{at(row, "received_at"), at(row, "replied_at")})
	}
	return all
}

// Petitions of years ago, each filed under its own clock at the instant it came in and answered at the instant it was
// answered, are late exactly where counting by hand says so (land-2b).
func TestPetitionsAreLateExactlyWhereCountedByHand(t *testing.T) {
	h := newHouse(t)
	for _, role := range []string{"petition_office", "section_head", "bureau_leader", "township_office"} {
		h.addStaff("land."+role, seed.DemoUnitID("land", role), complaint.RoleID("land."+role))
	}
	office, section, bureau, township := h.signedIn("land.petition_office"), h.signedIn("land.section_head"),
		h.signedIn("land.bureau_leader"), h.signedIn("land.township_office")
	all, late := petitions(t), 0
	for i, p := range all {
		received := p.received.Format(time.RFC3339)
		id := office.post("/cases", map[string]any{
			"policy":      "land",
			"kind":        "petition",
			"source":      "self",
			"channel":     "online",
			"category":    "demand",
			"subject":     "s",
			"content":     "c",
			"complainant": map[string]any{"name": "x"},
			"clock":       received,
			"received_at": received,
		}).must(http.StatusCreated).text("id")
		office.does(id, "complete", "outcome", "filled", "data", map[string]any{"proposed": "x"}).must(http.StatusOK)
		section.does(id, "complete", "outcome", "approved").must(http.StatusOK)
		bureau.does(id, "complete", "outcome", "approved").must(http.StatusOK)
		township.does(id, "complete", "outcome", "handled", "data", map[string]any{
			"facts":    "x",
			"decision": "y",
			"upheld":   true,
		}).must(http.StatusOK)
		if wait := p.replied.Sub(p.received); wait > 0 {
			office.post("/rehearsal/cases/"+id+"/advance",
				map[string]any{"by": fmt.Sprintf("%ds", int(wait.Seconds()))}).must(http.StatusOK)
		}
		office.does(id, "complete", "outcome", "served", "data", map[string]any{
			"at":  p.replied.Format(time.RFC3339),
			"how": "online",
		}).must(http.StatusOK)
		d := office.get("/cases/"+id).must(http.StatusOK).findIn("deadlines", "name", "handling")
		if missed := d["state"] == "missed"; missed != p.lateByHand() {
			t.Errorf("petition %d, received %s, replied %s: last day %v, %v",
				i+1, received, p.replied.Format(time.RFC3339), d["last_day"], d["state"])
		} else if missed {
			late++
		}
		if provisional := d["provisional"] == true; provisional != (p.received.AddDate(0, 0, 30).Year() < 2025) {
			t.Errorf("petition %d of %d is provisional: %v", i+1, p.received.Year(), provisional)
		}
	}
	if late == 0 || late == len(all) {
		t.Errorf("%d of %d are late: this shows nothing", late, len(all))
	}
	t.Logf("%d of %d are late", late, len(all))
}
