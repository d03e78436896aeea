package play

import (
	"cmp"
	"context"
	"sync"
)

// People are the users of one program, each signed in once.
type People struct {
	address, password string

	mu sync.Mutex
	in map[string]*Person
	// own are the passwords of those who have another than the rest.
	own map[string]string
}

// NewPeople are the users of the program at an address, who all have one password.
func NewPeople(address, password string) *People {
	return &People{
		address:  address,
		password: password,
		in:       map[string]*Person{},
		own:      map[string]string{},
	}
}

// haveOwnPassword says that a user has another password than the rest.
func (p *People) haveOwnPassword(username, password string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.own[username] = password
}

// SignIn is a user at the keyboard.
func (p *People) SignIn(ctx context.Context, username string) (*Person, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.in[username] == nil {
		someone, err := SignIn(ctx, p.address, username, cmp.Or(p.own[username], p.password))
		if err != nil {
			return nil, err
		}
		p.in[username] = someone
	}
	return p.in[username], nil
}
