//! `axes`, `axis` and `keepdims` of ufuncs on whole axes.

use crate::numpy::arguments::index;
use ndgym_core::ufunc::{CoreAxes, Ufunc};
use rustpython_vm::{
    PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyList, PyTuple},
    function::FuncArgs,
};
use smallvec::SmallVec;

/// What these arguments of a call ask for.
pub(super) fn core_axes(vm: &VirtualMachine, ufunc: &Ufunc, args: &FuncArgs) -> PyResult<CoreAxes> {
    let Some(terms) = ufunc.core_axes() else { return Ok(CoreAxes::default()) };
    let given = |name: &str| args.kwargs.get(name).filter(|value| !vm.is_none(value));
    let keepdims = given("keepdims").map_or(Ok(false), |keepdims| keepdims.clone().try_to_bool(vm))?;
    let counts: Vec<usize> = terms.iter().map(|term| term.len()).collect();
    if keepdims {
        check_keepdims(vm, ufunc, &counts)?;
    }
    let axes = match (given("axes"), given("axis")) {
        (Some(_), Some(_)) => return Err(vm.new_type_error("cannot specify both 'axis' and 'axes'")),
        (Some(axes), None) => listed(vm, ufunc, axes, &counts)?,
        (None, Some(axis)) => {
            let mut names: Vec<&str> = terms.iter().flatten().copied().collect();
            names.sort_unstable();
            names.dedup();
            if names.len() != 1 || counts.iter().any(|count| *count > 1) {
                return Err(vm.new_type_error(format!(
                    "{}: axis can only be used with a single shared core dimension, not with the {} distinct ones implied by \
                     signature {}.",
                    ufunc.name,
                    names.len(),
                    ufunc.signature()
                )));
            }
            let axis = index(vm, axis)?;
            counts.iter().map(|count| SmallVec::from_elem(axis, *count)).collect()
        }
        (None, None) => Vec::new(),
    };
    Ok(CoreAxes { axes, keepdims })
}

/// Axes can stay with size 1 where every input loses as many, and no output has its own.
fn check_keepdims(vm: &VirtualMachine, ufunc: &Ufunc, counts: &[usize]) -> PyResult<()> {
    let (inputs, outputs) = counts.split_at(ufunc.inputs);
    let input = inputs.iter().position(|count| *count != inputs[0]).map(|at| ("input", at, inputs[at]));
    let output = || outputs.iter().position(|count| *count > 0).map(|at| ("output", at, outputs[at]));
    // An output that has axes is the matter, unless inputs differ.
    let Some((which, at, count)) = input.or_else(output) else { return Ok(()) };
    Err(vm.new_type_error(format!(
        "{} does not support keepdims: its signature {} requires {which} {at} to have {count} core dimensions, but keepdims can \
         only be used when all inputs have the same number of core dimensions and all outputs have no core dimensions.",
        ufunc.name,
        ufunc.signature()
    )))
}

/// `axes=[…]`: an entry for each operand; results without axes of their own need none.
fn listed(
    vm: &VirtualMachine,
    ufunc: &Ufunc,
    axes: &PyObject,
    counts: &[usize],
) -> PyResult<Vec<SmallVec<[i64; 2]>>> {
    let Some(list) = axes.downcast_ref::<PyList>() else {
        return Err(vm.new_type_error("axes should be a list."));
    };
    let items: Vec<PyObjectRef> = list.borrow_vec().to_vec();
    let may_be_omitted = counts[ufunc.inputs..].iter().all(|count| *count == 0);
    if items.len() != counts.len() && !(may_be_omitted && items.len() == ufunc.inputs) {
        return Err(vm.new_value_error(format!(
            "axes should be a list with an entry for all {} inputs and outputs; entries for outputs can only be omitted if none \
             of them has core axes.",
            counts.len()
        )));
    }
    let entry = |item: &PyObjectRef| match item.downcast_ref::<PyTuple>() {
        Some(tuple) => tuple.as_slice().iter().map(|axis| index(vm, axis)).collect(),
        None => index(vm, item).map(|axis| SmallVec::from_elem(axis, 1)),
    };
    items.iter().map(entry).collect()
}
