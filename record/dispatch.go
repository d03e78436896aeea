package record

import (
	"time"

	"duban/complaint"
)

// Channel is a way by which word leaves the application.
type Channel string

// The channels.
const (
	// Mail is e-mail; its address is a mailbox.
	Mail Channel = "mail"
	// WeCom, DingTalk and Feishu are messages of an application of the organisation's there; an address is the person's
	// id.
	WeCom    Channel = "wecom"
	DingTalk Channel = "dingtalk"
	Feishu   Channel = "feishu"
	// SMS is a short message; its address is a mobile number.
	SMS Channel = "sms"
	// Robot is a robot in a group of a messenger. It speaks to no person: its address is its name in the settings.
	Robot Channel = "robot"
)

// AllChannels lists them.
func AllChannels() []Channel { return append(Channels(), Robot) }

// Channels lists those among which people choose, in that order.
func Channels() []Channel { return []Channel{Mail, WeCom, DingTalk, Feishu, SMS} }

// Topic sorts the events that people are told of, so that they can choose which of them they are told of outside.
type Topic string

// The closed set of topics.
const (
	// Work: something has been given to me, or has become free again.
	Work Topic = "work"
	// Reminders: a limit is near.
	Reminders Topic = "reminders"
	// Lateness: a limit has passed, a duty has passed on to a higher level.
	Lateness Topic = "lateness"
	// Slips: a slip has been issued to me or taken back.
	Slips Topic = "slips"
)

// Topics lists the set.
func Topics() []Topic { return []Topic{Work, Reminders, Lateness, Slips} }

// TopicOf is what an event that people are told of is about.
func TopicOf(f complaint.Fact) Topic {
	switch f.(type) { //nolint:gochecksumtype // of the others nobody is told
	case complaint.Reminded:
		return Reminders
	case complaint.DeadlineMissed, complaint.Escalated:
		return Lateness
	case complaint.SlipIssued, complaint.SlipVoided:
		return Slips
	}
	return Work
}

// NoticeWish is where outside the application a person wants to be told, and of what.
type NoticeWish struct {
	Channel Channel
	// Address is the person's own on the channel; personal data.
	Address string
	Topics  []Topic
	Pace    Pace
}

// GroupRobot is a robot in the group of those who hold a role, in one unit or in all.
type GroupRobot struct {
	Name string
	Role complaint.RoleID
	Unit complaint.UnitID
}

// Pace is how often a channel speaks to a person.
type Pace string

// The closed set of paces.
const (
	// AtOnce: each notice by itself. It is the default.
	AtOnce Pace = "at_once"
	// Daily: one word in the morning for all that came since; a reminder that would come too late so comes by itself.
	Daily Pace = "daily"
	// Inside: nothing, and the address is kept.
	Inside Pace = "inside"
)

// Word is an order to tell people outside of an event.
type Word struct {
	Seq      int
	Topic    Topic
	To       []complaint.UserID
	Channels []Channel
	// DigestAt is when those are told who want to be told once a day; the zero time where that would be too late.
	DigestAt time.Time
	// Robots are the robots that say in their groups, at RobotsAt, how much is new.
	Robots   []string
	RobotsAt time.Time
}

// DispatchState is what has become of a word that was to leave.
type DispatchState string

// The closed set of states. All but the first are final.
const (
	// DispatchWaiting: not accepted yet; it is tried again.
	DispatchWaiting DispatchState = "waiting"
	// DispatchSent: the provider has accepted it.
	DispatchSent DispatchState = "sent"
	// DispatchRead: the person had read the notice in the application before it left.
	DispatchRead DispatchState = "read"
	// DispatchOver: its moment had passed, as that of a reminder of a limit that is over.
	DispatchOver DispatchState = "over"
	// DispatchUnwanted: the person no longer wants it, is on leave, or may no longer be told.
	DispatchUnwanted DispatchState = "unwanted"
	// DispatchRefused: the provider has refused it for good.
	DispatchRefused DispatchState = "refused"
	// DispatchGivenUp: nobody has accepted it for too long.
	DispatchGivenUp DispatchState = "given_up"
	// DispatchGathered: another word of the same day tells of it too.
	DispatchGathered DispatchState = "gathered"
)

// Dispatch is one word to one person about one event by one channel.
type Dispatch struct {
	// ID is drawn at random; messages carry it, the same at every try.
	ID        string
	Case      complaint.CaseID
	Seq       int
	User      complaint.UserID
	Channel   Channel
	OrderedAt time.Time
	// DigestAt is when the one word leaves that tells of this event and others; nil for a word of its own.
	DigestAt *time.Time
	State    DispatchState
	// Tries is how often it was handed to the provider, and Unknown how often whoever did so never learnt what became
	// of it: so many copies more than one may have arrived.
	Tries, Unknown int
	// Answer is the provider's last, as a code.
	Answer string
	// EndedAt is nil while it waits.
	EndedAt *time.Time
}

// DispatchNow is a dispatch with what its sender must know at this moment.
type DispatchNow struct {
	Dispatch
	// Address is where the person wants to be told now; "" if they do not.
	Address string
	// Readable: the person is active, not on leave and may read the case. Read: they have read the notice. Of a digest
	// these speak of all notices: whether the person can be told, and whether none is left to read. Unread is how many
	// notices wait for them. A robot can always be told, of the events that are gathered in its word.
	Readable, Read bool
	Unread         int
}

// DispatchTrouble is what administrators are told about words that do not get out.
type DispatchTrouble struct {
	Channel Channel
	// Waiting have been tried in vain three times or more, the oldest since Since.
	Waiting int
	Since   *time.Time
	// Refused and GivenUp are those of the last seven days.
	Refused, GivenUp int
	// Unknown is how many second copies may have arrived, of all that ever left.
	Unknown int
	// Answer is the last that failed got, and People whose were refused in the last seven days.
	Answer string
	People []complaint.UserID
}
