package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"duban/complaint"
	"duban/documents"
	"duban/papers"
	"duban/policy"
	"duban/web/words"
)

// mostPictures is how many bytes of pictures a volume shows; further ones are beside it in the archive.
const mostPictures = 48 << 20

// caseFile is a case file being put together for one reader: what stands in it is what its reader may see of the case.
type caseFile struct {
	*Gateway
	o      *opened
	sight  policy.Sight
	house  papers.House
	file   *papers.CaseFile
	reader papers.Reader
	l      words.Language
	// items are its parts in order; the cover and the index come before them.
	items []fileItem
	// pictures is how many bytes of pictures it shows.
	pictures int64
}

// fileItem is a line of the index with its pages, and for an attachment with where its content is.
type fileItem struct {
	papers.FileItem
	pdf []byte
	// file is the content of an attachment, name its name; "" for what is no attachment.
	file, name string
	// issued: it is a document, slip or notice, which the archive has beside the volume.
	issued bool
}

// caseFileOf gathers the parts of a case file.
func (g *Gateway) caseFileOf(ctx context.Context, o *opened) (*caseFile, error) {
	sight := o.Policy.SightOf(o.Actor.Person)
	readable, err := g.caseAsReadable(ctx, o)
	if err != nil {
		return nil, err
	}
	events, err := g.Store.JournalEvents(ctx, o.c.ID, 0, 0)
	if err != nil {
		return nil, err
	}
	asShown := append([]complaint.Event{}, events...)
	for i := range asShown {
		if asShown[i].Fact, err = g.factAsReadable(ctx, o, asShown[i].Fact); err != nil {
			return nil, err
		}
	}
	f := &caseFile{
		Gateway: g,
		o:       o,
		sight:   sight,
		house:   g.paperHouse(),
		file: &papers.CaseFile{
			Case:   readable,
			Policy: o.Policy,
			Events: asShown,
			At:     g.Now(),
		},
	}
	f.l = f.file.Language()
	f.reader = papers.Reader{Directory: o.Facts.Directory}
	f.reader.Texts, err = g.visibleTexts(ctx, o.c.ID, sight, o.Policy.TextsNamedIn(f.file.TextsOf()...)...)
	if err != nil {
		return nil, err
	}
	if err := f.addSheet(f.house.Matter(f.file, f.reader), f.file.Case.ReceivedAt.Time); err != nil {
		return nil, err
	}
	if err := f.addIssued(ctx, events); err != nil {
		return nil, err
	}
	if err := f.addAttachments(ctx); err != nil {
		return nil, err
	}
	if err := f.addSheet(f.house.Journal(f.file, f.reader), time.Time{}); err != nil {
		return nil, err
	}
	if limits, has := f.house.Limits(f.file, f.reader); has {
		return f, f.addSheet(limits, time.Time{})
	}
	return f, nil
}

// addSheet adds a sheet of the file's own.
func (f *caseFile) addSheet(paper documents.Paper, day time.Time) error {
	out, err := f.Fonts.Print(paper)
	if err != nil {
		return err //nolint:wrapcheck // names the sheet
	}
	f.items = append(f.items, fileItem{
		FileItem: papers.FileItem{Title: paper.Title, Day: day, Pages: out.Pages},
		pdf:      out.PDF,
	})
	return nil
}

// addIssued adds what the case has issued, in the order of the journal: the kept bytes of each copy, or an extract.
func (f *caseFile) addIssued(ctx context.Context, events []complaint.Event) error {
	served := map[complaint.NoticeID]bool{}
	for _, e := range events {
		switch fact := e.Fact.(type) { //nolint:gochecksumtype // those by which papers come about
		case complaint.DocumentIssued:
			copies := []int{}
			for _, one := range fact.Copies {
				copies = append(copies, one.No)
			}
			if err := f.addPaper(ctx, events, complaint.PaperID(fact.Document), copies...); err != nil {
				return err
			}
		case complaint.SlipIssued:
			if err := f.addPaper(ctx, events, complaint.PaperID(fact.Slip)); err != nil {
				return err
			}
		case complaint.Served:
			if served[fact.Notice] { // proof that came later
				continue
			}
			served[fact.Notice] = true
			if err := f.addPaper(ctx, events, complaint.PaperID(fact.Notice)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *caseFile) addPaper(ctx context.Context, events []complaint.Event, id complaint.PaperID, copies ...int) error {
	issued, err := f.issuedIn(ctx, f.o.c.ID, events, id)
	if err != nil {
		return err
	}
	if len(copies) == 0 {
		copies = []int{0}
	}
	for _, no := range copies {
		title := issued.Title
		if no > 0 {
			title = f.l.Text("casefile.copy", map[string]any{"title": title, "no": no})
		}
		pdf, err := f.pdfOf(ctx, issued, no, f.sight, papers.Reader{Directory: f.reader.Directory})
		if refused, ok := errors.AsType[*complaint.Error](err); ok && refused.ID == "paper.lacks_character" {
			f.items = append(f.items, fileItem{FileItem: papers.FileItem{
				Title:  f.l.Text("casefile.lacking", map[string]any{"title": title}),
				Number: issued.Number,
				Day:    issued.At,
			}})
			continue
		}
		if err != nil {
			return err
		}
		if err := f.addFile(papers.FileItem{Title: title, Number: issued.Number, Day: issued.At}, pdf); err != nil {
			return err
		}
		f.items[len(f.items)-1].issued = true
	}
	return nil
}

func (f *caseFile) addFile(item papers.FileItem, pdf []byte) (err error) {
	if item.Pages, err = documents.CountPages(pdf); err != nil {
		return fmt.Errorf("case file: %s: %w", item.Title, err)
	}
	f.items = append(f.items, fileItem{FileItem: item, pdf: pdf})
	return nil
}

// addAttachments adds the files of the case: pictures as pages, others as lines of the index.
func (f *caseFile) addAttachments(ctx context.Context) error {
	all, err := f.Store.AttachmentsOfCase(ctx, f.o.c.ID)
	if err != nil {
		return err
	}
	seen := []complaint.Attachment{}
	for _, a := range all {
		if f.sight.SeesAttachment(f.o.c, a) {
			seen = append(seen, a)
			continue
		}
		f.items = append(f.items, fileItem{FileItem: papers.FileItem{
			Title: f.l.Text("casefile.attachment_sealed", nil), Day: a.AddedAt,
		}})
	}
	names, err := f.namesOfAttachments(ctx, f.o.c.ID, seen)
	if err != nil {
		return err
	}
	for _, a := range seen {
		item := fileItem{file: a.File, name: names[a.Name]}
		item.Title = f.l.Text("casefile.attachment", map[string]any{"name": item.name})
		item.Day = a.AddedAt
		if strings.HasPrefix(a.Type, "image/") && f.pictures+a.Size <= mostPictures {
			if item.pdf, item.Pages, err = f.picture(ctx, a, item.Title); err != nil {
				return err
			}
		}
		f.items = append(f.items, item)
	}
	return nil
}

// picture is the page that shows an attachment; none where it is no picture that a page can show.
func (f *caseFile) picture(ctx context.Context, a complaint.Attachment, title string) ([]byte, int, error) {
	content, err := f.Files.OpenFile(ctx, a.File)
	if err != nil {
		return nil, 0, fmt.Errorf("attachment %s: %w", a.ID, err)
	}
	defer func() { _ = content.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(content, a.Size))
	if err != nil {
		return nil, 0, fmt.Errorf("attachment %s: %w", a.ID, err)
	}
	out, err := f.Fonts.PrintPicture(title, data, a.AddedAt)
	if errors.Is(err, documents.ErrNoPicture) {
		return nil, 0, nil
	}
	f.pictures += a.Size
	return out.PDF, out.Pages, err
}

// bind puts cover and index before the parts and binds them all. Where the index ends is known once it is set, and how
// long it is does not depend on that.
func (f *caseFile) bind() (documents.Printed, error) {
	front, err := f.front(0)
	if err != nil {
		return documents.Printed{}, err
	}
	before := 0
	for _, part := range front {
		n, err := documents.CountPages(part.PDF)
		if err != nil {
			return documents.Printed{}, err //nolint:wrapcheck // a file of ours
		}
		before += n
	}
	parts, err := f.front(before)
	if err != nil {
		return documents.Printed{}, err
	}
	for _, item := range f.items {
		if item.pdf != nil {
			parts = append(parts, documents.Part{
				Title: strings.TrimSpace(item.Title + " " + item.Number),
				PDF:   item.pdf,
			})
		}
	}
	return f.Fonts.Bind(documents.Volume{ //nolint:wrapcheck // says what it was
		Title: f.l.Text("casefile.title", nil) + " " + f.file.Case.Number,
		Parts: parts,
		Pages: func(page, pages int) string {
			return f.l.Text("casefile.page_of", map[string]any{"page": page, "pages": pages})
		},
		At:       f.file.At,
		Language: f.l.Tag.String(),
	})
}

// front is the cover and the index, where so many pages stand before the first part.
func (f *caseFile) front(before int) ([]documents.Part, error) {
	lines, pages := make([]papers.FileItem, len(f.items)), before
	for i, item := range f.items {
		lines[i] = item.FileItem
		if item.pdf != nil {
			lines[i].First = pages + 1
			pages += item.Pages
		}
	}
	var parts []documents.Part
	for _, paper := range []documents.Paper{
		f.house.Cover(f.file, f.reader, len(lines), pages), f.house.Index(f.file, f.reader, lines),
	} {
		out, err := f.Fonts.Print(paper)
		if err != nil {
			return nil, err //nolint:wrapcheck // names the sheet
		}
		parts = append(parts, documents.Part{Title: paper.Title, PDF: out.PDF})
	}
	return parts, nil
}
