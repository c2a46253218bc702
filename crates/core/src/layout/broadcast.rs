//! The three rules: pad the shorter shape on the left with 1; sizes must be equal or 1; size 1 stretches, at stride 0.

use super::{Shape, Strides, shape_as_tuple, shape_in_message};
use crate::error::{Error, Reason, Result};
use smallvec::SmallVec;

/// The shape that several shapes broadcast to.
///
/// # Errors
/// `ValueError: operands could not be broadcast together with shapes (3,4) (3,) `, as ufuncs say it (with the space at
/// the end), and [`Reason::BroadcastClash`].
///
/// ```
/// use ndgym_core::layout::broadcast_shapes;
/// assert_eq!(broadcast_shapes(&[&[5, 1, 3], &[1, 4, 3]]).unwrap()[..], [5, 4, 3]);
/// assert!(broadcast_shapes(&[&[3, 4], &[3]]).is_err());
/// ```
pub fn broadcast_shapes(shapes: &[&[usize]]) -> Result<Shape> {
    broadcast(shapes).map_err(|clash| {
        let listed: String = shapes.iter().map(|shape| shape_in_message(shape) + " ").collect();
        Error::value(format!("operands could not be broadcast together with shapes {listed}")).because(clash)
    })
}

/// The same for functions that take many arrays at once (`np.broadcast_shapes`, `np.broadcast_arrays`, fancy indices of
/// `take_along_axis`), which word the error otherwise.
///
/// # Errors
/// `ValueError: shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape (3, 4)
/// and arg 1 with shape (3,).`
pub fn broadcast_shapes_of_function(shapes: &[&[usize]]) -> Result<Shape> {
    broadcast(shapes).map_err(|clash| {
        let Reason::BroadcastClash { operands: (first, second), .. } = clash else { unreachable!() };
        let [one, other] = [first, second].map(|operand| shape_as_tuple(shapes[operand]));
        Error::value(format!(
            "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg {first} with shape \
             {one} and arg {second} with shape {other}."
        ))
        .because(clash)
    })
}

fn broadcast(shapes: &[&[usize]]) -> std::result::Result<Shape, Reason> {
    let rank = shapes.iter().map(|shape| shape.len()).max().unwrap_or(0);
    let mut result: Shape = SmallVec::from_elem(1, rank);
    // Which operand fixed the size of an axis.
    let mut fixed_by: SmallVec<[usize; 4]> = SmallVec::from_elem(0, rank);
    for (operand, shape) in shapes.iter().enumerate() {
        let padding = rank - shape.len();
        for (axis, &size) in shape.iter().enumerate().filter(|(_, size)| **size != 1) {
            let axis = axis + padding;
            if result[axis] == 1 {
                result[axis] = size;
                fixed_by[axis] = operand;
            } else if result[axis] != size {
                return Err(Reason::BroadcastClash {
                    shapes: shapes.iter().map(|shape| shape.to_vec()).collect(),
                    axis: axis as isize - rank as isize,
                    operands: (fixed_by[axis], operand),
                });
            }
        }
    }
    Ok(result)
}

/// Strides that read an array of `shape` and `strides` as if it had the shape `to`: 0 along every stretched axis.
/// `shape` must broadcast to `to`.
pub fn broadcast_strides(shape: &[usize], strides: &[isize], to: &[usize]) -> Strides {
    let padding = to.len() - shape.len();
    let mut stretched: Strides = SmallVec::from_elem(0, to.len());
    for (axis, &size) in shape.iter().enumerate() {
        if size != 1 || to[axis + padding] == 1 {
            stretched[axis + padding] = strides[axis];
        }
    }
    stretched
}

/// [`broadcast_strides`] after checking that the shape broadcasts to `to`, as `np.broadcast_to` does.
///
/// # Errors
/// `ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (3,)  and requested
/// shape (4,)`; `ValueError: input operand has more dimensions than allowed by the axis remapping`.
pub fn broadcast_to_strides(shape: &[usize], strides: &[isize], to: &[usize]) -> Result<Strides> {
    if shape.len() > to.len() {
        return Err(Error::value("input operand has more dimensions than allowed by the axis remapping"));
    }
    let padding = to.len() - shape.len();
    let clash = (0..shape.len()).rev().find(|&axis| shape[axis] != 1 && shape[axis] != to[axis + padding]);
    match clash {
        None => Ok(broadcast_strides(shape, strides, to)),
        Some(axis) => Err(Error::value(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {}  and requested shape {}",
            shape_in_message(shape),
            shape_in_message(to)
        ))
        .because(Reason::BroadcastClash {
            shapes: vec![shape.to_vec(), to.to_vec()],
            axis: axis as isize - shape.len() as isize,
            operands: (0, 1),
        })),
    }
}
