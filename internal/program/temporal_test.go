package program_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"

	"duban/config"
	"duban/internal/program"
)

// authority issues certificates for one test.
type authority struct {
	t           *testing.T
	dir         string
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t, dir: t.TempDir()}
	of := template("authority")
	of.IsCA, of.BasicConstraintsValid, of.KeyUsage = true, true, x509.KeyUsageCertSign
	a.certificate = of
	a.key = a.issue("ca", of)
	return a
}

func template(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: name},
		DNSNames:     []string{name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
}

// issue writes a certificate and its key into the files of that name. The first is the authority's own.
func (a *authority) issue(file string, of *x509.Certificate) *ecdsa.PrivateKey {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	by := a.key
	if by == nil {
		by = key
	}
	certificate, err := x509.CreateCertificate(rand.Reader, of, a.certificate, &key.PublicKey, by)
	if err != nil {
		a.t.Fatal(err)
	}
	encoded, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		a.file(file + ".pem"): {Type: "CERTIFICATE", Bytes: certificate},
		a.file(file + ".key"): {Type: "EC PRIVATE KEY", Bytes: encoded},
	} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			a.t.Fatal(err)
		}
	}
	return key
}

func (a *authority) file(name string) string { return filepath.Join(a.dir, name) }

// listen answers as a Temporal server that asks everybody for a certificate of the authority.
func (a *authority) listen(name string) string {
	a.t.Helper()
	a.issue(name, template(name))
	own, err := tls.LoadX509KeyPair(a.file(name+".pem"), a.file(name+".key"))
	if err != nil {
		a.t.Fatal(err)
	}
	known := x509.NewCertPool()
	ca, err := os.ReadFile(a.file("ca.pem"))
	if err != nil || !known.AppendCertsFromPEM(ca) {
		a.t.Fatal(err)
	}
	server := grpc.NewServer(grpc.Creds(credentials.NewTLS(&tls.Config{
		Certificates: []tls.Certificate{own},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    known,
		MinVersion:   tls.VersionTLS12,
	})))
	well := health.NewServer()
	well.SetServingStatus("temporal.api.workflowservice.v1.WorkflowService", grpc_health_v1.HealthCheckResponse_SERVING)
	grpc_health_v1.RegisterHealthServer(server, well)
	workflowservice.RegisterWorkflowServiceServer(server, greeting{})
	listener, err := (&net.ListenConfig{}).Listen(a.t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		a.t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	a.t.Cleanup(server.Stop)
	return listener.Addr().String()
}

// greeting tells who calls what the server can do, which is what they ask first.
type greeting struct {
	workflowservice.UnimplementedWorkflowServiceServer
}

func (greeting) GetSystemInfo(
	context.Context, *workflowservice.GetSystemInfoRequest,
) (*workflowservice.GetSystemInfoResponse, error) {
	return &workflowservice.GetSystemInfoResponse{}, nil
}

// A Temporal server that asks for a certificate is reached by who has one of the same authority, and by nobody else; a
// server with another's certificate is not spoken to.
func TestTemporalByTLS(t *testing.T) {
	ours, theirs := newAuthority(t), newAuthority(t)
	ours.issue("duban", template("duban"))
	theirs.issue("duban", template("duban"))
	address := ours.listen("temporal")
	with := func(change func(*config.Config)) error {
		p := newProgram(t)
		c := &p.Config
		c.Temporal, c.TemporalTLS, c.TemporalName, c.TemporalCA = address, true, "temporal", ours.file("ca.pem")
		c.TemporalCertificate, c.TemporalKey = ours.file("duban.pem"), ours.file("duban.key")
		change(c)
		if err := c.Validate(); err != nil {
			return err
		}
		temporal, err := p.DialTemporal()
		if err != nil {
			return err
		}
		defer temporal.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		_, err = temporal.CheckHealth(ctx, &client.CheckHealthRequest{})
		return err
	}
	if err := with(func(*config.Config) {}); err != nil {
		t.Errorf("refused: %v", err)
	}
	for what, change := range map[string]struct {
		says string
		to   func(*config.Config)
	}{
		"no certificate": {"", func(c *config.Config) { c.TemporalCertificate, c.TemporalKey = "", "" }},
		"another's certificate": {"", func(c *config.Config) {
			c.TemporalCertificate, c.TemporalKey = theirs.file("duban.pem"), theirs.file("duban.key")
		}},
		"another's server":    {"authority", func(c *config.Config) { c.TemporalCA = theirs.file("ca.pem") }},
		"another name":        {"temporal", func(c *config.Config) { c.TemporalName = "elsewhere" }},
		"no TLS":              {"temporal_tls", func(c *config.Config) { c.TemporalTLS = false }},
		"half a pair":         {"temporal_key", func(c *config.Config) { c.TemporalKey = "" }},
		"no such file":        {"temporal_ca", func(c *config.Config) { c.TemporalCA = "nowhere.pem" }},
		"a file that is none": {"temporal_ca", func(c *config.Config) { c.TemporalCA = ours.file("duban.key") }},
		"another's key":       {"temporal_key", func(c *config.Config) { c.TemporalKey = theirs.file("duban.key") }},
	} {
		if err := with(change.to); err == nil || !strings.Contains(err.Error(), change.says) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A program with the server inside has no way to secure.
func TestAServerInsideNeedsNoTLS(t *testing.T) {
	c := config.DefaultConfig()
	if err := program.RefuseTLSToItself(c); err != nil {
		t.Error(err)
	}
	c.TemporalTLS = true
	if err := program.RefuseTLSToItself(c); err == nil || !strings.Contains(err.Error(), "temporal_tls") {
		t.Errorf("%v", err)
	}
}
