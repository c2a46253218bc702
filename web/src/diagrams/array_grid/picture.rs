//! What a grid shows: which cells of an array, where they stand, and what is special about some.

use leptos::prelude::*;
use ndgym_core::format::element_texts;
use ndgym_core::{Array, Result};
use std::collections::HashMap;

/// Most cells drawn along an axis, the last axis first; beyond that, a part is left out.
const MOST: [usize; DRAWN_AXES] = [16, 12, 4, 4];
/// Axes that can be drawn; of further ones, in front, the first position is shown.
pub(crate) const DRAWN_AXES: usize = 4;

/// What a grid shows. Cells are named by their flat index: their place in C order among all of the drawn shape.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct GridPicture {
    /// Sizes as drawn.
    pub(super) shape: Vec<usize>,
    /// Sizes the array has in memory, aligned with the last of `shape`: beyond them, cells are ghosts.
    pub(super) own_shape: Vec<usize>,
    /// By axis, the last first, always four: the drawn positions; None stands for those left out.
    pub(super) slots: [Vec<Option<usize>>; DRAWN_AXES],
    /// The drawn cells in C order.
    pub(super) cells: Vec<GridCell>,
}

/// A drawn cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GridCell {
    /// Its place in C order among all cells of the shape.
    pub(super) flat: usize,
    /// Its slot by axis, the last axis first.
    pub(super) slot: [usize; DRAWN_AXES],
    pub(super) text: String,
    /// Not a cell in memory, but a repetition of one.
    pub(super) is_ghost: bool,
}

impl GridPicture {
    /// An array of a shape; `own_shape` is the part that is in memory, `text` writes a cell by its index.
    pub(crate) fn new(
        shape: &[usize],
        own_shape: &[usize],
        mut text: impl FnMut(&[usize]) -> String,
    ) -> GridPicture {
        let slots = std::array::from_fn(|axis| slots(from_last(shape, axis + 1).unwrap_or(1), MOST[axis]));
        let mut cells = Vec::new();
        for_each_slot(&slots, |slot| {
            let mut index = vec![0; shape.len()];
            for (axis, slots) in slots.iter().enumerate().take(shape.len()) {
                let Some(position) = slots[slot[axis]] else { return };
                let place = shape.len() - 1 - axis;
                index[place] = position;
            }
            let is_ghost = is_ghost(&index, own_shape);
            cells.push(GridCell { flat: flat_index(&index, shape), slot, text: text(&index), is_ghost });
        });
        GridPicture { shape: shape.to_vec(), own_shape: own_shape.to_vec(), slots, cells }
    }

    /// An array with its values as NumPy prints them.
    pub(crate) fn of(array: &Array) -> GridPicture {
        let mut values = Vec::new();
        let mut picture = GridPicture::new(array.shape(), array.shape(), |index| {
            values.push(array.get(index));
            String::new()
        });
        for (cell, text) in picture.cells.iter_mut().zip(element_texts(array.dtype(), &values)) {
            cell.text = text;
        }
        picture
    }

    /// An array stretched to a shape, with its values: what is not in memory is a ghost.
    pub(crate) fn stretched(array: &Array, to: &[usize]) -> Result<GridPicture> {
        let whole = array.broadcast_to(to)?;
        let mut picture = GridPicture::of(&whole);
        picture.own_shape = array.shape().to_vec();
        for cell in &mut picture.cells {
            cell.is_ghost = is_ghost(&unflatten(cell.flat, to), array.shape());
        }
        Ok(picture)
    }

    /// Whether some positions are left out.
    pub(crate) fn is_summary(&self) -> bool {
        self.shape.len() > DRAWN_AXES || self.slots.iter().any(|slots| slots.contains(&None))
    }

    /// For a ghost, the slot of the cell in memory that it repeats.
    pub(super) fn origin(&self, cell: &GridCell) -> Option<[usize; DRAWN_AXES]> {
        cell.is_ghost.then(|| {
            std::array::from_fn(|axis| {
                let own = from_last(&self.own_shape, axis + 1).unwrap_or(1);
                let position = self.slots[axis][cell.slot[axis]].unwrap_or(0);
                if position < own { cell.slot[axis] } else { 0 }
            })
        })
    }

    /// The index of a cell, and its text if it is drawn.
    pub(super) fn describe(&self, flat: usize) -> Option<String> {
        let cell = self.cells.iter().find(|cell| cell.flat == flat)?;
        let index: Vec<String> = unflatten(flat, &self.shape).iter().map(usize::to_string).collect();
        Some(format!("[{}] is {}", index.join(", "), cell.text))
    }

    /// The nearest drawn cell in a direction, as it looks: the last axis and the fourth from the last go across, the others
    /// down.
    pub(super) fn neighbour(&self, flat: usize, across: isize, down: isize) -> Option<usize> {
        let cell = self.cells.iter().find(|cell| cell.flat == flat)?;
        let place = |slot: &[usize; DRAWN_AXES]| {
            (slot[3] * self.slots[0].len() + slot[0], slot[2] * self.slots[1].len() + slot[1])
        };
        let (x, y) = place(&cell.slot);
        let far = |other: &GridCell| {
            let (other_x, other_y) = place(&other.slot);
            let (right, below) = (other_x as isize - x as isize, other_y as isize - y as isize);
            match (across, down) {
                (0, _) if right == 0 => below * down,
                (_, 0) if below == 0 => right * across,
                _ => 0,
            }
        };
        self.cells
            .iter()
            .filter(|other| far(other) > 0)
            .min_by_key(|other| far(other))
            .map(|other| other.flat)
    }
}

/// Whether a cell only repeats one in memory.
fn is_ghost(index: &[usize], own_shape: &[usize]) -> bool {
    (1..=index.len())
        .any(|axis| from_last(index, axis).unwrap_or(0) >= from_last(own_shape, axis).unwrap_or(1))
}

/// The positions to draw of `size`: all, or both ends with a None between.
pub(in crate::diagrams) fn slots(size: usize, most: usize) -> Vec<Option<usize>> {
    if size <= most {
        return (0..size).map(Some).collect();
    }
    let tail = (most - 1) / 2;
    let head = most - 1 - tail;
    (0..head).map(Some).chain([None]).chain((size - tail..size).map(Some)).collect()
}

fn for_each_slot(slots: &[Vec<Option<usize>>; DRAWN_AXES], mut visit: impl FnMut([usize; DRAWN_AXES])) {
    for fourth in 0..slots[3].len() {
        for third in 0..slots[2].len() {
            for row in 0..slots[1].len() {
                for column in 0..slots[0].len() {
                    visit([column, row, third, fourth]);
                }
            }
        }
    }
}

/// The size of an axis counted from the last, which is 1.
pub(crate) fn from_last(shape: &[usize], axis: usize) -> Option<usize> {
    shape.len().checked_sub(axis).map(|position| shape[position])
}

/// The place of an index in C order.
pub(crate) fn flat_index(index: &[usize], shape: &[usize]) -> usize {
    index.iter().zip(shape).fold(0, |flat, (position, size)| flat * size + position)
}

/// The index at a place in C order.
pub(crate) fn unflatten(flat: usize, shape: &[usize]) -> Vec<usize> {
    let mut rest = flat;
    let mut index: Vec<usize> = shape
        .iter()
        .rev()
        .map(|size| {
            let position = rest % size.max(&1);
            rest /= size.max(&1);
            position
        })
        .collect();
    index.reverse();
    index
}

/// What is special about a cell, beside being pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellMark {
    /// The pointed cell of another picture comes from here.
    Source,
    /// Overwritten.
    Written,
    /// One of several groups, for what an axis or an index picks out: each with an axis' colour and a number: 1 to 6.
    #[allow(dead_code, reason = "one idea of the grid, whoever draws with it")]
    Group(u8),
}

/// Cells with marks, by flat index (in a memory strip: by element).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Marks(HashMap<usize, Vec<CellMark>>);

impl Marks {
    /// Adds a mark to a cell.
    pub(crate) fn add(&mut self, cell: usize, mark: CellMark) {
        let marks = self.0.entry(cell).or_default();
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }

    /// The same mark on several cells.
    pub(crate) fn all(cells: impl IntoIterator<Item = usize>, mark: CellMark) -> Marks {
        let mut marks = Marks::default();
        cells.into_iter().for_each(|cell| marks.add(cell, mark));
        marks
    }

    /// The classes of a cell.
    pub(super) fn classes(&self, cell: usize, classes: &mut String) {
        for mark in self.0.get(&cell).into_iter().flatten() {
            let name = match mark {
                CellMark::Source => " source",
                CellMark::Written => " written",
                CellMark::Group(number) => {
                    classes.push_str(&format!(" group axis--{}", (number.max(&1) - 1) % 6 + 1));
                    continue;
                }
            };
            classes.push_str(name);
        }
    }
}

/// A cell's classes as they change.
pub(in crate::diagrams) fn classes_of(
    base: &'static str,
    cell: usize,
    pointed: Signal<Option<usize>>,
    marks: Signal<Marks>,
) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    move || {
        let mut classes = base.to_owned();
        if pointed.get() == Some(cell) {
            classes.push_str(" marked");
        }
        marks.with(|marks| marks.classes(cell, &mut classes));
        classes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(shape: &[usize]) -> GridPicture {
        GridPicture::new(shape, shape, |index| format!("{index:?}"))
    }

    #[test]
    fn long_axes_show_both_ends_and_cells_keep_their_places() {
        let picture = numbered(&[2, 100]);
        assert!(picture.is_summary());
        assert_eq!(picture.cells.len(), 30);
        assert_eq!(picture.cells.last().map(|cell| (cell.flat, cell.text.as_str())), Some((199, "[1, 99]")));
        assert!(!numbered(&[4, 4, 12, 16]).is_summary());
        assert_eq!(numbered(&[]).cells.len(), 1);
        assert_eq!(numbered(&[3, 0]).cells.len(), 0);
        // Of the fifth axis from the last, the first position.
        assert_eq!(numbered(&[7, 1, 1, 1, 2]).cells.len(), 2);
    }

    #[test]
    fn neighbours_are_found_as_they_look() {
        let picture = numbered(&[2, 2, 2, 3]);
        let flat = |index: &[usize]| flat_index(index, &[2, 2, 2, 3]);
        // Over the edge of a sheet to the next: the fourth axis from the last goes across, the third down.
        assert_eq!(picture.neighbour(flat(&[0, 0, 0, 2]), 1, 0), Some(flat(&[1, 0, 0, 0])));
        assert_eq!(picture.neighbour(flat(&[0, 0, 1, 2]), 0, 1), Some(flat(&[0, 1, 0, 2])));
        assert_eq!(picture.neighbour(0, -1, 0), None);
        // Over what is left out.
        let picture = numbered(&[40]);
        assert_eq!(picture.neighbour(7, 1, 0), Some(33));
    }

    #[test]
    fn values_are_numpys_texts() {
        let array = Array::from_slice(&[2, 2], &[1.0, -0.5, f64::NAN, 1e-3]).unwrap();
        let texts: Vec<String> = GridPicture::of(&array).cells.into_iter().map(|cell| cell.text).collect();
        // numpy: print(np.array([[1, -.5], [np.nan, 1e-3]]))
        assert_eq!(texts, ["1.", "-0.5", "nan", "0.001"].map(str::to_owned));
    }
}
