//! Leaves a panic's message where the host finds it after the trap, as the contract's `release-rule` world describes.

use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

const CAPACITY: usize = 1000;

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

pub(crate) fn keep() {
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.to_string();
        let mut length = 0;
        for (slot, byte) in LAST_WORDS.bytes.iter().zip(message.bytes()) {
            slot.store(byte, Ordering::Relaxed);
            length += 1;
        }
        LAST_WORDS.length.store(length, Ordering::Relaxed);
        // Keeps the marker in the data even where nothing reads it.
        std::hint::black_box(&LAST_WORDS.magic);
    }));
}
