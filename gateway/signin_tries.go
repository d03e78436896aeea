package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

const (
	// knownDeviceCookie is kept by browsers from which somebody has come in. It lets nobody in.
	knownDeviceCookie = "duban_device"
	knownDeviceFor    = 180 * 24 * time.Hour
)

// bucket is where a try is counted.
type bucket struct {
	limiter *limiter
	key     string
}

// countSignInTry counts a failure beforehand, so that parallel guesses cannot slip through; forgive takes it back. A
// stranger who guesses at a name shuts out others of their network at most, or many of them strange devices; whoever
// has come in from a device before is counted by that device alone.
func (g *Gateway) countSignInTry(ctx context.Context, username string) (forgive func(), ok bool) {
	r, name := requestOf(ctx), strings.ToLower(username)
	buckets := []bucket{
		{g.failedNames, name + "\n" + r.address}, {g.failedAddresses, r.address}, {g.failedAnywhere, name},
	}
	if device := g.knownDeviceOf(r, name); device != "" {
		buckets = []bucket{{g.failedNames, name + "\ndevice " + device}}
	}
	now := g.Now()
	var taken []func()
	forgive = func() {
		for _, giveBack := range taken {
			giveBack()
		}
	}
	for _, b := range buckets {
		giveBack, ok := b.limiter.takeToken(b.key, now)
		if !ok {
			forgive()
			return nil, false
		}
		taken = append(taken, giveBack)
	}
	return forgive, true
}

// markKnownDevice gives the browser what shows later that this person has come in from it: a number drawn here and its
// mark under the secret, for this name alone. What it has already stays.
func (g *Gateway) markKnownDevice(ctx context.Context, username string) string {
	r, name := requestOf(ctx), strings.ToLower(username)
	value := r.knownDevice
	if g.knownDeviceOf(r, name) == "" {
		drawn := make([]byte, 16)
		_, _ = rand.Read(drawn) // never fails
		number := hex.EncodeToString(drawn)
		value = number + "." + g.markOfDevice(name, number)
	}
	c := http.Cookie{
		Name:     knownDeviceCookie,
		Value:    value,
		Path:     apiPath + sessionPath,
		MaxAge:   int(knownDeviceFor / time.Second),
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   g.SecureCookies || r.tls,
	}
	return c.String()
}

func (g *Gateway) markOfDevice(name, number string) string {
	return hex.EncodeToString(g.deriveBytes("known device", name, number))
}

// knownDeviceOf is the number of the device if the person has come in from it before, else "".
func (g *Gateway) knownDeviceOf(r *request, name string) string {
	number, mark, _ := strings.Cut(r.knownDevice, ".")
	if number == "" || !hmac.Equal([]byte(mark), []byte(g.markOfDevice(name, number))) {
		return ""
	}
	return number
}
