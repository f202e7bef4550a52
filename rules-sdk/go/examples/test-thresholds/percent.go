package main

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"clearance.rule/kit/rule"
)

// Percent is a percentage from 0 to 100 in ten-thousandths: 99.9 as decimals say it, not as the nearest binary fraction
// does. Counts are compared, not rates: four of five reach 80 % whatever a division makes of it.
type Percent int64

const whole = 1_000_000

// UnmarshalRule takes a number from 0 to 100 with at most four decimals.
func (p *Percent) UnmarshalRule(decode func(any) error) error {
	var value float64
	if err := decode(&value); err != nil {
		return err
	}
	found := strconv.FormatFloat(value, 'f', -1, 64)
	if !(0 <= value && value <= 100) {
		return fmt.Errorf("expected a percentage from 0 to 100, found %s", found)
	}
	millionths := math.Round(value * 10_000)
	if math.Abs(value*10_000-millionths) > 1e-6 {
		return fmt.Errorf("expected a percentage with at most four decimals, found %s", found)
	}
	*p = Percent(millionths)
	return nil
}

// JSONSchema says what types cannot.
func (Percent) JSONSchema() string { return `{"type":"number","minimum":0,"maximum":100}` }

// String is the percentage as a person reads it.
func (p Percent) String() string { return scaled(big.NewInt(int64(p)), 4) + "%" }

// atLeast is the smallest number of all that is at least this percentage of it.
func (p Percent) atLeast(all *big.Int) *big.Int {
	return divideUp(new(big.Int).Mul(big.NewInt(int64(p)), all), big.NewInt(whole))
}

// atMost is the greatest number of all that is at most this percentage of it.
func (p Percent) atMost(all *big.Int) *big.Int {
	product := new(big.Int).Mul(big.NewInt(int64(p)), all)
	return product.Div(product, big.NewInt(whole))
}

// shareDown is a part in percent, rounded down to two decimals, so that what misses a minimum is never shown as having
// reached it. The whole is not 0.
func shareDown(part, all *big.Int) string {
	hundredths := new(big.Int).Mul(part, big.NewInt(10_000))
	return scaled(hundredths.Div(hundredths, all), 2) + "%"
}

// shareUp rounds up, so that what exceeds a maximum is never shown as keeping to it.
func shareUp(part, all *big.Int) string {
	return scaled(divideUp(new(big.Int).Mul(part, big.NewInt(10_000)), all), 2) + "%"
}

func divideUp(part, by *big.Int) *big.Int {
	quotient, rest := new(big.Int).DivMod(part, by, new(big.Int))
	if rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient
}

// scaled writes a number divided by a power of ten, without zeros at the end.
func scaled(number *big.Int, decimals int) string {
	digits := fmt.Sprintf("%0*s", decimals+1, number)
	point := len(digits) - decimals
	return strings.TrimSuffix(strings.TrimRight(digits[:point]+"."+digits[point:], "0"), ".")
}

// sum adds up counts, which may be beyond 64 bits together.
func sum(counts ...*big.Int) *big.Int {
	all := new(big.Int)
	for _, count := range counts {
		all.Add(all, count)
	}
	return all
}

// count is a fact, or 0 where it is absent.
func count(fact rule.Fact[uint64]) *big.Int { return new(big.Int).SetUint64(fact.Value) }

func grouped(number *big.Int) string { return rule.GroupedDigits(number.String()) }

// tests words a number of them: 1 flaky test, 1,240 tests.
func tests(number *big.Int, adjective string) string {
	noun := "tests"
	if number.Cmp(big.NewInt(1)) == 0 {
		noun = "test"
	}
	if adjective != "" {
		noun = adjective + " " + noun
	}
	return grouped(number) + " " + noun
}
