//! `numpy._linalg`: the factorisations and solvers of the core, on which `numpy.linalg` (in Python) stands.

use super::array_like::ArrayArg;
use super::errors::{ExceptionTypes, OrRaise};
use super::ndarray::array_or_scalar;
use super::warnings;
use ndgym_core::{Array, linalg};
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

fn give(vm: &VirtualMachine, result: ndgym_core::Result<Array>) -> PyResult {
    let result = result.or_raise(vm)?;
    warnings::report(vm, "linalg")?;
    array_or_scalar(vm, result)
}

/// A result of the class of the array it comes from.
fn give_like(vm: &VirtualMachine, source: &ArrayArg, result: ndgym_core::Result<Array>) -> PyResult {
    let result = result.or_raise(vm)?;
    warnings::report(vm, "linalg")?;
    source.wrapped(vm, result)
}

fn give_all<const N: usize>(vm: &VirtualMachine, results: [Array; N]) -> PyResult {
    let items = results.into_iter().map(|array| array_or_scalar(vm, array)).collect::<PyResult<Vec<_>>>()?;
    Ok(vm.ctx.new_tuple(items).into())
}

/// Eigenvalues, and vectors of the class of their matrix.
fn give_pair(vm: &VirtualMachine, source: &ArrayArg, values: Array, vectors: Array) -> PyResult {
    let items = vec![array_or_scalar(vm, values)?, source.wrapped(vm, vectors)?];
    Ok(vm.ctx.new_tuple(items).into())
}

fn triangle(lower: bool) -> linalg::Triangle {
    if lower { linalg::Triangle::Lower } else { linalg::Triangle::Upper }
}

#[rustpython_vm::pymodule(name = "_linalg")]
pub(crate) mod module {
    use super::*;
    use rustpython_vm::builtins::PyTypeRef;

    #[pyattr(name = "LinAlgError")]
    fn linalg_error(vm: &VirtualMachine) -> PyTypeRef {
        ExceptionTypes::get(&vm.ctx).linalg.clone()
    }

    #[pyfunction]
    fn solve(a: ArrayArg, b: ArrayArg, vm: &VirtualMachine) -> PyResult {
        give_like(vm, if b.is_derived() { &b } else { &a }, linalg::solve(&a.array, &b.array))
    }

    #[pyfunction]
    fn inv(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        give_like(vm, &a, linalg::inv(&a.array))
    }

    #[pyfunction]
    fn det(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        let determinant = linalg::det(&a.array).or_raise(vm)?;
        warnings::report(vm, "det")?;
        array_or_scalar(vm, determinant)
    }

    #[pyfunction]
    fn slogdet(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        let parts = linalg::slogdet(&a.array).or_raise(vm)?;
        warnings::report(vm, "slogdet")?;
        give_all(vm, parts.into())
    }

    #[pyfunction]
    fn eig(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        let (values, vectors) = linalg::eig(&a.array).or_raise(vm)?;
        give_pair(vm, &a, values, vectors)
    }

    #[pyfunction]
    fn eigvals(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        give(vm, linalg::eigvals(&a.array))
    }

    #[pyfunction]
    fn eigh(a: ArrayArg, lower: bool, vm: &VirtualMachine) -> PyResult {
        let (values, vectors) = linalg::eigh(&a.array, triangle(lower)).or_raise(vm)?;
        give_pair(vm, &a, values, vectors)
    }

    #[pyfunction]
    fn eigvalsh(a: ArrayArg, lower: bool, vm: &VirtualMachine) -> PyResult {
        give(vm, linalg::eigvalsh(&a.array, triangle(lower)))
    }

    #[pyfunction]
    fn svd(a: ArrayArg, full_matrices: bool, vm: &VirtualMachine) -> PyResult {
        let linalg::Svd { u, s, vh } = linalg::svd(&a.array, full_matrices).or_raise(vm)?;
        let items = vec![a.wrapped(vm, u)?, array_or_scalar(vm, s)?, a.wrapped(vm, vh)?];
        Ok(vm.ctx.new_tuple(items).into())
    }

    #[pyfunction]
    fn svdvals(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        give(vm, linalg::svdvals(&a.array))
    }

    /// `(q, r)`; q is None if only r is wanted.
    #[pyfunction]
    fn qr(a: ArrayArg, mode: rustpython_vm::builtins::PyStrRef, vm: &VirtualMachine) -> PyResult {
        let mode = match mode.to_string_lossy().as_ref() {
            "complete" => linalg::QrMode::Complete,
            "r" => linalg::QrMode::R,
            _ => linalg::QrMode::Reduced,
        };
        let (q, r) = linalg::qr(&a.array, mode).or_raise(vm)?;
        let q: PyObjectRef = match q {
            Some(q) => array_or_scalar(vm, q)?,
            None => vm.ctx.none(),
        };
        Ok(vm.ctx.new_tuple(vec![q, array_or_scalar(vm, r)?]).into())
    }

    /// `(h, tau)`
    #[pyfunction]
    fn qr_reflections(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        give_all(vm, linalg::qr_reflections(&a.array).or_raise(vm)?.into())
    }

    #[pyfunction]
    fn cholesky(a: ArrayArg, lower: bool, vm: &VirtualMachine) -> PyResult {
        give_like(vm, &a, linalg::cholesky(&a.array, triangle(lower)))
    }

    /// `(x, residuals, rank, s)`; a negative `rcond` means the default.
    #[pyfunction]
    fn lstsq(a: ArrayArg, b: ArrayArg, rcond: f64, vm: &VirtualMachine) -> PyResult {
        let found = linalg::lstsq(&a.array, &b.array, (rcond >= 0.0).then_some(rcond)).or_raise(vm)?;
        let like = if b.is_derived() { &b } else { &a };
        let items = vec![
            like.wrapped(vm, found.x)?,
            like.wrapped(vm, found.residuals)?,
            super::super::from_scalar(vm, ndgym_core::Scalar::Int32(found.rank as i32)),
            array_or_scalar(vm, found.s)?,
        ];
        Ok(vm.ctx.new_tuple(items).into())
    }
}
