package rule

import (
	"encoding/binary"
	"runtime"
	"unsafe"
)

// words is what was printed, behind the marker by which the host finds it after a trap, as the contract's world
// `release-rule` describes. The marker is spelt out so that it stands in memory once.
var words = struct {
	marker [16]byte
	length uint32
	text   [4000]byte
}{marker: [16]byte{'c', 'l', 'e', 'a', 'r', 'a', 'n', 'c', 'e', ':', 'p', 'a', 'n', 'i', 'c', '\n'}}

// exitWords is farewell where it can be pointed to.
var exitWords = []byte(farewell)

// ownPlaces is how a place in the author's files begins where the runtime lists the calls that led to a panic.
var ownPlaces []byte

// began is what had been sought before the author's variables had values.
var began seeking

//go:wasmimport wasi_snapshot_preview1 clearance_keep_words
func keepWords(words unsafe.Pointer, capacity uint32, exit unsafe.Pointer, exitLength uint32)

//go:wasmimport wasi_snapshot_preview1 clearance_own_places
func keepOwnPlaces(begin unsafe.Pointer, length uint32)

//go:wasmimport wasi_snapshot_preview1 clearance_stop
func stop()

// setClock lets it be so many nanoseconds after 1970 for who asks for the time of day.
//
//go:wasmimport wasi_snapshot_preview1 clearance_set_clock
func setClock(later int64)

//go:wasmimport wasi_snapshot_preview1 clearance_sought
func readSought(counts unsafe.Pointer)

func init() {
	keepWords(unsafe.Pointer(&words), uint32(len(words.text)), unsafe.Pointer(&exitWords[0]), uint32(len(exitWords)))
	began = sought()
}

// isAt says in which folder the author's files are.
func isAt(home string) {
	ownPlaces = []byte("\n\t" + home + "/")
	keepOwnPlaces(unsafe.Pointer(&ownPlaces[0]), uint32(len(ownPlaces)))
}

// stopWith leaves last words and traps.
func stopWith(message string) {
	words.length = uint32(copy(words.text[:], message))
	stop()
}

// sought asks the adapter what the rule has sought so far.
func sought() seeking {
	var counts [16]byte
	readSought(unsafe.Pointer(&counts))
	count := func(i int) uint32 { return binary.LittleEndian.Uint32(counts[4*i:]) }
	clock := count(0)
	if clock > 0 {
		// Each collection of garbage notes the time at which it ended.
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		clock -= memory.NumGC
	}
	return seeking{clock, count(1), count(2), count(3), string(words.text[:words.length])}
}
