package gateway

import (
	"context"
	"net/http"
	"net/mail"
	"regexp"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

// DispatchStore keeps where people want to be told outside the application, and what has become of it.
type DispatchStore interface {
	NoticeWishesOf(ctx context.Context, user complaint.UserID) ([]record.NoticeWish, error)
	SaveNoticeWishes(ctx context.Context, user complaint.UserID, wishes []record.NoticeWish) error
	LatestDispatches(ctx context.Context, user complaint.UserID, limit int) ([]record.Dispatch, error)
	DispatchTroubles(ctx context.Context) ([]record.DispatchTrouble, error)
}

type (
	noticeWishesView struct {
		Channels []noticeWishView `json:"channels" nullable:"false"`
		Topics   []record.Topic   `json:"topics" nullable:"false" doc:"What there is to be told of"`
	}
	noticeWishView struct {
		Channel   record.Channel `json:"channel"`
		Available bool           `json:"available" doc:"false: the organisation has not set it up, and nothing leaves by it"`
		Address   *string        `json:"address" doc:"Mine; null where I want nothing by it"`
		Topics    []record.Topic `json:"topics" nullable:"false" doc:"Of what I want to be told"`
		Pace      record.Pace    `json:"pace" enum:"at_once,daily,inside" doc:"Each by itself, all in one word each morning of a working day, or in the application alone; a reminder that would come too late in the morning comes by itself"`
		Latest    []dispatchView `json:"latest" nullable:"false" doc:"What has become of the last words to me, at most 5, the newest first"`
	}
	dispatchView struct {
		OrderedAt time.Time            `json:"ordered_at"`
		State     record.DispatchState `json:"state" enum:"waiting,sent,read,over,unwanted,refused,given_up,gathered"`
		Answer    *string              `json:"answer" doc:"The provider's code, where it has not accepted it"`
	}
	noticeWishesOutput struct{ Body noticeWishesView }
	noticeWishBody     struct {
		Channel record.Channel `json:"channel" enum:"mail,wecom,dingtalk,feishu,sms"`
		Address string         `json:"address" maxLength:"254" doc:"Empty: nothing by this channel"`
		Topics  []record.Topic `json:"topics" nullable:"false" maxItems:"10" enum:"work,reminders,lateness,slips"`
		Pace    record.Pace    `json:"pace,omitempty" enum:"at_once,daily,inside" default:"at_once"`
	}
	noticeWishesBody struct {
		Channels []noticeWishBody `json:"channels" nullable:"false" maxItems:"10"`
	}
	noticeWishesInput struct {
		Body noticeWishesBody
	}
	wishesOfPersonInput struct {
		ID complaint.UserID `path:"id"`
	}
	saveWishesOfPersonInput struct {
		ID   complaint.UserID `path:"id"`
		Body noticeWishesBody
	}
	dispatchTroubleView struct {
		Channel record.Channel `json:"channel"`
		Waiting int            `json:"waiting" doc:"Tried in vain three times or more"`
		Since   *time.Time     `json:"since" doc:"Since when the oldest of these waits"`
		Refused int            `json:"refused" doc:"Refused for good in the last seven days"`
		GivenUp int            `json:"given_up" doc:"Given up after three days, in the last seven"`
		Unknown int            `json:"unknown" doc:"So many second copies may have arrived, ever"`
		Answer  *string        `json:"answer" doc:"The provider's last code"`
		People  []string       `json:"people" nullable:"false" doc:"Whose were refused, at most 20; of robots their names in the settings"`
	}
	dispatchTroublesOutput struct {
		Body struct {
			Items []dispatchTroubleView `json:"items" nullable:"false"`
		}
	}
)

func (g *Gateway) routeNotices() {
	registerForStaff(g, huma.Operation{
		OperationID: "get-notice-wishes",
		Method:      http.MethodGet,
		Path:        "/me/notices",
		Summary:     "我想在系统外怎样收到通知",
	}, g.readNoticeWishes)
	registerForStaff(g, huma.Operation{
		OperationID:   "save-notice-wishes",
		Method:        http.MethodPut,
		Path:          "/me/notices",
		Summary:       "改动我在系统外收通知的方式",
		Description:   "Channels that are not named are no longer wanted.",
		DefaultStatus: http.StatusNoContent,
	}, g.saveNoticeWishes)
	registerForAdministrators(g, huma.Operation{
		OperationID: "get-notice-wishes-of-person",
		Method:      http.MethodGet,
		Path:        "/accounts/{id}/notices",
		Summary:     "一个人在系统外怎样收到通知",
	}, g.readWishesOfPerson)
	registerForAdministrators(g, huma.Operation{
		OperationID:   "save-notice-wishes-of-person",
		Method:        http.MethodPut,
		Path:          "/accounts/{id}/notices",
		Summary:       "替一个人写好在系统外收通知的方式；本人可以再改",
		Description:   "Channels that are not named are no longer wanted. Recorded without the addresses.",
		DefaultStatus: http.StatusNoContent,
	}, g.saveWishesOfPerson)
	registerForAdministrators(g, huma.Operation{
		OperationID: "list-dispatch-troubles",
		Method:      http.MethodGet,
		Path:        "/dispatches/troubles",
		Summary:     "发不出去的通知，按渠道",
	}, g.listDispatchTroubles)
}

// dispatchesLookedAt is how many of the last words to somebody are looked at for those of each channel.
const (
	dispatchesLookedAt = 50
	dispatchesShown    = 5
)

func (g *Gateway) readNoticeWishes(
	ctx context.Context, who record.Account, _ *struct{},
) (*noticeWishesOutput, error) {
	return g.noticeWishesOf(ctx, who.Person.ID)
}

func (g *Gateway) readWishesOfPerson(
	ctx context.Context, _ record.Account, in *wishesOfPersonInput,
) (*noticeWishesOutput, error) {
	if _, err := g.Store.AccountByID(ctx, in.ID); err != nil {
		return nil, err
	}
	return g.noticeWishesOf(ctx, in.ID)
}

func (g *Gateway) noticeWishesOf(ctx context.Context, id complaint.UserID) (*noticeWishesOutput, error) {
	wishes, err := g.Store.NoticeWishesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	latest, err := g.Store.LatestDispatches(ctx, id, dispatchesLookedAt)
	if err != nil {
		return nil, err
	}
	out := &noticeWishesOutput{}
	out.Body.Topics = record.Topics()
	for _, channel := range record.Channels() {
		v := noticeWishView{
			Channel:   channel,
			Available: slices.Contains(g.Outside, channel),
			Topics:    record.Topics(),
			Pace:      record.AtOnce,
			Latest:    []dispatchView{},
		}
		if i := slices.IndexFunc(wishes, func(w record.NoticeWish) bool { return w.Channel == channel }); i >= 0 {
			v.Address, v.Topics, v.Pace = &wishes[i].Address, wishes[i].Topics, wishes[i].Pace
		}
		for _, d := range latest {
			if d.Channel == channel && len(v.Latest) < dispatchesShown {
				v.Latest = append(v.Latest, dispatchView{
					OrderedAt: g.localTime(d.OrderedAt),
					State:     d.State,
					Answer:    orNull(d.Answer),
				})
			}
		}
		out.Body.Channels = append(out.Body.Channels, v)
	}
	return out, nil
}

func (g *Gateway) saveNoticeWishes(
	ctx context.Context, who record.Account, in *noticeWishesInput,
) (*nothingOutput, error) {
	wishes, err := in.Body.read()
	if err != nil {
		return nil, err
	}
	return nil, g.Store.SaveNoticeWishes(ctx, who.Person.ID, wishes)
}

func (g *Gateway) saveWishesOfPerson(
	ctx context.Context, who record.Account, in *saveWishesOfPersonInput,
) (*nothingOutput, error) {
	wishes, err := in.Body.read()
	if err != nil {
		return nil, err
	}
	return nil, g.administerFor(ctx, who).SaveNoticeWishesOf(ctx, in.ID, wishes)
}

// read is what is wanted, or what cannot be.
func (body noticeWishesBody) read() ([]record.NoticeWish, error) {
	var wishes []record.NoticeWish
	for _, b := range body.Channels {
		if slices.ContainsFunc(wishes, func(w record.NoticeWish) bool { return w.Channel == b.Channel }) {
			return nil, complaint.Refuse(complaint.Invalid, "notices.channel_twice", nil).At("channels")
		}
		if b.Address == "" {
			continue
		}
		if err := checkAddress(b.Channel, b.Address); err != nil {
			return nil, err.At("address")
		}
		wishes = append(wishes, record.NoticeWish{
			Channel: b.Channel,
			Address: b.Address,
			Topics:  slices.Compact(slices.Sorted(slices.Values(b.Topics))),
			Pace:    b.Pace,
		})
	}
	return wishes, nil
}

// memberID is what an id of somebody in a messenger can look like.
var memberID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$`)

// mobileNumber is one of the mainland's, or another country's with its code.
var mobileNumber = regexp.MustCompile(`^(1[3-9][0-9]{9}|\+[1-9][0-9]{6,14})$`)

// checkAddress refuses an address at which nobody can be reached on the channel; nil if they can.
func checkAddress(channel record.Channel, address string) *complaint.Error {
	switch channel {
	case record.Mail:
		if !isMailbox(address) {
			return complaint.Refuse(complaint.Invalid, "notices.not_a_mailbox", nil)
		}
	case record.WeCom, record.DingTalk, record.Feishu:
		if !memberID.MatchString(address) {
			return complaint.Refuse(complaint.Invalid, "notices.not_a_member", nil)
		}
	case record.SMS:
		if !mobileNumber.MatchString(address) {
			return complaint.Refuse(complaint.Invalid, "notices.not_a_mobile", nil)
		}
	case record.Robot: // is no channel of a person's
	}
	return nil
}

// isMailbox reports whether somebody can be reached there by mail: an address alone, in characters that every server
// takes.
func isMailbox(address string) bool {
	for _, r := range address {
		if r <= ' ' || r > '~' {
			return false
		}
	}
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address && parsed.Name == ""
}

func (g *Gateway) listDispatchTroubles(
	ctx context.Context, _ record.Account, _ *struct{},
) (*dispatchTroublesOutput, error) {
	troubles, err := g.Store.DispatchTroubles(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	out := &dispatchTroublesOutput{}
	out.Body.Items = []dispatchTroubleView{}
	for _, t := range troubles {
		v := dispatchTroubleView{
			Channel: t.Channel,
			Waiting: t.Waiting,
			Refused: t.Refused,
			GivenUp: t.GivenUp,
			Unknown: t.Unknown,
			Answer:  orNull(t.Answer),
			People:  []string{},
		}
		if t.Since != nil {
			since := g.localTime(*t.Since)
			v.Since = &since
		}
		for _, id := range t.People {
			if t.Channel == record.Robot {
				v.People = append(v.People, string(id))
				continue
			}
			v.People = append(v.People, dir.NameOf(id))
		}
		out.Body.Items = append(out.Body.Items, v)
	}
	return out, nil
}
