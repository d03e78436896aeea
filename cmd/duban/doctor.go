package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/internal/doctor"
	"duban/internal/program"
	"duban/internal/seed"
	"duban/notices"
	"duban/record"
	"duban/store"
	"duban/store/files"
)

type doctorOptions struct {
	backups string
	trial   string
	asJSON  bool
}

func newDoctorCommand() *cobra.Command {
	o := doctorOptions{}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "体检：哪里不对，怎么办 (what is wrong and what to do)",
		Long: "看一遍：库能否读、落盘设置、结构版本、时钟、磁盘、回执密钥、年历是否覆盖在办期限、每个角色、每个该有专人的单位是否有人、每项待办是否有人能接、\n" +
			"Temporal 的命名空间和检索属性、有没有办理进程、每个未归档的案件是否有流程、有没有受阻的流程、系统外的渠道能不能发、有没有发不出去的、有没有新近的备份（--backups）。\n" +
			"只看不改，不影响正在用的人。\n\n" +
			"Looks at everything and says in plain words what is wrong and what to do. Changes nothing.\n" +
			"Exit: 0 well, 1 warnings or worse, 2 the call itself was wrong.\n" + settings,
		Example: "  duban doctor --data ./data --backups /backups\n" +
			"  duban doctor --database postgres://duban@db/duban --temporal temporal:7233 --json",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			if o.trial != "" {
				return sendTrial(cmd, p, o.trial)
			}
			return runDoctor(cmd, p, o)
		},
	}
	cmd.Flags().StringVar(&o.backups, "backups", "", "备份放在哪个文件夹 (folder of backups)")
	cmd.Flags().StringVar(&o.trial, "trial", "",
		"只试发一条消息：渠道=地址，如 mail=li@example.org (send one trial message instead: channel=address)")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "以 JSON 输出 (print JSON)")
	config.DeclareFlags(cmd.Flags(), "data", "database", "temporal", "secret_file", "attachments")
	return cmd
}

func runDoctor(cmd *cobra.Command, p program.Program, o doctorOptions) (err error) {
	temporal, err := p.DialTemporal()
	if err != nil {
		return err
	}
	defer temporal.Close()
	released, err := seed.ReleasedFiles()
	if err != nil {
		return err
	}
	patient := doctor.Patient{
		Released:  released,
		Temporal:  temporal,
		Namespace: program.NamespaceOptions(),
		Data:      p.Config.Data,
		Backups:   o.backups,
		Now:       p.Now,
		Door: doctor.Door{
			Site:          p.Config.Site,
			Proxies:       config.List(p.Config.TrustedProxies),
			Origins:       config.List(p.Config.TrustedOrigins),
			SecureCookies: p.Config.SecureCookies,
			Profile:       record.Profile(p.Config.Profile),
		},
	}
	ways := p.WaysOutside()
	for _, channel := range record.AllChannels() {
		if way, named := ways[channel]; named {
			patient.Ways = append(patient.Ways, doctor.Way{Channel: channel, Check: way.Sender.Check, Err: way.Err})
		}
	}
	if patient.Record, patient.RecordErr = p.OpenStoreForReading(cmd.Context()); patient.RecordErr == nil {
		defer func() { err = errors.Join(err, patient.Record.Close()) }()
		patient.MovedErr = program.RefuseMoved(cmd.Context(), patient.Record)
		patient.SecretErr = checkSecretFits(cmd.Context(), p, patient.Record)
	}
	if patient.Files, err = files.OpenForReading(p.AttachmentsFolder()); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, patient.Files.Close()) }()
	results := doctor.Examine(cmd.Context(), patient)
	if err := printResults(cmd.OutOrStdout(), results, o.asJSON); err != nil {
		return err
	}
	if doctor.WorstLevel(results) != doctor.OK {
		return errFindings
	}
	return nil
}

// sendTrial sends one message that says only that it is a trial, to whom the caller names.
func sendTrial(cmd *cobra.Command, p program.Program, to string) error {
	channel, address, _ := strings.Cut(to, "=")
	way, named := p.WaysOutside()[record.Channel(channel)]
	switch {
	case !named || address == "":
		return fmt.Errorf("--trial %s: 写成 渠道=地址，渠道须在设置里开通 (write channel=address, of a channel that is set up)",
			channel)
	case way.Err != nil:
		return way.Err
	}
	message := notices.NewTrial(address, p.Config.Site, p.Now())
	if err := way.Sender.Send(cmd.Context(), message); err != nil {
		return fmt.Errorf("%s: 没有发出 (not accepted): %w", channel, err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: 服务商已接受 (accepted by the provider)\n", channel)
	return nil
}

func checkSecretFits(ctx context.Context, p program.Program, record *store.Store) error {
	_, err := p.ReadSecret(ctx, record)
	return err
}

func printResults(out io.Writer, results []doctor.Result, asJSON bool) error {
	if asJSON {
		if err := printIndented(out, map[string]any{"results": results}); err != nil {
			return fmt.Errorf("print results: %w", err)
		}
		return nil
	}
	marks := map[doctor.Level]string{doctor.OK: "好 ok  ", doctor.Warning: "注意 !!", doctor.Bad: "坏 BAD "}
	for _, r := range results {
		fmt.Fprintf(out, "%s %-11s %s\n", marks[r.Level], r.Check, r.Detail)
		if r.Advice != "" {
			fmt.Fprintf(out, "                    → %s\n", r.Advice)
		}
	}
	return nil
}
