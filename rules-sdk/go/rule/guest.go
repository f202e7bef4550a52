package rule

import (
	"errors"
	"strings"
	"time"
)

// What the exports of a component do; how it gets to the host is in lower.go.

// session is the rule of this instance, once it is configured.
var session configured

func exportedRule() *Registered {
	if registry == nil {
		panic("no rule is registered: `var _ = rule.Register(rule.Rule[Facts, Params]{…})` in the package `main`")
	}
	registry.mustBe()
	return registry
}

func guestConfigure(params string) *Mismatch {
	before := sought()
	// Nobody was there to say it of what was printed at the start.
	before.printed = ""
	ready, err := exportedRule().configure(params)
	if err = errors.Join(err, before.forbidden()); err != nil {
		return refusal(err)
	}
	session = ready
	return nil
}

func guestEvaluate(at int64, facts string) (Outcome, *EvaluationError) {
	if session == nil {
		return Outcome{}, &EvaluationError{Code: CodeFailed, Message: "`evaluate` was called before `configure`"}
	}
	before := sought()
	outcome, err := session(facts, time.UnixMilli(at).UTC())
	if forbidden := before.forbidden(); forbidden != nil {
		// Its own error most likely came of it.
		if err != nil {
			forbidden = errors.New(forbidden.Error() + "; it then said: " + err.Error())
		}
		err = forbidden
	}
	if err != nil {
		return Outcome{}, failure(err)
	}
	return outcome, nil
}

// seeking counts what a rule has sought that there is not.
type seeking struct {
	clock, random, files, sleeps uint32
	// printed is all that was printed.
	printed string
}

// forbidden says what was sought since, and what to do instead.
func (before seeking) forbidden() error {
	now := sought()
	switch {
	case now.printed != before.printed:
		text := strings.TrimSpace(strings.TrimPrefix(now.printed, before.printed))
		return errors.New("the rule printed `" + text + "`; a rule has no output: put it in a check's message, and take the " +
			"`print` out")
	case now.clock > before.clock:
		return errors.New("the rule asked for the time, as `time.Now` does; a rule has no clock: use the time that " +
			"`Evaluate` is given")
	case now.sleeps > before.sleeps:
		return errors.New("the rule waited, as `time.Sleep` does; a rule has no clock, and nothing to wait for: take it out")
	case now.random > before.random:
		return errors.New("the rule asked for random numbers, as `crypto/rand` does; the same facts must give the same " +
			"outcome: take it out, or use `rand.New` of `math/rand/v2` with a fixed seed")
	case now.files > before.files:
		return errors.New("the rule sought a file, as `os.Open` does; a rule has no files: read it from the facts or the " +
			"params, or put it in the rule with `//go:embed`")
	}
	return nil
}

// farewell is added to what a rule said that ends itself. The line break stands between the two.
const farewell = "\nthe rule ended itself, as `os.Exit` and `log.Fatal` do: return an error from `Evaluate` instead"
