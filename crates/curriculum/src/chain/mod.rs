//! Operations chained on an array, as an interviewer chains them: what NumPy code they are, what the core makes of them, view or
//! copy, and why.

mod apply;
mod expression;
mod operation;
mod parse;

pub use apply::Kind;
pub use expression::{Expression, expression, is_expression, shape};
pub use operation::{Item, Operation, strides_as_tuple};
pub use parse::parse;

use ndgym_core::creation::arange;
use ndgym_core::layout::{Order, shape_as_tuple};
use ndgym_core::{Array, DType, Error, Result, Scalar};

/// Most elements an array of a chain may have, and most axes: what a picture can show.
pub const MOST_ELEMENTS: usize = 96;
/// See [`MOST_ELEMENTS`].
pub const MOST_AXES: usize = 4;
/// Most arrays in a chain.
pub const MOST_LINKS: usize = 6;

/// The array a chain begins with: 0, 1, 2, … in a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its element type.
    pub dtype: DType,
    /// Whether its first axis is the fastest in memory.
    pub fortran: bool,
}

impl Start {
    /// The NumPy expression that makes it.
    pub fn code(&self) -> String {
        let size: usize = self.shape.iter().product();
        let dtype = match self.dtype {
            DType::Int64 => String::new(),
            dtype => format!(", dtype=np.{}", dtype.name()),
        };
        let range = format!("np.arange({size}{dtype})");
        let shaped = match &self.shape[..] {
            [_] => range,
            shape => format!("{range}.reshape{}", shape_as_tuple(shape)),
        };
        if self.fortran { format!("np.asfortranarray({shaped})") } else { shaped }
    }

    /// The array.
    ///
    /// # Errors
    /// `MemoryError`; `ValueError` for more than a picture can show.
    pub fn array(&self) -> Result<Array> {
        let fits = (1..=MOST_AXES).contains(&self.shape.len())
            && self
                .shape
                .iter()
                .try_fold(1_usize, |size, axis| size.checked_mul(*axis))
                .is_some_and(|size| size <= MOST_ELEMENTS);
        if !fits {
            return Err(too_much());
        }
        let size: usize = self.shape.iter().product();
        let range = arange(Scalar::Int64(0), Scalar::Int64(size as i64), Scalar::Int64(1), self.dtype)?;
        range.reshape_to(&self.shape, Order::C)?.copy(if self.fortran { Order::F } else { Order::C })
    }
}

/// One array of a chain.
#[derive(Clone, Debug)]
pub struct Link {
    /// `a`, `b`, `c`, …
    pub name: String,
    /// The NumPy expression that makes it.
    pub code: String,
    /// The array.
    pub array: Array,
    /// View or copy of the one before; the first is a copy of nothing.
    pub kind: Kind,
    /// Why it is a view, or why it cannot be one.
    pub reason: String,
}

/// A chain as far as it goes.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// The arrays, the start first.
    pub links: Vec<Link>,
    /// The operation that failed (its number), and how.
    pub failure: Option<(usize, Error)>,
}

/// The name of the array with that number.
pub fn name(number: usize) -> String {
    char::from(b'a' + (number % 26) as u8).to_string()
}

/// Applies operations one after the other, until one fails. One that is no operation brings its error along.
pub fn follow(start: &Start, operations: impl IntoIterator<Item = Result<Operation>>) -> Chain {
    let mut chain = Chain::default();
    let mut array = match start.array() {
        Ok(array) => array,
        Err(error) => return Chain { failure: Some((0, error)), ..chain },
    };
    chain.links.push(Link {
        name: name(0),
        code: start.code(),
        array: array.clone(),
        kind: Kind::Start,
        reason: "Fresh memory, filled in order.".to_owned(),
    });
    for (number, operation) in operations.into_iter().enumerate().take(MOST_LINKS - 1) {
        let made = operation.and_then(|operation| Ok((operation.apply(&array)?, operation)));
        match made {
            Ok((applied, operation)) => {
                array = applied.array.clone();
                chain.links.push(Link {
                    name: name(number + 1),
                    code: operation.code(&name(number)),
                    array: applied.array,
                    kind: applied.kind,
                    reason: applied.reason,
                });
            }
            Err(error) => {
                chain.failure = Some((number, error));
                break;
            }
        }
    }
    chain
}

impl Chain {
    /// The lines of NumPy, `a = …` first, without `import`.
    pub fn code(&self) -> String {
        self.links.iter().map(|link| format!("{} = {}\n", link.name, link.code)).collect()
    }
}

fn too_much() -> Error {
    Error::value(format!(
        "More than this picture can show: at most {MOST_ELEMENTS} elements in {MOST_AXES} axes."
    ))
}

#[cfg(test)]
mod tests;
