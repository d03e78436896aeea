package gateway

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

type caseFileInput struct {
	CasePath
	Format string `query:"format" enum:"pdf,zip" default:"pdf" doc:"pdf: one volume; zip: the volume, each paper and file of it, and their hashes"`
}

// zipType is the media type of an archive.
const zipType = "application/zip"

func (g *Gateway) routeCaseFiles() {
	binary := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	registerForStaff(g, huma.Operation{
		OperationID: "print-case-file",
		Method:      http.MethodGet,
		Path:        "/cases/{id}/file",
		Summary:     "打印案卷：封面、目录、文书、附件、办理经过、期限计算",
		Description: "What its reader may see of the case, bound into one volume with page numbers: " +
			"issued papers are the kept " +
			"bytes for whoever may see all of them, extracts otherwise. " +
			"The archive holds each of them besides, and the " +
			"journal for whoever may see who has read the case. 503 while too many are being made.",
		Responses: map[string]*huma.Response{"200": {
			Description: "OK",
			Content:     map[string]*huma.MediaType{pdfType: binary, zipType: binary},
		}},
	}, g.printCaseFile)
}

// printCaseFile puts a case file together for somebody who may read the case.
func (g *Gateway) printCaseFile(
	ctx context.Context, who record.Account, in *caseFileInput,
) (*huma.StreamResponse, error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	select {
	case g.exporting <- struct{}{}:
		defer func() { <-g.exporting }()
	default:
		return nil, complaint.Refuse(busy, "server.turned_away", nil)
	}
	if err := g.noteReading(ctx, record.Reading{
		Case: in.ID,
		User: who.Person.ID,
		Kind: record.ReadFile,
	}); err != nil {
		return nil, err
	}
	f, err := g.caseFileOf(ctx, o)
	if err != nil {
		return nil, err
	}
	volume, err := f.bind()
	if err != nil {
		return nil, err
	}
	if in.Format != "zip" {
		return g.sendPDF(f.name()+".pdf", f.l, volume.PDF), nil
	}
	journal, err := f.journalForSupervisors(ctx)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", zipType)
		out.SetHeader("Content-Disposition",
			mime.FormatMediaType("attachment", map[string]string{"filename": f.name() + ".zip"}))
		out.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
		if err := f.writeArchive(ctx, out.BodyWriter(), volume.PDF, journal); err != nil {
			g.log.Warn("case file not sent to its end", "case_id", string(in.ID), "error", err)
		}
	}}, nil
}

// name is what the file is called, without its ending.
func (f *caseFile) name() string {
	return nameInArchive(f.l.Text("casefile.title", nil) + " " + cmp.Or(f.file.Case.Number, string(f.file.Case.ID)))
}

// journalForSupervisors is the journal as it was hashed, with the texts that its reader may see; nil for who may not
// see who has read the case.
func (f *caseFile) journalForSupervisors(ctx context.Context) ([]byte, error) {
	if may := f.o.Policy.PermitSeeingReadings(f.o.Actor.Person) == nil; !may {
		return nil, nil
	}
	view, err := f.journalViewOf(ctx, f.o, 0, len(f.file.Events)+1)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(view, "", "  ")
}

// archive writes the files of a case and remembers their hashes.
type archive struct {
	*zip.Writer
	at    time.Time
	names map[string]bool
	sums  bytes.Buffer
}

// add writes a file under a name that no other has.
func (a *archive) add(name string, content io.Reader) error {
	for n, given := 2, name; a.names[name]; n++ {
		stem, ending, _ := strings.Cut(given, ".")
		name = fmt.Sprintf("%s (%d).%s", stem, n, ending)
	}
	a.names[name] = true
	into, err := a.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: a.at})
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(into, sum), content); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	fmt.Fprintf(&a.sums, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), name)
	return nil
}

// writeArchive writes the volume, each paper and each attachment under its place in the index, the journal where there
// is one, and the hashes of all.
func (f *caseFile) writeArchive(ctx context.Context, out io.Writer, volume, journal []byte) error {
	a := &archive{Writer: zip.NewWriter(out), at: f.file.At, names: map[string]bool{}}
	if err := a.add(f.name()+".pdf", bytes.NewReader(volume)); err != nil {
		return err
	}
	for i, item := range f.items {
		var err error
		switch {
		case item.issued:
			name := nameInArchive(fmt.Sprintf("%02d %s %s", i+1, item.Number, item.Title))
			err = a.add(name+".pdf", bytes.NewReader(item.pdf))
		case item.file != "":
			err = f.archiveAttachment(ctx, a, i+1, item)
		}
		if err != nil {
			return err
		}
	}
	if journal != nil {
		if err := a.add("journal.json", bytes.NewReader(journal)); err != nil {
			return err
		}
	}
	sums, err := a.CreateHeader(&zip.FileHeader{Name: "SHA256SUMS", Method: zip.Store, Modified: a.at})
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	if _, err := sums.Write(a.sums.Bytes()); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return a.Close()
}

func (f *caseFile) archiveAttachment(ctx context.Context, a *archive, no int, item fileItem) error {
	content, err := f.Files.OpenFile(ctx, item.file)
	if err != nil {
		return fmt.Errorf("attachment: %w", err)
	}
	defer func() { _ = content.Close() }() // it was only read
	return a.add(nameInArchive(fmt.Sprintf("%02d %s", no, item.name)), content)
}

// longestName is how many characters a name in an archive may have, its ending included.
const longestName = 100

// nameInArchive is a name that every system can write: without what separates folders or is forbidden somewhere.
func nameInArchive(name string) string {
	clean := []rune(strings.Trim(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`\/:*?"<>|`, r) {
			return ' '
		}
		return r
	}, name)), " "), ". "))
	if cut := len(clean) - longestName; cut > 0 { // out of the middle, so that the ending stays
		clean = append(clean[:longestName/2], clean[longestName/2+cut:]...)
	}
	return string(clean)
}
