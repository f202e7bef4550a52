package rule

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode/utf8"
)

// writer writes canonical MessagePack.
type writer struct {
	bytes []byte
}

func (w *writer) unsigned(number uint64) {
	switch {
	case number <= 0x7f:
		w.bytes = append(w.bytes, byte(number))
	case number <= math.MaxUint8:
		w.bytes = append(w.bytes, 0xcc, byte(number))
	case number <= math.MaxUint16:
		w.bytes = binary.BigEndian.AppendUint16(append(w.bytes, 0xcd), uint16(number))
	case number <= math.MaxUint32:
		w.bytes = binary.BigEndian.AppendUint32(append(w.bytes, 0xce), uint32(number))
	default:
		w.bytes = binary.BigEndian.AppendUint64(append(w.bytes, 0xcf), number)
	}
}

func (w *writer) signed(number int64) {
	switch {
	case number >= 0:
		w.unsigned(uint64(number))
	case number >= -32:
		w.bytes = append(w.bytes, byte(number))
	case number >= math.MinInt8:
		w.bytes = append(w.bytes, 0xd0, byte(number))
	case number >= math.MinInt16:
		w.bytes = binary.BigEndian.AppendUint16(append(w.bytes, 0xd1), uint16(number))
	case number >= math.MinInt32:
		w.bytes = binary.BigEndian.AppendUint32(append(w.bytes, 0xd2), uint32(number))
	default:
		w.bytes = binary.BigEndian.AppendUint64(append(w.bytes, 0xd3), uint64(number))
	}
}

// float writes a float; one without a fraction is an integer in the canonical form.
func (w *writer) float(number float64) {
	const exact = 1 << 53
	if number == math.Trunc(number) && math.Abs(number) <= exact {
		w.signed(int64(number))
		return
	}
	w.bytes = binary.BigEndian.AppendUint64(append(w.bytes, 0xcb), math.Float64bits(number))
}

func (w *writer) string(text string) {
	text = valid(text)
	switch length := len(text); {
	case length <= 31:
		w.bytes = append(w.bytes, 0xa0|byte(length))
	case length <= math.MaxUint8:
		w.bytes = append(w.bytes, 0xd9, byte(length))
	case length <= math.MaxUint16:
		w.bytes = binary.BigEndian.AppendUint16(append(w.bytes, 0xda), uint16(length))
	default:
		w.bytes = binary.BigEndian.AppendUint32(append(w.bytes, 0xdb), uint32(length))
	}
	w.bytes = append(w.bytes, text...)
}

func (w *writer) list(count int) { w.head(count, 0x90, 0xdc) }

func (w *writer) mapping(count int) { w.head(count, 0x80, 0xde) }

func (w *writer) head(count int, short, long byte) {
	switch {
	case count <= 15:
		w.bytes = append(w.bytes, short|byte(count))
	case count <= math.MaxUint16:
		w.bytes = binary.BigEndian.AppendUint16(append(w.bytes, long), uint16(count))
	default:
		w.bytes = binary.BigEndian.AppendUint32(append(w.bytes, long+1), uint32(count))
	}
}

func (w *writer) null() { w.bytes = append(w.bytes, 0xc0) }

func (w *writer) bool(is bool) {
	if is {
		w.bytes = append(w.bytes, 0xc3)
	} else {
		w.bytes = append(w.bytes, 0xc2)
	}
}

// valid is the text, without what is no text.
func valid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
