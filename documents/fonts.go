package documents

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/signintech/gopdf"
)

//go:embed fonts/*.zst
var embeddedFonts embed.FS

// Fonts are those of papers, each read when the first character needs it.
type Fonts struct {
	// body and title are tried in order.
	body, title []*font
	// own are the organisation's.
	own []*font
}

// font is one file of glyphs.
type font struct {
	family string
	// load reads and parses the file once.
	load func() (*loadedFont, error)
}

// loadedFont is a font to measure with and to draw from.
type loadedFont struct {
	measures  *gopdf.SubsetFontObj
	container *gopdf.FontContainer
}

// NewFonts are the embedded fonts, and before them the organisation's own TrueType files where it names them: one for
// what stands in texts, one for titles.
func NewFonts(own, ownTitle string) *Fonts {
	song, rare := embeddedFont("song"), embeddedFont("rare")
	f := &Fonts{body: []*font{song, rare}, title: []*font{embeddedFont("title"), song, rare}}
	if own != "" {
		o := fontOfFile("own", own)
		f.own, f.body, f.title = append(f.own, o), append([]*font{o}, f.body...), append(f.title, o)
	}
	if ownTitle != "" {
		o := fontOfFile("owntitle", ownTitle)
		f.own, f.title = append(f.own, o), append([]*font{o}, f.title...)
	}
	return f
}

// Check reads the organisation's own files, so that a wrong one is found when the program starts.
func (f *Fonts) Check() error {
	for _, o := range f.own {
		if _, err := o.load(); err != nil {
			return err
		}
	}
	return nil
}

// embedded are the program's own fonts, which all who print share.
var embedded = map[string]*font{"song": newEmbedded("song"), "rare": newEmbedded("rare"), "title": newEmbedded("title")}

func embeddedFont(name string) *font { return embedded[name] }

// Warm reads the fonts that almost every paper needs, so that the first paper need not wait for them.
func (f *Fonts) Warm() error {
	for _, chain := range [][]*font{f.body, f.title} {
		if _, err := chain[0].load(); err != nil {
			return err
		}
	}
	return nil
}

func newEmbedded(name string) *font {
	return newFont(name, func() ([]byte, error) {
		packed, err := embeddedFonts.ReadFile("fonts/" + name + ".ttf.zst")
		if err != nil {
			return nil, err
		}
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
		defer d.Close()
		return d.DecodeAll(packed, nil)
	})
}

func fontOfFile(family, path string) *font {
	return newFont(family, func() ([]byte, error) { return os.ReadFile(path) })
}

func newFont(family string, read func() ([]byte, error)) *font {
	return &font{family: family, load: sync.OnceValues(func() (*loadedFont, error) {
		data, err := read()
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", family, err)
		}
		l := &loadedFont{measures: &gopdf.SubsetFontObj{}, container: &gopdf.FontContainer{}}
		if err := l.measures.SetTTFByReader(bytes.NewReader(data)); err != nil {
			return nil, fmt.Errorf("font %s: %w", family, err)
		}
		if err := l.container.AddTTFFontData(family, data); err != nil {
			return nil, fmt.Errorf("font %s: %w", family, err)
		}
		return l, nil
	})}
}

// advance is the width of a character in thousandths of its size; false if the font does not have it.
func (l *loadedFont) advance(r rune) (float64, bool) {
	glyph, err := l.measures.CharCodeToGlyphIndex(r)
	if err != nil || glyph == 0 {
		return 0, false
	}
	return float64(l.measures.GlyphIndexToPdfWidth(glyph)), true
}

// fontFor is the first of a chain that has the character, with its width; nil if none has.
func fontFor(chain []*font, r rune) (*font, float64, error) {
	for _, f := range chain {
		l, err := f.load()
		if err != nil {
			return nil, 0, err
		}
		if width, ok := l.advance(r); ok {
			return f, width, nil
		}
	}
	return nil, 0, nil
}
