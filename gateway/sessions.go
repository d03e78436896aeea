package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/gateway/session"
	"duban/record"
)

// SessionStore keeps who is signed in, and from where.
type SessionStore interface {
	scs.Store
	NoteDevice(ctx context.Context, token string, d session.Device) error
	Devices(ctx context.Context, user, mark string) ([]session.Device, error)
	EndSessions(ctx context.Context, user string, end func(id string) bool) (int, error)
}

type (
	sessionView struct {
		ID      string    `json:"id"`
		Address string    `json:"address" doc:"The network address from which it was last used"`
		Device  string    `json:"device" doc:"What the client says it is, in short"`
		BeganAt time.Time `json:"began_at"`
		SeenAt  time.Time `json:"seen_at" doc:"To within five minutes"`
		Current bool      `json:"current" doc:"The one that asks"`
	}
	sessionInput struct {
		ID string `path:"id" maxLength:"64"`
	}
)

func (g *Gateway) routeSessions() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-sessions",
		Method:      http.MethodGet,
		Path:        "/me/sessions",
		Summary:     "我在哪些设备上登录着",
	}, g.listSessions)
	registerForStaff(g, huma.Operation{
		OperationID:   "end-session",
		Method:        http.MethodDelete,
		Path:          "/me/sessions/{id}",
		Summary:       "结束我在一台设备上的登录",
		DefaultStatus: http.StatusNoContent,
	}, g.endSession)
	registerForStaff(g, huma.Operation{
		OperationID:   "end-other-sessions",
		Method:        http.MethodDelete,
		Path:          "/me/sessions",
		Summary:       "结束我在其他设备上的登录",
		DefaultStatus: http.StatusNoContent,
	}, g.endOtherSessions)
}

// noteDevice notes from where the session of the token is used.
func (g *Gateway) noteDevice(ctx context.Context, token string) error {
	from := requestOf(ctx).origin()
	return g.Sessions.NoteDevice(ctx, token, session.Device{
		User:    g.sessions.GetString(ctx, sessionUser),
		Mark:    g.sessions.GetString(ctx, sessionPassword),
		Address: from.Address,
		Device:  from.Device,
		BeganAt: g.sessionBegan(ctx),
		SeenAt:  g.Now(),
	})
}

func (g *Gateway) listSessions(
	ctx context.Context, who record.Account, _ *struct{},
) (*pageOutput[sessionView], error) {
	devices, err := g.Sessions.Devices(ctx, string(who.Person.ID), markOfPasswordHash(who.PasswordHash))
	if err != nil {
		return nil, err
	}
	current := session.IDOf(requestOf(ctx).token)
	views := []sessionView{}
	for _, d := range devices {
		if g.Now().Sub(d.SeenAt) >= g.Profile.IdleEnd() {
			continue // over, though nobody has come to be told so
		}
		views = append(views, sessionView{
			ID:      d.ID,
			Address: d.Address,
			Device:  d.Device,
			BeganAt: g.localTime(d.BeganAt),
			SeenAt:  g.localTime(d.SeenAt),
			Current: d.ID == current,
		})
	}
	return pageOf(views, ""), nil
}

func (g *Gateway) endSession(ctx context.Context, who record.Account, in *sessionInput) (*nothingOutput, error) {
	n, err := g.endSessions(ctx, who.Person.ID, func(id string) bool { return id == in.ID })
	if err == nil && n == 0 {
		err = notFoundError()
	}
	return nil, err
}

func (g *Gateway) endOtherSessions(ctx context.Context, who record.Account, _ *struct{}) (*nothingOutput, error) {
	_, err := g.endSessions(ctx, who.Person.ID, g.isOtherSession(ctx))
	return nil, err
}

// isOtherSession tells the other sessions of somebody from the one that asks.
func (g *Gateway) isOtherSession(ctx context.Context) func(id string) bool {
	current := session.IDOf(requestOf(ctx).token)
	return func(id string) bool { return id != current }
}

// endSessions ends sessions of whoever asks, and notes each.
func (g *Gateway) endSessions(ctx context.Context, user complaint.UserID, end func(id string) bool) (int, error) {
	n, err := g.Sessions.EndSessions(ctx, string(user), end)
	if err != nil {
		return n, err
	}
	for range n {
		if err := g.noteSecurity(ctx, user, record.EndSession, record.Done); err != nil {
			return n, err
		}
	}
	return n, nil
}
