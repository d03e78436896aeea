package program

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"duban/config"
	"duban/workflows"
)

// DialTemporal makes a client of the Temporal server that the settings name, in namespace duban. It does not connect
// before the first call, so a gateway can serve reads and take filings while Temporal is away. An error names the
// setting that cannot work.
func (p Program) DialTemporal() (client.Client, error) {
	secured, err := tlsToTemporal(p.Config)
	if err != nil {
		return nil, err
	}
	o := client.Options{
		HostPort:          p.Config.Temporal,
		Namespace:         workflows.Namespace,
		Logger:            sdklog.NewStructuredLogger(p.Logger.With("part", "temporal")),
		ConnectionOptions: client.ConnectionOptions{TLS: secured},
	}
	p.Telemetry.InstrumentClient(&o)
	c, err := client.NewLazyClient(o)
	if err != nil {
		return nil, fmt.Errorf("setting temporal: %w", err)
	}
	return c, nil
}

// RefuseTLSToItself refuses settings that secure the way to a Temporal server where the program has its own inside.
func RefuseTLSToItself(c config.Config) error {
	if c.TemporalTLS {
		return errors.New("setting temporal_tls: Temporal 在本程序里面，只听本机，不用这项设置 " +
			"(the server is inside this program and listens on this machine alone)")
	}
	return nil
}

// tlsToTemporal is how the way to Temporal is secured, nil where it is not.
func tlsToTemporal(c config.Config) (*tls.Config, error) {
	if !c.TemporalTLS {
		return nil, nil //nolint:nilnil // as the client's options say that there is none
	}
	name := c.TemporalName
	if name == "" {
		host, _, err := net.SplitHostPort(c.Temporal)
		if err != nil {
			return nil, fmt.Errorf("setting temporal: %w", err)
		}
		name = host
	}
	roots, err := rootsIn(c.TemporalCA)
	if err != nil {
		return nil, fmt.Errorf("setting temporal_ca: %w", err)
	}
	secured := &tls.Config{ServerName: name, RootCAs: roots, MinVersion: tls.VersionTLS12}
	if c.TemporalCertificate != "" {
		own, err := tls.LoadX509KeyPair(c.TemporalCertificate, c.TemporalKey)
		if err != nil {
			return nil, fmt.Errorf("setting temporal_certificate, temporal_key: %w", err)
		}
		secured.Certificates = []tls.Certificate{own}
	}
	return secured, nil
}

// rootsIn are the certificates in a file (PEM), nil for the system's where none is named.
func rootsIn(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // the system's
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err //nolint:wrapcheck // names the file
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New("没有一份 PEM 证书 (holds no certificate)")
	}
	return roots, nil
}
