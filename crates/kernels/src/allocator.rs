//! The system's allocator with a count, so that a run can be kept within a memory limit.
//!
//! Counts are kept for each thread; a run stays on one. Besides bytes there is a *credit* of small steps of
//! work: whoever works spends it and looks at clock and memory when it is used up. A large allocation uses
//! it up at once, so memory cannot run away between two looks.

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

// SAFETY: each method passes its arguments on to `System` unchanged and returns what it answered, or refuses. The ledger
// needs neither allocation nor destructor, so it can be used at any time.
unsafe impl GlobalAlloc for CountingAllocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !allowed(layout.size()) {
            return ptr::null_mut();
        }
        // SAFETY: the caller keeps `alloc`'s contract.
        let block = unsafe { System.alloc(layout) };
        if !block.is_null() {
            add(layout.size());
        }
        block
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
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
        // SAFETY: the caller keeps `dealloc`'s contract, and every block came from `System`.
        unsafe { System.dealloc(block, layout) };
        remove(layout.size());
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if new_size > layout.size() && !allowed(new_size) {
            return ptr::null_mut();
        }
        // SAFETY: the caller keeps `realloc`'s contract, and every block came from `System`.
        let moved = unsafe { System.realloc(block, layout, new_size) };
        if !moved.is_null() {
            remove(layout.size());
            add(new_size);
        }
        moved
    }
}
