package gateway

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// serveOpenAPI serves the document of the interface.
func (g *Gateway) serveOpenAPI(c *gin.Context) { c.Data(http.StatusOK, "application/json", g.document) }
