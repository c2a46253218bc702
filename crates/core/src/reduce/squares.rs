//! Sums of squared distances in one walk, where memory lies so that it can be had: bit for bit what subtracting,
//! multiplying and adding up one after the other gives, without arrays between them.

use crate::array::Array;
use crate::dtype::DType;
use crate::ufunc::Exceptional;
use ndgym_kernels::fold::{self, Float};
use std::cell::Cell;

/// The sum along neighbouring `axes` of the squared distances from `center`, whose reduced axes have size 1. None where
/// there is no such walk, or where it meets what is infinite or NaN, which somebody else must then tell of.
pub(super) fn squared_distances(array: &Array, center: &Array, axes: &[usize]) -> Option<Array> {
    let are_neighbours = axes.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let (first, last) = (*axes.first()?, *axes.last()?);
    if !are_neighbours || array.size() == 0 || center.dtype() != array.dtype() {
        return None;
    }
    let is_center = center.rank() == array.rank()
        && (0..array.rank())
            .all(|axis| center.shape()[axis] == if axes.contains(&axis) { 1 } else { array.shape()[axis] });
    if !is_center {
        return None;
    }
    let inner: usize = array.shape()[last + 1..].iter().product();
    match array.dtype() {
        DType::Float32 => walk::<f32>(array, center, first, inner),
        DType::Float64 => walk::<f64>(array, center, first, inner),
        _ => None,
    }
}

fn walk<T: Exceptional + Float>(array: &Array, center: &Array, first: usize, inner: usize) -> Option<Array> {
    let (from, centers) = (array.contiguous_cells::<T>()?, center.contiguous_cells::<T>()?);
    let total = Array::zeros(center.shape(), T::DTYPE).ok()?;
    let totals = total.contiguous_cells::<T>()?;
    let outer: usize = array.shape()[..first].iter().product();
    let count = from.len() / outer / inner;
    for block in 0..outer {
        let row = block * inner..(block + 1) * inner;
        let start = block * count * inner;
        if inner == 1 {
            let lane = &from[start..start + count];
            totals[block].set(fold::sum_of_squared_distances(lane, centers[block].get()));
        } else {
            fold::squared_distances(&totals[row.clone()], &centers[row], from, start, inner as isize, count);
        }
    }
    totals.iter().map(Cell::get).all(Exceptional::is_ordinary).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Order;
    use crate::reduce::{MomentOptions, variance};

    /// The variance by a walk over neighbours, and by other means: those of a transposed copy, or with a mask of all.
    #[test]
    fn one_walk_and_several_give_the_same_bits() {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / 1e6 - 3.0
        };
        for shape in [[3, 5, 7], [1, 300, 2], [2, 9, 1], [4, 1, 130], [130, 3, 3]] {
            let values: Vec<f64> = std::iter::repeat_with(&mut next).take(shape.iter().product()).collect();
            let array = Array::from_slice(&shape, &values).unwrap();
            for array in [array.clone(), array.cast(DType::Float32, Order::K).unwrap()] {
                for axes in [&[0][..], &[1], &[2], &[0, 1], &[1, 2], &[0, 1, 2]] {
                    let everywhere = Array::full(&[], true.into()).unwrap();
                    let masked = MomentOptions { where_: Some(everywhere), ..MomentOptions::default() };
                    let [one, several] = [MomentOptions::default(), masked]
                        .map(|options| variance(&array, axes, &options).unwrap().value);
                    assert_eq!(one.shape(), several.shape());
                    assert_eq!(one.to_vec::<f64>(), several.to_vec::<f64>(), "{shape:?} along {axes:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_finite_is_left_to_others() {
        let array = Array::from_slice(&[2, 2], &[1e300, 0.0, -1e300, 1.0]).unwrap();
        let center = Array::from_slice(&[1, 2], &[0.0, 0.5]).unwrap();
        assert!(squared_distances(&array, &center, &[0]).is_none());
    }
}
