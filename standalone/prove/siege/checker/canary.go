package checker

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// checkCanaries looks for names, telephone numbers and texts where none may stand: the program's logs and the
// files of the Temporal server (I14).
func (c *check) checkCanaries() error {
	looked := int64(0)
	for _, path := range append(append([]string{}, c.Logs...), c.Stores...) {
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("canaries: %w", err)
		}
		looked += int64(len(data))
		for _, form := range []string{c.Magic, hex.EncodeToString([]byte(c.Magic))} {
			if at := bytes.Index(data, []byte(form)); at >= 0 {
				c.addViolation("I14", "", "%s holds %d canaries, the first in %q",
					path, bytes.Count(data, []byte(form)),
					data[max(0, at-60):min(len(data), at+60)])
			}
		}
	}
	c.addFigure("canaries: looked for in %.1f MB of logs and stores", float64(looked)/1e6)
	return nil
}

// checkProbes: whoever must not read a case gets the same answer as for one that does not exist (I8, I14).
func (c *check) checkProbes() {
	missing, probes := "", 0
	for _, e := range c.entries {
		if e.Kind == Probe && c.filings[e.Case] == nil {
			missing = e.Got.Sum
			if e.Got.Status != 404 {
				c.addViolation("I14", e.Case, "a case that does not exist answers %d", e.Got.Status)
			}
		}
	}
	for _, e := range c.entries {
		if e.Kind != Probe || c.filings[e.Case] == nil || c.mayRead(e) {
			continue
		}
		probes++
		if e.Got.Status != 404 || e.Got.Sum != missing {
			c.addViolation("I8", e.Case, "read by %s, who must not: status %d, not as if it were not there",
				e.Ask.Role, e.Got.Status)
		}
	}
	c.addFigure("walls: %d reads by people who must not", probes)
}

// mayRead: the hub reads what is about its unit, and nobody what is about themselves. Whoever may have got the
// right while the siege went on is not judged.
func (c *check) mayRead(e Entry) bool {
	for _, o := range c.ops {
		switch {
		case c.caseOfOperation(o) != e.Case:
		case o.Accused == e.Ask.Actor && o.isFiling():
			return false
		case o.Unit == e.Ask.Unit && o.Unit != "":
			return true
		}
	}
	return e.Ask.Role != "hub"
}
