package temporal

import (
	"net/netip"
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

func serverOptions(o Options, store *config.Persistence, at addrs, logger serverLog) []temporal.ServerOption {
	return []temporal.ServerOption{
		temporal.WithConfig(serverConfig(store, at)),
		temporal.ForServices(temporal.DefaultServices),
		// Static hosts: the membership table would still list the ports of the last run after a kill.
		temporal.WithStaticHosts(map[primitives.ServiceName]static.Hosts{
			primitives.FrontendService: static.SingleLocalHost(at.frontend.String()),
			primitives.HistoryService:  static.SingleLocalHost(at.history.String()),
			primitives.MatchingService: static.SingleLocalHost(at.matching.String()),
			primitives.WorkerService:   static.SingleLocalHost(at.worker.String()),
		}),
		temporal.WithLogger(logger),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper {
			return authorization.NewNoopClaimMapper()
		}),
		temporal.WithDynamicConfigClient(dynamicSettings(o)),
	}
}

func serverConfig(store *config.Persistence, at addrs) *config.Config {
	return &config.Config{
		Global: config.Global{Membership: config.Membership{
			MaxJoinDuration:  30 * time.Second,
			BroadcastAddress: at.frontend.Addr().String(),
		}},
		Persistence: *store,
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{clusterName: {
				Enabled:                true,
				InitialFailoverVersion: 1,
				RPCAddress:             at.frontend.String(),
			}},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services: map[string]config.Service{
			string(primitives.FrontendService): serviceConfig(at.frontend),
			string(primitives.HistoryService):  serviceConfig(at.history),
			string(primitives.MatchingService): serviceConfig(at.matching),
			string(primitives.WorkerService):   serviceConfig(at.worker),
		},
		Archival: config.Archival{
			History:    config.HistoryArchival{State: "disabled"},
			Visibility: config.VisibilityArchival{State: "disabled"},
		},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
		}},
		PublicClient: config.PublicClient{HostPort: at.frontend.String()}, // the system workers' way in
	}
}

func serviceConfig(addr netip.AddrPort) config.Service {
	return config.Service{RPC: config.RPC{BindOnIP: addr.Addr().String(), GRPCPort: int(addr.Port())}}
}

// dynamicSettings names its settings by their typed keys: the server ignores a misspelt string in silence.
func dynamicSettings(o Options) dynamicconfig.StaticClient {
	settings := dynamicconfig.StaticClient{
		// No calls to the outside, ever.
		dynamicconfig.EnableServerVersionCheck.Key(): false,
		// One page of the UI alone asks more often than the default 10 a second.
		dynamicconfig.FrontendMaxNamespaceVisibilityRPSPerInstance.Key(): 200,
		// Four partitions are for many machines; here they only delay a task that lies in another one.
		dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():  1,
		dynamicconfig.MatchingNumTaskqueueWritePartitions.Key(): 1,
		// The default of 128,000 workflows held in memory is for a machine that does nothing else.
		dynamicconfig.HistoryCacheHostLevelMaxSize.Key(): 512,
		// Allowance for clocks that differ between machines; there is one machine. It delays each timer.
		dynamicconfig.TimerProcessorMaxTimeShift.Key(): 10 * time.Millisecond,
		// Looks at due timers per second and shard. There are few shards, and a clock that is advanced takes a few
		// looks for each timer: at the default of 20, sixty timers took 13 s, and now 2 s.
		dynamicconfig.TimerProcessorMaxPollRPS.Key(): 1000,
	}
	if o.LongHistory > 0 {
		settings[dynamicconfig.HistoryCountSuggestContinueAsNew.Key()] = o.LongHistory
	}
	if o.Rehearsal {
		here := dynamicconfig.Constraints{Namespace: o.Namespace.Name}
		settings[dynamicconfig.WorkflowTimeSkippingEnabled.Key()] = []dynamicconfig.ConstrainedValue{{
			Constraints: here,
			Value:       true,
		}}
	}
	return settings
}
