//! Copies that turn rows into columns.

use std::cell::Cell;

/// Rows of the strips of the source that a copy goes by: what they become fills whole lines of the cache.
const STRIP: usize = 16;
/// Columns whose strips are copied, down all rows, before the next columns: so many rows of the target are written to in turns.
/// Longer stretches would let the processor fetch ahead no better; squares are far slower.
const STRETCH: usize = 128;

/// How the rows of a matrix lie in memory.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// Position of the first element.
    pub start: usize,
    /// From one row to the next; elements of a row are neighbours.
    pub step: isize,
}

/// A matrix whose every element lies inside `cells`.
struct Matrix<'a, T> {
    cells: &'a [Cell<T>],
    rows: Rows,
}

impl<'a, T: Copy> Matrix<'a, T> {
    /// # Panics
    /// If an element would lie outside.
    fn new((cells, rows): (&'a [Cell<T>], Rows), height: usize, width: usize) -> Self {
        let last = isize::try_from(height - 1)
            .ok()
            .and_then(|steps| rows.step.checked_mul(steps))
            .and_then(|distance| rows.start.checked_add_signed(distance));
        let is_inside = |start: usize| start.checked_add(width).is_some_and(|end| end <= cells.len());
        assert!(is_inside(rows.start) && last.is_some_and(is_inside), "a matrix leaves its buffer");
        Matrix { cells, rows }
    }

    #[inline(always)]
    fn position(&self, row: usize, column: usize) -> usize {
        self.rows.start.wrapping_add_signed(self.rows.step * row as isize) + column
    }

    /// Four neighbours.
    ///
    /// # Safety
    /// They are elements of the matrix.
    #[inline(always)]
    unsafe fn four(&self, row: usize, column: usize) -> &'a [Cell<T>; 4] {
        // SAFETY: first and last row lie inside `cells`, hence all between them do.
        unsafe { &*self.cells.as_ptr().add(self.position(row, column)).cast() }
    }

    #[inline(always)]
    fn cell(&self, row: usize, column: usize) -> &'a Cell<T> {
        &self.cells[self.position(row, column)]
    }
}

/// Copies the transpose: row i, column j of `from`, which has `height` rows of `width` neighbours, to row j, column i of
/// `to`. Both share no memory.
///
/// # Panics
/// If an element would lie outside its slice.
pub fn copy<T: Copy>(to: (&[Cell<T>], Rows), from: (&[Cell<T>], Rows), height: usize, width: usize) {
    if height == 0 || width == 0 {
        return;
    }
    let (to, from) = (Matrix::new(to, width, height), Matrix::new(from, height, width));
    for left in (0..width).step_by(STRETCH) {
        for top in (0..height).step_by(STRIP) {
            let (bottom, right) = (height.min(top + STRIP), width.min(left + STRETCH));
            let (below, beside) = (bottom - (bottom - top) % 4, right - (right - left) % 4);
            for j in (left..beside).step_by(4) {
                for i in (top..below).step_by(4) {
                    // SAFETY: i + 3 is a row of `from` and a column of `to`, j + 3 the other way round.
                    let (source, target) = unsafe {
                        ([0, 1, 2, 3].map(|k| from.four(i + k, j)), [0, 1, 2, 3].map(|k| to.four(j + k, i)))
                    };
                    four_by_four(target, source);
                }
            }
            for i in top..bottom {
                let rest = if i < below { beside } else { left };
                (rest..right).for_each(|j| to.cell(j, i).set(from.cell(i, j).get()));
            }
        }
    }
}

/// Four rows of four, turned.
#[inline(always)]
fn four_by_four<T: Copy>(target: [&[Cell<T>; 4]; 4], source: [&[Cell<T>; 4]; 4]) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    match size_of::<T>() {
        8 => return wasm::eight_bytes(target, source),
        4 => return wasm::four_bytes(target, source),
        _ => {}
    }
    for (j, target) in target.iter().enumerate() {
        for (cell, source) in target.iter().zip(source) {
            cell.set(source[j].get());
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm {
    use core::arch::wasm32::*;
    use std::cell::Cell;

    /// Two or four elements from `at` on, as one vector.
    #[inline(always)]
    fn load<T>(cells: &[Cell<T>], at: usize) -> v128 {
        let cells = &cells[at..];
        assert!(size_of_val(cells) >= 16);
        // SAFETY: there are 16 bytes to read, any bits are a vector, the load asks for no alignment, and no other thread
        // writes to cells.
        unsafe { v128_load(cells.as_ptr().cast()) }
    }

    #[inline(always)]
    fn store<T>(cells: &[Cell<T>], at: usize, vector: v128) {
        let cells = &cells[at..];
        assert!(size_of_val(cells) >= 16);
        // SAFETY: there is room for 16 bytes, which cells let anybody overwrite; they are whole elements of the same type,
        // moved bit for bit.
        unsafe { v128_store(cells.as_ptr().cast_mut().cast(), vector) };
    }

    #[inline(always)]
    pub(super) fn eight_bytes<T>(target: [&[Cell<T>; 4]; 4], source: [&[Cell<T>; 4]; 4]) {
        for i in [0, 2] {
            for j in [0, 2] {
                let (a, b) = (load(source[i], j), load(source[i + 1], j));
                store(target[j], i, i64x2_shuffle::<0, 2>(a, b));
                store(target[j + 1], i, i64x2_shuffle::<1, 3>(a, b));
            }
        }
    }

    #[inline(always)]
    pub(super) fn four_bytes<T>(target: [&[Cell<T>; 4]; 4], source: [&[Cell<T>; 4]; 4]) {
        let [a, b, c, d] = source.map(|row| load(row, 0));
        let (ab, cd) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<0, 4, 1, 5>(c, d));
        store(target[0], 0, i64x2_shuffle::<0, 2>(ab, cd));
        store(target[1], 0, i64x2_shuffle::<1, 3>(ab, cd));
        let (ab, cd) = (i32x4_shuffle::<2, 6, 3, 7>(a, b), i32x4_shuffle::<2, 6, 3, 7>(c, d));
        store(target[2], 0, i64x2_shuffle::<0, 2>(ab, cd));
        store(target[3], 0, i64x2_shuffle::<1, 3>(ab, cd));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Copy + PartialEq + From<u8> + std::fmt::Debug>() {
        for (height, width) in [(1, 1), (3, 5), (4, 4), (17, 9), (16, 33), (9, 271)] {
            let mut from: Vec<T> = (0..height * width).map(|i| T::from((i % 251) as u8)).collect();
            let upside_down = |k: usize| (height - 1 - k % height) * width + k / height;
            let expected: Vec<T> = (0..width * height).map(|k| from[upside_down(k)]).collect();
            let mut to = vec![T::from(0); width * height];
            let to_cells = Cell::from_mut(&mut to[..]).as_slice_of_cells();
            let from_cells = Cell::from_mut(&mut from[..]).as_slice_of_cells();
            let backwards = Rows { start: (height - 1) * width, step: -(width as isize) };
            copy(
                (to_cells, Rows { start: 0, step: height as isize }),
                (from_cells, backwards),
                height,
                width,
            );
            assert_eq!(to, expected);
        }
    }

    #[test]
    fn rows_become_columns() {
        check::<u8>();
        check::<u16>();
        check::<u32>();
        check::<f64>();
        check::<u128>();
    }
}
