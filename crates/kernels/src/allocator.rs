//! The system's allocator with a count, so that a run can be kept within a memory limit.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// Hands every request on to the system's allocator and counts its bytes. A program declares it as its global
/// allocator.
#[derive(Debug)]
pub struct CountingAllocator;

/// Bytes the process holds now; 0 if [`CountingAllocator`] is not its allocator.
#[must_use]
pub fn in_use() -> usize {
    IN_USE.load(Relaxed)
}

/// The most bytes the process held since [`reset_peak`].
#[must_use]
pub fn peak() -> usize {
    PEAK.load(Relaxed)
}

/// Lets [`peak`] start again from what is in use.
pub fn reset_peak() {
    PEAK.store(in_use(), Relaxed);
}

#[inline]
fn add(bytes: usize) {
    let now = IN_USE.fetch_add(bytes, Relaxed) + bytes;
    if now > PEAK.load(Relaxed) {
        PEAK.fetch_max(now, Relaxed);
    }
}

#[inline]
fn remove(bytes: usize) {
    IN_USE.fetch_sub(bytes, Relaxed);
}

// SAFETY: each method passes its arguments on to `System` unchanged and returns what it answered.
unsafe impl GlobalAlloc for CountingAllocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps `alloc`'s contract.
        let block = unsafe { System.alloc(layout) };
        if !block.is_null() {
            add(layout.size());
        }
        block
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
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
        // SAFETY: the caller keeps `realloc`'s contract, and every block came from `System`.
        let moved = unsafe { System.realloc(block, layout, new_size) };
        if !moved.is_null() {
            remove(layout.size());
            add(new_size);
        }
        moved
    }
}
