package gateway

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/text/encoding/simplifiedchinese"

	"duban/complaint"
)

const (
	// formOverhead is what a multipart body may have beside the file, in bytes.
	formOverhead = 64 << 10
	// uploadTime is how long one upload may take: a scan over a slow network.
	uploadTime = 5 * time.Minute
	multipart  = "multipart/form-data"
)

// allowedTypes are the media types people hand in as evidence. What a browser might run is not among them.
var allowedTypes = []string{
	"image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/heic", "image/heif",
	"application/pdf", ofd, "text/plain", "text/csv", "message/rfc822",
	"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
	"audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/amr", "audio/ogg", "audio/aac",
	"audio/flac", "video/mp4", "video/quicktime", "video/3gpp", "video/3gpp2",
}

// ofd is the national format of documents that keep their layout, such as electronic invoices (GB/T 33190): an archive
// with a file of this name at its root.
const (
	ofd     = "application/ofd"
	ofdRoot = "OFD.xml"
)

// takeUpload reads a multipart body within the operation's limit, keeping what is large on the disk meanwhile.
func (g *Gateway) takeUpload(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	if kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type")); err != nil || kind != multipart {
		g.answerRefusal(c, complaint.Refuse(unsupported, "request.form_expected", nil))
		return
	}
	//nolint:forbidigo // the connection's clock, not the organisation's; a recorder has none
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(uploadTime))
	most := ctx.Operation().MaxBodyBytes
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	err := c.Request.ParseMultipartForm(formOverhead)
	if form := c.Request.MultipartForm; form != nil {
		defer func() { _ = form.RemoveAll() }() // temporary files; the system clears away what is left
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		g.answerRefusal(c,
			complaint.Refuse(tooLarge, "file.too_large", complaint.Args{"most": int((most - formOverhead) >> 20)}))
	case err != nil:
		g.answerRefusal(c, complaint.Refuse(complaint.Invalid, "request.incomplete", nil))
	default:
		next(ctx)
	}
}

// upload is a file as it came in, looked at.
type upload struct {
	content          io.ReadSeeker
	name, kind, hash string
	size             int64
	original         bool
	// field is the field of a form that will name it, "" for none.
	field string
}

// inspectUpload finds out what a file is from its content; what its sender says about that counts for nothing.
func inspectUpload(f huma.FormFile, standsForOriginal bool, field string) (*upload, error) {
	u := &upload{
		content:  f.File,
		size:     f.Size,
		original: standsForOriginal,
		field:    field,
	}
	if f.Size == 0 {
		return nil, complaint.Refuse(complaint.Invalid, "file.empty", nil).At("file")
	}
	kind, err := mimetype.DetectReader(f.File)
	if err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	extension := kind.Extension()
	for _, allowed := range allowedTypes {
		if kind.Is(allowed) {
			u.kind = allowed
		}
	}
	switch {
	case u.kind != "":
	case kind.Is("application/zip") && isOFD(f):
		u.kind, extension = ofd, ".ofd"
	case isPlainText(kind, f.Filename):
		u.kind, extension = "text/plain", ".txt"
	default:
		return nil, complaint.Refuse(unsupported, "file.type_not_accepted", nil).At("file")
	}
	if u.name, err = cleanFileName(f.Filename, extension); err != nil {
		return nil, err
	}
	if err := u.rewindContent(); err != nil {
		return nil, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f.File); err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	u.hash = hex.EncodeToString(sum.Sum(nil))
	return u, u.rewindContent()
}

// isOFD looks for the root of such a document in the archive's list of contents; nothing is unpacked.
func isOFD(f huma.FormFile) bool {
	contents, err := zip.NewReader(f.File, f.Size)
	return err == nil && slices.ContainsFunc(contents.File, func(inner *zip.File) bool { return inner.Name == ofdRoot })
}

// isPlainText reports whether what begins as a page does is a text that its sender calls one: it is kept, and later
// handed out, as plain text.
func isPlainText(kind *mimetype.MIME, name string) bool {
	return (kind.Is("text/html") || kind.Is("text/xml")) &&
		(strings.HasSuffix(strings.ToLower(name), ".txt") || sameEnding(name, ".txt"))
}

func (u *upload) rewindContent() error {
	if _, err := u.content.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	return nil
}

// fingerprintFor tells requests to one target apart.
func (u *upload) fingerprintFor(target string) string {
	told := fmt.Appendf(nil, "%s\n%s\n%s\n%t", target, u.hash, u.name, u.original)
	if u.field != "" {
		told = fmt.Appendf(told, "\n%s", u.field)
	}
	sum := sha256.Sum256(told)
	return hex.EncodeToString(sum[:])
}

// readableFileName is the name in UTF-8. Older programs send the bytes of a Chinese Windows; what is neither is
// refused, because no record could hold it on every database.
func readableFileName(name string) (string, error) {
	if utf8.ValidString(name) {
		return name, nil
	}
	read, err := simplifiedchinese.GB18030.NewDecoder().String(name)
	if err != nil || strings.ContainsRune(read, utf8.RuneError) {
		return "", complaint.Refuse(complaint.Invalid, "file.name_unreadable", nil).At("file")
	}
	return read, nil
}

// cleanFileName is the name without its folders, and with the ending that the content has: a name that promises
// something else would be believed by whoever opens it.
func cleanFileName(name, ending string) (string, error) {
	name, err := readableFileName(name)
	if err != nil {
		return "", err
	}
	name = name[strings.LastIndexAny(name, `/\`)+1:] // after reading: a backslash is half of many a character of GBK
	name, err = cleanVisibleLine(name, "file", mostValue)
	if err == nil {
		err = checkPresent(strings.Trim(name, ". "), "file")
	}
	if err == nil && !strings.HasSuffix(strings.ToLower(name), ending) && !sameEnding(name, ending) {
		name += ending
	}
	return name, err
}

// sameEnding knows the endings that mean the same.
func sameEnding(name, ending string) bool {
	for _, same := range [][]string{
		{".jpg", ".jpeg"},
		{".tif", ".tiff"},
		{".txt", ".text", ".log", ".md"},
		{".heic", ".heif"},
		{".mp4", ".m4a", ".m4v"},
	} {
		has, wants := false, false
		for _, e := range same {
			has = has || strings.HasSuffix(strings.ToLower(name), e)
			wants = wants || e == ending
		}
		if has && wants {
			return true
		}
	}
	return false
}
