package papers_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/documents"
	"duban/documents/documentstest"
	"duban/papers"
	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
)

// keep is where the papers of the regulations are written, to be looked at.
var keep = flag.String("keep", "", "write the papers of the regulations into this folder")

// What is filed in the scenarios, which leave it to whoever plays them.
const (
	subject = "货到后外包装破损，要求赔偿"
	content = "今年二月订购的一批货物，到货时外包装多处破损，拆开后发现其中三件受潮变形，无法使用。当场已请送货人员签字确认。" +
		"请查明原因，给予赔偿，并说明今后怎样防止再次发生。"
	who = `{"name":"欧阳𠮷","phone":"13911112222","address":"某市某区和平路十八号"}`
)

// filled is a paper of a regulation as a scenario brings it about.
type filled struct {
	issued *papers.Issued
	reader papers.Reader
}

// papersOf are the papers of a regulation's scenarios, each kind as it comes about first.
func papersOf(t *testing.T, p *policy.Policy, folder string) map[string]filled {
	t.Helper()
	all := map[string]filled{}
	for _, name := range []string{"main.yaml", "figures.yaml", "rows.yaml"} {
		data, err := os.ReadFile(filepath.Join(folder, "scenarios", name))
		if err != nil {
			continue
		}
		scripts, err := scenario.ReadScripts(name, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scripts {
			player := &scenario.EnginePlayer{Policy: p, Calendar: loadCalendar(t)}
			if wrong := scenario.PlayScript(s, player); len(wrong) > 0 {
				t.Errorf("%s: %v", s.Name, wrong)
			}
			if player.Engine == nil {
				continue
			}
			played := append([]*scenario.Engine{player.Engine}, player.Engine.Opened...)
			for e := player.Engine.Opener; e != nil; e = e.Opener {
				played = append(played, e)
			}
			for _, e := range played {
				addPapers(t, all, p, e)
			}
		}
	}
	return all
}

func addPapers(t *testing.T, all map[string]filled, p *policy.Policy, e *scenario.Engine) {
	t.Helper()
	ids := map[string]complaint.PaperID{}
	for _, d := range e.Case.Documents {
		ids["documents."+d.Kind] = complaint.PaperID(d.ID)
	}
	for _, s := range e.Case.Slips {
		ids["slips."+s.Kind] = complaint.PaperID(s.ID)
	}
	for _, n := range e.Case.Notices {
		if n.ServedAt != nil {
			ids["steps."+string(n.Step)] = complaint.PaperID(n.ID)
		}
	}
	for name, id := range ids {
		if _, has := all[name]; has {
			continue
		}
		issued, err := papers.Find(e.Case.ID, e.Journal, id)
		if err != nil || issued == nil {
			t.Fatalf("%s: %v", name, err)
		}
		issued.Under(p)
		texts := map[complaint.TextID]string{}
		for _, id := range p.TextsNamedIn(issued.TextsOf()...) {
			texts[id] = string(id)
			if strings.HasPrefix(string(id), "identity") {
				texts[id] = who
			}
		}
		texts["subject"], texts["content"] = subject, content
		all[name] = filled{issued, papers.Reader{Texts: texts, Directory: e.Directory}}
	}
}

func loadCalendar(t *testing.T) *calendar.Calendar {
	t.Helper()
	var years []calendar.Year
	names, err := policies.CalendarFiles("cn")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := policies.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		year, err := calendar.ParseYear(name, data)
		if err != nil {
			t.Fatal(err)
		}
		years = append(years, year)
	}
	return calendar.New("cn", time.FixedZone("CST", 8*60*60), years...)
}

// says is what a paper of the eight regulations must show, by hand from the regulations' own words.
var says = map[string]map[string][]string{
	"dealer": {
		"documents.handling_form": {"客户投诉处理表", "车牌号", "欧阳𠮷", "投诉类别", "受理责任人", "解决办法", "总经理批示"},
		"steps.tell":              {"通知客户", "欧阳𠮷："},
	},
	"manufacturer": {
		"documents.anomaly_form":   {"异常处理单", "异常情况", "标签偏移", "督促", "改善情况"},
		"documents.tracking_form":  {"客户投诉案件登记追踪表", "订单编号", "料号", "不良数量", "结案日期"},
		"documents.opinion_form":   {"客户意见处理表", "第一联存质量管理部", "第 5 联（共 5 联）：总经理室生产管理室", "核签", "综合意见"},
		"documents.penalty_notice": {"处罚通知单", "受罚人", "处罚事由", "总经理核准", "第 3 联（共 3 联）"},
		"documents.allowance_form": {"销货折让证明单", "客户（买受人）签章", "核签", "第 2 联（共 2 联）：财务部"},
		"documents.return_form":    {"成品退货单", "退货原因", "处理方式", "退回依据", "第 4 联（共 4 联）", "仓库签收"},
		"slips.urge":               {"催办单", "届满时间", "答复期限", "抄送：总经理室生产管理室"},
		"slips.inquiry":            {"查办单", "逾期原因", "总经理室核查意见"},
	},
	"lawfirm": {
		"documents.registration": {"投诉（意见反馈）处理登记表", "被投诉人", "留存的原件清单", "登记人"},
		"documents.dossier":      {"投诉处理案宗", "处理意见", "立卷人（签名）："},
	},
	"logistics": {
		"documents.record":     {"客户投诉登记表", "装卸时淋雨", "答复方式", "电话", "投诉类型"},
		"documents.statistics": {"投诉统计分析报表", "改善意见", "总裁办阅知"},
	},
	"hospital": {
		"documents.registration": {"病人投诉登记表", "反映人", "相关科室"},
		"documents.report":       {"投诉处理报表", "发生原因", "整改措施", "病人的反应", "质控部备案意见"},
	},
	"finance": {
		"documents.registration":      {"投诉登记表", "受理意见", "口头投诉记录"},
		"documents.acceptance_letter": {"受理告知书", "决定予以受理", "欧阳𠮷："},
		"documents.decision":          {"投诉处理决定", "三、处理决定", "四、依据"},
		"documents.dossier":           {"投诉案卷", "案卷目录"},
		"steps.tell_refusal":          {"不予受理", "人民法院"},
	},
	"land": {
		"documents.petition_form":   {"群众上访问题处理意见书", "反映的问题", "科室意见", "局领导批示", "同意"},
		"documents.decision_letter": {"处理意见书", "第 2 条：", "第 10 条：", "一、信访诉求", "二、查明的情况", "三、处理意见", "四、依据", "三十日内"},
		"documents.review_letter":   {"复查意见书", "二、复查意见"},
		"documents.service_receipt": {"送达回证", "受送达人", "欧阳𠮷", "送达方式", "书面送达", "送达时间", "见证人", "拒收事由"},
	},
	"quality": {
		"documents.registration": {"信访举报登记表", "纪检组意见", "负责人批示"},
		"documents.forwarding":   {"转送函", "市公安局", "移送函"},
		"documents.dossier":      {"信访举报案卷", "案卷目录"},
		"steps.tell_forwarded":   {"告知已转送"},
	},
}

// Each paper that a regulation names is printed from its scenarios and says what it must; no page is empty, nothing
// stands outside its margins, and what is ruled is a table.
func TestPapersOfTheRegulations(t *testing.T) {
	fonts := documents.NewFonts("", "")
	house := papers.House{Organisation: "某某单位", Zone: time.FixedZone("", 8*3600)}
	for name, forms := range says {
		folder := filepath.Join("../policies", name)
		source, err := os.ReadFile(filepath.Join(folder, "policy.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		p, err := policy.Load("policy.yaml", source)
		if err != nil {
			t.Fatal(err)
		}
		all := papersOf(t, p, folder)
		for _, kind := range p.Doc.Documents.Keys() {
			if _, ok := forms["documents."+kind]; !ok {
				t.Errorf("%s: nothing is said of document %s", name, kind)
			}
		}
		for kind, want := range forms {
			t.Run(name+"/"+kind, func(t *testing.T) {
				f, ok := all[kind]
				if !ok {
					t.Fatal("no scenario brings it about")
				}
				set, whole := house.Compose(f.issued, 0, f.reader)
				if !whole {
					t.Error("something is left out for whoever may see all of it")
				}
				out, err := fonts.Print(set...)
				if err != nil {
					t.Fatal(err)
				}
				if *keep != "" {
					path := filepath.Join(*keep, name+"."+kind+".pdf")
					if err := os.WriteFile(path, out.PDF, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				checkPaper(t, documentstest.Read(t, out.PDF), set, want)
			})
		}
	}
}

func checkPaper(t *testing.T, file documentstest.File, set []documents.Paper, want []string) {
	t.Helper()
	text := strings.ReplaceAll(file.Text(), "\n", "")
	for _, one := range append(slices.Clone(want), set[0].Title) {
		if !strings.Contains(text, one) {
			t.Errorf("the paper does not say %s: %s", one, text)
		}
	}
	for _, one := range set {
		_, holder, _ := strings.Cut(one.Copy, "：") // where no party has a copy, it is a letter to whoever gets one
		if strings.Contains(t.Name(), "/land/") && one.Letter && holder != "" && holder == one.Addressee {
			t.Errorf("the copy of %s is a letter to itself", holder)
		}
	}
	const point = 25.4 / 72
	for i, page := range file.Pages {
		if len(page.Shown) < 5 { // two lines of text, seal, date and number
			t.Errorf("page %d is as good as empty", i+1)
		}
		for _, s := range page.Shown {
			if s.X*point < 24.5 || (s.X+s.Width)*point > 210-19.5 || s.Y*point < 10 || s.Y*point > 290 {
				t.Errorf("page %d: %q stands at %.1f mm to %.1f mm, %.1f mm high", i+1, s.Text, s.X*point,
					(s.X+s.Width)*point, s.Y*point)
			}
			if s.Text == set[0].Title {
				if middle := (s.X + s.Width/2) * point; middle < 105 || middle > 109 {
					t.Errorf("the title's middle is at %.1f mm", middle)
				}
			}
		}
	}
	if len(set) > 1 && !strings.Contains(text, fmt.Sprintf("第 %d 联（共 %d 联）", len(set), len(set))) {
		t.Error("the copies are not numbered")
	}
}
