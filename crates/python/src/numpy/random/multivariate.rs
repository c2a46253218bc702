//! Distributions of several numbers at once, for both interfaces.

use super::draw::{Constraint, Parameter, SizeArg, output_shape};
use crate::numpy::array_like::{to_array, to_array_of};
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::new_array;
use crate::numpy::warnings;
use ndgym_core::layout::{Order, Shape};
use ndgym_core::linalg::{Triangle, cholesky, eigh, svd};
use ndgym_core::products::matmul;
use ndgym_core::random::continuous::Standard;
use ndgym_core::random::{BitSource, multivariate};
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::PyStr,
    function::{ArgIntoFloat, OptionalArg},
};
use std::cell::Cell;

#[derive(rustpython_vm::FromArgs)]
pub(super) struct MultinomialArgs {
    #[pyarg(any)]
    n: Parameter,
    #[pyarg(any)]
    pvals: PyObjectRef,
    #[pyarg(any, default)]
    size: SizeArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct DirichletArgs {
    #[pyarg(any)]
    alpha: PyObjectRef,
    #[pyarg(any, default)]
    size: SizeArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct MultivariateHypergeometricArgs {
    #[pyarg(any)]
    colors: PyObjectRef,
    #[pyarg(any)]
    nsample: Parameter,
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, optional)]
    method: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct MultivariateNormalArgs {
    #[pyarg(any)]
    mean: PyObjectRef,
    #[pyarg(any)]
    cov: PyObjectRef,
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, optional)]
    check_valid: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    tol: OptionalArg<ArgIntoFloat>,
    #[pyarg(named, optional)]
    method: Option<PyObjectRef>,
}

/// Whether an argument is that text, or left out where that text is the default.
fn is_text(argument: Option<&PyObject>, text: &str, default: bool) -> bool {
    argument.map_or(default, |object| {
        object.downcast_ref::<PyStr>().is_some_and(|given| given.to_string_lossy() == text)
    })
}

/// Fills the rows of a fresh array of shape `lead` × `width`: `draw(row number, row)`.
fn rows<T: ndgym_core::Element>(
    vm: &VirtualMachine,
    lead: &[usize],
    width: usize,
    mut draw: impl FnMut(usize, &[Cell<T>]),
) -> PyResult<Array> {
    let shape: Shape = lead.iter().copied().chain([width]).collect();
    let array = Array::empty(&shape, T::DTYPE).or_raise(vm)?;
    if width > 0 {
        let cells = &array.cells::<T>()[..array.size()];
        cells.chunks_exact(width).enumerate().for_each(|(i, row)| draw(i, row));
    }
    Ok(array)
}

/// `multinomial`; the old interface takes one number of trials and one row of probabilities only.
pub(super) fn multinomial<S: BitSource>(
    vm: &VirtualMachine,
    source: &mut S,
    args: MultinomialArgs,
    legacy: bool,
) -> PyResult {
    let MultinomialArgs { n, pvals, size } = args;
    let pvals = Parameter(to_array_of(vm, &pvals, DType::Float64)?);
    let array = pvals.0.clone();
    if legacy && array.rank() != 1 {
        return Err(vm.new_type_error("pvals must be a 1-d sequence"));
    }
    let Some((&width, lead)) = array.shape().split_last().filter(|(width, _)| **width > 0) else {
        return Err(vm.new_value_error(
            "pvals must have at least 1 dimension and the last dimension of pvals must be greater than 0.",
        ));
    };
    let pvals = pvals.checked(vm, "pvals", Constraint::Probability)?.values();
    let too_large = |row: &[f64]| row[..width - 1].iter().sum::<f64>() > 1.0 + 1e-12;
    if pvals.chunks_exact(width).any(too_large) {
        return Err(vm.new_value_error("sum(pvals[:-1]) > 1.0"));
    }
    let n = n.checked(vm, "n", Constraint::NonNegative)?;
    let shape = output_shape(vm, &[n.0.shape(), lead], &size)?;
    let shape = if n.0.rank() == 0 && lead.is_empty() { size.0.unwrap_or_default() } else { shape };
    let trials = n.0.broadcast_to(&shape).or_raise(vm)?.to_vec::<f64>();
    let full: Shape = shape.iter().copied().chain([width]).collect();
    let one_row = lead.is_empty();
    let pvals = if one_row { pvals } else { array.broadcast_to(&full).or_raise(vm)?.to_vec() };
    let counts = rows(vm, &shape, width, |i, row| {
        let start = if one_row { 0 } else { i * width };
        multivariate::multinomial(source, trials[i] as i64, &pvals[start..start + width], row);
    })?;
    new_array(vm, counts)
}

/// `dirichlet`
pub(super) fn dirichlet<D: Standard>(
    vm: &VirtualMachine,
    draw: &mut D,
    args: DirichletArgs,
    legacy: bool,
) -> PyResult {
    let array = to_array_of(vm, &args.alpha, DType::Float64)?;
    if array.rank() == 0 {
        let class = args.alpha.class().name().to_string();
        return Err(vm.new_type_error(format!("object of type '{class}' has no len()")));
    }
    if array.rank() > 1 {
        return Err(vm.new_value_error("setting an array element with a sequence. The requested array would exceed the maximum number of dimension of 1."));
    }
    let alpha = array.to_vec::<f64>();
    if legacy && alpha.iter().any(|alpha| *alpha <= 0.0) {
        return Err(vm.new_value_error("alpha <= 0"));
    }
    if alpha.iter().any(|alpha| *alpha < 0.0) {
        return Err(vm.new_value_error("alpha < 0"));
    }
    let small = !legacy && !alpha.is_empty() && alpha.iter().all(|alpha| *alpha < 0.1);
    let parts = rows(vm, &args.size.0.unwrap_or_default(), alpha.len(), |_, row| {
        if small {
            multivariate::dirichlet_by_breaking(draw, &alpha, row);
        } else {
            multivariate::dirichlet(draw, &alpha, row);
        }
    })?;
    new_array(vm, parts)
}

/// `multivariate_hypergeometric`
pub(super) fn hypergeometric<S: BitSource>(
    vm: &VirtualMachine,
    source: &mut S,
    args: MultivariateHypergeometricArgs,
) -> PyResult {
    const LIMIT: i64 = 1_000_000_000;
    let MultivariateHypergeometricArgs { colors, nsample, size, method } = args;
    let counting = is_text(method.as_deref(), "count", false);
    if !counting && !is_text(method.as_deref(), "marginals", true) {
        return Err(vm.new_value_error("method must be \"count\" or \"marginals\"."));
    }
    let sample = match nsample.values()[..] {
        [sample] if nsample.0.rank() == 0 && sample >= 0.0 => sample as i64,
        _ => return Err(vm.new_value_error("nsample must be a nonnegative integer.")),
    };
    let array = to_array(vm, &colors)?;
    let colors: Vec<i64> = array.elements().or_raise(vm)?;
    if array.rank() != 1
        || !(array.dtype().is_integer() || colors.is_empty())
        || colors.iter().any(|n| *n < 0)
    {
        return Err(vm.new_value_error(
            "colors must be a one-dimensional sequence of nonnegative integers not exceeding 9223372036854775807.",
        ));
    }
    let total = colors.iter().try_fold(0_i64, |sum, color| sum.checked_add(*color));
    let room = total.filter(|total| {
        !counting
            || usize::try_from(*total).is_ok_and(|total| crate::limits::has_room(total.saturating_mul(8)))
    });
    let Some(total) = room else {
        return Err(vm.new_value_error(
            "When method is 'count', sum(colors) must not exceed the memory there is for as many numbers",
        ));
    };
    if !counting && total >= LIMIT {
        return Err(
            vm.new_value_error("When method is \"marginals\", sum(colors) must be less than 1000000000.")
        );
    }
    if sample > total {
        return Err(vm.new_value_error("nsample > sum(colors)"));
    }
    let mut items: Vec<usize> = match counting {
        true => colors.iter().enumerate().flat_map(|(i, n)| std::iter::repeat_n(i, *n as usize)).collect(),
        false => Vec::new(),
    };
    let counts = rows(vm, &size.0.unwrap_or_default(), colors.len(), |_, row| {
        if counting {
            multivariate::hypergeometric_by_counting(source, &colors, sample, &mut items, row);
        } else {
            multivariate::hypergeometric_by_marginals(source, &colors, sample, row);
        }
    })?;
    new_array(vm, counts)
}

/// Which factor of the covariance turns independent numbers into dependent ones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Factorization {
    Svd,
    Eigh,
    Cholesky,
}

/// `multivariate_normal`; `normal` draws standard normal numbers.
pub(super) fn normal(
    vm: &VirtualMachine,
    args: MultivariateNormalArgs,
    legacy: bool,
    mut normal: impl FnMut() -> f64,
) -> PyResult {
    let MultivariateNormalArgs { mean, cov, size, check_valid, tol, method } = args;
    let method = match method.as_deref() {
        None => Factorization::Svd,
        given if is_text(given, "svd", true) => Factorization::Svd,
        given if is_text(given, "eigh", false) => Factorization::Eigh,
        given if is_text(given, "cholesky", false) => Factorization::Cholesky,
        _ => return Err(vm.new_value_error("method must be one of {'eigh', 'svd', 'cholesky'}")),
    };
    let mean = to_array_of(vm, &mean, DType::Float64)?;
    let cov = to_array_of(vm, &cov, DType::Float64)?;
    if mean.rank() != 1 {
        return Err(vm.new_value_error("mean must be 1 dimensional"));
    }
    if cov.rank() != 2 || cov.shape()[0] != cov.shape()[1] {
        return Err(vm.new_value_error("cov must be 2 dimensional and square"));
    }
    if mean.size() != cov.shape()[0] {
        return Err(vm.new_value_error("mean and cov must have same length"));
    }
    let check = check_valid.as_deref();
    let [warn, raise] = [is_text(check, "warn", true), is_text(check, "raise", false)];
    if !warn && !raise && !is_text(check, "ignore", false) {
        return Err(vm.new_value_error("check_valid must equal 'warn', 'raise', or 'ignore'"));
    }
    let independent = rows(vm, &size.0.unwrap_or_default(), mean.size(), |_, row: &[Cell<f64>]| {
        row.iter().for_each(|cell| cell.set(normal()));
    })?;
    let tol = tol.into_option().map_or(1e-8, ArgIntoFloat::into_float);
    let (factor, valid) = factor(vm, &cov, method, tol, legacy)?;
    if !valid && (warn || raise) {
        let message = "covariance is not symmetric positive-semidefinite.";
        if raise {
            return Err(vm.new_value_error(message));
        }
        warnings::warn(vm.ctx.exceptions.runtime_warning, message.to_owned(), 1, vm)?;
    }
    let cells = &independent.cells::<f64>()[..independent.size()];
    multivariate::correlate(cells, &factor.to_vec::<f64>(), !legacy, &mean.to_vec::<f64>());
    new_array(vm, independent)
}

/// The factor, to be multiplied from the right, and whether the covariance is positive semidefinite as far as it tells.
fn factor(
    vm: &VirtualMachine,
    cov: &Array,
    method: Factorization,
    tol: f64,
    legacy: bool,
) -> PyResult<(Array, bool)> {
    let n = cov.shape()[0];
    if method == Factorization::Cholesky {
        return Ok((cholesky(cov, Triangle::Lower).or_raise(vm)?.transpose(), true));
    }
    // Rows of vectors, each to be stretched by the root of its value.
    let (values, vectors, valid) = match method {
        Factorization::Eigh => {
            let (values, vectors) = eigh(cov, Triangle::Lower).or_raise(vm)?;
            let values = values.to_vec::<f64>();
            let valid = values.iter().all(|value| *value >= -tol);
            (values, vectors.transpose(), valid)
        }
        _ => {
            let decomposed = svd(cov, true).or_raise(vm)?;
            let values = decomposed.s.to_vec::<f64>();
            let stretched = scaled_rows(vm, &decomposed.vh, |i| values[i])?;
            let rebuilt = matmul(&decomposed.vh.transpose(), &stretched).or_raise(vm)?.to_vec::<f64>();
            let close = |(a, b): (f64, f64)| (a - b).abs() <= tol + tol * b.abs();
            let valid = n == 0 || rebuilt.into_iter().zip(cov.to_vec::<f64>()).all(close);
            let vectors = if legacy { decomposed.vh } else { decomposed.u.transpose() };
            (values, vectors, valid)
        }
    };
    Ok((scaled_rows(vm, &vectors, |i| values[i].abs().sqrt())?, valid))
}

/// Each row multiplied by a number.
fn scaled_rows(vm: &VirtualMachine, matrix: &Array, factor: impl Fn(usize) -> f64) -> PyResult<Array> {
    let scaled = matrix.copy(Order::C).or_raise(vm)?;
    let width = scaled.shape()[1].max(1);
    for (i, row) in scaled.cells::<f64>()[..scaled.size()].chunks_exact(width).enumerate() {
        row.iter().for_each(|cell| cell.set(cell.get() * factor(i)));
    }
    Ok(scaled)
}
