//! Small blocks, from lists of those that were freed: one list for each size. WebAssembly's usual allocator searches and
//! splits and joins for every object that an interpreter makes; here most are taken off a list and put back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;

/// Sizes are rounded up to multiples of this.
const GRAIN: usize = 16;
/// The largest size that there is a list for.
const LARGEST: usize = 512;
/// What blocks are aligned to, and chunks.
const ALIGNMENT: usize = 8;
/// Bytes that are asked of the system at once, to be cut into blocks of one size.
const CHUNK: usize = 8 << 10;

thread_local! {
    /// For each size the first free block. **A free block begins with the address of the next, null in the last.**
    static LISTS: [Cell<*mut u8>; LARGEST / GRAIN] = const { [const { Cell::new(ptr::null_mut()) }; LARGEST / GRAIN] };
}

/// The number of the list that blocks of this layout come from and go to, if there is one.
#[inline]
pub(super) fn list_of(layout: Layout) -> Option<usize> {
    let is_small = layout.size().wrapping_sub(1) < LARGEST && layout.align() <= ALIGNMENT;
    is_small.then(|| (layout.size() - 1) / GRAIN)
}

/// A block from a list; null if there is no memory.
#[inline]
pub(super) fn take(list: usize) -> *mut u8 {
    LISTS.with(|lists| {
        let first = lists[list].get();
        if first.is_null() {
            return refill(&lists[list], (list + 1) * GRAIN);
        }
        // SAFETY: a free block begins with the address of the next, and nobody but its list holds it.
        lists[list].set(unsafe { first.cast::<*mut u8>().read() });
        first
    })
}

/// Puts a block back to its list.
///
/// # Safety
/// It came from that list, and nobody uses it any more.
#[inline]
pub(super) unsafe fn give(list: usize, block: *mut u8) {
    LISTS.with(|lists| {
        // SAFETY: the block is ours now, as large as a grain at least, and aligned for an address.
        unsafe { block.cast::<*mut u8>().write(lists[list].get()) };
        lists[list].set(block);
    });
}

/// Cuts a new chunk into blocks; one of them.
#[cold]
#[inline(never)]
fn refill(list: &Cell<*mut u8>, size: usize) -> *mut u8 {
    const CHUNK_LAYOUT: Layout = match Layout::from_size_align(CHUNK, ALIGNMENT) {
        Ok(layout) => layout,
        Err(_) => unreachable!(),
    };
    // SAFETY: the layout is not of size 0.
    let chunk = unsafe { System.alloc(CHUNK_LAYOUT) };
    if chunk.is_null() {
        return chunk;
    }
    let mut next = ptr::null_mut();
    for start in (size..=CHUNK - size).step_by(size) {
        // SAFETY: `start + size` is at most the chunk's size; chunk and sizes are multiples of the alignment.
        unsafe {
            let block = chunk.add(start);
            block.cast::<*mut u8>().write(next);
            next = block;
        }
    }
    list.set(next);
    chunk
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_apart_and_come_back() {
        for size in [1, 8, 16, 17, 100, 511, 512] {
            let layout = Layout::from_size_align(size, 8).unwrap();
            let list = list_of(layout).unwrap();
            let mut blocks: Vec<*mut u8> = (0..2000).map(|_| take(list)).collect();
            for (i, block) in blocks.iter().enumerate() {
                // SAFETY: each block is ours and has `size` bytes.
                unsafe { ptr::write_bytes(*block, i as u8, size) };
            }
            for (i, block) in blocks.iter().enumerate() {
                // SAFETY: likewise.
                let bytes = unsafe { std::slice::from_raw_parts(*block, size) };
                assert!(bytes.iter().all(|byte| *byte == i as u8) && block.addr() % ALIGNMENT == 0);
            }
            let last = blocks[1999];
            // SAFETY: each came from this list, and is not used again.
            blocks.drain(..).for_each(|block| unsafe { give(list, block) });
            assert_eq!(take(list), last);
        }
    }

    #[test]
    fn what_is_large_or_aligned_further_is_left_to_the_system() {
        let list = |size, alignment| list_of(Layout::from_size_align(size, alignment).unwrap());
        assert_eq!((list(16, 8), list(17, 1), list(512, 4)), (Some(0), Some(1), Some(31)));
        assert_eq!((list(0, 1), list(513, 8), list(16, 16)), (None, None, None));
    }
}
