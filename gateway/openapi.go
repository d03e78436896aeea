package gateway

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// openAPI serves the document of the interface.
func (g *Gateway) openAPI(c *gin.Context) { c.Data(http.StatusOK, "application/json", g.document) }
