package main

import (
	"cmp"
	"math/big"
	"slices"

	"clearance.rule/kit/rule"
)

// Which bound holds for a component in the tier of the release: what the component sets for the tier comes first. Then
// the stricter of what the component sets for all tiers and what the tier sets for all components. Then what is set for
// all. Where the tier is not known, the bound is the strictest that any tier would give.

// threshold is one that can be set: how it is found among others, and which of two bounds is stricter.
type threshold[T cmp.Ordered] struct {
	get      func(*Thresholds) Setting[T]
	stricter func(a, b T) T
}

func greater[T cmp.Ordered](a, b T) T { return max(a, b) }
func smaller[T cmp.Ordered](a, b T) T { return min(a, b) }

var (
	passRate     = threshold[Percent]{func(t *Thresholds) Setting[Percent] { return t.PassRate }, greater}
	skipped      = threshold[Percent]{func(t *Thresholds) Setting[Percent] { return t.Skipped }, smaller}
	skippedTests = threshold[uint64]{func(t *Thresholds) Setting[uint64] { return t.SkippedTests }, smaller}
	flaky        = threshold[Percent]{func(t *Thresholds) Setting[Percent] { return t.Flaky }, smaller}
	flakyTests   = threshold[uint64]{func(t *Thresholds) Setting[uint64] { return t.FlakyTests }, smaller}
	lines        = threshold[Percent]{func(t *Thresholds) Setting[Percent] { return t.Lines }, greater}
	branches     = threshold[Percent]{func(t *Thresholds) Setting[Percent] { return t.Branches }, greater}
	changedLines = threshold[Percent]{func(t *Thresholds) Setting[Percent] { return t.ChangedLines }, greater}
)

// stricterOf is the stricter of two settings; not to check is the laxest.
func (t threshold[T]) stricterOf(a, b Setting[T]) Setting[T] {
	switch {
	case a.set && b.set:
		return Setting[T]{true, true, t.stricter(a.value, b.value)}
	case a.set:
		return a
	}
	return b
}

// bound is one that holds.
type bound[T cmp.Ordered] struct {
	value T
	// because is what makes it hold, in brackets; empty where it is set for all.
	because string
	// tiered says whether another tier could give another bound.
	tiered bool
}

func (b *bound[T]) isTiered() bool { return b != nil && b.tiered }

// tier is the risk tier of the release, as the facts say it.
type tier struct{ rule.Fact[string] }

// seenFor adds the tier to what a row observed, where it had a say in the bound.
func (t tier) seenFor(check rule.Check, tiered bool) rule.Check {
	if tiered {
		return check.Seen(t.Fact)
	}
	return check
}

func (t tier) unknownBecause() string {
	if t.Present {
		return "`" + t.Value + "` is no tier"
	}
	return "`" + t.Pointer() + "` is absent"
}

// of is the bound of a threshold for a component; nil where it is not checked.
func (t threshold[T]) of(params *Params, component string, in tier) *bound[T] {
	own := params.Components[component]
	tiered := false
	ownTiers, allTiers := own.Tiers.each(), params.Tiers.each()
	for i := range tierNames {
		tiered = tiered || t.get(ownTiers[i]).mentioned || t.get(allTiers[i]).mentioned
	}
	var setting Setting[T]
	var because string
	known := -1
	if in.Present {
		known = slices.Index(tierNames[:], in.Value)
	}
	switch {
	case known >= 0:
		setting, because = t.inTier(params, &own, known)
	case !tiered:
		setting, because = t.inTier(params, &own, 0)
	default:
		for i := range tierNames {
			one, _ := t.inTier(params, &own, i)
			setting = t.stricterOf(setting, one)
		}
		because = " (the strictest of all tiers, as " + in.unknownBecause() + ")"
	}
	if !setting.set {
		return nil
	}
	return &bound[T]{setting.value, because, tiered}
}

func (t threshold[T]) inTier(params *Params, own *Own, i int) (Setting[T], string) {
	inTier, ownInTier := t.get(params.Tiers.each()[i]), t.get(own.Tiers.each()[i])
	ownInAll := t.get(&own.Thresholds)
	switch {
	case ownInTier.mentioned:
		return ownInTier, " (set for this component in tier `" + tierNames[i] + "`)"
	case !ownInAll.mentioned && !inTier.mentioned:
		return t.get(&params.Thresholds), ""
	case inTier.mentioned && t.stricterOf(ownInAll, inTier) == inTier:
		return inTier, " (in tier `" + tierNames[i] + "`)"
	}
	return ownInAll, " (set for this component)"
}

// limit is a maximum in percent, in number, or both.
type limit struct {
	percent *bound[Percent]
	number  *bound[uint64]
}

func limitOf(percent *bound[Percent], number *bound[uint64]) *limit {
	if percent == nil && number == nil {
		return nil
	}
	return &limit{percent, number}
}

// allowed is the greatest number that keeps to both.
func (l *limit) allowed(all *big.Int) *big.Int {
	allowed := all
	if l.percent != nil {
		allowed = l.percent.value.atMost(all)
	}
	if l.number != nil {
		if number := new(big.Int).SetUint64(l.number.value); number.Cmp(allowed) < 0 {
			allowed = number
		}
	}
	return allowed
}

func (l *limit) isTiered() bool { return l.percent.isTiered() || l.number.isTiered() }

// String completes the sentence “required: …”.
func (l *limit) String() string {
	var text string
	if l.percent != nil {
		text = "at most " + l.percent.value.String() + l.percent.because
	}
	if l.number != nil {
		if text != "" {
			text += " and "
		}
		text += "at most " + tests(new(big.Int).SetUint64(l.number.value), "") + l.number.because
	}
	return text
}
