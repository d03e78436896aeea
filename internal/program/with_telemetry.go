package program

import (
	"context"
	"runtime/debug"
	"time"

	"duban/internal/telemetry"
)

// closePatience is how long a process that ends waits for its last traces to be taken.
const closePatience = 5 * time.Second

// WithTelemetry is the program with its telemetry started, as the settings metrics and otlp say. Call unobserve last.
func (p Program) WithTelemetry(ctx context.Context) (observed Program, unobserve func(), err error) {
	t, err := telemetry.Start(ctx, telemetry.Options{
		Metrics: p.Config.Metrics,
		OTLP:    p.Config.OTLP,
		Version: versionOfBuild(),
		Now:     p.Now,
		Logger:  p.Logger,
	})
	if err != nil {
		return p, nil, explainAddressTaken("metrics", p.Config.Metrics, err)
	}
	p.Telemetry = t
	return p, func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closePatience)
		defer cancel()
		if err := t.Close(closing); err != nil {
			p.Logger.Warn("telemetry not closed", "error", err)
		}
	}, nil
}

// versionOfBuild is what the binary was built from.
func versionOfBuild() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return ""
}
