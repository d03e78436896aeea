package compose

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"

	"duban/config"
	"duban/standalone/prove/process"
)

func project(t *testing.T) *types.Project {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{filepath.Join(process.TreeFolder(), "docker-compose.yml")},
		cli.WithEnvFiles(filepath.Join(process.TreeFolder(), ".env.example")), cli.WithDotEnv, cli.WithName("duban"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestServices(t *testing.T) {
	p := project(t)
	want := []string{"gateway", "migrate", "postgres", "temporal", "temporal-schema", "temporal-ui", "worker"}
	if got := p.ServiceNames(); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
		t.Fatalf("services %v", got)
	}
	for name, s := range p.Services {
		if _, tag, pinned := strings.Cut(s.Image, ":"); !pinned || tag == "latest" {
			t.Errorf("%s: image %q is not pinned", name, s.Image)
		}
		if s.ContainerName != "" {
			t.Errorf("%s has a container name and cannot be scaled", name)
		}
		once := strings.HasPrefix(s.Restart, types.RestartPolicyOnFailure)
		if !once && s.Restart != types.RestartPolicyUnlessStopped {
			t.Errorf("%s is not started again: %q", name, s.Restart)
		}
		if !once && name != "temporal-ui" && s.HealthCheck == nil {
			t.Errorf("%s has no health check", name)
		}
		for dependency, d := range s.DependsOn {
			needs := types.ServiceConditionHealthy
			if strings.HasPrefix(p.Services[dependency].Restart, types.RestartPolicyOnFailure) {
				needs = types.ServiceConditionCompletedSuccessfully
			}
			if d.Condition != needs {
				t.Errorf("%s starts when %s is %s, want %s", name, dependency, d.Condition, needs)
			}
		}
	}
}

// Whoever uses something starts after it.
func TestOrder(t *testing.T) {
	p := project(t)
	for name, needs := range map[string][]string{
		"gateway":         {"migrate"},
		"worker":          {"migrate"},
		"migrate":         {"postgres", "temporal"},
		"temporal":        {"temporal-schema"},
		"temporal-schema": {"postgres"},
		"temporal-ui":     {"temporal"},
	} {
		for _, need := range needs {
			if _, ok := p.Services[name].DependsOn[need]; !ok {
				t.Errorf("%s does not wait for %s", name, need)
			}
		}
	}
}

// Gateways and workers scale by count: what they publish on the machine is a range, there are two of each, and what
// they keep in files all of them find, because it lies on one volume.
func TestScale(t *testing.T) {
	p := project(t)
	for _, name := range []string{"gateway", "worker"} {
		s := p.Services[name]
		if s.GetScale() != 2 {
			t.Errorf("%d of %s", s.GetScale(), name)
		}
		for _, port := range s.Ports {
			if !strings.Contains(port.Published, "-") {
				t.Errorf("%s publishes the one port %s", name, port.Published)
			}
		}
		for _, volume := range s.Volumes {
			if _, shared := p.Volumes[volume.Source]; volume.Type != types.VolumeTypeVolume || !shared {
				t.Errorf("%s keeps files in %s, and a second one would not share them", name, volume.Target)
			}
		}
	}
}

// What is attached to cases lies on a volume, in a folder that the image makes for whom it runs as: a new volume takes
// its owner from there. Nothing else is written to the image's own disk.
func TestAttachments(t *testing.T) {
	services := project(t).Services
	gateway := services["gateway"]
	if secret := services["worker"].Environment["DUBAN_SECRET_FILE"]; secret == nil ||
		*secret != *gateway.Environment["DUBAN_SECRET_FILE"] || len(services["worker"].Secrets) == 0 {
		t.Error("a worker would index words by a secret of its own")
	}
	folder := gateway.Environment["DUBAN_ATTACHMENTS"]
	if folder == nil ||
		!slices.ContainsFunc(gateway.Volumes, func(v types.ServiceVolumeConfig) bool { return v.Target == *folder }) {
		t.Fatalf("attachments are in %v, volumes are %v", folder, gateway.Volumes)
	}
	made := false
	for line := range strings.SplitSeq(read(t, "Dockerfile"), "\n") {
		made = made || strings.Contains(line, "install -d -o duban") && slices.Contains(strings.Fields(line), *folder)
	}
	if !made {
		t.Errorf("the image has no %s that belongs to duban", *folder)
	}
	if gateway.Environment["DUBAN_SECRET_FILE"] == nil || gateway.Environment["DUBAN_DATABASE"] == nil {
		t.Error("secret and record would be in the container's own data directory")
	}
}

// PostgreSQL keeps what it has acknowledged.
func TestDurable(t *testing.T) {
	postgres := project(t).Services["postgres"]
	for _, setting := range []string{"fsync=on", "full_page_writes=on", "synchronous_commit=on"} {
		if !slices.Contains(postgres.Command, setting) {
			t.Errorf("PostgreSQL is not told %s", setting)
		}
	}
	if len(postgres.Volumes) != 1 || postgres.Volumes[0].Type != types.VolumeTypeVolume {
		t.Errorf("its data is not on a volume: %v", postgres.Volumes)
	}
}

// What our image is told to do is in our command line, and what it is told by the environment are our settings.
func TestCommandsAndSettings(t *testing.T) {
	ctx, p := t.Context(), project(t)
	folder := t.TempDir()
	if err := process.BuildPrograms(ctx, folder, process.Duban); err != nil {
		t.Fatal(err)
	}
	ours := 0
	for name, s := range p.Services {
		if s.Build == nil {
			continue
		}
		ours++
		commands := [][]string{s.Command}
		if s.HealthCheck != nil {
			check := s.HealthCheck.Test
			if check[0] != "CMD" || check[1] != "duban" {
				t.Errorf("%s: health check %v", name, check)
			}
			commands = append(commands, check[2:])
		}
		for _, command := range commands {
			knows(ctx, t, filepath.Join(folder, "duban"), command)
		}
		for variable := range s.Environment {
			setting := strings.ToLower(strings.TrimPrefix(variable, "DUBAN_"))
			if !strings.HasPrefix(variable, "DUBAN_") || !slices.Contains(config.SettingNames(), setting) {
				t.Errorf("%s: %s is no setting", name, variable)
			}
		}
	}
	if ours != 3 {
		t.Errorf("%d services run our image", ours)
	}
}

// knows asks for the command's help; the command line shows its own when it does not know the command.
func knows(ctx context.Context, t *testing.T, duban string, command []string) {
	t.Helper()
	out, err := exec.CommandContext(ctx, duban, append(slices.Clone(command), "--help")...).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "duban "+command[0]) {
		t.Errorf("duban %v: %v\n%s", command, err, out)
	}
}

// The example tells every variable that the file asks for.
func TestEnvironmentExample(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(process.TreeFolder(), "docker-compose.yml"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(filepath.Join(process.TreeFolder(), ".env.example"))
	if err != nil {
		t.Fatal(err)
	}
	for _, variable := range []string{"POSTGRES_PASSWORD", "DUBAN_SECRET", "DUBAN_PORTS", "DUBAN_SECURE_COOKIES"} {
		if !strings.Contains(string(data), variable) || !strings.Contains(string(example), "\n"+variable+"=") {
			t.Errorf("%s is not in both files", variable)
		}
	}
}
