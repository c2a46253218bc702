//! The memory under arrays: aligned, shared, counted and recycled.
#![allow(unsafe_code)]

use crate::element::Element;
use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

/// Alignment of every buffer: a cache line, and more than any SIMD load wants.
const ALIGNMENT: usize = 64;

/// Buffers of at least this many bytes are large: they wait in one line for the next array of a similar size. Small ones
/// wait apart, for each size a few.
const LARGE: usize = 1 << 12;

/// Most bytes of large buffers that wait to be recycled while all that is asked for is there.
const RECYCLED_AT_MOST: usize = 256 << 20;

/// Most bytes of them that go on waiting when new memory is needed.
const KEPT_AT_MOST: usize = 64 << 20;

/// Small buffers of one size that wait: as many as an expression has temporaries.
const WAITING_OF_ONE_SIZE: usize = 8;

/// A block of bytes. Arrays share it by `Rc`; writes through one are seen through all, hence the cells.
///
/// **Invariant 2: every byte of a buffer is initialised**, with zeros or with what an earlier buffer left in it, so any of
/// the element types, which are valid for every bit pattern, can be read anywhere.
pub struct Buffer {
    start: NonNull<u8>,
    len: usize,
    capacity: usize,
}

/// There is not enough memory, or the limit of [`set_memory_limit`] would be passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

impl Buffer {
    /// `len` bytes of arbitrary content: an earlier buffer's if one of that size waits to be recycled.
    pub fn recycled(len: usize) -> Result<Buffer, OutOfMemory> {
        Buffer::allocate(len).map(|(buffer, _)| buffer)
    }

    /// `len` bytes of zero.
    pub fn zeroed(len: usize) -> Result<Buffer, OutOfMemory> {
        let (buffer, fresh) = Buffer::allocate(len)?;
        if !fresh {
            buffer.cells::<u8>().iter().for_each(|byte| byte.set(0));
        }
        Ok(buffer)
    }

    /// A buffer and whether it comes fresh (zeroed) from the allocator.
    fn allocate(len: usize) -> Result<(Buffer, bool), OutOfMemory> {
        let capacity = capacity_for(len).ok_or(OutOfMemory)?;
        LEDGER.with(|ledger| ledger.charge(capacity))?;
        if let Some(start) = POOL.with_borrow_mut(|pool| pool.take(capacity)) {
            return Ok((Buffer { start, len, capacity }, false));
        }
        let allocate = || {
            let layout = Layout::from_size_align(capacity, ALIGNMENT).ok()?;
            // SAFETY: `capacity_for` never gives 0.
            NonNull::new(unsafe { alloc_zeroed(layout) })
        };
        let allocated = allocate().or_else(|| {
            POOL.with_borrow_mut(|pool| pool.shrink(0));
            allocate()
        });
        match allocated {
            Some(start) => Ok((Buffer { start, len, capacity }, true)),
            None => {
                LEDGER.with(|ledger| ledger.release(capacity));
                Err(OutOfMemory)
            }
        }
    }

    /// Size in bytes.
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it has no bytes.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Address of its first byte, which tells buffers apart while both live.
    #[inline]
    pub fn address(&self) -> usize {
        self.start.as_ptr() as usize
    }

    /// The bytes as cells of an element type; bytes beyond the last whole element are left out.
    #[inline]
    pub fn cells<T: Element>(&self) -> &[Cell<T>] {
        // SAFETY: `start` is aligned for every element type and valid for `len` initialised bytes (invariant 2) while
        // `self` lives; `Element` is sealed to types valid for any bit pattern; `Cell<T>` has T's layout and allows
        // aliasing; a buffer is neither Send nor Sync.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr().cast(), self.len / size_of::<T>()) }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // Thread-locals may be gone when a thread ends; then nothing is counted or kept.
        let _ = LEDGER.try_with(|ledger| ledger.release(self.capacity));
        let kept = POOL.try_with(|pool| pool.borrow_mut().keep(self.start, self.capacity)).unwrap_or(false);
        if !kept {
            free(self.start, self.capacity);
        }
    }
}

impl std::fmt::Debug for Buffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Buffer({} bytes)", self.len)
    }
}

fn free(start: NonNull<u8>, capacity: usize) {
    if let Ok(layout) = Layout::from_size_align(capacity, ALIGNMENT) {
        // SAFETY: every buffer was allocated with just this size and alignment, and nobody holds it any more.
        unsafe { dealloc(start.as_ptr(), layout) }
    }
}

/// Sizes are rounded up so that arrays of nearly equal size can take each other's place: to whole cache lines while small,
/// to eighths of the next power of two once large.
fn capacity_for(len: usize) -> Option<usize> {
    let step = if len < LARGE { ALIGNMENT } else { (len.checked_next_power_of_two()? / 16).max(ALIGNMENT) };
    let capacity = len.max(1).checked_next_multiple_of(step)?;
    (capacity <= isize::MAX as usize).then_some(capacity)
}

/// Buffers that wait for their next use, the latest freed at the end.
struct Pool {
    /// By size, in cache lines.
    small: [Vec<NonNull<u8>>; LARGE / ALIGNMENT],
    waiting: Vec<(usize, NonNull<u8>)>,
    /// Of those waiting in line.
    bytes: usize,
}

impl Pool {
    const EMPTY: Pool =
        Pool { small: [const { Vec::new() }; LARGE / ALIGNMENT], waiting: Vec::new(), bytes: 0 };

    #[inline]
    fn take(&mut self, capacity: usize) -> Option<NonNull<u8>> {
        if let Some(small) = self.small.get_mut(capacity / ALIGNMENT) {
            return small.pop();
        }
        let Some(found) = self.waiting.iter().rposition(|(waiting, _)| *waiting == capacity) else {
            self.shrink(KEPT_AT_MOST);
            return None;
        };
        self.bytes -= capacity;
        Some(self.waiting.remove(found).1)
    }

    /// Frees those that wait longest, down to so many bytes.
    fn shrink(&mut self, bytes: usize) {
        while self.bytes > bytes {
            let (oldest, start) = self.waiting.remove(0);
            self.bytes -= oldest;
            free(start, oldest);
        }
    }

    fn keep(&mut self, start: NonNull<u8>, capacity: usize) -> bool {
        if let Some(small) = self.small.get_mut(capacity / ALIGNMENT) {
            let has_room = small.len() < WAITING_OF_ONE_SIZE;
            if has_room {
                small.push(start);
            }
            return has_room;
        }
        if capacity > RECYCLED_AT_MOST {
            return false;
        }
        self.shrink(RECYCLED_AT_MOST - capacity);
        self.bytes += capacity;
        self.waiting.push((capacity, start));
        true
    }
}

/// Bytes in use, the most there were, and the limit.
struct Ledger {
    used: Cell<usize>,
    peak: Cell<usize>,
    limit: Cell<usize>,
}

impl Ledger {
    fn charge(&self, bytes: usize) -> Result<(), OutOfMemory> {
        let used =
            self.used.get().checked_add(bytes).filter(|used| *used <= self.limit.get()).ok_or(OutOfMemory)?;
        self.used.set(used);
        self.peak.set(self.peak.get().max(used));
        Ok(())
    }

    fn release(&self, bytes: usize) {
        self.used.set(self.used.get().saturating_sub(bytes));
    }
}

thread_local! {
    static POOL: RefCell<Pool> = const { RefCell::new(Pool::EMPTY) };
    static LEDGER: Ledger =
        const { Ledger { used: Cell::new(0), peak: Cell::new(0), limit: Cell::new(usize::MAX) } };
}

/// Bounds the bytes that this thread's arrays may hold together; an allocation past it fails.
pub fn set_memory_limit(bytes: usize) {
    LEDGER.with(|ledger| ledger.limit.set(bytes));
}

/// Bytes that this thread's arrays hold.
pub fn used_bytes() -> usize {
    LEDGER.with(|ledger| ledger.used.get())
}

/// The most bytes that this thread's arrays held since [`reset_peak`].
pub fn peak_bytes() -> usize {
    LEDGER.with(|ledger| ledger.peak.get())
}

/// Starts the peak anew from what is held now.
pub fn reset_peak() {
    LEDGER.with(|ledger| ledger.peak.set(ledger.used.get()));
}

/// Gives the memory that waits to be recycled back to the allocator.
pub fn release_recycled() {
    POOL.with_borrow_mut(|pool| {
        for (capacity, start) in pool.waiting.drain(..) {
            free(start, capacity);
        }
        for (lines, small) in pool.small.iter_mut().enumerate() {
            small.drain(..).for_each(|start| free(start, lines * ALIGNMENT));
        }
        pool.bytes = 0;
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn released_memory_is_not_kept_for_recycling() {
        drop(Buffer::zeroed(1 << 18).unwrap());
        assert!(POOL.with_borrow(|pool| pool.bytes) >= 1 << 18);
        release_recycled();
        assert_eq!(POOL.with_borrow(|pool| (pool.bytes, pool.waiting.len())), (0, 0));
    }

    #[test]
    fn what_waits_beyond_need_goes_when_something_new_is_asked_for() {
        release_recycled();
        let sizes = [40 << 20, 50 << 20];
        drop(sizes.map(|size| Buffer::zeroed(size).unwrap()));
        assert_eq!(POOL.with_borrow(|pool| pool.waiting.len()), 2);
        let again = Buffer::recycled(sizes[0]).unwrap();
        drop(again);
        assert_eq!(POOL.with_borrow(|pool| pool.waiting.len()), 2);
        drop(Buffer::recycled(1 << 16).unwrap());
        assert!(POOL.with_borrow(|pool| pool.bytes) <= KEPT_AT_MOST + (1 << 16));
        release_recycled();
    }

    #[test]
    fn small_buffers_of_a_size_are_recycled_and_few_are_kept() {
        let buffers: Vec<Buffer> = (0..100).map(|_| Buffer::zeroed(80).unwrap()).collect();
        let last = buffers[WAITING_OF_ONE_SIZE - 1].address();
        buffers[WAITING_OF_ONE_SIZE - 1].cells::<u8>()[79].set(1);
        drop(buffers);
        assert_eq!(POOL.with_borrow(|pool| pool.small[2].len()), WAITING_OF_ONE_SIZE);
        let again = Buffer::zeroed(128).unwrap();
        assert_eq!(again.address(), last);
        assert!(again.cells::<u8>().iter().all(|byte| byte.get() == 0));
        drop(again);
        release_recycled();
        assert_eq!(POOL.with_borrow(|pool| pool.small[2].len()), 0);
    }

    #[test]
    fn a_recycled_buffer_is_zeroed_on_demand() {
        let buffer = Buffer::zeroed(1 << 16).unwrap();
        buffer.cells::<f64>()[5].set(1.0);
        let address = buffer.address();
        drop(buffer);
        let again = Buffer::zeroed((1 << 16) - 8).unwrap();
        assert_eq!(again.address(), address);
        assert!(again.cells::<f64>().iter().all(|cell| cell.get() == 0.0));
    }

    #[test]
    fn the_limit_and_the_impossible_are_refused_and_counted_right() {
        let before = used_bytes();
        set_memory_limit(before + (1 << 20));
        assert_eq!(Buffer::recycled(2 << 20).unwrap_err(), OutOfMemory);
        assert_eq!(Buffer::recycled(usize::MAX).unwrap_err(), OutOfMemory);
        let kept = Buffer::recycled(1 << 19).unwrap();
        assert_eq!(used_bytes(), before + (1 << 19));
        drop(kept);
        assert_eq!(used_bytes(), before);
        set_memory_limit(usize::MAX);
    }
}
