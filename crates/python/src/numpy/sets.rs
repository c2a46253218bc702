//! `np.unique`, `np.isin` and the set operations. Their relatives that give named tuples are in `numpy/_sets.py`.

use super::arguments::{Flag, IntAxisArg};
use super::array_like::{ArrayArg, to_array};
use super::errors::OrRaise;
use super::ndarray::new_array;
use ndgym_core::Array;
use ndgym_core::set::{self, Method, Unique, Wanted};
use rustpython_vm::{
    AsObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyFrozenSet, PySet},
};

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct UniqueArgs {
    #[pyarg(any)]
    ar: ArrayArg,
    #[pyarg(any, default = Flag(false))]
    return_index: Flag,
    #[pyarg(any, default = Flag(false))]
    return_inverse: Flag,
    #[pyarg(any, default = Flag(false))]
    return_counts: Flag,
    #[pyarg(any, optional)]
    axis: Option<IntAxisArg>,
    #[pyarg(named, default = Flag(true))]
    equal_nan: Flag,
    #[pyarg(named, default = Flag(true))]
    #[allow(dead_code, reason = "sorted either way, as NumPy allows")]
    sorted: Flag,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct IsInArgs {
    #[pyarg(any)]
    element: ArrayArg,
    #[pyarg(any)]
    test_elements: PyObjectRef,
    #[pyarg(any, default = Flag(false))]
    #[allow(dead_code, reason = "only ever made it faster")]
    assume_unique: Flag,
    #[pyarg(any, default = Flag(false))]
    invert: Flag,
    #[pyarg(named, optional)]
    kind: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TwoSets {
    #[pyarg(any)]
    ar1: ArrayArg,
    #[pyarg(any)]
    ar2: ArrayArg,
    #[pyarg(any, default = Flag(false))]
    assume_unique: Flag,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct IntersectArgs {
    #[pyarg(flatten)]
    sets: TwoSets,
    #[pyarg(any, default = Flag(false))]
    return_indices: Flag,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct UnionArgs {
    #[pyarg(any)]
    ar1: ArrayArg,
    #[pyarg(any)]
    ar2: ArrayArg,
}

/// One array, or a tuple of several.
fn one_or_tuple(vm: &VirtualMachine, arrays: Vec<Array>) -> PyResult {
    let mut objects = arrays.into_iter().map(|array| new_array(vm, array)).collect::<PyResult<Vec<_>>>()?;
    match objects.len() {
        1 => Ok(objects.remove(0)),
        _ => Ok(vm.ctx.new_tuple(objects).into()),
    }
}

fn unique(vm: &VirtualMachine, args: &UniqueArgs) -> PyResult {
    let wanted =
        Wanted { index: args.return_index.0, inverse: args.return_inverse.0, counts: args.return_counts.0 };
    let axis = args.axis.map(|axis| axis.0);
    let Unique { values, index, inverse, counts } =
        set::unique(&args.ar.array, axis, wanted, args.equal_nan.0).or_raise(vm)?;
    one_or_tuple(vm, [Some(values), index, inverse, counts].into_iter().flatten().collect())
}

fn isin(vm: &VirtualMachine, args: &IsInArgs) -> PyResult {
    let method = match &args.kind {
        Some(kind) => Some(Method::parse(&kind.as_object().str(vm)?.to_string_lossy()).or_raise(vm)?),
        None => None,
    };
    let elements = &args.element.array;
    let tests = &args.test_elements;
    let found = if tests.downcastable::<PySet>() || tests.downcastable::<PyFrozenSet>() {
        // NumPy takes a set for one object, which no number equals.
        Array::full(elements.shape(), args.invert.0.into())
    } else {
        set::isin(elements, &to_array(vm, tests)?, args.invert.0, method)
    };
    new_array(vm, found.or_raise(vm)?)
}

fn intersect1d(vm: &VirtualMachine, args: &IntersectArgs) -> PyResult {
    let TwoSets { ar1, ar2, assume_unique: Flag(assume_unique) } = &args.sets;
    let common = set::intersect1d(&ar1.array, &ar2.array, *assume_unique).or_raise(vm)?;
    let mut results = vec![common.values];
    if args.return_indices.0 {
        results.extend([common.first_indices, common.second_indices]);
    }
    one_or_tuple(vm, results)
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::{Flag, IntersectArgs, IsInArgs, TwoSets, UnionArgs, UniqueArgs};
    use crate::numpy::errors::OrRaise;
    use crate::numpy::ndarray::new_array;
    use ndgym_core::set;
    use rustpython_vm::{PyResult, VirtualMachine};

    #[pyfunction]
    fn unique(args: UniqueArgs, vm: &VirtualMachine) -> PyResult {
        super::unique(vm, &args)
    }

    #[pyfunction]
    fn isin(args: IsInArgs, vm: &VirtualMachine) -> PyResult {
        super::isin(vm, &args)
    }

    #[pyfunction]
    fn intersect1d(args: IntersectArgs, vm: &VirtualMachine) -> PyResult {
        super::intersect1d(vm, &args)
    }

    #[pyfunction]
    fn union1d(args: UnionArgs, vm: &VirtualMachine) -> PyResult {
        new_array(vm, set::union1d(&args.ar1.array, &args.ar2.array).or_raise(vm)?)
    }

    #[pyfunction]
    fn setdiff1d(args: TwoSets, vm: &VirtualMachine) -> PyResult {
        let TwoSets { ar1, ar2, assume_unique: Flag(assume_unique) } = args;
        new_array(vm, set::setdiff1d(&ar1.array, &ar2.array, assume_unique).or_raise(vm)?)
    }

    #[pyfunction]
    fn setxor1d(args: TwoSets, vm: &VirtualMachine) -> PyResult {
        let TwoSets { ar1, ar2, assume_unique: Flag(assume_unique) } = args;
        new_array(vm, set::setxor1d(&ar1.array, &ar2.array, assume_unique).or_raise(vm)?)
    }
}
