//! Where things are in a grid's picture.

use super::picture::{DRAWN_AXES, GridPicture};

/// Height of a cell, and its width unless its text needs more.
pub(super) const CELL: usize = 40;
/// Room for the ruler of one axis.
const RULER: usize = 26;
/// Between two sheets.
const GAP: usize = 12;
/// Room of the "…" for positions that are left out.
const LEFT_OUT: usize = 24;
/// Width of a character of a cell's text.
const CHARACTER: usize = 8;
/// Longer texts are written smaller.
const WIDEST: usize = 88;

/// Where cells and rulers are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Geometry {
    /// Left edge of the first cell.
    pub(super) left: usize,
    /// Top edge of the first cell.
    pub(super) top: usize,
    /// Width of a cell.
    pub(super) cell: usize,
    /// By axis, the last first: where each slot begins, and where the last ends, relative to the first.
    starts: [Vec<usize>; DRAWN_AXES],
    rank: usize,
}

impl Geometry {
    pub(super) fn of(picture: &GridPicture) -> Geometry {
        let longest = picture.cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(0);
        let cell = (longest * CHARACTER + 8).clamp(CELL, WIDEST);
        let rank = picture.shape.len();
        let steps = |axis: usize, size: usize, gap: usize| {
            let mut starts = vec![0];
            for slot in &picture.slots[axis] {
                let step = if slot.is_some() { size } else { LEFT_OUT };
                starts.push(starts[starts.len() - 1] + step + gap);
            }
            starts
        };
        let columns = steps(0, cell, 0);
        let rows = steps(1, CELL, 0);
        let sheets = steps(2, rows[rows.len() - 1], GAP);
        let stacks = steps(3, columns[columns.len() - 1], GAP + 4);
        Geometry {
            left: if rank > 2 { 2 * RULER } else { RULER },
            top: if rank > 3 { 2 * RULER } else { RULER },
            cell,
            starts: [columns, rows, sheets, stacks],
            rank,
        }
    }

    /// The top left corner of a slot.
    pub(super) fn corner(&self, slot: [usize; DRAWN_AXES]) -> (usize, usize) {
        let [columns, rows, sheets, stacks] = &self.starts;
        (self.left + stacks[slot[3]] + columns[slot[0]], self.top + sheets[slot[2]] + rows[slot[1]])
    }

    /// How long the first `drawn` slots of an axis (1 is the last) are.
    pub(super) fn length(&self, axis: usize, drawn: usize) -> usize {
        let starts = &self.starts[axis - 1];
        let gap = match axis {
            1 | 2 => 0,
            3 => GAP,
            _ => GAP + 4,
        };
        starts[drawn.min(starts.len() - 1)].saturating_sub(gap)
    }

    /// The line along an axis (1 is the last), and the middle of its label.
    pub(super) fn ruler(&self, axis: usize, length: usize) -> [(usize, usize); 3] {
        let (left, top) = (self.left, self.top);
        let end = |start: usize| start + length.saturating_sub(2);
        let from_edge = if axis > 2 { 7 + RULER } else { 7 };
        match axis {
            1 | 4 => {
                let y = top - from_edge;
                [(left + 2, y), (end(left).max(left + 2), y), (left + length / 2, y - 11)]
            }
            _ => {
                let x = left - from_edge;
                [(x, top + 2), (x, end(top).max(top + 2)), (x.saturating_sub(11), top + length / 2)]
            }
        }
    }

    pub(super) fn width(&self) -> usize {
        self.left + self.length(4, usize::MAX).max(if self.rank == 0 { self.cell } else { 0 }) + 10
    }

    pub(super) fn height(&self) -> usize {
        self.top + self.length(3, usize::MAX) + 10
    }
}
