package lists

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"time"
)

// measureExport prints how long the whole register takes to become a workbook, for whoever may read the most, and how
// much memory is in use meanwhile.
func (d *desk) measureExport(ctx context.Context, out io.Writer, name string) error {
	runtime.GC()
	var began runtime.MemStats
	runtime.ReadMemStats(&began)
	highest := began.HeapInuse
	for person, cookie := range d.cookies {
		start := time.Now()
		made, err := d.askExport(ctx, http.MethodPost, "/api/v1/exports", cookie)
		for err == nil && made.State == "working" {
			time.Sleep(50 * time.Millisecond)
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			highest = max(highest, now.HeapInuse)
			made, err = d.askExport(ctx, http.MethodGet, "/api/v1/exports/"+made.ID, cookie)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "# %s export of %s: %s, %d rows in %s, at most %d MiB in use (%d before)\n", name, person,
			made.State, made.Rows, time.Since(start).Round(10*time.Millisecond), highest>>20, began.HeapInuse>>20)
	}
	return nil
}

type madeExport struct {
	ID, State string
	Rows      int
}

func (d *desk) askExport(ctx context.Context, method, path string, cookie *http.Cookie) (madeExport, error) {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(`{"of":"register"}`)
	}
	req := httptest.NewRequestWithContext(ctx, method, path, body)
	req.AddCookie(cookie)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", fmt.Sprint(time.Now().UnixNano()))
	w := httptest.NewRecorder()
	d.gateway.ServeHTTP(w, req)
	var made madeExport
	if w.Code/100 != 2 {
		return made, fmt.Errorf("%s: %d %s", path, w.Code, w.Body)
	}
	return made, json.Unmarshal(w.Body.Bytes(), &made)
}
