//! The memory of a rule, which lives for one evaluation: blocks of doubling sizes, cut from the memory's end and kept by
//! size when they are freed. Nothing is ever searched, merged or handed back.

#![expect(unsafe_code, reason = "an allocator deals in raw memory; each block below says why it is sound")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::UnsafeCell;
use core::ptr::null_mut;

const PAGE: usize = 1 << 16;
/// A block is never smaller, so that a free one can hold the address of the next.
const SMALLEST: usize = 16;

#[global_allocator]
static ALLOCATOR: Allocator = Allocator(UnsafeCell::new(Heap { next: 0, free: [null_mut(); 28] }));

struct Allocator(UnsafeCell<Heap>);

// SAFETY: a rule's instance has one thread: the contract has no shared memory, and the engine allows no threads.
unsafe impl Sync for Allocator {}

struct Heap {
    /// Where the memory that was never handed out begins; 0 before the first block.
    next: usize,
    /// The free blocks of each size, the first pointing to the next.
    free: [*mut u8; 28],
}

// SAFETY: the linker defines this symbol in every module that it makes, and only its address is taken.
unsafe extern "C" {
    /// Where the linker says that nothing of its own stands any more.
    static __heap_base: u8;
}

/// The size of the block for a layout, a power of two.
fn block(layout: Layout) -> Option<usize> {
    layout.size().max(layout.align()).max(SMALLEST).checked_next_power_of_two()
}

/// The place of a size among the free lists; `None` for a block that no memory could hold.
fn list(block: usize) -> Option<usize> {
    let list = (block.trailing_zeros() - SMALLEST.trailing_zeros()) as usize;
    (list < 28).then_some(list)
}

impl Heap {
    /// A block of memory that was never handed out.
    fn cut(&mut self, block: usize) -> *mut u8 {
        if self.next == 0 {
            self.next = (&raw const __heap_base) as usize;
        }
        // A block of up to a page is aligned to its size; beyond that nobody asks for more than a page's alignment.
        let align = block.min(PAGE);
        let Some(start) = self.next.checked_next_multiple_of(align) else { return null_mut() };
        let Some(end) = start.checked_add(block) else { return null_mut() };
        let there = memory_size(0) * PAGE;
        if end > there && memory_grow(0, (end - there).div_ceil(PAGE)) == usize::MAX {
            return null_mut();
        }
        self.next = end;
        start as *mut u8
    }
}

// SAFETY: `alloc` gives blocks that are as large and as aligned as the layout says (`block` is at least its size and its
// alignment, and `cut` aligns to it), that lie inside the memory, and that nobody else has: they were never handed out, or
// they were freed. Alignments beyond a page are refused.
unsafe impl GlobalAlloc for Allocator {
    #[inline(never)]
    // SAFETY: it asks no more of its caller than the trait does.
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((block, list)) = block(layout).and_then(|block| Some((block, list(block)?))) else {
            return null_mut();
        };
        if layout.align() > PAGE {
            return null_mut();
        }
        // SAFETY: one thread, and nothing in here calls back into the allocator.
        let heap = unsafe { &mut *self.0.get() };
        let first = heap.free[list];
        if first.is_null() {
            return heap.cut(block);
        }
        // SAFETY: a free block holds the address of the next, written when it was freed, and is aligned to 16.
        heap.free[list] = unsafe { first.cast::<*mut u8>().read() };
        first
    }

    #[inline(never)]
    // SAFETY: as `alloc`.
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let Some(list) = block(layout).and_then(list) else { return };
        // SAFETY: as in `alloc`.
        let heap = unsafe { &mut *self.0.get() };
        // SAFETY: the block came from `alloc` with this layout, is nobody's any more, and is at least 16 bytes.
        unsafe { pointer.cast::<*mut u8>().write(heap.free[list]) };
        heap.free[list] = pointer;
    }

    #[inline(never)]
    // SAFETY: as `alloc`.
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Ok(wanted) = Layout::from_size_align(size, layout.align()) else { return null_mut() };
        if block(wanted) == block(layout) {
            return pointer;
        }
        // SAFETY: what is asked of the caller is what `alloc` and `dealloc` ask.
        let moved = unsafe { self.alloc(wanted) };
        if !moved.is_null() {
            // SAFETY: two blocks, each at least as large as the smaller of the two sizes.
            unsafe { core::ptr::copy_nonoverlapping(pointer, moved, layout.size().min(size)) };
            // SAFETY: the caller gave the block up.
            unsafe { self.dealloc(pointer, layout) };
        }
        moved
    }
}
