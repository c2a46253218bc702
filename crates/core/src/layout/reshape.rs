//! Reshaping: inferring -1, and whether a view will do.

use super::{Shape, Strides};
use crate::error::{Error, Reason, Result};
use smallvec::SmallVec;

/// The shape for `size` elements, with at most one -1 inferred.
///
/// # Errors
/// `ValueError: cannot reshape array of size 6 into shape (4,2)`, `ValueError: can only specify one unknown dimension`.
///
/// ```
/// assert_eq!(ndgym_core::layout::infer_shape(6, &[-1, 2]).unwrap()[..], [3, 2]);
/// ```
pub fn infer_shape(size: usize, requested: &[i64]) -> Result<Shape> {
    let clash = || {
        Error::value(format!("cannot reshape array of size {size} into shape {}", requested_shape(requested)))
            .because(Reason::ReshapeClash { size, shape: requested.to_vec() })
    };
    let unknown = requested.iter().filter(|size| **size < 0).count();
    if unknown > 1 {
        return Err(Error::value("can only specify one unknown dimension"));
    }
    let known = requested
        .iter()
        .filter(|size| **size >= 0)
        .try_fold(1_usize, |product, size| product.checked_mul(usize::try_from(*size).ok()?))
        .ok_or_else(clash)?;
    if unknown == 0 {
        if known != size {
            return Err(clash());
        }
    } else if known == 0 || !size.is_multiple_of(known) {
        return Err(clash());
    }
    Ok(requested.iter().map(|&wanted| if wanted < 0 { size / known } else { wanted as usize }).collect())
}

/// A requested shape as NumPy's message prints it: leading unknown sizes are left out, others are called newaxis.
fn requested_shape(requested: &[i64]) -> String {
    let printed: Vec<String> = requested
        .iter()
        .skip_while(|size| **size < 0)
        .map(|size| if *size < 0 { "newaxis".into() } else { size.to_string() })
        .collect();
    let comma = if requested.len() == 1 { "," } else { "" };
    format!("({}{comma})", printed.join(","))
}

/// Strides that read the same memory under a new shape of equal size, or None if a copy is needed. `fortran` fills and
/// reads with the first axis fastest.
///
/// ```
/// use ndgym_core::layout::reshape_strides;
/// assert_eq!(reshape_strides(&[4, 6], &[6, 1], &[2, 2, 6], false).unwrap()[..], [12, 6, 1]);
/// assert!(reshape_strides(&[6, 4], &[1, 6], &[24], false).is_none());
/// ```
pub fn reshape_strides(shape: &[usize], strides: &[isize], to: &[usize], fortran: bool) -> Option<Strides> {
    if shape.contains(&0) {
        return Some(strides_over_nothing(to, fortran));
    }
    let old: SmallVec<[(usize, isize); 4]> =
        shape.iter().copied().zip(strides.iter().copied()).filter(|(size, _)| *size != 1).collect();
    let mut result: Strides = SmallVec::from_elem(0, to.len());
    let (mut old_at, mut new_at) = (0, 0);
    // Groups of old axes and of new axes that hold the same number of elements are matched from the left.
    while new_at < to.len() && old_at < old.len() {
        let (old_start, new_start) = (old_at, new_at);
        let (mut old_size, mut new_size) = (old[old_at].0, to[new_at]);
        (old_at, new_at) = (old_at + 1, new_at + 1);
        while old_size != new_size {
            if new_size < old_size {
                new_size *= to[new_at];
                new_at += 1;
            } else {
                old_size *= old[old_at].0;
                old_at += 1;
            }
        }
        let group = &old[old_start..old_at];
        let joined = group.windows(2).all(|pair| {
            let ((left_size, left), (right_size, right)) = (pair[0], pair[1]);
            if fortran { right == left * left_size as isize } else { left == right * right_size as isize }
        });
        if !joined {
            return None;
        }
        if fortran {
            let mut step = group[0].1;
            for axis in new_start..new_at {
                result[axis] = step;
                step *= to[axis] as isize;
            }
        } else {
            let mut step = group[group.len() - 1].1;
            for axis in (new_start..new_at).rev() {
                result[axis] = step;
                step *= to[axis] as isize;
            }
        }
    }
    // What is left are axes of size 1; NumPy gives them the stride that contiguity would.
    let filler = match (new_at, fortran) {
        (0, _) => 1,
        (_, true) => result[new_at - 1] * to[new_at - 1] as isize,
        (_, false) => result[new_at - 1],
    };
    result[new_at..].fill(filler);
    Some(result)
}
/// Why a reshape needs a copy: two neighbouring axes of the array (those of size 1 aside) would have to become one, but the
/// second does not end where the first goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The two axes.
    pub axes: (usize, usize),
    /// The stride, in elements, that the slower of them has: the first in C order, the second in F order.
    pub found: isize,
    /// The stride with which it would do.
    pub needed: isize,
}

/// The first pair of axes that makes [`reshape_strides`] say no; None where a view will do.
///
/// ```
/// use ndgym_core::layout::reshape_obstacle;
/// // The transpose of a (4, 6) array, to one axis.
/// let obstacle = reshape_obstacle(&[6, 4], &[1, 6], &[24], false).unwrap();
/// assert_eq!((obstacle.axes, obstacle.found, obstacle.needed), ((0, 1), 1, 24));
/// assert!(reshape_obstacle(&[6, 4], &[1, 6], &[6, 2, 2], false).is_none());
/// ```
pub fn reshape_obstacle(shape: &[usize], strides: &[isize], to: &[usize], fortran: bool) -> Option<Obstacle> {
    if reshape_strides(shape, strides, to, fortran).is_some() {
        return None;
    }
    let axes: SmallVec<[usize; 4]> = (0..shape.len()).filter(|axis| shape[*axis] != 1).collect();
    // Borders between groups, as numbers of elements before them, which the new shape has too, need no joining.
    let borders = |sizes: &mut dyn Iterator<Item = usize>| -> SmallVec<[usize; 8]> {
        sizes
            .scan(1, |product, size| {
                *product *= size;
                Some(*product)
            })
            .collect()
    };
    let new_borders = borders(&mut to.iter().copied());
    let old_borders = borders(&mut axes.iter().map(|axis| shape[*axis]));
    axes.windows(2).zip(old_borders).filter(|(_, border)| !new_borders.contains(border)).find_map(
        |(pair, _)| {
            let (first, second) = (pair[0], pair[1]);
            let (found, needed) = if fortran {
                (strides[second], strides[first] * shape[first] as isize)
            } else {
                (strides[first], strides[second] * shape[second] as isize)
            };
            (found != needed).then_some(Obstacle { axes: (first, second), found, needed })
        },
    )
}

/// Strides of an empty array that was reshaped: as if axes of size 0 had size 1. (A fresh empty array has strides of 0.)
fn strides_over_nothing(shape: &[usize], fortran: bool) -> Strides {
    let shape: Shape = shape.iter().map(|size| (*size).max(1)).collect();
    if fortran { super::f_strides(&shape) } else { super::c_strides(&shape) }
}
