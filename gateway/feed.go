package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/notices/feed"
	"duban/record"
	"duban/web/words"
)

// FeedStore keeps by which token whose deadlines can be read.
type FeedStore interface {
	SaveFeed(ctx context.Context, user complaint.UserID, tokenHash string) error
	RevokeFeed(ctx context.Context, user complaint.UserID) error
	FeedMadeAt(ctx context.Context, user complaint.UserID) (*time.Time, error)
	UserOfFeed(ctx context.Context, tokenHash string) (complaint.UserID, error)
}

// mostFeedEntries is how many deadlines a calendar has.
const mostFeedEntries = 500

type (
	feedView struct {
		MadeAt *time.Time `json:"made_at" doc:"null where there is none"`
	}
	feedOutput    struct{ Body feedView }
	newFeedInput  struct{ Keyed }
	newFeedOutput struct {
		Body struct {
			Path string `json:"path" doc:"Of the calendar on this server, with its token; shown only here"`
		}
	}
	feedPath struct {
		Token string `path:"token" maxLength:"60"`
	}
)

func (g *Gateway) routeFeed() {
	registerForStaff(g, huma.Operation{
		OperationID: "get-calendar-feed",
		Method:      http.MethodGet,
		Path:        "/me/calendar",
		Summary:     "我的期限日历：有没有开通",
	}, g.readFeed)
	registerForStaff(g, huma.Operation{
		OperationID:   "make-calendar-feed",
		Method:        http.MethodPost,
		Path:          "/me/calendar",
		Summary:       "开通期限日历的订阅地址，原有的随即失效",
		DefaultStatus: http.StatusCreated,
	}, g.makeFeed)
	registerForStaff(g, huma.Operation{
		OperationID:   "revoke-calendar-feed",
		Method:        http.MethodDelete,
		Path:          "/me/calendar",
		Summary:       "停用期限日历的订阅地址",
		DefaultStatus: http.StatusNoContent,
	}, g.revokeFeed)
	registerForEverybody(g, huma.Operation{
		OperationID: "calendar-feed",
		Method:      http.MethodGet,
		Path:        "/calendar/{token}",
		Summary:     "期限日历，供日历程序订阅，不含案件内容",
		Description: "iCalendar (RFC 5545): when something is due, and nothing of what.",
		Responses: map[string]*huma.Response{"200": {
			Description: "The calendar",
			Content:     map[string]*huma.MediaType{"text/calendar": {}},
		}},
	}, g.serveFeed)
}

func (g *Gateway) readFeed(ctx context.Context, who record.Account, _ *struct{}) (*feedOutput, error) {
	made, err := g.Store.FeedMadeAt(ctx, who.Person.ID)
	if err != nil || made == nil {
		return &feedOutput{}, err
	}
	local := g.localTime(*made)
	return &feedOutput{Body: feedView{MadeAt: &local}}, nil
}

func hashOfFeed(token string) string {
	sum := sha256.Sum256([]byte("calendar/" + token))
	return hex.EncodeToString(sum[:])
}

const feedSuffix = ".ics"

func (g *Gateway) makeFeed(ctx context.Context, who record.Account, in *newFeedInput) (*newFeedOutput, error) {
	token := g.deriveKey("calendar", who, in.Key)
	out := &newFeedOutput{}
	out.Body.Path = apiPath + "/calendar/" + token + feedSuffix
	return out, g.Store.SaveFeed(ctx, who.Person.ID, hashOfFeed(token))
}

func (g *Gateway) revokeFeed(ctx context.Context, who record.Account, _ *struct{}) (*nothingOutput, error) {
	return nil, g.Store.RevokeFeed(ctx, who.Person.ID)
}

// serveFeed answers whoever has the token. What is no token, was revoked, or is of somebody who has left is not there.
func (g *Gateway) serveFeed(ctx context.Context, in *feedPath) (*huma.StreamResponse, error) {
	if _, ok := g.feeds.takeToken(requestOf(ctx).address, g.Now()); !ok {
		return nil, complaint.Refuse(tooMany, "public.too_often", nil)
	}
	token, is := strings.CutSuffix(in.Token, feedSuffix)
	if !is {
		return nil, notFoundError()
	}
	user, err := g.Store.UserOfFeed(ctx, hashOfFeed(token))
	if err != nil {
		return nil, err
	}
	if user == "" {
		return nil, notFoundError()
	}
	account, err := g.Store.AccountByID(ctx, user)
	if err != nil || !account.Person.Active {
		if err != nil && complaint.RefusalIn(err) == nil {
			return nil, err
		}
		return nil, notFoundError()
	}
	entries, err := g.feedEntries(ctx, account.Person)
	if err != nil {
		return nil, err
	}
	calendar := feed.Calendar{
		Name:    inEveryLanguage("dispatch.calendar"),
		Summary: inEveryLanguage("dispatch.due"),
		At:      g.Now(),
		Entries: entries,
	}
	if g.Site != "" {
		calendar.URL = strings.TrimSuffix(g.Site, "/") + "/inbox"
	}
	data := calendar.Write()
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", "text/calendar; charset=utf-8")
		out.SetHeader("Content-Language", "")
		out.SetHeader("Cache-Control", "no-store")
		out.SetHeader("Content-Disposition", `attachment; filename="duban.ics"`)
		if _, err := out.BodyWriter().Write(data); err != nil {
			g.log.Warn("calendar not sent to its end", "error", err)
		}
	}}, nil
}

// feedEntries are when the person's tasks are due: those that they hold, and those that wait for somebody like them.
func (g *Gateway) feedEntries(ctx context.Context, p complaint.Person) ([]feed.Entry, error) {
	var entries []feed.Entry
	for _, holder := range []string{"mine", "unclaimed"} {
		in := &inboxInput{Paged: Paged{Limit: exportPage}, InboxFilters: InboxFilters{Holder: holder}}
		for len(entries) < mostFeedEntries {
			items, next, err := g.inboxItems(ctx, p, in, "")
			if err != nil {
				return nil, err
			}
			for _, i := range items {
				if i.Task.Due != nil && len(entries) < mostFeedEntries {
					entries = append(entries, feed.Entry{UID: g.uidOfTask(p, i), Due: *i.Task.Due})
				}
			}
			if next == "" {
				break
			}
			in.Cursor = next
		}
	}
	return entries, nil
}

// uidOfTask names a task for a person's calendar, for ever, and tells nobody without the secret which it is.
func (g *Gateway) uidOfTask(p complaint.Person, i inboxItem) string {
	mark := g.deriveBytes("feed", string(p.ID), string(i.Case.ID), string(i.Task.ID))
	return strings.ToLower(base32.StdEncoding.EncodeToString(mark)[:26]) + "@duban"
}

// inEveryLanguage says something that nobody has asked for in a language.
func inEveryLanguage(key string) string {
	var said []string
	for _, l := range words.AllLanguages() {
		said = append(said, l.Text(key, nil))
	}
	return strings.Join(said, " · ")
}
