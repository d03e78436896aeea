package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	enumspb "go.temporal.io/api/enums/v1"

	"duban/complaint"
	"duban/seed"
	"duban/standalone/temporal"
	"duban/workflows"
)

// retention is how long a closed case can be inspected in the Temporal UI. The journal is kept for ever.
const retention = 400 * 24 * time.Hour

// SearchAttributes are the search attributes of cases with their types.
func SearchAttributes() map[string]enumspb.IndexedValueType {
	all := map[string]enumspb.IndexedValueType{
		workflows.AttrDue.GetName():     workflows.AttrDue.GetValueType(),
		workflows.AttrOverdue.GetName(): workflows.AttrOverdue.GetValueType(),
	}
	for _, key := range []interface {
		GetName() string
		GetValueType() enumspb.IndexedValueType
	}{workflows.AttrPolicy, workflows.AttrNumber, workflows.AttrStep, workflows.AttrUnit, workflows.AttrSeverity} {
		all[key.GetName()] = key.GetValueType()
	}
	return all
}

// clocks lets the gateway advance one case's clock.
type clocks struct{ rehearsal *temporal.Rehearsal }

// Advance moves a case's clock; an archived case has none.
func (c clocks) Advance(ctx context.Context, id complaint.CaseID, by time.Duration) error {
	err := c.rehearsal.Advance(ctx, workflows.WorkflowID(id), by)
	if errors.Is(err, temporal.ErrNotRunning) {
		return complaint.Refuse(complaint.Conflict, "案件已归档，没有可以快进的时钟 (archived)")
	}
	if errors.Is(err, temporal.ErrEnded) {
		return nil // archived on the way: everything due was recorded
	}
	return err
}

// secret reads the key that receipts are derived from, and makes it on the first start. It lies beside the
// database, not in it: a thief of the database alone cannot derive receipts.
func secret(file string) ([]byte, error) {
	key, err := os.ReadFile(file)
	if err == nil && len(key) >= 32 {
		return key, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("secret: %w", err)
	}
	if err == nil {
		return nil, fmt.Errorf("secret: %s is damaged; restore it from a backup", file)
	}
	key = make([]byte, 32)
	rand.Read(key)
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	if _, err := f.Write(key); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return key, errors.Join(f.Sync(), f.Close())
}

// announce tells the person who started the program where it is and how to sign in.
func (p *program) announce(address string) {
	fmt.Fprintf(p.Out, "\n督办已启动 (Duban is running)\n  网页 web        http://%s/\n  公众投诉 public  http://%s/public.html\n  Temporal        http://%s/temporal （客服主管及以上、管理员登录后可看）\n", address, address, address)
	if p.Config.Rehearsal {
		fmt.Fprintln(p.Out, "  演练模式：每个案件的时钟可以快进 (rehearsal: clocks can be advanced)")
	}
	switch {
	case p.password != "" && p.Config.Demo:
		fmt.Fprintf(p.Out, "  登录 sign in     logistics.agent、logistics.branch、logistics.supervisor、%s …　密码 password: %s\n", seed.AdminName, p.password)
	case p.password != "":
		fmt.Fprintf(p.Out, "  登录 sign in     %s　密码 password: %s\n", seed.AdminName, p.password)
	default:
		fmt.Fprintln(p.Out, "  数据目录已有账户，密码不变 (accounts exist already; passwords unchanged)")
	}
	if p.password != "" {
		fmt.Fprintln(p.Out, "  密码只显示这一次，请记下 (shown only once)")
	}
	fmt.Fprintln(p.Out)
	if p.Listening != nil {
		p.Listening(address)
	}
}
