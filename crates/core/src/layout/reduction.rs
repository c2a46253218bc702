//! What a reduction does to a shape, and whether its result fits back.

use super::{Shape, broadcast_shapes};
use crate::error::Error;

/// The shape that is left when `axes` are reduced; with `keepdims` they stay, with size 1.
///
/// ```
/// use ndgym_core::layout::reduced_shape;
/// assert_eq!(reduced_shape(&[2, 3, 4], &[0, 2], false)[..], [3]);
/// assert_eq!(reduced_shape(&[2, 3, 4], &[0, 2], true)[..], [1, 3, 1]);
/// ```
pub fn reduced_shape(shape: &[usize], axes: &[usize], keepdims: bool) -> Shape {
    let sizes = shape.iter().enumerate().filter(|(axis, _)| keepdims || !axes.contains(axis));
    sizes.map(|(axis, size)| if axes.contains(&axis) { 1 } else { *size }).collect()
}

/// Whether the result of a reduction broadcasts against the array that was reduced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FitsBack {
    /// Every axis meets the one it came from.
    AsMeant,
    /// It broadcasts, but this axis of the array (negative) meets other axes than its own: `seen_as` in the result.
    Elsewhere {
        /// The axis of the array, counted from the right.
        axis: isize,
        /// Where broadcasting puts it.
        seen_as: isize,
    },
    /// It does not broadcast.
    Clash(Error),
}

/// Whether, and with which meaning, `a - a.sum(axes, keepdims)` broadcasts.
///
/// ```
/// use ndgym_core::layout::{FitsBack, fits_back};
/// assert_eq!(fits_back(&[3, 4], &[1], true), FitsBack::AsMeant);
/// assert!(matches!(fits_back(&[3, 4], &[1], false), FitsBack::Clash(_)));
/// assert_eq!(fits_back(&[3, 3], &[1], false), FitsBack::Elsewhere { axis: -2, seen_as: -1 });
/// ```
pub fn fits_back(shape: &[usize], axes: &[usize], keepdims: bool) -> FitsBack {
    let reduced = reduced_shape(shape, axes, keepdims);
    if let Err(error) = broadcast_shapes(&[shape, &reduced]) {
        return FitsBack::Clash(error);
    }
    if keepdims {
        return FitsBack::AsMeant;
    }
    let rank = shape.len() as isize;
    let kept: Vec<usize> = (0..shape.len()).filter(|axis| !axes.contains(axis)).collect();
    let moved = kept.iter().enumerate().find_map(|(position, axis)| {
        let (meant, seen_as) = (*axis as isize - rank, position as isize - kept.len() as isize);
        // Wherever it is, an axis of size 1 stretches.
        (meant != seen_as && shape[*axis] != 1).then_some(FitsBack::Elsewhere { axis: meant, seen_as })
    });
    moved.unwrap_or(FitsBack::AsMeant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_fits_back_where_its_axes_stay() {
        assert_eq!(fits_back(&[3, 4], &[0], false), FitsBack::AsMeant);
        assert_eq!(fits_back(&[3, 4], &[0, 1], false), FitsBack::AsMeant);
        assert_eq!(fits_back(&[3, 4], &[], false), FitsBack::AsMeant);
        assert_eq!(
            fits_back(&[2, 3, 3], &[1], false),
            FitsBack::Clash(broadcast_shapes(&[&[2, 3, 3], &[2, 3]]).unwrap_err())
        );
        assert_eq!(fits_back(&[3, 3, 3], &[1], false), FitsBack::Elsewhere { axis: -3, seen_as: -2 });
        assert_eq!(fits_back(&[1, 3], &[1], false), FitsBack::AsMeant);
        assert_eq!(fits_back(&[2, 3, 3], &[1], true), FitsBack::AsMeant);
    }
}
