package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"duban/complaint"
	"duban/internal/backup"
	"duban/store"
	"duban/store/files"
)

const (
	// skewAllowed is how far clocks may be apart before deadlines are visibly early or late.
	skewAllowed = 2 * time.Second
	// backupAge is how old the newest backup may be: a day, and some hours for one that takes long.
	backupAge = 26 * time.Hour
	// leastFree and lowFree are the bytes of disk below which the program soon stops, and below which to act.
	leastFree = 200 << 20
	lowFree   = 2 << 30
	// mostNamed is how many numbers are named of those that were given twice.
	mostNamed = 10
)

// checkDatabase reports whether the record can be asked further questions.
func (e *examination) checkDatabase(ctx context.Context) bool {
	switch {
	case errors.Is(e.RecordErr, store.ErrNoRecord):
		e.addBad("database", "检查 --data、--database；新装的先运行 duban migrate 或启动 standalone "+
			"(check the settings; on a new installation run duban migrate or start standalone)",
			"设置所指的地方没有督办的库 (there is no record where the settings point)")
		return false
	case e.RecordErr != nil:
		e.addBad("database", "看数据库是否在运行、连接串和权限对不对 (is the database running, are address and rights right)",
			"打不开 (cannot be opened): %v", e.RecordErr)
		return false
	}
	if e.MovedErr != nil {
		e.addBad("database", "到搬去的地方看 (look at the place it moved to)", "%v", e.MovedErr)
	}
	if err := e.Record.CheckDurable(ctx); err != nil {
		e.addBad("database",
			"改数据库的设置：已答复的命令会因断电丢失 (change the database's settings: acknowledged commands could be lost)", "%v", err)
		return true
	}
	found, newest, err := e.Record.SchemaVersions(ctx)
	switch {
	case err != nil:
		e.addBad("database", "", "%v", err)
		return false
	case found < newest:
		e.addWarning("database",
			"停下旧程序，运行 duban migrate 或启动新程序 (stop the old program, run duban migrate or start the new one)",
			"库的结构是第 %d 版，本程序带来第 %d 版 (schema %d, this program brings %d)", found, newest, found, newest)
		return false // questions are put in the words of the newest
	}
	e.addOK("database", "可读，落盘设置正确，结构第 %d 版 (readable, durable, schema %d)", found, found)
	e.checkClock(ctx)
	return true
}

func (e *examination) checkClock(ctx context.Context) {
	before := e.Now()
	theirs, err := e.Record.DatabaseTime(ctx)
	if err != nil {
		e.addBad("clock", "", "%v", err)
		return
	}
	after := e.Now()
	skew := max(before.Sub(theirs), theirs.Sub(after), 0)
	if skew > skewAllowed {
		e.addWarning("clock", "两台机器都对时（NTP）：期限按时钟起止 (synchronise both machines: deadlines go by the clock)",
			"数据库的时钟与本机相差 %v (the database's clock is off by that)", skew.Round(time.Second))
		return
	}
	e.addOK("clock", "数据库与本机的时钟一致 (the clocks of database and machine agree)")
}

func (e *examination) checkSecret() {
	if e.SecretErr != nil {
		e.addBad("secret", "把原来的 secret.key 放回去，备份里有一份 (put the original secret.key back; each backup holds it)", "%v",
			e.SecretErr)
		return
	}
	e.addOK("secret", "回执密钥与库相符 (the secret of receipts is the record's)")
}

// checkAttachments: the content of each is there, with its size. `duban verify` reads them to the end.
func (e *examination) checkAttachments(ctx context.Context) {
	if e.Files == nil {
		return
	}
	n, gone := 0, 0
	err := e.Record.EachAttachment(ctx, func(a complaint.Attachment) error {
		size, err := e.Files.FileSize(ctx, a.File)
		if errors.Is(err, files.ErrMissing) || err == nil && size != a.Size {
			gone, err = gone+1, nil
		}
		n++
		return err
	})
	switch {
	case err != nil:
		e.addBad("attachments", "看附件的目录在不在、权限对不对 (is the folder of attachments there)", "%v", err)
	case gone > 0:
		e.addBad("attachments",
			"从备份恢复附件的目录；哪些缺了见 duban verify (restore the folder from a backup; duban verify names them)",
			"%d 份附件里有 %d 份缺失或残缺 (missing or cut off)", n, gone)
	default:
		e.addOK("attachments", "%d 份附件都在 (all attachments are there)", n)
	}
}

// checkNumbers: numbers are given once since they are claimed; those given twice before stay and are named.
func (e *examination) checkNumbers(ctx context.Context) {
	doubles, err := e.Record.NumbersGivenTwice(ctx)
	switch {
	case err != nil:
		e.addBad("numbers", "", "%v", err)
	case len(doubles) == 0:
		e.addOK("numbers", "没有重号 (no number was given twice)")
	default:
		named := make([]string, 0, len(doubles))
		for _, d := range doubles[:min(len(doubles), mostNamed)] {
			named = append(named, d.Policy+" "+d.Number)
		}
		e.addWarning("numbers", "这些是早先的重号，引用时注明日期；以后不会再有 (older doubles: cite them with their date; no new ones arise)",
			"%d 个编号用了不止一次 (numbers given more than once): %s", len(doubles), strings.Join(named, ", "))
	}
}

func (e *examination) checkDisk() {
	var at syscall.Statfs_t
	if err := syscall.Statfs(e.Data, &at); err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			e.addBad("disk", "", "%s：%v", e.Data, err)
		}
		return
	}
	free := at.Bavail * uint64(at.Bsize) //nolint:gosec // a block's size is positive
	advice := "腾出空间：磁盘满了就不能再收案、办案 (free some space: with a full disk nothing can be filed or done)"
	switch mega := free >> 20; {
	case free < leastFree:
		e.addBad("disk", advice, "%s 所在磁盘只剩 %d MB (free)", e.Data, mega)
	case free < lowFree:
		e.addWarning("disk", advice, "%s 所在磁盘剩 %d MB (free)", e.Data, mega)
	default:
		e.addOK("disk", "%s 所在磁盘剩 %d MB (free)", e.Data, mega)
	}
}

// checkBackups looks for a recent one.
func (e *examination) checkBackups() {
	if e.Backups == "" {
		return
	}
	advice := "运行 duban backup --to " + e.Backups + "，并排进每天的定时任务 (run it, and every day)"
	sets, err := backup.ListSets(e.Backups)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		e.addBad("backup", "", "%v", err)
		return
	}
	if len(sets) == 0 {
		e.addBad("backup", advice, "%s 里没有备份 (there is no backup)", e.Backups)
		return
	}
	set, err := backup.OpenSet(sets[len(sets)-1])
	if err != nil {
		e.addBad("backup", advice, "%v", err)
		return
	}
	name, age := filepath.Base(set.Dir), e.Now().Sub(set.Manifest.MadeAt)
	switch {
	case len(set.Manifest.Findings) > 0:
		e.addBad("backup", "运行 duban verify 看正在用的库 (run duban verify)", "最新的备份 %s 做的时候记录已有 %d 处问题 (findings)",
			name, len(set.Manifest.Findings))
	case age > backupAge:
		e.addWarning("backup", advice, "最新的备份 %s 已有 %s (is that old)",
			name, strings.TrimSuffix(age.Round(time.Hour).String(), "0m0s"))
	default:
		e.addOK("backup", "最新的备份 %s (the newest backup)", name)
	}
}
