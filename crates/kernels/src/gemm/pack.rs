//! Packing: lines of a matrix side by side, so that the innermost loop reads memory in order.

use super::Matrix;
use std::cell::Cell;
use std::mem::MaybeUninit;

/// Replaces `panels` by the first `depths` elements of `count` rows: W rows a panel, depth by depth. What rows the last
/// panel lacks are zeros.
pub(super) fn pack<T: Copy + Default, const W: usize>(
    rows: Matrix<'_, T>,
    count: usize,
    depths: usize,
    panels: &mut Vec<T>,
) {
    let len = count.next_multiple_of(W) * depths;
    panels.clear();
    panels.reserve(len);
    let room = &mut panels.spare_capacity_mut()[..len];
    for (panel, first) in room.chunks_exact_mut(W * depths).zip((0..count).step_by(W)) {
        fill::<T, W>(rows.from(first, 0), W.min(count - first), panel.as_chunks_mut().0);
    }
    // SAFETY: `fill` has written every chunk of every panel, and the panels are the first `len` elements.
    unsafe { panels.set_len(len) };
}

/// One panel: `width` rows, and zeros for the others.
#[inline]
fn fill<T: Copy + Default, const W: usize>(
    rows: Matrix<'_, T>,
    width: usize,
    panel: &mut [[MaybeUninit<T>; W]],
) {
    if width == W && rows.row_stride == 1 {
        let columns = rows.transposed();
        for (p, to) in panel.iter_mut().enumerate() {
            let from = columns.row(p, W);
            *to = std::array::from_fn(|i| MaybeUninit::new(from[i].get()));
        }
    } else if width == W && rows.column_stride == 1 {
        let lines: [&[Cell<T>]; W] = std::array::from_fn(|i| rows.row(i, panel.len()));
        for (p, to) in panel.iter_mut().enumerate() {
            *to = lines.map(|line| MaybeUninit::new(line[p].get()));
        }
    } else {
        for (p, to) in panel.iter_mut().enumerate() {
            let element = |i| if i < width { rows.get(i, p) } else { T::default() };
            *to = std::array::from_fn(|i| MaybeUninit::new(element(i)));
        }
    }
}
