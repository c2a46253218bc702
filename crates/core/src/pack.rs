//! `packbits` and `unpackbits`: eight truth values to a byte and back.

use crate::array::Array;
use crate::dtype::DType;
use crate::element::{Bool, Element};
use crate::error::{Error, Result};
use crate::layout::{Shape, checked_shape};
use crate::sort::{along, for_each_line};
use crate::with_element;

/// Which bit of a byte comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "NumPy's own words")]
pub enum BitOrder {
    Big,
    Little,
}

impl BitOrder {
    /// From the argument's text.
    ///
    /// # Errors
    /// `ValueError: 'order' must be either 'little' or 'big'`.
    pub fn parse(text: &str) -> Result<BitOrder> {
        match text {
            "big" => Ok(BitOrder::Big),
            "little" => Ok(BitOrder::Little),
            _ => Err(Error::value("'order' must be either 'little' or 'big'")),
        }
    }

    /// The bit that the `i`th truth value has.
    fn bit(self, i: usize) -> u8 {
        match self {
            BitOrder::Big => 0x80 >> (i % 8),
            BitOrder::Little => 1 << (i % 8),
        }
    }
}

/// Truth values packed into bytes along an axis, or all of them in C order; the last byte of a line is filled up with
/// zeros.
///
/// # Errors
/// `TypeError` for numbers that are no integers; `AxisError`; `MemoryError`.
pub fn packbits(array: &Array, axis: Option<i64>, order: BitOrder) -> Result<Array> {
    if array.dtype().is_inexact() || array.dtype().is_text() {
        return Err(Error::type_error("Expected an input array of integer or boolean data type"));
    }
    let (array, axis) = along(array, axis)?;
    let len = array.shape()[axis];
    let mut shape: Shape = array.shape().into();
    shape[axis] = len.div_ceil(8);
    let packed = Array::zeros(&shape, DType::UInt8)?;
    let (stride, step) = (array.strides()[axis], packed.strides()[axis]);
    with_element!(array.dtype(), T => {
        for_each_line([&array, &packed], axis, |[from, to]| {
            let from = array.lane::<T>(from, stride, len);
            let to = packed.lane::<u8>(to, step, len.div_ceil(8));
            for i in 0..len {
                if from.get(i).cast::<Bool>().get() {
                    to.set(i / 8, to.get(i / 8) | order.bit(i));
                }
            }
        });
    });
    Ok(packed)
}

/// The bits of bytes as 0 and 1, along an axis or in C order. `count` says how many of a line to keep, or if negative how
/// many to leave away; zeros follow if there are not so many.
///
/// # Errors
/// `TypeError` for an array that is not of uint8; `ValueError` for a negative count beyond the line; `AxisError`;
/// `MemoryError`.
pub fn unpackbits(array: &Array, axis: Option<i64>, count: Option<i64>, order: BitOrder) -> Result<Array> {
    if array.dtype() != DType::UInt8 {
        return Err(Error::type_error("Expected an input array of unsigned byte data type"));
    }
    let (array, axis) = along(array, axis)?;
    let bits = array.shape()[axis] as i64 * 8;
    let wanted = match count {
        None => bits,
        Some(count) if count >= 0 => count,
        Some(count) if count < -bits => {
            return Err(Error::value("-count larger than number of elements"));
        }
        Some(count) => bits + count,
    };
    let requested: Vec<i64> = array
        .shape()
        .iter()
        .enumerate()
        .map(|(other, size)| if other == axis { wanted } else { *size as i64 })
        .collect();
    let unpacked = Array::zeros(&checked_shape(&requested, DType::UInt8)?, DType::UInt8)?;
    let (stride, step) = (array.strides()[axis], unpacked.strides()[axis]);
    let (len, wanted) = (array.shape()[axis], unpacked.shape()[axis]);
    for_each_line([&array, &unpacked], axis, |[from, to]| {
        let (from, to) = (array.lane::<u8>(from, stride, len), unpacked.lane::<u8>(to, step, wanted));
        for i in 0..wanted.min(len * 8) {
            to.set(i, (from.get(i / 8) & order.bit(i) != 0).into());
        }
    });
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected: NumPy 2.4.
    #[test]
    fn counts_of_bits_beyond_the_line() {
        let array = Array::from_slice(&[1], &[7_u8]).unwrap();
        let unpacked = |count| unpackbits(&array, None, Some(count), BitOrder::Big);
        assert_eq!(unpacked(i64::MIN).unwrap_err().message, "-count larger than number of elements");
        assert_eq!(unpacked(-8).unwrap().size(), 0);
        assert_eq!(unpacked(-2).unwrap().to_vec::<i64>(), [0, 0, 0, 0, 0, 1]);
    }
}
