//! The short way for calls that leave nothing to resolve: operands of one element type and shape that lie in C order, numbers
//! beside them, and a fresh result. It runs the same loops as [`Ufunc::call`] does, with none of the questions; small arrays
//! are all about these.

use super::fold;
use super::inner::Frame;
use super::{Computation, Number, Ufunc};
use crate::array::Array;
use crate::error::Result;
use crate::scalar::Scalar;
use smallvec::SmallVec;

/// An operand that is looked at, not kept.
#[derive(Debug)]
pub enum Plain<'a> {
    /// An array.
    Array(&'a Array),
    /// A Python number.
    Number(Number),
}

impl Ufunc {
    /// What [`Ufunc::call`] gives for these operands, if it is as simple as that; None if it must be asked.
    ///
    /// # Errors
    /// `MemoryError`.
    ///
    /// ```
    /// use ndgym_core::{Array, ufunc::{self, Number, Plain}};
    /// let a = Array::from_slice(&[2], &[1.0, 2.0]).unwrap();
    /// let doubled = ufunc::MULTIPLY.call_plain(&[Plain::Array(&a), Plain::Number(Number::Int(2))]).unwrap();
    /// assert_eq!(doubled.unwrap().to_vec::<f64>(), [2.0, 4.0]);
    /// let transposed = Array::zeros(&[2, 3], a.dtype()).unwrap().transpose();
    /// assert!(ufunc::ABSOLUTE.call_plain(&[Plain::Array(&transposed)]).is_none());
    /// ```
    pub fn call_plain(&'static self, operands: &[Plain<'_>]) -> Option<Result<Array>> {
        if let Computation::Generalized { plain, .. } = self.computation {
            let [Plain::Array(a), Plain::Array(b)] = operands else { return None };
            return plain(a, b);
        }
        if self.outputs != 1 || self.check.is_some() || operands.len() != self.inputs {
            return None;
        }
        let like = operands.iter().find_map(|operand| match operand {
            Plain::Array(array) => Some(*array),
            Plain::Number(_) => None,
        })?;
        let found = self.loop_of_alike(like.dtype())?;
        let numbers = numbers_beside(like, operands)?;
        Some(Array::empty(like.shape(), found.outputs[0]).inspect(|result| {
            let mut numbers = numbers.iter();
            let inputs = operands.iter().filter_map(|operand| match operand {
                Plain::Array(array) => Some((*array, 1)),
                Plain::Number(_) => numbers.next().map(|number| (number, 0)),
            });
            let (mut arrays, mut offsets, mut strides) = ([result; 4], [0; 4], [1; 4]);
            for (i, (array, stride)) in inputs.enumerate() {
                (arrays[i], offsets[i], strides[i]) = (array, array.offset(), stride);
            }
            let (used, len) = (..=self.inputs, result.size());
            if len > 0 {
                (found.inner)(&Frame {
                    arrays: &arrays[used],
                    offsets: &offsets[used],
                    strides: &strides[used],
                    len,
                });
            }
        }))
    }
}

impl Ufunc {
    /// What [`Ufunc::reduce`] gives for all elements of an array without options, if that is as simple as neighbours of one of
    /// the types that programs compute in; None if it must be asked.
    ///
    /// ```
    /// use ndgym_core::{Array, Scalar, ufunc};
    /// let a = Array::from_slice(&[2, 2], &[1.0, 2.0, 3.0, 4.0]).unwrap();
    /// assert_eq!(ufunc::ADD.reduce_plain(&a), Some(Scalar::Float64(10.0)));
    /// assert_eq!(ufunc::ADD.reduce_plain(&a.transpose()), None);
    /// ```
    pub fn reduce_plain(&'static self, array: &Array) -> Option<Scalar> {
        fold::whole(self, array)
    }
}

/// The numbers among operands as arrays of no axes; None if an operand is not plain beside `like`.
fn numbers_beside(like: &Array, operands: &[Plain<'_>]) -> Option<SmallVec<[Array; 1]>> {
    let dtype = like.dtype();
    let mut numbers = SmallVec::new();
    for operand in operands {
        match operand {
            Plain::Array(array) => {
                let is_alike = array.dtype() == dtype && array.shape() == like.shape();
                if !is_alike || !array.is_c_contiguous() {
                    return None;
                }
            }
            Plain::Number(number) => {
                if number.dtype_beside(dtype) != dtype {
                    return None;
                }
                numbers.push(Array::from_scalar(number.to_scalar(dtype).ok()?).ok()?);
            }
        }
    }
    Some(numbers)
}
