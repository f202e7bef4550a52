//! Leaves a panic's message where the host finds it after the trap, as the contract's `release-rule` world describes.
//!
//! What the standard library says of what no rule has is turned into what to do instead.

use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

const CAPACITY: usize = 1000;
/// What of a message is kept, so that there is room for its place.
const MESSAGE_MOST: usize = 700;

#[repr(C)]
struct LastWords {
    magic: [u8; 16],
    length: AtomicU32,
    bytes: [AtomicU8; CAPACITY],
}

static LAST_WORDS: LastWords = LastWords {
    magic: *b"clearance:panic\n",
    length: AtomicU32::new(0),
    bytes: [const { AtomicU8::new(0) }; CAPACITY],
};

/// What the standard library says of what is not there, and what to do instead.
const ADVICE: [(&str, &str); 7] = [
    (
        "time not implemented",
        "`SystemTime::now` and `Instant::now` are not there: a rule has no clock; use `at`, the time of the decision",
    ),
    ("can't sleep", "`thread::sleep` is not there: a rule has no clock, and nothing to wait for"),
    ("failed to spawn thread", "`thread::spawn` is not there: a rule has no threads; do the work where it is needed"),
    (
        "kind: Unsupported",
        "a rule has no files, no network and no programs; what it needs are facts and params, and `include_str!` puts a file \
         into it",
    ),
    (": NotPresent", "a rule has no environment; what it needs are facts and params"),
    ("no filesystem", "a rule has no files; what it needs are facts and params"),
    (
        "not supported on this platform",
        "a rule has no environment and no system around it; what it needs are facts and params",
    ),
];

pub(crate) fn keep() {
    std::panic::set_hook(Box::new(|panic| {
        LAST_WORDS.length.store(0, Ordering::Relaxed);
        say_all(panic);
        // Keeps the marker in the data even where nothing reads it.
        std::hint::black_box(&LAST_WORDS.magic);
    }));
}

fn say_all(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("it panicked with a value that is no text");
    let advice = ADVICE.iter().find(|(said, _)| holds(message, said)).map(|(_, advice)| *advice);
    // A place in the standard library says nothing to an author, and differs from compiler to compiler.
    let place = panic.location().filter(|place| !is_of_std(place.file()));
    match (advice, place) {
        (Some(advice), None) => say(advice),
        (advice, _) => {
            say(message.get(..message.floor_char_boundary(MESSAGE_MOST)).unwrap_or_default());
            if let Some(advice) = advice {
                say(": ");
                say(advice);
            }
        }
    }
    if let Some(place) = place {
        say(" (");
        say(place.file());
        say(", line ");
        number(place.line());
        say(")");
    }
}

/// `/rustc/…/library/std/src/…` where the library came compiled, else the place of its sources.
fn is_of_std(file: &str) -> bool {
    file.starts_with('/') && ["library/std/", "library/core/", "library/alloc/"].iter().any(|part| holds(file, part))
}

/// `str::contains` is faster, and larger than all that stands here.
fn holds(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

fn say(text: &str) {
    let mut length = LAST_WORDS.length.load(Ordering::Relaxed);
    for (slot, byte) in LAST_WORDS.bytes.iter().skip(length as usize).zip(text.bytes()) {
        slot.store(byte, Ordering::Relaxed);
        length += 1;
    }
    LAST_WORDS.length.store(length, Ordering::Relaxed);
}

fn number(number: u32) {
    if number >= 10 {
        self::number(number / 10);
    }
    let digit = (number % 10) as usize;
    say(&"0123456789"[digit..=digit]);
}
