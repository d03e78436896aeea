package gateway

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
)

const (
	// leastCompressed is from how many bytes on an answer is compressed.
	leastCompressed = 1 << 10
	// lengthJitter is by how many bytes at most the length of a compressed answer is blurred, so that nobody who sees
	// lengths learns of a secret by what else stands in the answer.
	lengthJitter = 32
)

// compressAnswers compresses what the interface answers for clients that take it. Pages are stored compressed, files
// are sent as they were handed in, and what the Temporal UI answers is its own affair.
func compressAnswers(answers http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.ContentTypes([]string{"application/json", "application/problem+json"}),
		gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.MinSize(leastCompressed),
		gzhttp.RandomJitter(lengthJitter, 0, false),
	)
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	compressed := wrap(answers)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, apiPath+"/") {
			compressed.ServeHTTP(w, r)
			return
		}
		answers.ServeHTTP(w, r)
	}), nil
}

// heldAnswer holds an answer's body back until it is whole.
type heldAnswer struct {
	gin.ResponseWriter
	body bytes.Buffer
}

func (h *heldAnswer) Write(data []byte) (int, error)       { return h.body.Write(data) }
func (h *heldAnswer) WriteString(data string) (int, error) { return h.body.WriteString(data) }

// onlyIfChanged lets a browser keep an answer and ask whether it is still the same: its tag is a hash of all that is
// answered, so that no part of it, its language or a newer program can change unseen. For operations whose answers are
// large, seldom change, and tell of no case and no person.
func onlyIfChanged(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	held := &heldAnswer{ResponseWriter: c.Writer}
	c.Writer = held
	next(ctx)
	c.Writer = held.ResponseWriter
	if c.Writer.Status() == http.StatusOK {
		hash := sha256.Sum256(held.body.Bytes())
		tag := `W/"` + base64.RawURLEncoding.EncodeToString(hash[:]) + `"`
		c.Header("ETag", tag)
		c.Header("Cache-Control", "private, no-cache")
		if strings.Contains(c.GetHeader("If-None-Match"), tag) {
			c.Writer.Header().Del("Content-Type")
			c.Status(http.StatusNotModified)
			c.Writer.WriteHeaderNow()
			return
		}
	}
	_, _ = c.Writer.Write(held.body.Bytes()) // whoever asked is gone if this fails
}
