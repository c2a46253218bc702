//! Small expressions that make an array from nothing: `np.arange(6).reshape(2, 3)[:, None]`.

use super::parse::Reader;
use super::{MOST_ELEMENTS, too_much};
use ndgym_core::creation::arange;
use ndgym_core::layout::{checked_shape, shape_as_tuple};
use ndgym_core::{Array, DType, Error, Result, Scalar};

/// An array and the NumPy code that makes it.
#[derive(Clone, Debug)]
pub struct Expression {
    /// The code, as NumPy runs it.
    pub code: String,
    /// What it makes.
    pub array: Array,
}

/// Reads `np.arange(n)`, `np.ones(shape)` or `np.zeros(shape)`, with operations after it.
///
/// # Errors
/// NumPy's; our own words for what is not understood or cannot be shown.
pub fn expression(text: &str) -> Result<Expression> {
    let mut reader = Reader::new(text)?;
    let (function, sizes) = reader.creation()?;
    let (mut code, mut array) = match (&function[..], &sizes[..]) {
        ("arange", [count]) => {
            if *count > MOST_ELEMENTS as i64 {
                return Err(too_much());
            }
            let range = arange(Scalar::Int64(0), Scalar::Int64(*count), Scalar::Int64(1), DType::Int64)?;
            (format!("np.arange({count})"), range)
        }
        ("ones" | "zeros", sizes) => {
            let shape = checked_shape(sizes, DType::Float64)?;
            if shape.iter().product::<usize>() > MOST_ELEMENTS {
                return Err(too_much());
            }
            let value = if function == "ones" { 1.0 } else { 0.0 };
            (
                format!("np.{function}({})", shape_as_tuple(&shape)),
                Array::full(&shape, Scalar::Float64(value))?,
            )
        }
        _ => {
            return Err(Error::value(
                "Begin with a shape such as (3, 1), or with np.arange(…), np.ones(…) or np.zeros(…).",
            ));
        }
    };
    while let Some(operation) = reader.next_operation()? {
        array = operation.apply(&array)?.array;
        code = operation.code(&code);
    }
    Ok(Expression { code, array })
}

/// Whether a text looks like code rather than like a shape.
pub fn is_expression(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// A shape as people type it: `(3, 1)`, `3, 1`, `3 1`, `()`.
///
/// # Errors
/// `ValueError` in our words, or NumPy's for negative sizes.
pub fn shape(text: &str) -> Result<Vec<usize>> {
    let numbers = crate::quiz::read_tuple(text)
        .ok_or_else(|| Error::value("A shape is made of whole numbers: (3, 1)."))?;
    Ok(checked_shape(&numbers, DType::Int64)?.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_make_what_numpy_makes() {
        let made = expression(" np.arange(6).reshape(2,3)[:, None] ").unwrap();
        assert_eq!(
            (made.array.shape(), &made.code[..]),
            (&[2, 1, 3][..], "np.arange(6).reshape(2, 3)[:, None]")
        );
        assert_eq!(expression("zeros((2, 3)).T").unwrap().array.shape(), [3, 2]);
        assert_eq!(expression("np.ones((2, 3)).T.T[:1].T").unwrap().array.shape(), [3, 1]);
        for nonsense in [
            "np.arange(6",
            "np.arange(10**9)",
            "np.ones((9, 99))",
            "a",
            "np.arange(6)[0]",
            "np.arange(6).reshape(4)",
        ] {
            assert!(expression(nonsense).is_err(), "{nonsense}");
        }
        assert_eq!(shape("3,  1").unwrap(), [3, 1]);
        assert!(shape("()").unwrap().is_empty());
        assert!(shape("(3, -1)").is_err() && shape("three").is_err());
    }
}
