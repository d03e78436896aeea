package documents

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // the forms of pictures that papers show
	_ "image/png"
	"time"

	"github.com/signintech/gopdf"
)

// ErrNoPicture says that a file is no picture that a page can show.
var ErrNoPicture = errors.New("no picture that a page can show")

// mostPixels is how large a picture may be that is drawn on a page.
const mostPixels = 60_000_000

// picture is an image and the part of a page that it fills.
type picture struct {
	data                []byte
	x, y, width, height float64
}

func (p *picture) emit(pdf *gopdf.GoPdf) error {
	holder, err := gopdf.ImageHolderByBytes(p.data)
	if err != nil {
		return fmt.Errorf("picture: %w", err)
	}
	return pdf.ImageByHolder(holder, p.x, p.y, &gopdf.Rect{W: p.width, H: p.height})
}

// PrintPicture makes a page that shows a JPEG or PNG image under its name, as large as it has room
// ([ErrNoPicture]).
func (f *Fonts) PrintPicture(name string, data []byte, at time.Time) (out Printed, err error) {
	defer func() {
		if recover() != nil { // the library takes apart what people have handed in
			err = ErrNoPicture
		}
	}()
	size, form, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || form != "jpeg" && form != "png" || size.Width == 0 || size.Height == 0 ||
		size.Width > mostPixels/size.Height {
		return Printed{}, ErrNoPicture
	}
	name, _, err = f.boxed(name)
	if err != nil {
		return Printed{}, err
	}
	s := &sheet{fonts: f}
	s.addPage()
	y := formTop
	for _, l := range breakLines(s.shape(f.body, name, formSize), formRight-formLeft, 0, 0) {
		s.draw(s.page(), l.glyphs, formLeft, y, formSize, 0, black)
		y += formStep
	}
	if s.err != nil {
		return Printed{}, s.err
	}
	wide, high := formRight-formLeft, formBottom-y
	scale := min(wide/float64(size.Width), high/float64(size.Height), 1)
	width, height := float64(size.Width)*scale, float64(size.Height)*scale
	s.page().picture = &picture{data, formLeft + (wide-width)/2, y, width, height}
	raw, err := s.emit()
	if err != nil {
		return Printed{}, errors.Join(ErrNoPicture, err)
	}
	pdf, err := finishFile(raw, name, at.UTC().Format(pdfTime))
	return Printed{PDF: pdf, Pages: 1}, err
}
