//! Universal functions: operations element by element, with broadcasting, promotion and casting.
//!
//! A [`Ufunc`] is data: a name and loops, one for each combination of element types that it knows. [`Ufunc::call`]
//! resolves types, casts, broadcasts and runs a loop; [`Ufunc::reduce`] and its kin run the same loops along an axis. Adding
//! one means adding a constant to a file in `table/` and to [`ALL`].
//!
//! Source: <https://numpy.org/doc/stable/reference/ufuncs.html>

mod call;
mod complex;
mod complex_inverse;
mod fold;
mod generalized;
mod inner;
mod methods;
mod number;
mod plain;
mod resolve;
mod rows;
mod table;
mod text;

pub use call::{Options, Results};
pub use generalized::CoreAxes;
pub(crate) use inner::Exceptional;
pub use methods::ReduceOptions;
pub use number::{Number, Operand, integer_scalar};
pub use plain::Plain;
pub use resolve::class_name;
pub use table::*;

use crate::array::Array;
use crate::dtype::DType;
use crate::error::Result;
use inner::Inner;
use std::sync::OnceLock;

/// What a reduction over nothing gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// No identity, and the order of operands matters: one axis at a time.
    None,
    /// No identity, but operands may be taken in any order: several axes at a time (`maximum`).
    Reorderable,
    /// 0, false.
    Zero,
    /// 1, true.
    One,
    /// All bits set.
    MinusOne,
    /// What adds nothing to a sum of exponentials.
    MinusInfinity,
}

/// A loop of one operation for one combination of element types.
pub struct Loop {
    /// Element types of the inputs.
    pub inputs: &'static [DType],
    /// Element types of the outputs.
    pub outputs: &'static [DType],
    inner: Inner,
}

impl Loop {
    /// As NumPy writes it: `dd->d`.
    pub fn signature(&self) -> String {
        let letters = |types: &[DType]| types.iter().map(|dtype| dtype.char()).collect::<String>();
        letters(self.inputs) + "->" + &letters(self.outputs)
    }
}

/// How a [`Ufunc`] computes.
pub enum Computation {
    /// Element by element, with the first loop that the inputs can be cast to safely. In groups only for ease of writing.
    Elementwise(&'static [&'static [Loop]]),
    /// On whole axes: `matmul`. Takes the inputs and gives a fresh result.
    Generalized {
        /// `(n?,k),(k,m?)->(n?,m?)`
        signature: &'static str,
        /// The computation.
        compute: fn(&[Array]) -> Result<Array>,
        /// The computation of two operands that leave nothing to ask; None for others.
        plain: fn(&Array, &Array) -> Option<Result<Array>>,
    },
}

/// NumPy's numbers of the types that loops know are below.
const NUMBERED: usize = DType::Complex128.num() as usize + 1;

/// A condition on inputs.
type Check = fn(&[Array]) -> Result<()>;

/// A universal function.
pub struct Ufunc {
    /// NumPy's name.
    pub name: &'static str,
    /// Number of inputs.
    pub inputs: usize,
    /// Number of outputs.
    pub outputs: usize,
    /// What reducing nothing gives.
    pub identity: Identity,
    /// How it computes.
    pub computation: Computation,
    /// What inputs of the resolved types must satisfy.
    check: Option<Check>,
    /// For each element type, by NumPy's number of it, the loop whose inputs are all of it; found when first asked for.
    alike: OnceLock<[Option<&'static Loop>; NUMBERED]>,
}

impl Ufunc {
    /// Its loops, in the order in which they are tried.
    pub fn loops(&self) -> impl Iterator<Item = &'static Loop> + use<> {
        let groups: &'static [&'static [Loop]] = match self.computation {
            Computation::Elementwise(groups) => groups,
            Computation::Generalized { .. } => &[],
        };
        groups.iter().copied().flatten()
    }

    /// The loop whose inputs all have that type, if there is one.
    #[inline]
    fn loop_of_alike(&'static self, dtype: DType) -> Option<&'static Loop> {
        let find = |number: usize| {
            let dtype = DType::ALL.into_iter().find(|dtype| usize::from(dtype.num()) == number)?;
            self.loops().find(|one| one.inputs.iter().all(|input| *input == dtype))
        };
        let loops = self.alike.get_or_init(|| std::array::from_fn(find));
        loops.get(usize::from(dtype.num())).copied().flatten()
    }

    /// Whether it works on whole axes.
    pub fn is_generalized(&self) -> bool {
        matches!(self.computation, Computation::Generalized { .. })
    }

    /// The ufunc of that name, if there is one.
    pub fn named(name: &str) -> Option<&'static Ufunc> {
        ALL.iter().copied().find(|ufunc| ufunc.name == name)
    }
}

impl std::fmt::Debug for Ufunc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<ufunc '{}'>", self.name)
    }
}
