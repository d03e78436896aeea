package record

import (
	"time"

	"duban/complaint"
)

// SecurityAction is something done with a way in.
type SecurityAction string

// The actions of the security journal.
const (
	SignIn  SecurityAction = "sign_in"
	SignOut SecurityAction = "sign_out"
	// EndSession: a session ended otherwise than by signing out of it.
	EndSession SecurityAction = "end_session"
	// ChangePassword: by whoever knew the old one; ResetPassword: by somebody else, or by a link.
	ChangePassword SecurityAction = "change_password"
	ResetPassword  SecurityAction = "reset_password"
	// MakeLink: a link was made by which the person sets their password; UseLink: it was used.
	MakeLink SecurityAction = "make_link"
	UseLink  SecurityAction = "use_link"
	// EnrolFactor: a code of the telephone counts beside the password from then on; RemoveFactor: no longer.
	EnrolFactor  SecurityAction = "enrol_factor"
	RemoveFactor SecurityAction = "remove_factor"
	// ChangeRights: somebody's roles, unit or administration changed, or whether they may come in at all.
	ChangeRights SecurityAction = "change_rights"
	// NameStandIn: somebody was named to stand in for this person, or this person for somebody.
	NameStandIn SecurityAction = "name_stand_in"
	// MadeUpCommand: a case was given a command that the gateway had not accepted, past the gateway. It was not carried
	// out; whoever administers is told, and in whose name it was.
	MadeUpCommand SecurityAction = "made_up_command"
	// Acknowledge: the person has seen what others did with their account.
	Acknowledge SecurityAction = "acknowledge"
)

// SecurityActions are all of them.
func SecurityActions() []SecurityAction {
	return []SecurityAction{
		SignIn, SignOut, EndSession, ChangePassword, ResetPassword, MakeLink, UseLink, EnrolFactor, RemoveFactor,
		ChangeRights, NameStandIn,
		MadeUpCommand, Acknowledge,
	}
}

// SecurityResult is how it came out.
type SecurityResult string

// The results in the security journal.
const (
	Done SecurityResult = "done"
	// WrongPassword, UnknownName and NotActive look alike to whoever tries.
	WrongPassword SecurityResult = "wrong_password"
	UnknownName   SecurityResult = "unknown_name"
	NotActive     SecurityResult = "not_active"
	// WrongCode: of the telephone, or a recovery code.
	WrongCode SecurityResult = "wrong_code"
	// TooOften: turned away without a look at the password; noted once a minute.
	TooOften SecurityResult = "too_often"
	// ToWait: an administrator asked for it, and it takes effect in a day or by a second person. NotWanted: it was
	// taken back or refused before.
	ToWait    SecurityResult = "waiting"
	NotWanted SecurityResult = "not_wanted"
	// NotAccepted: it was refused, because no gateway had accepted it.
	NotAccepted SecurityResult = "not_accepted"
	// Idle: nothing was asked for in too long a time. Expired: it had lasted as long as any may.
	Idle    SecurityResult = "idle"
	Expired SecurityResult = "expired"
)

// SecurityResults are all of them.
func SecurityResults() []SecurityResult {
	return []SecurityResult{
		Done, WrongPassword, UnknownName, NotActive, WrongCode, TooOften, ToWait, NotWanted, NotAccepted, Idle, Expired,
	}
}

// Origin is where somebody acts from.
type Origin struct {
	// Address is the network address, or the network's where one client has many; "" at the command line.
	Address string
	// Device is the program and system that the client says it is, in short.
	Device string
}

// SecurityEntry is one line of the security journal. Such entries are never changed or deleted.
type SecurityEntry struct {
	ID int64
	// At is the wall clock; the store sets it.
	At time.Time
	// User is whose account it is, "" if nobody's. Actor is who did it, "" if nobody can tell; [complaint.System] is
	// the command line.
	User, Actor complaint.UserID
	Action      SecurityAction
	Result      SecurityResult
	// NameMark tells names apart that nobody has, and says none of them.
	NameMark string
	Origin
}

// SecurityQuery says which entries of the security journal are wanted; what is zero does not matter.
type SecurityQuery struct {
	User   complaint.UserID
	Action SecurityAction
	Result SecurityResult
	// From is the first instant, Until the first one after the last.
	From, Until time.Time
}
