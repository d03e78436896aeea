package campaign

import (
	"math/rand/v2"
	"sync"
)

// matter is a case as the people of the siege know it.
type matter struct {
	// id is empty while nobody of the staff has found a public complaint in the register.
	id, receipt, subject string
	// accused is the member of staff it is about, "" if none.
	accused string
	// left is how many more commands it shall see.
	left int
}

// desk holds the matters people work at: few at a time, so that they meet.
type desk struct {
	mu   sync.Mutex
	open []*matter
}

// pickOpenMatter is any open matter, nil if there is none.
func (d *desk) pickOpenMatter(rng *rand.Rand) *matter {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.open) == 0 {
		return nil
	}
	return d.open[rng.IntN(len(d.open))]
}

func (d *desk) addMatter(m *matter) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open = append(d.open, m)
}

func (d *desk) countMatters() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.open)
}

// countCommand counts a command; a matter that has seen enough, or is over, leaves the desk.
func (d *desk) countCommand(m *matter, endsMatter bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if m.left--; m.left > 0 && !endsMatter {
		return
	}
	for i, other := range d.open {
		if other == m {
			d.open = append(d.open[:i], d.open[i+1:]...)
			return
		}
	}
}

// setID sets what a matter's id turned out to be.
func (d *desk) setID(m *matter, id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m.id = id
}

// idOf reads the id, which another may just be finding.
func (d *desk) idOf(m *matter) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return m.id
}
