//! The hierarchy of scalar classes.

use super::PyGeneric;
use crate::numpy::several_bases::make_class;
use ndgym_core::{Complex64, DType, dtype::Kind};
use rustpython_vm::{
    AsObject, Context, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    builtins::{PyComplex, PyFloat, PyModule, PyStr, PyType, PyTypeRef},
    class::{PyClassImpl, StaticType},
    function::FuncArgs,
    protocol::PyNumberMethods,
    pyclass,
    types::{AsNumber, Constructor, Representable},
};

macro_rules! class {
    ($rust:ident, $name:literal, $base:ident) => {
        #[pyclass(module = "numpy", name = $name, base = $base)]
        #[derive(Debug)]
        #[repr(transparent)]
        pub(super) struct $rust($base);

        #[pyclass(flags(BASETYPE))]
        impl $rust {}
    };
}

#[pyclass(module = "numpy", name = "number", base = PyGeneric)]
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct PyNumber(PyGeneric);

#[pyclass(flags(BASETYPE))]
impl PyNumber {
    #[pyclassmethod]
    fn __class_getitem__(class: PyTypeRef, _parameters: PyObjectRef) -> PyTypeRef {
        class
    }
}

/// What scalars on the real line have, but neither bools nor complex numbers.
#[pyclass]
pub(super) trait RealMethods: PyPayload {
    #[pymethod]
    fn is_integer(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        let value = super::value_of(vm, &zelf)?;
        Ok(match value.dtype().kind() {
            Kind::Float => {
                let value = value.get::<f64>();
                value.is_finite() && value == value.trunc()
            }
            _ => true,
        })
    }

    /// `round(x)` gives a Python integer, `round(x, n)` a scalar.
    #[pymethod]
    fn __round__(zelf: PyObjectRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        match args.args.first().filter(|digits| !vm.is_none(digits)) {
            Some(_) => vm.call_method(&zelf, "round", args),
            None => {
                let value = super::value_of(vm, &zelf)?;
                vm.call_method(&super::to_python(vm, value), "__round__", ())
            }
        }
    }
}

impl RealMethods for PyInteger {}
impl RealMethods for PyFloating {}

#[pyclass(module = "numpy", name = "integer", base = PyNumber)]
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct PyInteger(PyNumber);

#[pyclass(flags(BASETYPE), with(AsNumber, RealMethods))]
impl PyInteger {
    #[pygetset]
    fn numerator(zelf: PyObjectRef) -> PyObjectRef {
        zelf
    }

    #[pygetset]
    fn denominator(_zelf: PyObjectRef) -> i32 {
        1
    }
}

#[pyclass(module = "numpy", name = "signedinteger", base = PyInteger)]
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct PySignedInteger(PyInteger);

#[pyclass(flags(BASETYPE), with(BitMethods))]
impl PySignedInteger {}

#[pyclass(module = "numpy", name = "unsignedinteger", base = PyInteger)]
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct PyUnsignedInteger(PyInteger);

#[pyclass(flags(BASETYPE), with(BitMethods))]
impl PyUnsignedInteger {}

/// What integers of some width have.
#[pyclass]
pub(super) trait BitMethods: PyPayload {
    #[pymethod]
    fn bit_count(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<u32> {
        let bits = super::value_of(vm, &zelf)?.as_integer().unwrap_or_default();
        Ok(bits.unsigned_abs().count_ones())
    }
}

impl BitMethods for PySignedInteger {}
impl BitMethods for PyUnsignedInteger {}
class!(PyInexact, "inexact", PyNumber);

#[pyclass(module = "numpy", name = "floating", base = PyInexact)]
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct PyFloating(PyInexact);

#[pyclass(flags(BASETYPE), with(RealMethods))]
impl PyFloating {
    #[pymethod]
    fn as_integer_ratio(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let value = super::value_of(vm, &zelf)?;
        vm.call_method(&super::to_python(vm, value), "as_integer_ratio", ())
    }
}

#[pyclass(module = "numpy", name = "complexfloating", base = PyInexact)]
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct PyComplexFloating(PyInexact);

#[pyclass(flags(BASETYPE))]
impl PyComplexFloating {
    #[pymethod]
    fn __complex__(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        Ok(vm.ctx.new_complex(super::value_of(vm, &zelf)?.get::<Complex64>()).into())
    }
}

class!(PyBool, "bool", PyGeneric);
class!(PyInt8, "int8", PySignedInteger);
class!(PyUInt8, "uint8", PyUnsignedInteger);
class!(PyInt16, "int16", PySignedInteger);
class!(PyUInt16, "uint16", PyUnsignedInteger);
class!(PyInt32, "int32", PySignedInteger);
class!(PyUInt32, "uint32", PyUnsignedInteger);
class!(PyInt64, "int64", PySignedInteger);
class!(PyUInt64, "uint64", PyUnsignedInteger);
class!(PyFloat32, "float32", PyFloating);
class!(PyFloat64, "float64", PyFloat);
class!(PyComplex64, "complex64", PyComplexFloating);
class!(PyComplex128, "complex128", PyComplex);
class!(PyFlexible, "flexible", PyGeneric);
class!(PyCharacter, "character", PyFlexible);
class!(PyText, "str_", PyStr);

impl AsNumber for PyInteger {
    fn as_number() -> &'static PyNumberMethods {
        // Of all scalars only integers count and index.
        static METHODS: PyNumberMethods = PyNumberMethods {
            index: Some(|number, vm| {
                let value = super::value_of(vm, number.as_object())?;
                Ok(super::to_python(vm, value))
            }),
            ..PyNumberMethods::NOT_IMPLEMENTED
        };
        &METHODS
    }
}

/// Makes a class that has a Python class beside NumPy's among its ancestors, in the order given.
fn make_with_two_bases<T: StaticType + PyClassImpl>(
    ctx: &'static Context,
    bases: [PyTypeRef; 2],
    prepare: impl FnOnce(&PyTypeRef),
) {
    let object = ctx.types.object_type;
    let own = |base: &PyTypeRef| base.mro_collect().into_iter().filter(|ancestor| !ancestor.is(object));
    let mut ancestors: Vec<PyTypeRef> = bases.iter().flat_map(own).collect();
    ancestors.push(object.to_owned());
    make_class::<T>(ctx, bases.to_vec(), ancestors, |class| {
        class.slots().new.store(Some(<PyGeneric as Constructor>::slot_new));
        prepare(class);
    });
}

/// Makes the classes and sets them on the module under all their names.
pub(crate) fn add_classes(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    let ctx = Context::genesis();
    let set = |names: &[&'static str], class: PyTypeRef| {
        // Native classes inherit operators' left-hand slots, but not the right-hand ones.
        class.slots().as_number.copy_from(PyGeneric::as_number());
        names.iter().try_for_each(|name| module.set_attr(vm.ctx.intern_str(*name), class.clone(), vm))
    };
    set(&["generic"], PyGeneric::make_static_type())?;
    set(&["number"], PyNumber::make_static_type())?;
    set(&["integer"], PyInteger::make_static_type())?;
    set(&["signedinteger"], PySignedInteger::make_static_type())?;
    set(&["unsignedinteger"], PyUnsignedInteger::make_static_type())?;
    set(&["inexact"], PyInexact::make_static_type())?;
    set(&["floating"], PyFloating::make_static_type())?;
    set(&["complexfloating"], PyComplexFloating::make_static_type())?;
    set(&["bool", "bool_"], PyBool::make_static_type())?;
    set(&["int8", "byte"], PyInt8::make_static_type())?;
    set(&["uint8", "ubyte"], PyUInt8::make_static_type())?;
    set(&["int16", "short"], PyInt16::make_static_type())?;
    set(&["uint16", "ushort"], PyUInt16::make_static_type())?;
    set(&["int32", "intc"], PyInt32::make_static_type())?;
    set(&["uint32", "uintc"], PyUInt32::make_static_type())?;
    set(&["int64", "int_", "intp", "long", "longlong"], PyInt64::make_static_type())?;
    set(&["uint64", "uint", "uintp", "ulong", "ulonglong"], PyUInt64::make_static_type())?;
    set(&["float32", "single"], PyFloat32::make_static_type())?;
    make_with_two_bases::<PyFloat64>(
        ctx,
        [PyFloating::static_type().to_owned(), ctx.types.float_type.to_owned()],
        |_| {},
    );
    set(&["float64", "double"], PyFloat64::static_type().to_owned())?;
    set(&["complex64", "csingle"], PyComplex64::make_static_type())?;
    make_with_two_bases::<PyComplex128>(
        ctx,
        [PyComplexFloating::static_type().to_owned(), ctx.types.complex_type.to_owned()],
        |_| {},
    );
    set(&["complex128", "cdouble"], PyComplex128::static_type().to_owned())?;
    set(&["flexible"], PyFlexible::make_static_type())?;
    set(&["character"], PyCharacter::make_static_type())?;
    // Texts add, repeat and compare as Python's do, whose class comes first; only how they are shown is NumPy's.
    make_with_two_bases::<PyText>(
        ctx,
        [ctx.types.str_type.to_owned(), PyCharacter::static_type().to_owned()],
        |class| class.slots().repr.store(Some(<PyGeneric as Representable>::slot_repr)),
    );
    let numbers = &PyText::static_type().slots().as_number;
    for slot in [
        &numbers.negative,
        &numbers.positive,
        &numbers.absolute,
        &numbers.invert,
        &numbers.int,
        &numbers.float,
    ] {
        // What `np.generic` has, but texts are no numbers.
        slot.store(None);
    }
    module.set_attr("str_", PyText::static_type().to_owned(), vm)
}

/// The class of an element type's scalars.
pub(crate) fn class_of(_ctx: &Context, dtype: DType) -> &'static Py<PyType> {
    match dtype {
        DType::Bool => PyBool::static_type(),
        DType::Int8 => PyInt8::static_type(),
        DType::UInt8 => PyUInt8::static_type(),
        DType::Int16 => PyInt16::static_type(),
        DType::UInt16 => PyUInt16::static_type(),
        DType::Int32 => PyInt32::static_type(),
        DType::UInt32 => PyUInt32::static_type(),
        DType::Int64 => PyInt64::static_type(),
        DType::UInt64 => PyUInt64::static_type(),
        DType::Float32 => PyFloat32::static_type(),
        DType::Float64 => PyFloat64::static_type(),
        DType::Complex64 => PyComplex64::static_type(),
        DType::Complex128 => PyComplex128::static_type(),
        DType::Text(_) => PyText::static_type(),
    }
}

/// The element type of a scalar class or of a class derived from one.
pub(crate) fn dtype_of_class(ctx: &Context, class: &Py<PyType>) -> Option<DType> {
    if !class.fast_issubclass(PyGeneric::static_type()) {
        return None;
    }
    let mut dtypes = DType::ALL.into_iter().chain([DType::Text(0)]);
    dtypes.find(|&dtype| class.fast_issubclass(class_of(ctx, dtype)))
}

/// The class itself, if it is one of NumPy's own scalar classes, abstract or not.
pub(crate) fn known_class(class: &Py<PyType>) -> Option<&'static Py<PyType>> {
    let concrete = DType::ALL.into_iter().map(|dtype| class_of(Context::genesis(), dtype));
    let grouping = [
        PyGeneric::static_type(),
        PyNumber::static_type(),
        PyInteger::static_type(),
        PySignedInteger::static_type(),
        PyUnsignedInteger::static_type(),
        PyInexact::static_type(),
        PyFloating::static_type(),
        PyComplexFloating::static_type(),
        PyFlexible::static_type(),
        PyCharacter::static_type(),
        PyText::static_type(),
    ];
    concrete.chain(grouping).find(|known| class.is(*known))
}

/// Whether it is one of the classes that only group others, such as `np.floating`.
pub(crate) fn is_abstract_class(ctx: &Context, class: &Py<PyType>) -> bool {
    class.fast_issubclass(PyGeneric::static_type()) && dtype_of_class(ctx, class).is_none()
}

/// Whether the class is `np.float64` or derived from it. Python's own `float` is the common case, and quick.
#[inline]
pub(super) fn is_float64(class: &Py<PyType>) -> bool {
    let float64 = PyFloat64::static_type();
    class.is(float64) || !class.is(Context::genesis().types.float_type) && class.fast_issubclass(float64)
}

/// Whether the class is `np.str_` or derived from it.
#[inline]
pub(super) fn is_text(class: &Py<PyType>) -> bool {
    !class.is(Context::genesis().types.str_type) && class.fast_issubclass(PyText::static_type())
}

/// Whether the class is `np.complex128` or derived from it.
#[inline]
pub(super) fn is_complex128(class: &Py<PyType>) -> bool {
    let complex128 = PyComplex128::static_type();
    class.is(complex128) || class.fast_issubclass(complex128)
}
