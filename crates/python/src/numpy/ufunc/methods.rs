//! `np.add.reduce` and its kin.

use super::object::{PyUfunc, mask};
use super::operand::operand;
use super::overrides;
use crate::numpy::arguments::{AxesArg, AxisArg, IndexArg, KeepDims, OutArg};
use crate::numpy::array_like::ArrayArg;
use crate::numpy::dtype::DTypeArg;
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::{PyNdArray, array_or_scalar, new_array, wrap, wrapper_of};
use crate::numpy::overrides::is_ordinary;
use crate::numpy::reductions::start_from;
use crate::numpy::warnings;
use ndgym_core::dtype::Kind;
use ndgym_core::layout::Order;
use ndgym_core::layout::normalize_axis;
use ndgym_core::ufunc::{Options, ReduceOptions, Ufunc};
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    builtins::PyTuple,
    function::{FuncArgs, OptionalArg},
    pyclass,
};

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ReduceArgs {
    #[pyarg(any)]
    array: ArrayArg,
    #[pyarg(any, optional)]
    axis: OptionalArg<AxesArg>,
    #[pyarg(any, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(any, default)]
    keepdims: KeepDims,
    #[pyarg(any, optional)]
    initial: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    r#where: OptionalArg<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct AccumulateArgs {
    #[pyarg(any)]
    array: ArrayArg,
    #[pyarg(any, default = IndexArg(0))]
    axis: AxisArg,
    #[pyarg(any, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ReduceAtArgs {
    #[pyarg(any)]
    array: ArrayArg,
    #[pyarg(any)]
    indices: PyObjectRef,
    #[pyarg(any, default = IndexArg(0))]
    axis: AxisArg,
    #[pyarg(any, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct OuterArgs {
    #[pyarg(positional)]
    a: ArrayArg,
    #[pyarg(positional)]
    b: PyObjectRef,
    #[pyarg(named, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(named, optional)]
    out: OptionalArg<Option<OutArg>>,
}

/// The result, or the array it was written to. What was folded may be of a class derived from `ndarray`.
fn deliver(
    vm: &VirtualMachine,
    folded: Option<&PyObjectRef>,
    result: Array,
    out: Option<OutArg>,
) -> PyResult {
    if let Some(out) = out {
        return Ok(out.0.into());
    }
    let wrapper = match folded.filter(|folded| !is_ordinary(folded)) {
        Some(folded) => wrapper_of(vm, std::slice::from_ref(folded))?,
        None => None,
    };
    let is_scalar = result.rank() == 0;
    match wrapper {
        Some(wrapper) => wrap(vm, &wrapper, new_array(vm, result)?, None, is_scalar),
        None => array_or_scalar(vm, result),
    }
}

/// Takes the axis out of a tuple of one.
fn one_axis(vm: &VirtualMachine, args: &mut FuncArgs, method: &str) -> PyResult<()> {
    let position = if method == "reduceat" { 2 } else { 1 };
    let given = match args.args.get_mut(position) {
        Some(axis) => axis,
        None => match args.kwargs.iter_mut().find(|(name, _)| name.to_string_lossy() == "axis") {
            Some((_, axis)) => axis,
            None => return Ok(()),
        },
    };
    let only = match given.downcast_ref::<PyTuple>().map(|axes| axes.as_slice()) {
        Some([only]) => only.clone(),
        Some(_) => return Err(vm.new_value_error(format!("{method} does not allow multiple axes"))),
        None => return Ok(()),
    };
    *given = only;
    Ok(())
}

/// Comparisons give bools, which only compare with elements that are bools, too.
fn check_comparison(vm: &VirtualMachine, ufunc: &Ufunc, array: &Array) -> PyResult<()> {
    let compares =
        matches!(ufunc.name, "equal" | "not_equal" | "less" | "less_equal" | "greater" | "greater_equal");
    if compares && array.dtype() != DType::Bool {
        return Err(vm.new_type_error(format!(
            "No loop matching the specified signature and casting was found for ufunc {}",
            ufunc.name
        )));
    }
    Ok(())
}

/// The first operand of a call.
fn folded(args: &FuncArgs) -> Option<PyObjectRef> {
    args.args.first().or_else(|| args.kwargs.get("array")).cloned()
}

/// The outer product of operands of which some are of derived classes: the ufunc of the first with axes added to it.
fn outer_of_derived(vm: &VirtualMachine, ufunc: &Py<PyUfunc>, mut args: FuncArgs) -> PyResult {
    if let [a, b, ..] = &args.args[..] {
        let b = ArrayArg::from_object(vm, b)?.array;
        let a = ArrayArg::from_object(vm, a)?;
        let mut shape = a.array.shape().to_vec();
        shape.resize(shape.len() + b.rank(), 1);
        args.args[0] = a.derived(vm, a.array.reshape_to(&shape, Order::C).or_raise(vm)?)?;
    }
    let ufunc: PyObjectRef = ufunc.to_owned().into();
    ufunc.call(args, vm)
}

#[pyclass]
pub(crate) trait UfuncMethods: PyPayload {
    /// A ufunc is pickled as its name, which is in a module.
    #[pymethod]
    fn __reduce__(zelf: &Py<PyUfunc>, vm: &VirtualMachine) -> PyResult {
        zelf.as_object().get_attr("__name__", vm)
    }

    #[pymethod]
    fn reduce(zelf: &Py<PyUfunc>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if let Some(answer) = overrides::answer(vm, zelf, "reduce", &args)? {
            return Ok(answer);
        }
        let folded = folded(&args);
        let args: ReduceArgs = args.bind_for(vm, "reduce")?;
        let ufunc = zelf.ufunc;
        let array = &args.array.array;
        check_comparison(vm, ufunc, array)?;
        let axes = args.axis.unwrap_or(AxesArg::One(0)).normalize_to_fold(array.rank()).or_raise(vm)?;
        let out = args.out.flatten();
        let dtype = args.dtype.flatten().map(|dtype| dtype.0);
        let where_ = match args.r#where {
            OptionalArg::Present(object) => mask(vm, &object)?,
            OptionalArg::Missing => None,
        };
        let mut options = ReduceOptions {
            dtype,
            out: out.as_ref().map(OutArg::array),
            keepdims: args.keepdims.0,
            initial: None,
            where_,
        };
        start_from(vm, args.initial.into_option(), ufunc, array, &mut options)?;
        let result = ufunc.reduce(array, &axes, &options).or_raise(vm)?;
        super::report_folding(vm, ufunc, array, &result, "reduce")?;
        deliver(vm, folded.as_ref(), result, out)
    }

    #[pymethod]
    fn accumulate(zelf: &Py<PyUfunc>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if let Some(answer) = overrides::answer(vm, zelf, "accumulate", &args)? {
            return Ok(answer);
        }
        let folded = folded(&args);
        one_axis(vm, &mut args, "accumulate")?;
        let args: AccumulateArgs = args.bind_for(vm, "accumulate")?;
        let array = &args.array.array;
        check_comparison(vm, zelf.ufunc, array)?;
        if array.rank() == 0 {
            normalize_axis(args.axis.0, 1)
                .map_err(|_| ndgym_core::Error::axis(args.axis.0, 0))
                .or_raise(vm)?;
            return Err(vm.new_type_error("cannot accumulate on a scalar"));
        }
        let axis = normalize_axis(args.axis.0, array.rank()).or_raise(vm)?;
        let out = args.out.flatten();
        let dtype = args.dtype.flatten().map(|dtype| dtype.0);
        let target = out.as_ref().map(OutArg::array);
        let result = zelf.ufunc.accumulate(array, axis, dtype, target.as_ref()).or_raise(vm)?;
        super::report_folding(vm, zelf.ufunc, array, &result, "accumulate")?;
        deliver(vm, folded.as_ref(), result, out)
    }

    #[pymethod]
    fn reduceat(zelf: &Py<PyUfunc>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if let Some(answer) = overrides::answer(vm, zelf, "reduceat", &args)? {
            return Ok(answer);
        }
        let folded = folded(&args);
        one_axis(vm, &mut args, "reduceat")?;
        let args: ReduceAtArgs = args.bind_for(vm, "reduceat")?;
        let array = &args.array.array;
        check_comparison(vm, zelf.ufunc, array)?;
        if array.rank() == 0 {
            return Err(vm.new_type_error("cannot reduceat on a scalar"));
        }
        let axis = normalize_axis(args.axis.0, array.rank()).or_raise(vm)?;
        let at = ArrayArg::from_object(vm, &args.indices)?.array;
        let counts = matches!(at.dtype().kind(), Kind::Signed | Kind::Unsigned | Kind::Bool | Kind::Float);
        if !counts && at.size() > 0 {
            return Err(vm.new_type_error(format!(
                "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
                at.dtype().name()
            )));
        }
        let dtype = args.dtype.flatten().map(|dtype| dtype.0);
        let result = zelf.ufunc.reduceat(array, &at.to_vec::<i64>(), axis, dtype).or_raise(vm)?;
        warnings::report(vm, "reduceat")?;
        let out = args.out.flatten();
        if let Some(out) = &out {
            out.array().assign(&result).or_raise(vm)?;
        }
        deliver(vm, folded.as_ref(), result, out)
    }

    #[pymethod]
    fn outer(zelf: &Py<PyUfunc>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if let Some(answer) = overrides::answer(vm, zelf, "outer", &args)? {
            return Ok(answer);
        }
        if zelf.ufunc.is_generalized() {
            return Err(vm.new_type_error("method outer is not allowed in ufunc with non-trivial signature"));
        }
        let is_plain = |name: &str| !matches!(name, "where" | "casting" | "order" | "subok" | "signature");
        let has_options = !args.kwargs.keys().all(|name| is_plain(&name.to_string_lossy()));
        if overrides::concerns(&args) || has_options {
            return outer_of_derived(vm, zelf, args);
        }
        let args: OuterArgs = args.bind_for(vm, "outer")?;
        let out = args.out.flatten();
        let options = Options {
            dtype: args.dtype.flatten().map(|dtype| dtype.0),
            out: out.iter().map(|out| Some(out.array())).collect(),
            ..Options::default()
        };
        let result = zelf.ufunc.outer(&args.a.array, &operand(vm, &args.b)?, &options).or_raise(vm)?;
        warnings::report(vm, zelf.ufunc.name)?;
        deliver(vm, None, result, out)
    }

    #[pymethod]
    fn at(zelf: &Py<PyUfunc>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if let Some(answer) = overrides::answer(vm, zelf, "at", &args)? {
            return Ok(answer);
        }
        if zelf.ufunc.is_generalized() {
            return Err(vm.new_type_error(format!(
                "{0}.at does not support ufunc with non-trivial signature: {0} has signature {1}.",
                zelf.ufunc.name,
                zelf.ufunc.signature()
            )));
        }
        let (a, at, b): (PyObjectRef, PyObjectRef, OptionalArg<PyObjectRef>) = args.bind_for(vm, "at")?;
        let Some(target) = a.downcast_ref::<PyNdArray>() else {
            return Err(vm.new_type_error("first operand must be array"));
        };
        target.check_writeable(vm)?;
        let array = target.array();
        // Which elements an index means: index an array of their numbers.
        let numbers: Vec<i64> = (0..array.size() as i64).collect();
        let numbers = new_array(vm, Array::from_slice(array.shape(), &numbers).or_raise(vm)?)?;
        let values = match b {
            OptionalArg::Present(object) => Some(operand(vm, &object)?),
            OptionalArg::Missing => None,
        };
        let chosen = match numbers.get_item(&*at, vm) {
            Ok(chosen) => ArrayArg::from_object(vm, &chosen)?.array,
            Err(outside) => {
                // Types are looked at before places.
                let shape = values.as_ref().map_or(&[][..], |values| values.shape());
                zelf.ufunc.at(&array, &[], values.as_ref(), shape).or_raise(vm)?;
                return Err(outside);
            }
        };
        let elements: Vec<usize> = chosen.to_vec::<i64>().into_iter().map(|number| number as usize).collect();
        zelf.ufunc.at(&array, &elements, values.as_ref(), chosen.shape()).or_raise(vm)?;
        warnings::report(vm, zelf.ufunc.name)?;
        Ok(vm.ctx.none())
    }
}

impl UfuncMethods for PyUfunc {}
