package policy

import (
	"crypto/sha256"
	"encoding/hex"

	"duban/policy/calendar"
)

// Checked is what a check of a policy file has come to.
type Checked struct {
	// Policy is what was read; where something was found, only as far as it can be read, and nil where nothing can.
	Policy *Policy
	// Findings are all that was found, in the order of the file.
	Findings Findings
	// NotRun are the proofs that were not run, because something is wrong of what they rest on.
	NotRun []string
	// Fits compares each case limit with the longest way, where that proof was run.
	Fits []Fit
}

// Check reads, compiles and proves a policy file in one round: what is wrong in one place does not keep the rest from
// being checked, and what only follows from a finding is none. It also finds what [Load], which reads what has been
// published, lets pass. cal converts working days.
func Check(file string, data []byte, cal *calendar.Calendar) Checked {
	p, f := checkWords(file, data)
	if p == nil {
		checked := Checked{Findings: f.all.sorted()}
		for _, proof := range proofs {
			checked.NotRun = append(checked.NotRun, proof.name)
		}
		return checked
	}
	earlier := f.all
	v := p.proveWhatRests(cal, func(on []aspect) bool { return f.places.sound(earlier, on) })
	for _, proof := range v.given {
		for _, found := range proof.Findings {
			f.addFinding(found)
		}
	}
	return Checked{
		Policy:   p,
		Findings: f.all.sorted().merged(),
		NotRun:   v.notRun,
		Fits:     v.fits,
	}
}

// LoadNew is [Load] of a file that is not published yet: what published files were let pass is a finding too.
func LoadNew(file string, data []byte) (*Policy, error) {
	p, f := checkWords(file, data)
	if len(f.all) > 0 {
		return nil, f.all.sorted().merged()
	}
	return p, nil
}

// checkWords is a check up to the proofs; the policy is nil where nothing can be read.
func checkWords(file string, data []byte) (*Policy, *findings) {
	f := &findings{file: file}
	root := readTree(f, data)
	if root == nil {
		return nil, f
	}
	f.places = indexPlaces(root)
	doc := &Document{}
	reader{f: f, strict: true, saying: true}.readDocument(root, doc)
	f.nextStage()
	p := newPolicy(doc)
	sum := sha256.Sum256(data)
	p.ref.SHA256 = hex.EncodeToString(sum[:])
	c := &checker{p: p, doc: doc, f: f}
	c.checkDocument()
	c.checkWrittenHead(data)
	c.checkTitles()
	c.checkSeatLists()
	c.checkZeroLimits()
	c.checkPossible()
	f.nextStage()
	return p, f
}
