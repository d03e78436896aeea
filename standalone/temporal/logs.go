package temporal

import (
	"context"
	"log/slog"
	"strings"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// serverLog gives the server's messages to slog.
type serverLog struct{ slog *slog.Logger }

var (
	_ log.Logger      = serverLog{}
	_ log.WithLogger  = serverLog{}
	_ log.SLogWrapper = serverLog{}
)

func newServerLog(logger *slog.Logger, least slog.Leveler) serverLog {
	return serverLog{slog.New(leastLevel{Handler: logger.Handler(), least: least}).With("component", "temporal_server")}
}

func (l serverLog) Debug(msg string, tags ...tag.Tag) { l.writeRecord(slog.LevelDebug, msg, tags) }
func (l serverLog) Info(msg string, tags ...tag.Tag)  { l.writeRecord(slog.LevelInfo, msg, tags) }
func (l serverLog) Warn(msg string, tags ...tag.Tag)  { l.writeRecord(slog.LevelWarn, msg, tags) }
func (l serverLog) Error(msg string, tags ...tag.Tag) { l.writeRecord(slog.LevelError, msg, tags) }

// DPanic is the server's "must not happen, but go on in production".
func (l serverLog) DPanic(msg string, tags ...tag.Tag) { l.writeRecord(slog.LevelError, msg, tags) }

// Panic must not return: the server's code after it relies on that.
func (l serverLog) Panic(msg string, tags ...tag.Tag) {
	l.writeRecord(slog.LevelError, msg, tags)
	panic("temporal server: " + msg)
}

// Fatal must not return either. It panics rather than exits, so that the stack is shown and deferred work is done.
func (l serverLog) Fatal(msg string, tags ...tag.Tag) { l.Panic(msg, tags...) }

// With returns a logger that adds the tags to every message.
func (l serverLog) With(tags ...tag.Tag) log.Logger {
	return serverLog{slog.New(l.slog.Handler().WithAttrs(attrsOfTags(tags)))}
}

// SLog is the logger itself, for parts of the server that speak slog.
func (l serverLog) SLog() *slog.Logger { return l.slog }

func (l serverLog) writeRecord(level slog.Level, msg string, tags []tag.Tag) {
	ctx := context.Background() //nolint:forbidigo // the server's logger interface carries no context
	if l.slog.Enabled(ctx, level) {
		l.slog.LogAttrs(ctx, level, msg, attrsOfTags(tags)...) //nolint:sloglint // the message is the server's
	}
}

func attrsOfTags(tags []tag.Tag) []slog.Attr {
	out := make([]slog.Attr, len(tags))
	for i, t := range tags {
		out[i] = slog.Any(strings.ReplaceAll(t.Key(), "-", "_"), t.Value())
	}
	return out
}

// leastLevel drops what is below a level of its own, whatever the program's level is.
type leastLevel struct {
	slog.Handler
	least slog.Leveler
}

func (h leastLevel) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= h.least.Level() && h.Handler.Enabled(ctx, level)
}

func (h leastLevel) WithAttrs(attrs []slog.Attr) slog.Handler {
	return leastLevel{h.Handler.WithAttrs(attrs), h.least}
}

func (h leastLevel) WithGroup(name string) slog.Handler {
	return leastLevel{h.Handler.WithGroup(name), h.least}
}

// logLevel is the level asked for; without one it depends on what the server is doing.
type logLevel struct {
	asked slog.Leveler
	level slog.LevelVar
}

const (
	whileStarting = slog.LevelError
	whileRunning  = slog.LevelWarn
	whileStopping = slog.LevelError + 1 // each cancelled call is an error to it
)

func newLogLevel(asked slog.Leveler) *logLevel {
	l := &logLevel{asked: asked}
	l.level.Set(whileStarting)
	return l
}

// Level implements slog.Leveler.
func (l *logLevel) Level() slog.Level {
	if l.asked != nil {
		return l.asked.Level()
	}
	return l.level.Level()
}
