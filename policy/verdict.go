package policy

// Verdict is the answer to an upgrade, from the mildest to the gravest.
type Verdict int

// Verdicts.
const (
	Proceed Verdict = iota
	Adjust
	Review
	Forgo
)

var verdictNames = [...]string{"proceed", "adjust", "review", "forgo"}

func (v Verdict) String() string { return verdictNames[v] }

// MarshalText writes the name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// ExitCode is the exit code by which a pipeline knows the verdict.
func (v Verdict) ExitCode() int { return int(v) * 10 }

// ParseVerdict reads a verdict's name.
func ParseVerdict(s string) (Verdict, bool) {
	for i, n := range verdictNames {
		if n == s {
			return Verdict(i), true
		}
	}
	return 0, false
}
