//! Visiting every element of several arrays at once, lane by lane.
//!
//! A [`Plan`] drops axes of size 1, orders axes so that memory is walked forwards, and joins neighbouring axes that can be
//! walked as one, so that kernels get lanes as long as can be: one lane for contiguous operands of any shape.

use smallvec::SmallVec;

/// How to walk `K` operands of one shape together.
#[derive(Debug)]
pub struct Plan<const K: usize> {
    /// Slowest first; the last is the lane. Empty if there is just one element.
    axes: SmallVec<[Axis<K>; 4]>,
    /// No element at all.
    empty: bool,
}

#[derive(Clone, Copy, Debug)]
struct Axis<const K: usize> {
    size: usize,
    strides: [isize; K],
}

impl<const K: usize> Plan<K> {
    /// Nowhere to go. The sizes that are not 0 may be absurd then.
    fn nowhere() -> Self {
        Plan { axes: SmallVec::new(), empty: true }
    }

    /// A plan that visits in whatever order is fastest, guided by the first operands' strides. `strides[k]` are those of
    /// operand k, already broadcast to `shape`.
    pub fn new(shape: &[usize], strides: [&[isize]; K]) -> Self {
        if shape.contains(&0) {
            return Plan::nowhere();
        }
        let mut axes = axes(shape, strides);
        // Insertion sort, stable: ranks are small. An axis is slower if the first operand that can tell says so.
        for i in 1..axes.len() {
            let mut j = i;
            while j > 0 && faster(&axes[j - 1], &axes[j]) {
                axes.swap(j - 1, j);
                j -= 1;
            }
        }
        Plan { axes: join(axes), empty: false }
    }

    /// A plan that visits in C order of the shape.
    pub fn in_c_order(shape: &[usize], strides: [&[isize]; K]) -> Self {
        if shape.contains(&0) {
            return Plan::nowhere();
        }
        Plan { axes: join(axes(shape, strides)), empty: false }
    }

    /// Length of a lane, and the operands' strides along it.
    pub fn lane(&self) -> (usize, [isize; K]) {
        match self.axes.last() {
            Some(axis) => (axis.size, axis.strides),
            None => (usize::from(!self.empty), [0; K]),
        }
    }

    /// The number of lanes that follow each other along the slowest axis but the lane's own, and the operands' strides from
    /// one to the next; None if there is no such axis.
    pub fn lanes_in_a_row(&self) -> Option<(usize, [isize; K])> {
        let axis = self.axes.len().checked_sub(2).map(|at| self.axes[at])?;
        Some((axis.size, axis.strides))
    }

    /// Calls `visit(offsets)` with the first element of the first lane of each such row of lanes.
    pub fn for_each_row_of_lanes(&self, start: [usize; K], mut visit: impl FnMut([usize; K])) {
        let Some((count, _)) = self.lanes_in_a_row() else { return };
        let mut number = 0;
        self.for_each_lane(start, |offsets, _, _| {
            if number % count == 0 {
                visit(offsets);
            }
            number += 1;
        });
    }

    /// Calls `visit(offsets, strides, len)` for every lane; `offsets` are the operands' positions of its first element.
    pub fn for_each_lane(&self, start: [usize; K], mut visit: impl FnMut([usize; K], [isize; K], usize)) {
        if self.empty {
            return;
        }
        let Some((lane, outer)) = self.axes.split_last() else {
            return visit(start, [1; K], 1);
        };
        let mut offsets = start;
        let mut index: SmallVec<[usize; 4]> = SmallVec::from_elem(0, outer.len());
        loop {
            visit(offsets, lane.strides, lane.size);
            let mut axis = outer.len();
            loop {
                if axis == 0 {
                    return;
                }
                axis -= 1;
                index[axis] += 1;
                if index[axis] < outer[axis].size {
                    advance(&mut offsets, &outer[axis].strides, 1);
                    break;
                }
                index[axis] = 0;
                advance(&mut offsets, &outer[axis].strides, -(outer[axis].size as isize - 1));
            }
        }
    }
}

fn axes<const K: usize>(shape: &[usize], strides: [&[isize]; K]) -> SmallVec<[Axis<K>; 4]> {
    (0..shape.len())
        .filter(|&axis| shape[axis] != 1)
        .map(|axis| Axis { size: shape[axis], strides: std::array::from_fn(|k| strides[k][axis]) })
        .collect()
}

fn faster<const K: usize>(left: &Axis<K>, right: &Axis<K>) -> bool {
    for k in 0..K {
        let (left, right) = (left.strides[k].unsigned_abs(), right.strides[k].unsigned_abs());
        if left != 0 && right != 0 && left != right {
            return left < right;
        }
    }
    false
}

fn join<const K: usize>(axes: SmallVec<[Axis<K>; 4]>) -> SmallVec<[Axis<K>; 4]> {
    let mut joined: SmallVec<[Axis<K>; 4]> = SmallVec::new();
    for axis in axes {
        if let Some(slower) = joined.last_mut()
            && (0..K).all(|k| slower.strides[k] == axis.strides[k] * axis.size as isize)
        {
            *slower = Axis { size: slower.size * axis.size, strides: axis.strides };
        } else {
            joined.push(axis);
        }
    }
    joined
}

fn advance<const K: usize>(offsets: &mut [usize; K], strides: &[isize; K], steps: isize) {
    for (offset, stride) in offsets.iter_mut().zip(strides) {
        *offset = offset.wrapping_add_signed(stride * steps);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contiguous_operands_are_one_lane_and_a_transpose_is_walked_in_memory_order() {
        let mut lanes = Vec::new();
        Plan::new(&[2, 3, 4], [&[12, 4, 1], &[12, 4, 1]])
            .for_each_lane([0, 5], |at, by, n| lanes.push((at, by, n)));
        assert_eq!(lanes, [([0, 5], [1, 1], 24)]);
        lanes.clear();
        Plan::new(&[3, 2], [&[1, 3], &[1, 3]]).for_each_lane([0, 0], |at, by, n| lanes.push((at, by, n)));
        assert_eq!(lanes, [([0, 0], [1, 1], 6)]);
    }

    #[test]
    fn every_element_is_visited_once_in_c_order() {
        let mut visited = Vec::new();
        Plan::in_c_order(&[2, 1, 3], [&[1, 7, 2]]).for_each_lane([4], |[at], [by], n| {
            visited.extend((0..n).map(|i| at.wrapping_add_signed(by * i as isize)));
        });
        assert_eq!(visited, [4, 6, 8, 5, 7, 9]);
    }

    #[test]
    fn nothing_is_visited_in_an_empty_array_and_once_in_a_scalar() {
        let mut visits = 0;
        Plan::new(&[3, 0], [&[1, 1]]).for_each_lane([0], |_, _, _| visits += 1);
        assert_eq!(visits, 0);
        Plan::new(&[], [&[]]).for_each_lane([0], |_, _, n| visits += n);
        assert_eq!(visits, 1);
    }

    #[cfg(target_pointer_width = "64")] // sizes of more than 32 bits
    #[test]
    fn an_empty_array_of_absurd_size_is_not_walked() {
        for plan in [
            Plan::new(&[1 << 62, 1 << 62, 0], [&[0, 0, 0]]),
            Plan::in_c_order(&[1 << 62, 1 << 62, 0], [&[0, 0, 0]]),
        ] {
            assert_eq!(plan.lane().0, 0);
            plan.for_each_lane([0], |_, _, _| panic!("there is nothing"));
        }
    }
}
