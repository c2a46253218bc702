//! Ufuncs on whole axes.

use crate::array::Array;
use crate::error::Result;
use crate::products;
use crate::ufunc::{Computation, Identity, Ufunc};

/// `np.matmul`
pub static MATMUL: Ufunc = Ufunc {
    name: "matmul",
    inputs: 2,
    outputs: 1,
    identity: Identity::None,
    computation: Computation::Generalized { signature: "(n?,k),(k,m?)->(n?,m?)", compute: matmul },
    check: None,
    alike: std::sync::OnceLock::new(),
};

fn matmul(inputs: &[Array]) -> Result<Array> {
    products::matmul(&inputs[0], &inputs[1])
}
