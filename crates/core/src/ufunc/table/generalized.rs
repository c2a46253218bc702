//! Ufuncs on whole axes.

use crate::array::Array;
use crate::error::Result;
use crate::manipulate;
use crate::products;
use crate::ufunc::{Computation, Identity, Options, Ufunc};

const fn product(
    name: &'static str,
    signature: &'static str,
    compute: fn(&[Array]) -> Result<Array>,
    plain: fn(&Array, &Array) -> Option<Result<Array>>,
) -> Ufunc {
    Ufunc {
        name,
        inputs: 2,
        outputs: 1,
        identity: Identity::None,
        computation: Computation::Generalized { signature, compute, plain },
        check: None,
        alike: std::sync::OnceLock::new(),
    }
}

/// `np.matmul`
pub static MATMUL: Ufunc = product("matmul", "(n?,k),(k,m?)->(n?,m?)", matmul, products::matmul_plain);

/// `np.vecdot`
pub static VECDOT: Ufunc = product("vecdot", "(n),(n)->()", vecdot, |_, _| None);

/// `np.matvec`
pub static MATVEC: Ufunc = product("matvec", "(m,n),(n)->(m)", matvec, |_, _| None);

/// `np.vecmat`
pub static VECMAT: Ufunc = product("vecmat", "(n),(n,m)->(m)", vecmat, |_, _| None);

fn matmul(inputs: &[Array]) -> Result<Array> {
    products::matmul(&inputs[0], &inputs[1])
}

fn vecdot(inputs: &[Array]) -> Result<Array> {
    let row = manipulate::expand_dims(&conjugated(&inputs[0])?, &[-2])?;
    let product = products::matmul(&row, &manipulate::expand_dims(&inputs[1], &[-1])?)?;
    manipulate::squeeze(&product, Some(&[-2, -1]))
}

fn matvec(inputs: &[Array]) -> Result<Array> {
    let product = products::matmul(&inputs[0], &manipulate::expand_dims(&inputs[1], &[-1])?)?;
    manipulate::squeeze(&product, Some(&[-1]))
}

fn vecmat(inputs: &[Array]) -> Result<Array> {
    let row = manipulate::expand_dims(&conjugated(&inputs[0])?, &[-2])?;
    manipulate::squeeze(&products::matmul(&row, &inputs[1])?, Some(&[-2]))
}

/// Conjugated where that means something.
fn conjugated(array: &Array) -> Result<Array> {
    match array.dtype().is_complex() {
        true => Ok(super::CONJUGATE.call(&[array.into()], &Options::default())?.remove(0)),
        false => Ok(array.clone()),
    }
}
