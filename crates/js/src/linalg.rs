//! Products and `numpy.linalg`.

use crate::array::NdArray;
use crate::convert::{self, object};
use crate::error::Thrown;
use crate::numpy::Numpy;
use crate::types::{ArrayInput, ArrayInputs};
use ndgym_core::einsum::{self, Subscripts};
use ndgym_core::linalg::{self, LeastSquares, QrMode, Svd, Triangle};
use ndgym_core::{Array, products};
use wasm_bindgen::prelude::*;

type Output = std::result::Result<NdArray, Thrown>;
type Outputs = std::result::Result<JsValue, Thrown>;

fn value(array: Array) -> JsValue {
    NdArray::from(array).into()
}

#[wasm_bindgen(js_class = np)]
impl Numpy {
    /// `a @ b`: `(…, n, k)` and `(…, k, m)` give `(…, n, m)`.
    pub fn matmul(a: &ArrayInput, b: &ArrayInput) -> Output {
        Ok(products::matmul(&convert::input(a)?, &convert::input(b)?)?.into())
    }

    /// `np.dot`
    pub fn dot(a: &ArrayInput, b: &ArrayInput) -> Output {
        Ok(products::dot(&convert::input(a)?, &convert::input(b)?)?.into())
    }

    /// `np.outer`
    pub fn outer(a: &ArrayInput, b: &ArrayInput) -> Output {
        Ok(products::outer(&convert::input(a)?, &convert::input(b)?)?.into())
    }

    /// `np.einsum("ij,jk->ik", [a, b])`
    pub fn einsum(subscripts: &str, operands: &ArrayInputs) -> Output {
        Ok(einsum::einsum(&Subscripts::parse(subscripts)?, &convert::inputs(operands)?)?.into())
    }

    /// The solution of `a @ x = b`.
    pub fn solve(a: &ArrayInput, b: &ArrayInput) -> Output {
        Ok(linalg::solve(&convert::input(a)?, &convert::input(b)?)?.into())
    }

    /// The inverse.
    pub fn inv(a: &ArrayInput) -> Output {
        Ok(linalg::inv(&convert::input(a)?)?.into())
    }

    /// The determinant.
    pub fn det(a: &ArrayInput) -> Output {
        Ok(linalg::det(&convert::input(a)?)?.into())
    }

    /// The lower triangular `l` with `a = l @ l.T`.
    pub fn cholesky(a: &ArrayInput) -> Output {
        Ok(linalg::cholesky(&convert::input(a)?, Triangle::Lower)?.into())
    }

    /// `a = q @ r`, reduced.
    #[wasm_bindgen(unchecked_return_type = "{ q: NdArray; r: NdArray }")]
    pub fn qr(a: &ArrayInput) -> Outputs {
        let (q, r) = linalg::qr(&convert::input(a)?, QrMode::Reduced)?;
        Ok(object([("q", q.map_or(JsValue::NULL, value)), ("r", value(r))]))
    }

    /// `a = u @ diag(s) @ vh`.
    #[wasm_bindgen(unchecked_return_type = "{ u: NdArray; s: NdArray; vh: NdArray }")]
    pub fn svd(
        a: &ArrayInput,
        #[wasm_bindgen(js_name = fullMatrices)] full_matrices: Option<bool>,
    ) -> Outputs {
        let Svd { u, s, vh } = linalg::svd(&convert::input(a)?, full_matrices.unwrap_or(true))?;
        Ok(object([("u", value(u)), ("s", value(s)), ("vh", value(vh))]))
    }

    /// Eigenvalues, and eigenvectors in columns.
    #[wasm_bindgen(unchecked_return_type = "{ eigenvalues: NdArray; eigenvectors: NdArray }")]
    pub fn eig(a: &ArrayInput) -> Outputs {
        let (values, vectors) = linalg::eig(&convert::input(a)?)?;
        Ok(object([("eigenvalues", value(values)), ("eigenvectors", value(vectors))]))
    }

    /// As `eig`, of a symmetric or Hermitian matrix; eigenvalues ascend.
    #[wasm_bindgen(unchecked_return_type = "{ eigenvalues: NdArray; eigenvectors: NdArray }")]
    pub fn eigh(a: &ArrayInput) -> Outputs {
        let (values, vectors) = linalg::eigh(&convert::input(a)?, Triangle::Lower)?;
        Ok(object([("eigenvalues", value(values)), ("eigenvectors", value(vectors))]))
    }

    /// The `x` that makes the norm of `b - a @ x` least.
    #[wasm_bindgen(unchecked_return_type = "{ x: NdArray; residuals: NdArray; rank: number; s: NdArray }")]
    pub fn lstsq(a: &ArrayInput, b: &ArrayInput, rcond: Option<f64>) -> Outputs {
        let LeastSquares { x, residuals, rank, s } =
            linalg::lstsq(&convert::input(a)?, &convert::input(b)?, rcond)?;
        Ok(object([
            ("x", value(x)),
            ("residuals", value(residuals)),
            ("rank", (rank as u32).into()),
            ("s", value(s)),
        ]))
    }
}
