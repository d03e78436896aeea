package app

import (
	"fmt"

	"duban/internal/seed"
)

// announceAddress tells the person who started the program where it is and how to sign in.
func (w *instance) announceAddress(address string) {
	fmt.Fprintf(w.Out, "\n督办已启动 (Duban is running)\n"+
		"  网页 web        http://%s/\n"+
		"  公众投诉 public  http://%s/p\n"+
		"  Temporal        http://%s/temporal （客服主管及以上、管理员登录后可看）\n", address, address, address)
	if w.Config.Rehearsal {
		fmt.Fprintln(w.Out, "  演练模式：每个案件的时钟可以快进 (rehearsal: clocks can be advanced)")
	}
	switch {
	case w.password != "" && w.Config.Demo:
		fmt.Fprintf(w.Out,
			"  登录 sign in     logistics.agent、logistics.branch、logistics.supervisor、%s …　密码 password: %s\n",
			seed.AdminName, w.password)
	case w.password != "":
		fmt.Fprintf(w.Out, "  登录 sign in     %s　密码 password: %s\n", seed.AdminName, w.password)
	default:
		fmt.Fprintln(w.Out, "  数据目录已有账户，密码不变 (accounts exist already; passwords unchanged)")
	}
	if w.password != "" {
		fmt.Fprintln(w.Out, "  密码只显示这一次，请记下 (shown only once)")
	}
	fmt.Fprintln(w.Out)
	if w.Listening != nil {
		w.Listening(address)
	}
}
