package main

import (
	"fmt"
	"math/big"

	"clearance.rule/kit/rule"
)

// measure is something that can be covered.
type measure struct {
	code      string
	threshold threshold[Percent]
	field     string
	get       func(*Coverage) rule.Fact[Covered]
	one, many string
	// mayBeNone says that nothing to cover is a finding of its own rather than a measurement that is missing.
	mayBeNone bool
}

var measures = []measure{
	{"line-coverage", lines, "lines", func(c *Coverage) rule.Fact[Covered] { return c.Lines }, "line", "lines", false},
	{"branch-coverage", branches, "branches", func(c *Coverage) rule.Fact[Covered] { return c.Branches }, "branch", "branches", false},
	{"changed-line-coverage", changedLines, "changed_lines", func(c *Coverage) rule.Fact[Covered] { return c.ChangedLines }, "changed line", "changed lines", true},
}

func addCoverage(outcome *rule.Outcome, params *Params, facts *Facts, of *named, in tier) {
	for _, measure := range measures {
		bound := measure.threshold.of(params, of.name, in)
		if bound == nil {
			continue
		}
		var check rule.Check
		if i, ok := of.coverage.only(); ok {
			check = measure.check(measure.get(&facts.Coverage.Value[i]), of.name, bound.value)
		} else {
			check = of.coverage.gap(measure.code, of.name)
		}
		required := "at least " + bound.value.String() + bound.because
		outcome.Add(in.seenFor(check.WithRequired(required), bound.tiered))
	}
}

func (m *measure) check(counts rule.Fact[Covered], name string, bound Percent) rule.Check {
	covered, total := counts.Value.Covered, counts.Value.Total
	switch {
	case !counts.Present:
		return m.absent(name, counts).Missing(counts.Pointer())
	case !covered.Present:
		return m.absent(name, covered).Seen(covered, total)
	case !total.Present:
		return m.absent(name, total).Seen(covered, total)
	}
	return m.judge(name, counts.Pointer(), count(covered), count(total), bound).Seen(covered, total)
}

func (m *measure) judge(name, place string, covered, total *big.Int, bound Percent) rule.Check {
	if covered.Cmp(total) > 0 {
		message := fmt.Sprintf("%s of %s %s cannot be covered", grouped(covered), grouped(total), m.many)
		return rule.Unknown(m.code, name, message).WithRemedyIfUnknown("correct the counts in `" + place + "`")
	}
	if total.Sign() == 0 && m.mayBeNone {
		return rule.NotApplicable(m.code, name, "it has no "+m.many)
	}
	if total.Sign() == 0 {
		return rule.Unknown(m.code, name, "no "+m.many+" were measured").WithRemedyIfUnknown(fmt.Sprintf(
			"measure its %s, or set the parameter `%s` to `null` for this component if it has none", m.many, m.field))
	}
	nouns := m.many
	if total.Cmp(big.NewInt(1)) == 0 {
		nouns = m.one
	}
	message := fmt.Sprintf("covers %s of %s %s (%s)", grouped(covered), grouped(total), nouns, shareDown(covered, total))
	least := bound.atLeast(total)
	if covered.Cmp(least) >= 0 {
		return rule.Pass(m.code, name, message)
	}
	more := new(big.Int).Sub(least, covered)
	remedy := fmt.Sprintf("cover %s more of its %s %s", grouped(more), grouped(total), nouns)
	return rule.Fail(m.code, name, message).WithRemedy(remedy)
}

func (m *measure) absent(name string, fact rule.Reading) rule.Check {
	return rule.Unknown(m.code, name, "`"+fact.Pointer()+"` is absent").
		WithRemedyIfUnknown("supply the fact `" + fact.Pointer() + "`")
}
