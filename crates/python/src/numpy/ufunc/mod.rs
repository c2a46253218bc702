//! Universal functions at Python's surface: operands, calls for the operators, and `np.ufunc` objects.

mod core_axes;
mod methods;
mod object;
mod operand;
mod overrides;
mod plain;
mod refusal;

pub(crate) use object::{add_objects, add_special_objects, mask};
pub(crate) use operand::operand;
pub(crate) use overrides::{has_own_method, of_arrays};
pub(crate) use plain::call_plain;
pub(in crate::numpy) use refusal::{refusal, unsupported, without_axes};

use super::errors::OrRaise;
use super::ndarray::{PyNdArray, array_or_scalar};
use super::warnings;
use ndgym_core::layout::Order;
use ndgym_core::ufunc::{Operand, Options, Results, Ufunc};
use ndgym_core::{Array, Result, Scalar, underflow};
use rustpython_vm::{Py, PyResult, VirtualMachine};
use smallvec::SmallVec;

/// Calls a ufunc for an operator; writes to `out` and gives it back if there is one.
pub(crate) fn call(
    vm: &VirtualMachine,
    ufunc: &'static Ufunc,
    operands: &[Operand],
    out: Option<&Py<PyNdArray>>,
) -> PyResult {
    let mut options = Options::default();
    if let Some(out) = out {
        out.check_writeable_output(vm)?;
        options.out.push(Some(out.array()));
    }
    let mut results = run(vm, ufunc, operands, &options)?;
    warnings::report(vm, ufunc.name)?;
    match out {
        Some(out) => Ok(out.to_owned().into()),
        None if results.len() == 1 => array_or_scalar(vm, results.remove(0)),
        None => tuple_of(vm, results),
    }
}

/// The results of a call; underflow is looked for where somebody asks for it.
fn run(
    vm: &VirtualMachine,
    ufunc: &'static Ufunc,
    operands: &[Operand],
    options: &Options,
) -> PyResult<Results> {
    if !warnings::watches_underflow() || ufunc.outputs != 1 || options.where_.is_some() {
        return ufunc.call(operands, options).or_raise(vm);
    }
    // The call may write over its operands.
    let before = operands.iter().map(copied).collect::<Result<Vec<Array>>>().or_raise(vm)?;
    let results = ufunc.call(operands, options).or_raise(vm)?;
    warnings::look_for_underflow(|| underflow::of_call(ufunc.name, &before, &results[0]));
    Ok(results)
}

fn copied(operand: &Operand) -> Result<Array> {
    match operand {
        Operand::Array(array) => array.copy(Order::K),
        Operand::Number(number) => Array::from_scalar(number.to_scalar(number.default_dtype())?),
    }
}

/// Reports what folding elements met, underflow of products included.
pub(crate) fn report_folding(
    vm: &VirtualMachine,
    ufunc: &Ufunc,
    source: &Array,
    result: &Array,
    step: &str,
) -> PyResult<()> {
    warnings::look_for_underflow(|| ufunc.name == "multiply" && underflow::of_product(source, result));
    warnings::report(vm, step)
}

/// Several results as a tuple.
fn tuple_of(vm: &VirtualMachine, results: impl IntoIterator<Item = Array>) -> PyResult {
    let items = results.into_iter().map(|result| array_or_scalar(vm, result)).collect::<PyResult<_>>()?;
    Ok(vm.ctx.new_tuple(items).into())
}

/// The results of a ufunc of single numbers. What exceptions they met is left to the caller to report.
pub(crate) fn compute(
    vm: &VirtualMachine,
    ufunc: &'static Ufunc,
    operands: &[Operand],
) -> PyResult<SmallVec<[Scalar; 2]>> {
    let results = run(vm, ufunc, operands, &Options::default())?;
    Ok(results.iter().map(|result| result.scalar_at(result.offset())).collect())
}
