package temporal

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/temporalio/ui-server/v2/server/api"
	"github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/route"
	"github.com/temporalio/ui-server/v2/ui"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
)

// PublicPath is where the gateway mounts the UI; the page and its calls live under it.
const PublicPath = "/temporal"

// webUI is Temporal's web UI, assembled from ui-server's own parts as a handler. ui-server's Server would listen
// on a port that every local user can open, around our session; it ends the process when it cannot; and its switch
// for a read-only UI can be talked past (see [allowOnlyReads]).
type webUI struct {
	handler http.Handler
	closed  atomic.Bool
}

func newWebUI(conn *grpc.ClientConn, addr string, o Options) (*webUI, error) {
	settings, err := config.NewConfigProviderWithRefresh(&config.Config{
		TemporalGRPCAddress: addr,
		PublicPath:          PublicPath,
		EnableUI:            true,
		DefaultNamespace:    o.Namespace.Name,
		DisableWriteActions: true,
		DisableNewsFetch:    true,
		HideLogs:            true,
		Codec:               config.Codec{Endpoint: o.CodecEndpoint, IncludeCredentials: o.CodecEndpoint != ""},
	})
	if err != nil {
		return nil, fmt.Errorf("settings of the Temporal UI: %w", err)
	}
	files, err := uiFiles()
	if err != nil {
		return nil, fmt.Errorf("files of the Temporal UI: %w", err)
	}
	page, err := fs.ReadFile(files, "index.html")
	if err != nil {
		return nil, fmt.Errorf("page of the Temporal UI: %w", err)
	}
	router := echo.New()
	router.Pre(route.PublicPath(PublicPath))
	router.Use(middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: logPanic(o.Logger)}))
	router.Use(middleware.Gzip(), middleware.Secure())
	calls := router.Group("/api/v1")
	calls.GET("/settings", api.GetSettings(settings))
	calls.GET(api.WorkflowRawHistoryUrl, api.WorkflowRawHistoryHandler(workflowservice.NewWorkflowServiceClient(conn)))
	calls.Match([]string{http.MethodGet, http.MethodPost}, "/*", api.TemporalAPIHandler(settings, nil, conn))
	route.SetRenderRoute(router, "/")
	router.GET("/_app/*", echo.WrapHandler(http.FileServerFS(files)))
	router.GET("/favicon.ico", echo.WrapHandler(http.FileServerFS(files)))
	router.GET("/*", pageHandler(page))
	return &webUI{handler: allowOnlyReads(router)}, nil
}

func (u *webUI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if u.closed.Load() {
		http.Error(w, "the Temporal UI has stopped", http.StatusServiceUnavailable)
		return
	}
	u.handler.ServeHTTP(w, r)
}

func (u *webUI) close() {
	if u != nil {
		u.closed.Store(true)
	}
}

// query is the one POST that only reads: it asks a workflow for its details. The path is matched as it was sent,
// still escaped, which is how the API's router splits it too.
var query = regexp.MustCompile(`^` + PublicPath + `/api/v1/namespaces/[^/%]+/workflows/[^/]+/query/[A-Za-z0-9_]+$`)

// allowOnlyReads lets through what cannot change anything. ui-server's own switch allows each POST whose unescaped path
// contains "/workflows/" and "/query/", so a batch operation named "x%2Fworkflows%2Fquery%2F" could terminate
// every case.
func allowOnlyReads(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		if !reads && (r.Method != http.MethodPost || !query.MatchString(r.URL.EscapedPath())) {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the Temporal UI only shows; act on a case in Duban", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func uiFiles() (fs.FS, error) {
	files, err := ui.Assets()
	if err != nil {
		return nil, err
	}
	return fs.Sub(files, "local")
}

var (
	policyTag    = regexp.MustCompile(`(?i)<meta[^>]*http-equiv\s*=\s*["']content-security-policy["'][^>]*>`)
	inlineScript = regexp.MustCompile(`(?s)<script>(.*?)</script>`)
)

// pageHandler serves the UI's page for the public path. ui-server drops the page's content security policy when
// the path is changed, because the policy holds a hash of the script that the change is in; here the hash is taken
// again. connect-src keeps the page from calling anyone but us.
func pageHandler(page []byte) echo.HandlerFunc {
	text := strings.NewReplacer(`base: ""`, `base: "`+PublicPath+`"`, `"/_app/`,
		`"`+PublicPath+`/_app/`).Replace(string(page))
	text = policyTag.ReplaceAllString(text, "")
	var hashes strings.Builder
	for _, script := range inlineScript.FindAllStringSubmatch(text, -1) {
		sum := sha256.Sum256([]byte(script[1]))
		hashes.WriteString(" 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")
	}
	policy := "script-src 'strict-dynamic'" + hashes.String() +
		"; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
	return func(c echo.Context) error {
		c.Response().Header().Set("Content-Security-Policy", policy)
		return c.HTML(http.StatusOK, text)
	}
}

func logPanic(logger *slog.Logger) middleware.LogErrorFunc {
	return func(c echo.Context, err error, stack []byte) error {
		logger.Error("the Temporal UI panicked", "path", c.Path(), "error", err, "stack", string(stack))
		return errors.New("internal error")
	}
}
