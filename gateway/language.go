package gateway

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"duban/web/words"
)

// setContentLanguage says which language the sentences of an answer are in, and that another may be asked for.
func setContentLanguage(c *gin.Context) {
	setLanguageHeader(c.Writer.Header(), requestOf(c.Request.Context()).language)
	c.Next()
}

func setLanguageHeader(h http.Header, l words.Language) {
	h.Set("Content-Language", l.Tag.String())
	if by := "Accept-Language"; !slices.Contains(h.Values("Vary"), by) {
		h.Add("Vary", by)
	}
}
