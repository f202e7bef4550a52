package rule

import (
	"errors"
	"reflect"
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
	ready, err := exportedRule().configure(params)
	if hasZones() {
		began.clock = sought().clock
	}
	// Nobody was there to say it of what was sought while variables got their values.
	if forbidden := began.forbidden(err); forbidden != nil {
		return &Mismatch{Message: forbidden.Error()}
	}
	if err != nil {
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
	judge := func() (Outcome, error) { return session(facts, time.UnixMilli(at).UTC()) }
	outcome, err := judge()
	if before.clock != sought().clock && hasZones() {
		switch first := said(outcome, err); {
		case first == atAnotherTime(judge):
			before.clock = sought().clock
		case first != said(judge()):
			return Outcome{}, &EvaluationError{Code: CodeFailed, Message: "the rule says something else when it is asked again, as " +
				"where it takes the entries of a map in the order of `range`: sort them, as with `slices.Sorted(maps.Keys(m))`"}
		}
	}
	if forbidden := before.forbidden(err); forbidden != nil {
		err = forbidden
	}
	if err != nil {
		return Outcome{}, failure(err)
	}
	return outcome, nil
}

// hasZones tells whether the rule brings the time zones of package time/tzdata. To load one asks for the time, if only to
// remember the present offset.
func hasZones() bool {
	_, err := time.LoadLocation("Pacific/Auckland")
	return err == nil
}

// atAnotherTime is what a rule says that may have asked for the time only because it loaded a time zone.
func atAnotherTime(judge func() (Outcome, error)) string {
	const centuries = 200 * 365 * 24 * time.Hour
	setClock(int64(centuries))
	defer setClock(0)
	return said(judge())
}

// said is all that a rule said.
func said(outcome Outcome, err error) (text string) {
	if err != nil {
		return err.Error()
	}
	// What cannot be among facts is told where it is handed over.
	defer func() { _ = recover() }()
	return string(Encode(outcome))
}

// seeking counts what a rule has sought that there is not.
type seeking struct {
	clock, random, files, sleeps uint32
	// printed is all that was printed.
	printed string
}

// forbidden says what was sought since, and what to do instead. The rule's own error most likely came of it.
func (before seeking) forbidden(own error) error {
	problem := before.until(sought(), own)
	if problem == "" {
		return nil
	}
	if own != nil {
		problem += "; it then said: " + own.Error()
	}
	return errors.New(problem)
}

func (before seeking) until(now seeking, own error) string {
	switch {
	case now.printed != before.printed:
		text := []rune(strings.TrimSpace(strings.TrimPrefix(now.printed, before.printed)))
		if len(text) > 200 {
			text = append(text[:200], '…')
		}
		return "the rule printed `" + string(text) + "`; a rule has no output: put it in a check's message, and take the `print` out"
	case own != nil && strings.Contains(own.Error(), "unknown time zone ") && !hasZones():
		return "the rule looked for a time zone, which are files elsewhere: `import _ \"time/tzdata\"` puts them into the rule"
	case ofNetwork(own):
		// To look a name up it seeks files, and the time.
		return "the rule sought the network, as `net.Dial` and `http.Get` do; a rule has none: whoever asks for the decision puts " +
			"among the facts what is to be known"
	case now.files > before.files:
		return "the rule sought a file, as `os.Open` does; a rule has no files: read it from the facts or the params, or put it in " +
			"the rule with `//go:embed`"
	case now.sleeps > before.sleeps:
		return "the rule waited, as `time.Sleep` does; a rule has no clock, and nothing to wait for: take it out"
	case now.clock > before.clock:
		return "the rule asked for the time, as `time.Now` does; a rule has no clock: use the time that `Evaluate` is given"
	case now.random > before.random:
		return "the rule asked for random numbers, as `crypto/rand` does; the same facts must give the same outcome: take it out, " +
			"or use `rand.New` of `math/rand/v2` with a fixed seed"
	}
	return ""
}

// ofNetwork tells an error of the package net, which is not imported for it: it would be the larger half of a component.
func ofNetwork(err error) bool {
	var network interface {
		error
		Timeout() bool
		Temporary() bool
	}
	if !errors.As(err, &network) {
		return false
	}
	typ := reflect.TypeOf(network).String()
	return strings.HasPrefix(typ, "*net.") || strings.HasPrefix(typ, "*url.")
}

// farewell is added to what a rule said that ends itself. The line break stands between the two.
const farewell = "\nthe rule ended itself, as `os.Exit` and `log.Fatal` do: return an error from `Evaluate` instead"
