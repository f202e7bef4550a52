package rule

import (
	"math"
	"strconv"
	"strings"
)

// Whole is a whole number of any type.
type Whole interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

// Real is a number of any type.
type Real interface{ Whole | ~float32 | ~float64 }

// Number writes a number as a person does: at most two decimals, none that are zero.
func Number[N Real](number N) string {
	value := float64(number)
	switch {
	case math.IsNaN(value):
		return "NaN"
	case math.IsInf(value, 1):
		return "inf"
	case math.IsInf(value, -1):
		return "-inf"
	}
	text := strconv.FormatFloat(value, 'f', 2, 64)
	text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}

// Shortfall writes a shortfall, rounded up to two decimals: who makes it good reaches the bound.
func Shortfall[N Real](number N) string {
	// The subtraction that made the value may have left a trace in the last bits: not worth a hundredth.
	return Number(math.Ceil(float64(number)*100-1e-6) / 100)
}

// Grouped writes a whole number with its thousands grouped: 1,240,000.
func Grouped[N Whole](number N) string {
	return GroupedDigits(decimal(number))
}

// GroupedDigits groups the thousands of a whole number that is written out already, as that of a [math/big.Int].
func GroupedDigits(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	grouped := make([]byte, 0, len(digits)+len(digits)/3)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			grouped = append(grouped, ',')
		}
		grouped = append(grouped, digits[i])
	}
	return sign + string(grouped)
}

// Count says how many of something there are: 1 test, 1,240 lines.
func Count[N Whole](number N, noun string) string {
	plural := "s"
	if number == 1 {
		plural = ""
	}
	return Grouped(number) + " " + noun + plural
}

func decimal[N Whole](number N) string {
	if number < 0 {
		return strconv.FormatInt(int64(number), 10)
	}
	return strconv.FormatUint(uint64(number), 10)
}
