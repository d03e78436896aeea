package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/internal/program"
	"duban/internal/seed"
	"duban/policy"
	"duban/policy/calendar"
)

func newCalendarCommand() *cobra.Command {
	return newCommandGroup(&cobra.Command{Use: "calendar", Short: "工作日历 (working days)"}, newCalendarPublishCommand())
}

func newCalendarPublishCommand() *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use:   "publish FILE",
		Short: "发布一年的工作日安排 (publish a year of working days)",
		Long: "节假日安排公布后运行一次：FILE 是一年的安排，写法见 policies/calendars/cn/2026.yaml。算过所改日子的期限随即逐件\n" +
			"重算，旧的日期留在日志里；更正已公布的年份也一样，各年先后不论。没有期限因此超期。可以照常办理。\n\n" +
			"Run it when the year's holidays are announced. " +
			"Deadlines that counted on a day that it changes are counted anew,\n" +
			"case by case, and the old dates are kept; " +
			"so are they when a year is corrected, in whichever order the years\n" +
			"come. None becomes late by it.\n" +
			"Exit: 0 published; 1 failed, or findings in the file.\n" + settings,
		Example: "  duban calendar publish 2027.yaml --database postgres://duban@db/duban",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			return publishCalendar(cmd, p, id, args[0])
		},
	}
	cmd.Flags().StringVar(&id, "calendar", seed.CalendarID, "哪一个日历 (which calendar)")
	config.DeclareFlags(cmd.Flags(), "data", "database")
	return cmd
}

func publishCalendar(cmd *cobra.Command, p program.Program, id, file string) (err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return failure{err}
	}
	records, err := p.OpenStore(cmd.Context())
	if err != nil {
		return failure{err}
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	if err := records.PublishCalendar(cmd.Context(), id, file, data); err != nil {
		if found, wrong := errors.AsType[calendar.Findings](err); wrong {
			err = policy.YearFindings(found)
		}
		return failure{err}
	}
	fmt.Fprintf(cmd.OutOrStdout(), "已发布 %s；受影响的期限由办理进程逐件重算 (published; workers count deadlines anew)\n", file)
	return nil
}
