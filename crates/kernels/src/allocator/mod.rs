//! The system's allocator with a count, so that a run can be kept within a memory limit.
//!
//! Counts are kept for each thread; a run stays on one. Besides bytes there is a *credit* of small steps of
//! work: whoever works spends it and looks at clock and memory when it is used up. A large allocation uses
//! it up at once, so memory cannot run away between two looks.

mod small;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;

/// An allocation of this size calls for a look at the memory in use.
const LARGE: usize = 1 << 20;

/// Blocks from this size on spend credit: a step for every so many bytes.
const NOTABLE: usize = 4 << 10;
const BYTES_PER_STEP: usize = 256;

struct Ledger {
    in_use: Cell<usize>,
    peak: Cell<usize>,
    limit: Cell<usize>,
    credit: Cell<usize>,
}

thread_local! {
    static LEDGER: Ledger = const {
        Ledger { in_use: Cell::new(0), peak: Cell::new(0), limit: Cell::new(usize::MAX), credit: Cell::new(0) }
    };
}

/// Hands every request on to the system's allocator and counts its bytes. A program declares it as its global
/// allocator; without it all counts are 0.
#[derive(Debug)]
pub struct CountingAllocator;

/// Bytes that this thread holds.
#[must_use]
pub fn in_use() -> usize {
    LEDGER.with(|ledger| ledger.in_use.get())
}

/// The most bytes that this thread held since [`reset_peak`].
#[must_use]
pub fn peak() -> usize {
    LEDGER.with(|ledger| ledger.peak.get())
}

/// Lets [`peak`] start again from what is in use.
pub fn reset_peak() {
    LEDGER.with(|ledger| ledger.peak.set(ledger.in_use.get()));
}

/// Refuses this thread large blocks that would take it beyond `bytes`. Code that cannot bear a refusal aborts, so this is
/// for the last resort; look at [`in_use`] before.
pub fn set_limit(bytes: usize) {
    LEDGER.with(|ledger| ledger.limit.set(bytes));
}

/// Spends `steps` of this thread's credit; false if there is not enough left.
#[inline]
#[must_use]
pub fn spend(steps: usize) -> bool {
    LEDGER.with(|ledger| match ledger.credit.get().checked_sub(steps) {
        Some(left) => {
            ledger.credit.set(left);
            true
        }
        None => false,
    })
}

/// Sets this thread's credit.
pub fn set_credit(steps: usize) {
    LEDGER.with(|ledger| ledger.credit.set(steps));
}

/// Whether a block of `bytes` may be had.
#[inline]
fn allowed(bytes: usize) -> bool {
    bytes < LARGE || LEDGER.with(|ledger| ledger.in_use.get().saturating_add(bytes) <= ledger.limit.get())
}

#[inline]
fn add(bytes: usize) {
    LEDGER.with(|ledger| {
        let now = ledger.in_use.get().wrapping_add(bytes);
        ledger.in_use.set(now);
        if now > ledger.peak.get() {
            ledger.peak.set(now);
        }
        if bytes >= LARGE {
            ledger.credit.set(0);
        } else if bytes >= NOTABLE {
            // Blocks of middling size, one for each turn of a loop, must not fill the memory between two looks at it.
            ledger.credit.set(ledger.credit.get().saturating_sub(bytes / BYTES_PER_STEP));
        }
    });
}

#[inline]
fn remove(bytes: usize) {
    // A block may come from another thread, whose count it then stays on.
    LEDGER.with(|ledger| ledger.in_use.set(ledger.in_use.get().saturating_sub(bytes)));
}

/// Whether small blocks come from lists of our own: where the system's allocator is a slow one.
const HAS_LISTS: bool = cfg!(target_arch = "wasm32");

/// The list that blocks of this layout come from, if not from the system.
#[inline]
fn list_of(layout: Layout) -> Option<usize> {
    if HAS_LISTS { small::list_of(layout) } else { None }
}

// SAFETY: each method passes its arguments on to `System` unchanged and returns what it answered, or refuses; or a block is
// from a list, by its layout alone, and goes back there. Ledger and lists need neither allocation nor destructor, so they
// can be used at any time.
unsafe impl GlobalAlloc for CountingAllocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !allowed(layout.size()) {
            return ptr::null_mut();
        }
        let block = match list_of(layout) {
            Some(list) => small::take(list),
            // SAFETY: the caller keeps `alloc`'s contract.
            None => unsafe { System.alloc(layout) },
        };
        if !block.is_null() {
            add(layout.size());
        }
        block
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if list_of(layout).is_some() {
            // SAFETY: the caller keeps `alloc`'s contract, and a block that there is has the layout's size.
            unsafe {
                let block = self.alloc(layout);
                if !block.is_null() {
                    ptr::write_bytes(block, 0, layout.size());
                }
                return block;
            }
        }
        if !allowed(layout.size()) {
            return ptr::null_mut();
        }
        // SAFETY: the caller keeps `alloc_zeroed`'s contract.
        let block = unsafe { System.alloc_zeroed(layout) };
        if !block.is_null() {
            add(layout.size());
        }
        block
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps `dealloc`'s contract, and by its layout every block goes back to where it came from.
        unsafe {
            match list_of(layout) {
                Some(list) => small::give(list, block),
                None => System.dealloc(block, layout),
            }
        }
        remove(layout.size());
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if new_size > layout.size() && !allowed(new_size) {
            return ptr::null_mut();
        }
        // SAFETY: the caller sees to it that the new size, rounded up, does not overflow.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        let (old, new) = (list_of(layout), list_of(new_layout));
        let moved = if old.is_none() && new.is_none() {
            // SAFETY: the caller keeps `realloc`'s contract, and the block came from `System`.
            unsafe { System.realloc(block, layout, new_size) }
        } else if old == new {
            block
        } else {
            // SAFETY: the caller keeps `realloc`'s contract: both blocks are as large as what is copied, and the old one is
            // not used again.
            unsafe {
                let moved = self.alloc(new_layout);
                if !moved.is_null() {
                    ptr::copy_nonoverlapping(block, moved, layout.size().min(new_size));
                    self.dealloc(block, layout);
                }
                return moved;
            }
        };
        if !moved.is_null() {
            remove(layout.size());
            add(new_size);
        }
        moved
    }
}
