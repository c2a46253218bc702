//! NumPy's scalars: `np.float64(1.0)` and the classes above and beside it.
//!
//! Every scalar is a [`PyGeneric`] with a class that tells its element type, save for three which Python's own types must
//! recognise: `float64` is a Python `float`, `complex128` a Python `complex` and `str_` a Python `str`, with NumPy's class.

mod arithmetic;
mod classes;
mod legacy;

pub(crate) use arithmetic::{binary, compare, unary};
pub(crate) use classes::{add_classes, class_of, dtype_of_class, is_abstract_class, known_class};

use super::array_like::{convert_object, to_array_of};
use super::dtype::PyDType;
use super::ndarray;
use super::operators;
use super::printing::{has_plain_scalars, is_legacy};
use super::sorting::SortingMethods;
use super::{elementwise, manipulation, products, reductions, selecting};
use legacy::legacy_text;
use ndgym_core::text::{Text, repr};
use ndgym_core::{Array, Complex64, DType, Scalar, dtype::Kind, format::scalar_str};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyComplex, PyFloat, PyInt, PyStr, PyTupleRef, PyType, PyTypeRef},
    common::hash::PyHash,
    function::{Either, FuncArgs, PyComparisonValue},
    protocol::{PyMappingMethods, PyNumberMethods},
    pyclass,
    types::{AsMapping, AsNumber, Comparable, Constructor, Hashable, PyComparisonOp, Representable},
};
use std::cell::OnceCell;

/// `np.generic`, and what all scalars but `float64` and `complex128` are made of.
#[pyclass(module = "numpy", name = "generic")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyGeneric {
    value: Scalar,
}

/// A NumPy scalar as a Python object.
pub(crate) fn new_scalar(vm: &VirtualMachine, value: Scalar) -> PyObjectRef {
    let class = || class_of(&vm.ctx, value.dtype()).to_owned();
    match value {
        Scalar::Float64(value) => PyRef::new_ref(PyFloat::from(value), class(), None).into(),
        Scalar::Complex128(value) => PyRef::new_ref(PyComplex::from(value), class(), None).into(),
        Scalar::Bool(value) => new_bool(vm, value),
        Scalar::Text(value) => new_text(&value.string(), class()),
        value => PyRef::new_ref(PyGeneric { value }, class(), None).into(),
    }
}

/// A text as `np.str_` or a class derived from it.
fn new_text(value: &str, class: PyTypeRef) -> PyObjectRef {
    PyRef::new_ref(PyStr::from(value), class, None).into()
}

/// `np.True_` or `np.False_`: there is one of each.
fn new_bool(vm: &VirtualMachine, value: bool) -> PyObjectRef {
    thread_local! {
        static BOOLS: OnceCell<&'static [PyObjectRef; 2]> = const { OnceCell::new() };
    }
    BOOLS.with(|bools| {
        let bools = bools.get_or_init(|| {
            let class = class_of(&vm.ctx, DType::Bool);
            Box::leak(Box::new([false, true].map(|value| {
                PyRef::new_ref(PyGeneric { value: Scalar::Bool(value) }, class.to_owned(), None).into()
            })))
        });
        bools[usize::from(value)].clone()
    })
}

/// The value of a NumPy scalar, if the object is one.
#[inline]
pub(crate) fn from_scalar_object(object: &PyObject) -> Option<Scalar> {
    if let Some(generic) = object.downcast_ref::<PyGeneric>() {
        return Some(generic.value);
    }
    if let Some(float) = object.downcast_ref::<PyFloat>() {
        return classes::is_float64(object.class()).then(|| Scalar::Float64(float.to_f64()));
    }
    if let Some(complex) = object.downcast_ref::<PyComplex>() {
        return classes::is_complex128(object.class()).then(|| Scalar::Complex128(complex.as_complex()));
    }
    if let Some(text) = object.downcast_ref::<PyStr>() {
        return classes::is_text(object.class()).then(|| Text::new(&text.to_string_lossy()).into());
    }
    None
}

/// The value as a plain Python object: what `.item()` and `.tolist()` give.
pub(crate) fn to_python(vm: &VirtualMachine, value: Scalar) -> PyObjectRef {
    match value.dtype().kind() {
        Kind::Bool => vm.ctx.new_bool(value.is_true()).into(),
        Kind::Signed => vm.ctx.new_int(value.get::<i64>()).into(),
        Kind::Unsigned => vm.ctx.new_int(value.get::<u64>()).into(),
        Kind::Float => vm.ctx.new_float(value.get::<f64>()).into(),
        Kind::Complex => vm.ctx.new_complex(value.get::<Complex64>()).into(),
        Kind::Text => vm.ctx.new_str(value.to_string()).into(),
    }
}

/// The value of a scalar on which a method was called.
fn value_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Scalar> {
    from_scalar_object(object).ok_or_else(|| {
        vm.new_type_error(format!("descriptor requires a NumPy scalar, not '{}'", object.class().name()))
    })
}

/// `np.float64(…)` and the like: a scalar, or an array if given one.
fn construct(class: &Py<PyType>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let Some(dtype) = dtype_of_class(&vm.ctx, class) else {
        return Err(vm.new_type_error(format!("cannot create 'numpy.{}' instances", class.name())));
    };
    if dtype.is_text() {
        let text = vm.ctx.types.str_type.as_object().call(args, vm)?;
        return Ok(new_text(&text.str(vm)?.to_string_lossy(), class.to_owned()));
    }
    let given = args.args.len() + args.kwargs.len();
    let maximum = if dtype.is_complex() { 2 } else { 1 };
    if given > maximum || !args.kwargs.is_empty() {
        return Err(vm.new_type_error(match (args.kwargs.keys().next(), dtype) {
            (Some(_), DType::Float64) => "float() takes no keyword arguments".to_owned(),
            (Some(name), _) if given <= maximum => {
                format!("this function got an unexpected keyword argument '{}'", name.to_string_lossy())
            }
            (_, DType::Float64) => format!("float expected at most 1 argument, got {given}"),
            (_, DType::Bool) => format!("bool_() takes at most 1 argument ({given} given)"),
            (_, _) if maximum == 1 => format!("function takes at most 1 argument ({given} given)"),
            _ => format!("function takes at most {maximum} arguments ({given} given)"),
        }));
    }
    match args.args.as_slice() {
        [] => Ok(new_scalar(vm, Scalar::Bool(false).cast(dtype))),
        [object] => from_any(vm, object, dtype),
        parts => {
            let complex = vm.ctx.types.complex_type.as_object().call(parts.to_vec(), vm)?;
            from_any(vm, &complex, dtype)
        }
    }
}

fn from_any(vm: &VirtualMachine, object: &PyObject, dtype: DType) -> PyResult {
    if from_scalar_object(object).is_some() {
        let array = super::array_like::to_array(vm, object)?;
        let cast = operators::cast_with_warnings(vm, &array, dtype)?;
        return Ok(new_scalar(vm, cast.scalar_at(cast.offset())));
    }
    let is_single = object.downcastable::<PyFloat>()
        || object.downcastable::<PyInt>()
        || object.downcastable::<PyComplex>()
        || object.downcastable::<PyStr>();
    if is_single {
        return Ok(new_scalar(vm, convert_object(vm, object, dtype)?));
    }
    if vm.is_none(object) && dtype == DType::Bool {
        return Ok(new_scalar(vm, Scalar::Bool(false)));
    }
    let array = to_array_of(vm, object, dtype)?;
    ndarray::array_or_scalar(vm, array)
}

impl Constructor for PyGeneric {
    type Args = FuncArgs;

    fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        construct(&class, args, vm)
    }

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        Err(vm.new_type_error(format!("cannot create 'numpy.{}' instances", class.name())))
    }
}

impl Representable for PyGeneric {
    fn slot_repr(zelf: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        let value = value_of(vm, zelf)?;
        let text = match value {
            Scalar::Text(text) if has_plain_scalars() => repr(&text.string()),
            value if is_legacy() => legacy_text(value, true),
            value if has_plain_scalars() => scalar_str(value),
            Scalar::Bool(value) => format!("np.{}", if value { "True_" } else { "False_" }),
            Scalar::Text(text) => format!("np.str_({})", repr(&text.string())),
            value => {
                let text = scalar_str(value);
                let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(&text);
                format!("np.{}({bare})", value.dtype().name())
            }
        };
        Ok(vm.ctx.new_str(text))
    }
}

impl Hashable for PyGeneric {
    fn slot_hash(zelf: &PyObject, vm: &VirtualMachine) -> PyResult<PyHash> {
        to_python(vm, value_of(vm, zelf)?).hash(vm)
    }

    fn hash(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyHash> {
        to_python(vm, zelf.value).hash(vm)
    }
}

impl Comparable for PyGeneric {
    fn slot_richcompare(
        zelf: &PyObject,
        other: &PyObject,
        op: PyComparisonOp,
        vm: &VirtualMachine,
    ) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
        operators::compare(vm, zelf, other, op).map(Either::A)
    }

    fn cmp(
        _zelf: &Py<Self>,
        _other: &PyObject,
        _op: PyComparisonOp,
        _vm: &VirtualMachine,
    ) -> PyResult<PyComparisonValue> {
        Ok(PyComparisonValue::NotImplemented)
    }
}

impl AsNumber for PyGeneric {
    fn as_number() -> &'static PyNumberMethods {
        static METHODS: PyNumberMethods = PyNumberMethods {
            boolean: Some(|number, vm| Ok(value_of(vm, number.as_object())?.is_true())),
            int: Some(|number, vm| {
                let value = value_of(vm, number.as_object())?;
                super::array_like::warn_if_imaginary_part_is_lost(vm, value.dtype(), value.dtype().real())?;
                to_python(vm, value.cast(value.dtype().real())).try_int(vm).map(Into::into)
            }),
            float: Some(|number, vm| {
                let value = value_of(vm, number.as_object())?;
                super::array_like::warn_if_imaginary_part_is_lost(vm, value.dtype(), DType::Float64)?;
                Ok(vm.ctx.new_float(value.get::<f64>()).into())
            }),
            // Scalars have no axes to sum over.
            matrix_multiply: None,
            ..operators::NUMBER_METHODS
        };
        &METHODS
    }
}

impl AsMapping for PyGeneric {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: PyMappingMethods = PyMappingMethods {
            length: None,
            subscript: Some(|mapping, key, vm| subscript(vm, mapping.obj, key)),
            ass_subscript: None,
        };
        &METHODS
    }
}

/// Scalars take the indices a 0-d array does: `x[()]`, `x[...]`, `x[None]`.
fn subscript(vm: &VirtualMachine, zelf: &PyObject, key: &PyObject) -> PyResult {
    let array = super::array_like::to_array(vm, zelf)?;
    let is_basic = key.class().is(vm.ctx.types.tuple_type) || vm.is_none(key) || key.is(&vm.ctx.ellipsis);
    if !is_basic {
        return Err(vm.new_index_error("invalid index to scalar variable."));
    }
    let ndarray = ndarray::new_array(vm, array)?;
    ndarray.get_item(key, vm)
}

fn array_of(vm: &VirtualMachine, zelf: &PyObject) -> PyResult<Array> {
    super::array_like::to_array(vm, zelf)
}

impl ndarray::BasicMethods for PyGeneric {}
impl SortingMethods for PyGeneric {}
impl manipulation::ManipulationMethods for PyGeneric {}
impl elementwise::ElementwiseMethods for PyGeneric {}
impl products::TraceMethods for PyGeneric {}
impl reductions::ReductionMethods for PyGeneric {}
impl selecting::SelectingMethods for PyGeneric {}

#[pyclass(
    with(
        Constructor,
        Representable,
        Hashable,
        Comparable,
        AsNumber,
        AsMapping,
        ndarray::BasicMethods,
        SortingMethods,
        selecting::SelectingMethods,
        elementwise::ElementwiseMethods,
        manipulation::ManipulationMethods,
        reductions::ReductionMethods,
        products::TraceMethods
    ),
    flags(BASETYPE)
)]
impl PyGeneric {
    #[pygetset]
    fn dtype(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyRef<PyDType>> {
        Ok(PyDType::object(vm, value_of(vm, &zelf)?.dtype()))
    }

    #[pygetset]
    fn itemsize(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        Ok(value_of(vm, &zelf)?.dtype().nominal_itemsize())
    }

    #[pygetset]
    fn nbytes(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        Ok(value_of(vm, &zelf)?.dtype().nominal_itemsize())
    }

    #[pygetset]
    fn ndim(_zelf: PyObjectRef) -> usize {
        0
    }

    #[pygetset]
    fn size(_zelf: PyObjectRef) -> usize {
        1
    }

    #[pygetset]
    fn shape(_zelf: PyObjectRef, vm: &VirtualMachine) -> PyTupleRef {
        vm.ctx.new_tuple(Vec::new())
    }

    #[pygetset]
    fn strides(_zelf: PyObjectRef, vm: &VirtualMachine) -> PyTupleRef {
        vm.ctx.new_tuple(Vec::new())
    }

    #[pygetset]
    fn device(_zelf: PyObjectRef) -> &'static str {
        "cpu"
    }

    #[pygetset]
    fn base(_zelf: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pygetset(name = "T")]
    fn transposed(zelf: PyObjectRef) -> PyObjectRef {
        zelf
    }

    #[pygetset]
    fn flat(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        ndarray::new_array(vm, array_of(vm, &zelf)?)?.get_attr("flat", vm)
    }

    #[pygetset]
    fn flags(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        ndarray::new_array(vm, array_of(vm, &zelf)?.read_only())?.get_attr("flags", vm)
    }

    #[pygetset]
    fn real(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let value = value_of(vm, &zelf)?;
        Ok(match value {
            Scalar::Complex64(value) => new_scalar(vm, value.re.into()),
            Scalar::Complex128(value) => new_scalar(vm, value.re.into()),
            _ => zelf,
        })
    }

    #[pygetset]
    fn imag(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let value = value_of(vm, &zelf)?;
        Ok(new_scalar(
            vm,
            match value {
                Scalar::Complex64(value) => value.im.into(),
                Scalar::Complex128(value) => value.im.into(),
                Scalar::Text(_) => Scalar::Text(Text::EMPTY),
                other => Scalar::Bool(false).cast(other.dtype()),
            },
        ))
    }

    #[pygetset(name = "__array_priority__")]
    fn array_priority(_zelf: PyObjectRef) -> f64 {
        -1_000_000.0
    }

    #[pymethod]
    fn __array__(zelf: PyObjectRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let array = array_of(vm, &zelf)?;
        match args.args.first().filter(|dtype| !vm.is_none(dtype)) {
            Some(dtype) => {
                ndarray::new_array(vm, to_array_of(vm, &zelf, super::dtype::from_object(vm, dtype)?)?)
            }
            None => ndarray::new_array(vm, array),
        }
    }

    #[pymethod]
    fn __str__(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
        let value = value_of(vm, &zelf)?;
        Ok(if is_legacy() { legacy_text(value, false) } else { scalar_str(value) })
    }

    #[pymethod]
    fn __format__(zelf: PyObjectRef, spec: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult {
        vm.call_method(&to_python(vm, value_of(vm, &zelf)?), "__format__", (spec,))
    }

    #[pymethod]
    fn __reduce__(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        let plain = to_python(vm, value_of(vm, &zelf)?);
        let class: PyObjectRef = zelf.class().to_owned().into();
        Ok(vm.new_tuple((class, (plain,))))
    }
}
