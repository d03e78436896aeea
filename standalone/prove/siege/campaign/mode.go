package campaign

import (
	"context"
	"fmt"
	"path/filepath"

	"duban/standalone/prove/process"
)

// The two ways in which the program runs.
const (
	ModeEmbedded = "embedded"
	ModeCluster  = "cluster"
)

// Build builds what a mode needs into a folder.
func Build(ctx context.Context, mode, bin string) error {
	if mode == ModeCluster {
		return process.Build(ctx, bin, process.Cluster, process.Duban)
	}
	return process.Build(ctx, bin, process.Standalone)
}

// Open makes the house of a mode from the programs in bin, on data and logs in a folder.
func Open(ctx context.Context, mode, bin, folder string) (*House, error) {
	switch mode {
	case ModeEmbedded:
		return Embedded(ctx, filepath.Join(bin, "standalone"), folder)
	case ModeCluster:
		return Cluster(ctx, bin, folder)
	}
	return nil, fmt.Errorf("mode %q is neither %s nor %s", mode, ModeEmbedded, ModeCluster)
}
