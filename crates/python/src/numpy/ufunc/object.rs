//! `np.ufunc`: the objects named `np.add`, `np.exp` and so on.

use super::core_axes::core_axes;
use super::operand::operand;
use super::refusal::{of_wide_integer, refusal};
use super::tuple_of;
use crate::numpy::arguments::{CastingArg, OrderArg};
use crate::numpy::array_like::to_array;
use crate::numpy::dtype::DTypeArg;
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::{PyNdArray, array_or_scalar, new_array, wrap, wrapper_of};
use crate::numpy::operators::compared_with_none;
use crate::numpy::warnings;
use ndgym_core::ufunc::{ALL, CLIP, Identity, Loop, Operand, Options, Results, SPECIAL, Ufunc};
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, TryFromObject, VirtualMachine,
    builtins::{PyListRef, PyModule, PyTuple},
    class::PyClassImpl,
    function::FuncArgs,
    pyclass,
    types::{Callable, Representable},
};
use smallvec::SmallVec;

/// Other names of ufuncs.
const ALIASES: [(&str, &str); 16] = [
    ("abs", "absolute"),
    ("true_divide", "divide"),
    ("mod", "remainder"),
    ("pow", "power"),
    ("conj", "conjugate"),
    ("bitwise_not", "invert"),
    ("bitwise_invert", "invert"),
    ("bitwise_left_shift", "left_shift"),
    ("bitwise_right_shift", "right_shift"),
    ("acos", "arccos"),
    ("acosh", "arccosh"),
    ("asin", "arcsin"),
    ("asinh", "arcsinh"),
    ("atan", "arctan"),
    ("atan2", "arctan2"),
    ("atanh", "arctanh"),
];

/// What `np.maximum(a, b, c)` is told: the third is where the result goes.
const MORE_THAN_TWO: &str = "Passing more than 2 positional arguments to np.maximum and np.minimum is deprecated. If you meant \
    to use the third argument as an output, use the `out` keyword argument instead. If you hoped to work with more than 2 \
    inputs, combine them into a single array and get the extrema for the relevant axis.";

/// A universal function as an object.
#[pyclass(module = "numpy", name = "ufunc")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyUfunc {
    pub(super) ufunc: &'static Ufunc,
}

/// Puts every ufunc into the module, under all its names.
pub(crate) fn add_objects(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    module.set_attr("ufunc", PyUfunc::make_static_type(), vm)?;
    // `numpy.clip` is a function in front of it.
    let clip: PyObjectRef = PyUfunc { ufunc: &CLIP }.into_pyobject(vm);
    module.set_attr("_clip", clip, vm)?;
    for ufunc in ALL.iter().copied() {
        let object: PyObjectRef = PyUfunc { ufunc }.into_pyobject(vm);
        module.set_attr(vm.ctx.intern_str(ufunc.name), object.clone(), vm)?;
        for (alias, _) in ALIASES.iter().filter(|(_, name)| *name == ufunc.name) {
            module.set_attr(vm.ctx.intern_str(*alias), object.clone(), vm)?;
        }
    }
    Ok(())
}

/// Sets the ufuncs of `scipy.special` on the module.
pub(crate) fn add_special_objects(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    SPECIAL.iter().copied().try_for_each(|ufunc| {
        let object: PyObjectRef = PyUfunc { ufunc }.into_pyobject(vm);
        module.set_attr(vm.ctx.intern_str(ufunc.name), object, vm)
    })
}

/// What `out=` names: an array for each output, or None.
pub(super) type Outs = SmallVec<[Option<PyRef<PyNdArray>>; 2]>;

/// A call's arguments, sorted out.
struct Call {
    operands: SmallVec<[Operand; 2]>,
    outs: Outs,
    options: Options,
}

impl Call {
    fn parse(vm: &VirtualMachine, ufunc: &'static Ufunc, args: FuncArgs) -> PyResult<Call> {
        let given = args.args.len();
        if given < ufunc.inputs || given > ufunc.inputs + ufunc.outputs {
            let were = if given == 1 { "was" } else { "were" };
            return Err(vm.new_type_error(format!(
                "{}() takes from {} to {} positional arguments but {given} {were} given",
                ufunc.name,
                ufunc.inputs,
                ufunc.inputs + ufunc.outputs
            )));
        }
        if given > ufunc.inputs && matches!(ufunc.name, "maximum" | "minimum") {
            warnings::warn(vm.ctx.exceptions.deprecation_warning, MORE_THAN_TWO.to_owned(), 1, vm)?;
        }
        let inputs = &args.args[..ufunc.inputs];
        let operands = inputs.iter().map(|object| operand(vm, object)).collect::<PyResult<_>>();
        let operands = operands.map_err(|error| refusal(vm, ufunc, inputs).unwrap_or(error))?;
        let mut outs: Outs =
            args.args[ufunc.inputs..].iter().map(|object| output(vm, object)).collect::<PyResult<_>>()?;
        let mut options = Options::default();
        let mut where_given = false;
        let mut out_given = !outs.is_empty();
        for (name, value) in args.kwargs.iter() {
            match name.to_string_lossy().as_ref() {
                "out" if !outs.is_empty() => {
                    return Err(
                        vm.new_type_error("cannot specify 'out' as both a positional and keyword argument")
                    );
                }
                "out" => {
                    out_given = true;
                    outs = outputs(vm, ufunc, value)?;
                }
                "where" if !ufunc.is_generalized() => {
                    options.where_ = mask(vm, value)?;
                    where_given = options.where_.is_some();
                }
                "dtype" => {
                    options.dtype = if vm.is_none(value) {
                        None
                    } else {
                        Some(DTypeArg::try_from_object(vm, value.clone())?.0)
                    };
                }
                "casting" => options.casting = CastingArg::try_from_object(vm, value.clone())?.0,
                "order" => options.order = OrderArg::try_from_object(vm, value.clone())?.0,
                "subok" => {}
                "signature" | "sig" => options.dtype = signature_dtype(vm, value)?,
                "axes" | "axis" | "keepdims" if ufunc.is_generalized() => {}
                unknown => {
                    return Err(vm.new_type_error(format!(
                        "{}() got an unexpected keyword argument '{unknown}'",
                        ufunc.name
                    )));
                }
            }
        }
        if where_given && !out_given {
            warnings::warn(
                vm.ctx.exceptions.user_warning,
                "'where' used without 'out', expect unitialized memory in output. If this is intentional, use out=None."
                    .to_owned(),
                1,
                vm,
            )?;
        }
        if ufunc.is_generalized() && !args.kwargs.is_empty() {
            options.core = core_axes(vm, ufunc, &args)?;
        }
        options.out = outs.iter().map(|out| out.as_ref().map(|out| out.array())).collect();
        Ok(Call { operands, outs, options })
    }
}

/// The result type that `signature="dd->d"`, or a tuple of types, asks for.
fn signature_dtype(vm: &VirtualMachine, value: &PyObject) -> PyResult<Option<DType>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    if let Some(tuple) = value.downcast_ref::<PyTuple>() {
        return match tuple.as_slice().last() {
            Some(last) if !vm.is_none(last) => Ok(Some(DTypeArg::try_from_object(vm, last.clone())?.0)),
            _ => Ok(None),
        };
    }
    let text = value.str(vm)?.to_string();
    let result = text.rsplit("->").next().unwrap_or_default().to_owned();
    Ok(Some(DTypeArg::try_from_object(vm, vm.ctx.new_str(result).into())?.0))
}

/// One `out` argument.
fn output(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<PyRef<PyNdArray>>> {
    if vm.is_none(object) {
        return Ok(None);
    }
    match object.downcast_ref::<PyNdArray>() {
        Some(ndarray) => {
            ndarray.check_writeable_output(vm)?;
            Ok(Some(ndarray.to_owned()))
        }
        None => Err(vm.new_type_error("return arrays must be of ArrayType")),
    }
}

/// The keyword argument `out`: an array, or a tuple with one for each output.
fn outputs(vm: &VirtualMachine, ufunc: &Ufunc, object: &PyObject) -> PyResult<Outs> {
    match object.downcast_ref::<PyTuple>() {
        Some(tuple) if tuple.len() == ufunc.outputs => {
            tuple.as_slice().iter().map(|object| output(vm, object)).collect()
        }
        Some(_) => Err(vm.new_value_error("The 'out' tuple must have exactly one entry per ufunc output")),
        None if ufunc.outputs > 1 && !vm.is_none(object) => {
            Err(vm.new_type_error("'out' must be a tuple of arrays"))
        }
        None => Ok(SmallVec::from_iter([output(vm, object)?])),
    }
}

/// A `where` argument; None if it holds everywhere.
pub(crate) fn mask(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<Array>> {
    if object.is(&vm.ctx.true_value) {
        return Ok(None);
    }
    let mask = to_array(vm, object)?;
    // Lists become arrays of bools; what is an array already must be one.
    if !object.downcastable::<PyNdArray>() {
        return mask.as_dtype(DType::Bool).or_raise(vm).map(Some);
    }
    if mask.dtype() != DType::Bool {
        return Err(vm.new_type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('bool') according to the rule 'safe'",
            mask.dtype().name()
        )));
    }
    Ok(Some(mask))
}

/// What results go through on their way out if operands or outputs are of derived classes or of other libraries.
struct Wrapping {
    wrapper: Option<PyObjectRef>,
    ufunc: PyObjectRef,
    arguments: Vec<PyObjectRef>,
}

impl Wrapping {
    fn of(vm: &VirtualMachine, ufunc: &Py<PyUfunc>, args: &FuncArgs) -> PyResult<Option<Wrapping>> {
        if !super::overrides::concerns(args) {
            return Ok(None);
        }
        let inputs = &args.args[..ufunc.ufunc.inputs.min(args.args.len())];
        let subok = args.kwargs.get("subok").map_or(Ok(true), |subok| subok.clone().try_to_bool(vm))?;
        let wrapper = if subok { wrapper_of(vm, inputs)? } else { None };
        Ok(Some(Wrapping { wrapper, ufunc: ufunc.to_owned().into(), arguments: inputs.to_vec() }))
    }

    fn apply(&self, vm: &VirtualMachine, position: usize, result: Array, outs: &Outs) -> PyResult {
        let out = outs.get(position).and_then(Option::as_ref);
        let wrapper = match out {
            None => self.wrapper.clone(),
            Some(out) if PyNdArray::is_exact(out) => None,
            Some(out) => vm.get_attribute_opt(out.as_object(), "__array_wrap__")?,
        };
        match (wrapper, out) {
            (None, Some(out)) => Ok(out.clone().into()),
            (None, None) => array_or_scalar(vm, result),
            (Some(wrapper), out) => {
                let mut arguments = self.arguments.clone();
                if outs.iter().any(Option::is_some) {
                    let none = || vm.ctx.none();
                    arguments.extend(outs.iter().map(|out| out.clone().map_or_else(none, Into::into)));
                }
                let number = vm.ctx.new_int(position).into();
                let arguments = vm.ctx.new_tuple(arguments).into();
                let context = vm.ctx.new_tuple(vec![self.ufunc.clone(), arguments, number]);
                let as_scalar = result.rank() == 0 && out.is_none();
                let result = match out {
                    Some(out) => out.clone().into(),
                    None => new_array(vm, result)?,
                };
                wrap(vm, &wrapper, result, Some(context.into()), as_scalar)
            }
        }
    }
}

/// Results as Python objects: the caller's own arrays where there are some.
fn deliver(vm: &VirtualMachine, results: Results, outs: &Outs, wrapping: Option<&Wrapping>) -> PyResult {
    let one = |position: usize, result: Array| match (wrapping, outs.get(position)) {
        (Some(wrapping), _) => wrapping.apply(vm, position, result, outs),
        (None, Some(Some(out))) => Ok(out.clone().into()),
        _ => array_or_scalar(vm, result),
    };
    if results.len() == 1 {
        return results.into_iter().map(|result| one(0, result)).next().unwrap_or_else(|| tuple_of(vm, []));
    }
    let items = results.into_iter().enumerate().map(|(i, result)| one(i, result)).collect::<PyResult<_>>()?;
    Ok(vm.ctx.new_tuple(items).into())
}

impl Callable for PyUfunc {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let ufunc = zelf.ufunc;
        if args.kwargs.is_empty() && args.args.len() == ufunc.inputs {
            let operands: SmallVec<[&PyObject; 3]> = args.args.iter().map(|object| &**object).collect();
            if let Some(result) = super::call_plain(vm, ufunc, &operands)? {
                return Ok(result);
            }
            if let Some(result) = of_wide_integer(vm, ufunc, operands[0])? {
                return Ok(result);
            }
        }
        if let Some(result) = super::overrides::answer(vm, zelf, "__call__", &args)? {
            return Ok(result);
        }
        if let Some(result) = compared_with_none(vm, ufunc, &args.args)? {
            return Ok(result);
        }
        let wrapping = Wrapping::of(vm, zelf, &args)?;
        let call = Call::parse(vm, ufunc, args)?;
        let results = super::run(vm, ufunc, &call.operands, &call.options)?;
        warnings::report(vm, ufunc.name)?;
        deliver(vm, results, &call.outs, wrapping.as_ref())
    }
}

impl PyUfunc {
    /// The types of its loops, as NumPy writes them.
    fn signatures(&self) -> Vec<String> {
        match self.ufunc.is_generalized() {
            true => DType::ALL.iter().map(|dtype| format!("{0}{0}->{0}", dtype.char())).collect(),
            false => self.ufunc.loops().map(Loop::signature).collect(),
        }
    }
}

impl Representable for PyUfunc {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("<ufunc '{}'>", zelf.ufunc.name))
    }
}

#[pyclass(with(Callable, Representable, super::methods::UfuncMethods))]
impl PyUfunc {
    #[pygetset]
    fn __name__(zelf: &Py<Self>) -> &'static str {
        zelf.ufunc.name
    }

    #[pygetset]
    fn __qualname__(zelf: &Py<Self>) -> &'static str {
        zelf.ufunc.name
    }

    #[pygetset]
    fn __doc__(zelf: &Py<Self>) -> String {
        let inputs = match zelf.ufunc.inputs {
            1 => "x".to_owned(),
            several => (1..=several).map(|i| format!("x{i}")).collect::<Vec<_>>().join(", "),
        };
        let outputs = match zelf.ufunc.outputs {
            1 => "out=None".to_owned(),
            several => (1..=several).map(|i| format!("out{i}=None")).collect::<Vec<_>>().join(", "),
        };
        format!(
            "{}({inputs}, /, {outputs}, *, where=True, casting='same_kind', order='K', dtype=None, subok=True[, signature])",
            zelf.ufunc.name
        )
    }

    #[pygetset]
    fn nin(zelf: &Py<Self>) -> usize {
        zelf.ufunc.inputs
    }

    #[pygetset]
    fn nout(zelf: &Py<Self>) -> usize {
        zelf.ufunc.outputs
    }

    #[pygetset]
    fn nargs(zelf: &Py<Self>) -> usize {
        zelf.ufunc.inputs + zelf.ufunc.outputs
    }

    #[pygetset]
    fn ntypes(zelf: &Py<Self>) -> usize {
        zelf.signatures().len()
    }

    #[pygetset]
    fn types(zelf: &Py<Self>, vm: &VirtualMachine) -> PyListRef {
        let signatures =
            zelf.signatures().into_iter().map(|signature| vm.ctx.new_str(signature).into()).collect();
        vm.ctx.new_list(signatures)
    }

    #[pygetset]
    fn identity(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        match zelf.ufunc.identity {
            Identity::None | Identity::Reorderable => vm.ctx.none(),
            Identity::MinusInfinity => vm.ctx.new_float(f64::NEG_INFINITY).into(),
            Identity::Zero if zelf.ufunc.name.starts_with("logical") => vm.ctx.new_bool(false).into(),
            Identity::One if zelf.ufunc.name.starts_with("logical") => vm.ctx.new_bool(true).into(),
            Identity::Zero => vm.ctx.new_int(0).into(),
            Identity::One => vm.ctx.new_int(1).into(),
            Identity::MinusOne => vm.ctx.new_int(-1).into(),
        }
    }

    #[pygetset]
    fn signature(zelf: &Py<Self>) -> Option<&'static str> {
        zelf.ufunc.is_generalized().then(|| zelf.ufunc.signature())
    }
}
