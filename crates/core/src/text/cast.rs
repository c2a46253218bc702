//! Casts to and from texts.

use super::{Text, as_complex, as_float, as_integer};
use crate::array::Array;
use crate::dtype::{DType, Kind};
use crate::error::{Error, ErrorKind, Result};
use crate::iterate::Plan;
use crate::layout::Strides;
use crate::scalar::Scalar;
use crate::ufunc::integer_scalar;

/// Overwrites an array with a source of its shape (by these strides), where either holds texts: numbers are written out,
/// texts read as numbers, and cut to the width there is.
///
/// # Errors
/// `ValueError` for texts that say no number, as Python words it; `OverflowError` for integers that do not fit.
pub(crate) fn assign(to: &Array, from: &Array, strides: &Strides) -> Result<()> {
    let mut result = Ok(());
    Plan::in_c_order(to.shape(), [to.strides(), strides]).for_each_lane(
        [to.offset(), from.offset()],
        |[to_at, from_at], [to_by, from_by], len| {
            for i in 0..len as isize {
                if result.is_err() {
                    return;
                }
                let value = from.scalar_at(from_at.wrapping_add_signed(i * from_by));
                result = converted(value, to.dtype())
                    .map(|value| to.set_at(to_at.wrapping_add_signed(i * to_by), value));
            }
        },
    );
    result
}

fn converted(value: Scalar, dtype: DType) -> Result<Scalar> {
    let Scalar::Text(text) = value else { return Ok(value.cast(dtype)) };
    Ok(match dtype.kind() {
        Kind::Text => value.cast(dtype),
        Kind::Bool => Scalar::Bool(text != Text::EMPTY),
        Kind::Signed | Kind::Unsigned => integer_of(&text.string(), dtype)?,
        Kind::Float => Scalar::Float64(as_float(&text.string())?).cast(dtype),
        Kind::Complex => Scalar::Complex128(as_complex(&text.string())?).cast(dtype),
    })
}

fn integer_of(string: &str, dtype: DType) -> Result<Scalar> {
    let value = as_integer(string)?;
    integer_scalar(value, dtype).ok_or_else(|| {
        let message = match i64::try_from(value) {
            Ok(_) => format!("Python integer {value} out of bounds for {}", dtype.name()),
            Err(_) => "Python int too large to convert to C long".to_owned(),
        };
        Error::new(ErrorKind::Overflow, message)
    })
}
