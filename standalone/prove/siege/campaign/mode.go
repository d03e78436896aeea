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

// BuildForMode builds what a mode needs into a folder.
func BuildForMode(ctx context.Context, mode, bin string) error {
	if mode == ModeCluster {
		return process.BuildPrograms(ctx, bin, process.Cluster, process.Duban)
	}
	return process.BuildPrograms(ctx, bin, process.Standalone)
}

// NewHouseOfMode makes the house of a mode from the programs in bin, on data and logs in a folder.
func NewHouseOfMode(ctx context.Context, mode, bin, folder string) (*House, error) {
	switch mode {
	case ModeEmbedded:
		return NewEmbeddedHouse(ctx, filepath.Join(bin, "standalone"), folder)
	case ModeCluster:
		return NewClusterHouse(ctx, bin, folder)
	}
	return nil, fmt.Errorf("mode %q is neither %s nor %s", mode, ModeEmbedded, ModeCluster)
}
