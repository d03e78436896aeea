package record

// SecondFactor is what shows, beside the password, that it is the person.
type SecondFactor struct {
	// Secret is sealed under the installation's key.
	Secret string
	// Confirmed: one code was given, and from then on it counts.
	Confirmed bool
	// RecoveryCodes is how many are left.
	RecoveryCodes int
}
