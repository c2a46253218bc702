//! `np.dtype`: element types as Python objects, and everything that names one.

use super::errors::OrRaise;
use super::ndarray::PyNdArray;
use super::scalar;
use ndgym_core::DType;
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, TryFromObject, VirtualMachine,
    builtins::{
        PyBytes, PyDict, PyGenericAlias, PyInt, PyList, PyStr, PyTuple, PyTupleRef, PyType, PyTypeRef,
    },
    class::StaticType,
    common::hash::PyHash,
    function::{DefaultRepr, FuncArgs, OptionalArg, PyComparisonValue},
    pyclass,
    types::{Comparable, Constructor, Hashable, PyComparisonOp, Representable},
};
use std::cell::OnceCell;

/// An element type as Python sees it. There is one object for each type of numbers, so that `is` works as in NumPy.
#[pyclass(module = "numpy", name = "dtype")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyDType {
    dtype: DType,
}

impl PyDType {
    /// The one object of an element type.
    pub(crate) fn object(vm: &VirtualMachine, dtype: DType) -> PyRef<PyDType> {
        let known = known(vm);
        let object = known.objects.iter().find(|object| object.dtype == dtype).cloned();
        // Of texts there is a type for each width, and as in NumPy an object for each mention.
        object.unwrap_or_else(|| PyRef::new_ref(PyDType { dtype }, known.of_texts.clone(), None))
    }
}

/// The objects of all element types but texts, and the class of those, which a thread's interpreters share.
struct Known {
    objects: Vec<PyRef<PyDType>>,
    of_texts: PyTypeRef,
}

fn known(vm: &VirtualMachine) -> &'static Known {
    thread_local! {
        static KNOWN: OnceCell<&'static Known> = const { OnceCell::new() };
    }
    let class = |dtype: DType| {
        let (base, name) = (PyDType::static_type(), class_name(dtype));
        let class = PyType::new_simple_heap(&name, base, &vm.ctx).unwrap_or_else(|_| base.to_owned());
        class.set_attr(vm.ctx.intern_str("__module__"), vm.ctx.new_str("numpy.dtypes").into());
        class
    };
    KNOWN.with(|known| {
        *known.get_or_init(|| {
            let object = |&dtype: &DType| PyRef::new_ref(PyDType { dtype }, class(dtype), None);
            let objects = DType::ALL.iter().map(object).collect();
            Box::leak(Box::new(Known { objects, of_texts: class(DType::Text(0)) }))
        })
    })
}

/// `Float64DType` and the like.
fn class_name(dtype: DType) -> String {
    let shown = ndgym_core::ufunc::class_name(dtype);
    shown.rsplit('.').next().unwrap_or_default().trim_end_matches("'>").to_owned()
}

/// The element type of a class in `numpy.dtypes`.
fn dtype_of_own_class(vm: &VirtualMachine, class: &Py<PyType>) -> Option<DType> {
    let known = known(vm);
    let object = known.objects.iter().find(|object| object.class().is(class));
    object.map(|object| object.dtype).or_else(|| class.is(&known.of_texts).then_some(DType::Text(0)))
}

#[rustpython_vm::pymodule(name = "dtypes")]
pub(super) mod module {
    use rustpython_vm::{AsObject, Py, PyResult, VirtualMachine, builtins::PyModule};

    /// Names that C gives some types.
    const OTHER_NAMES: [(&str, &str); 8] = [
        ("ByteDType", "Int8DType"),
        ("UByteDType", "UInt8DType"),
        ("ShortDType", "Int16DType"),
        ("UShortDType", "UInt16DType"),
        ("IntDType", "Int32DType"),
        ("UIntDType", "UInt32DType"),
        ("LongDType", "Int64DType"),
        ("ULongDType", "UInt64DType"),
    ];

    /// Executes the module body: the classes of element types.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        let known = super::known(vm);
        let classes = known.objects.iter().map(|object| object.class().to_owned());
        for class in classes.chain([known.of_texts.clone()]) {
            let name = class.name().to_string();
            for (other, _) in OTHER_NAMES.iter().filter(|(_, own)| *own == name) {
                module.set_attr(*other, class.clone(), vm)?;
            }
            module.set_attr(vm.ctx.intern_str(name), class, vm)?;
        }
        Ok(())
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct DTypeNewArgs {
    #[pyarg(any)]
    dtype: PyObjectRef,
    #[pyarg(any, default = false)]
    #[allow(dead_code, reason = "accepted, without meaning for simple types")]
    align: bool,
    #[pyarg(any, default = false)]
    #[allow(dead_code, reason = "accepted, without meaning for simple types")]
    copy: bool,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "accepted, without meaning for simple types")]
    metadata: OptionalArg<PyObjectRef>,
}

impl Constructor for PyDType {
    type Args = DTypeNewArgs;

    fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if let Some(dtype) = dtype_of_own_class(vm, &class) {
            return of_own_class(vm, dtype, &args);
        }
        let args: DTypeNewArgs = args.bind_for(vm, "dtype")?;
        Ok(PyDType::object(vm, from_object(vm, &args.dtype)?).into())
    }

    fn py_new(_class: &Py<PyType>, args: DTypeNewArgs, vm: &VirtualMachine) -> PyResult<Self> {
        from_object(vm, &args.dtype).map(|dtype| PyDType { dtype })
    }
}

impl Representable for PyDType {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("dtype('{}')", zelf.dtype.name()))
    }
}

impl Comparable for PyDType {
    fn cmp(
        zelf: &Py<Self>,
        other: &PyObject,
        op: PyComparisonOp,
        vm: &VirtualMachine,
    ) -> PyResult<PyComparisonValue> {
        use ndgym_core::promote::{Casting, can_cast};
        let Ok(other) = from_object(vm, other) else { return Ok(PyComparisonValue::NotImplemented) };
        let safe = |from, to| can_cast(from, to, Casting::Safe);
        let this = zelf.dtype;
        // Comparison asks what casts safely to what.
        Ok(PyComparisonValue::Implemented(match op {
            PyComparisonOp::Eq => this == other,
            PyComparisonOp::Ne => this != other,
            PyComparisonOp::Lt => this != other && safe(this, other),
            PyComparisonOp::Le => safe(this, other),
            PyComparisonOp::Gt => this != other && safe(other, this),
            PyComparisonOp::Ge => safe(other, this),
        }))
    }
}

impl Hashable for PyDType {
    fn hash(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<PyHash> {
        let width = if zelf.dtype.is_text() { zelf.dtype.text_width() } else { 0 };
        Ok(PyHash::from(zelf.dtype.num()) + 0x6e70 + (PyHash::from(width) << 16))
    }
}

#[pyclass(with(Constructor, Representable, Comparable, Hashable))]
impl PyDType {
    #[pygetset]
    fn name(zelf: &Py<Self>) -> String {
        match zelf.dtype {
            DType::Text(width) if width > 0 => format!("str{}", 32 * u64::from(width)),
            dtype => dtype.family_name().to_owned(),
        }
    }

    #[pygetset]
    fn kind(zelf: &Py<Self>) -> String {
        zelf.dtype.kind_char().to_string()
    }

    #[pygetset]
    fn char(zelf: &Py<Self>) -> String {
        zelf.dtype.char().to_string()
    }

    #[pygetset]
    fn num(zelf: &Py<Self>) -> u8 {
        zelf.dtype.num()
    }

    #[pygetset]
    fn itemsize(zelf: &Py<Self>) -> usize {
        zelf.dtype.nominal_itemsize()
    }

    #[pygetset]
    fn alignment(zelf: &Py<Self>) -> usize {
        zelf.dtype.itemsize().min(8)
    }

    #[pygetset]
    fn byteorder(zelf: &Py<Self>) -> &'static str {
        if zelf.dtype.itemsize() == 1 { "|" } else { "=" }
    }

    #[pygetset]
    fn isnative(_zelf: &Py<Self>) -> bool {
        true
    }

    #[pygetset]
    fn hasobject(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pygetset]
    fn isbuiltin(zelf: &Py<Self>) -> u8 {
        u8::from(!zelf.dtype.is_text())
    }

    #[pygetset]
    fn isalignedstruct(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pygetset]
    fn flags(zelf: &Py<Self>) -> u8 {
        // Memory that must be zeroed.
        if zelf.dtype.is_text() { 8 } else { 0 }
    }

    #[pygetset]
    fn ndim(_zelf: &Py<Self>) -> u8 {
        0
    }

    #[pygetset]
    fn shape(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyTupleRef {
        vm.ctx.new_tuple(Vec::new())
    }

    #[pygetset]
    fn names(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pygetset]
    fn fields(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pygetset]
    fn subdtype(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pygetset]
    fn metadata(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pygetset]
    fn base(zelf: PyRef<Self>) -> PyRef<Self> {
        zelf
    }

    #[pygetset(name = "str")]
    fn byte_string(zelf: &Py<Self>) -> String {
        zelf.dtype.byte_string()
    }

    #[pygetset]
    fn descr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        let pair = vm.new_tuple(("", zelf.dtype.byte_string()));
        vm.ctx.new_list(vec![pair.into()]).into()
    }

    #[pygetset(name = "type")]
    fn scalar_type(zelf: &Py<Self>, vm: &VirtualMachine) -> PyTypeRef {
        scalar::class_of(&vm.ctx, zelf.dtype).to_owned()
    }

    #[pymethod]
    fn newbyteorder(
        zelf: PyRef<Self>,
        order: OptionalArg<PyRef<PyStr>>,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<Self>> {
        let swaps =
            order.into_option().is_none_or(|order| matches!(order.as_bytes(), b"S" | b">" | b"B" | b"s"));
        if swaps && zelf.dtype.itemsize() > 1 {
            return Err(vm.new_type_error("arrays here have the machine's byte order, little-endian"));
        }
        Ok(zelf)
    }

    #[pymethod]
    fn __str__(zelf: &Py<Self>) -> String {
        zelf.dtype.name().into_owned()
    }

    #[pyclassmethod]
    fn __class_getitem__(class: PyTypeRef, parameters: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        Ok(PyGenericAlias::from_args(class, parameters, vm)?.into_pyobject(vm))
    }

    #[pymethod]
    fn __reduce__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyTupleRef {
        // Not the class of the one element type, which takes no name.
        let class: PyObjectRef = Self::static_type().to_owned().into();
        vm.new_tuple((class, (zelf.dtype.name().into_owned(),)))
    }
}

/// The element type that an object names: a `dtype`, a string, a Python or NumPy type, or anything with a `dtype`
/// attribute. `None` means float64.
pub(crate) fn from_object(vm: &VirtualMachine, object: &PyObject) -> PyResult<DType> {
    if let Some(dtype) = object.downcast_ref::<PyDType>() {
        return Ok(dtype.dtype);
    }
    if vm.is_none(object) {
        return Ok(DType::Float64);
    }
    if let Some(text) = object.downcast_ref::<PyStr>() {
        return from_text(vm, &text.to_string_lossy());
    }
    if let Some(text) = object.downcast_ref::<PyBytes>() {
        return from_text(vm, &String::from_utf8_lossy(text.as_bytes()));
    }
    if let Some(class) = object.downcast_ref::<PyType>() {
        return from_class(vm, class);
    }
    if object.downcastable::<PyNdArray>() {
        return Err(vm.new_type_error("Cannot construct a dtype from an array"));
    }
    if let Some(attribute) = vm.get_attribute_opt(object, "dtype")?
        && let Some(dtype) = attribute.downcast_ref::<PyDType>()
    {
        return Ok(dtype.dtype);
    }
    if let Some(tuple) = object.downcast_ref::<PyTuple>()
        && let [family, width] = tuple.as_slice()
        && let Some(width) = width.downcast_ref::<PyInt>().and_then(|width| width.as_bigint().to_u32())
        && from_object(vm, family).is_ok_and(|family| family == DType::Text(0))
    {
        return Ok(DType::Text(width));
    }
    Err(vm.new_type_error(match (object.downcast_ref::<PyTuple>(), object.downcast_ref::<PyList>()) {
        // A shape or a list of numbers where a type should be: NumPy takes it for parts of a type.
        (Some(tuple), _) if tuple.len() != 2 => {
            format!("Tuple must have size 2, but has size {}", tuple.len())
        }
        (Some(tuple), _) if tuple.as_slice()[0].downcastable::<PyInt>() => {
            format!("Cannot interpret '{}' as a data type", tuple.as_slice()[0].repr(vm)?)
        }
        (_, Some(list)) if list.borrow_vec().first().is_some_and(|one| one.downcastable::<PyInt>()) => {
            format!("Field elements must be 2- or 3-tuples, got '{}'", list.borrow_vec()[0].repr(vm)?)
        }
        (_, Some(list)) if list.borrow_vec().first().is_some_and(|one| one.downcastable::<PyTuple>()) => {
            NO_STRUCTURES.to_owned()
        }
        _ if object.downcastable::<PyDict>() => NO_STRUCTURES.to_owned(),
        _ => format!("Cannot interpret '{}' as a data type", object.repr(vm)?),
    }))
}

fn from_text(vm: &VirtualMachine, text: &str) -> PyResult<DType> {
    if let Some(dtype) = DType::parse_text(text) {
        return Ok(dtype);
    }
    // What NumPy knows beyond the types that are here.
    let bare = text.trim_start_matches(['<', '>', '=', '|']);
    let elsewhere = matches!(
        bare,
        "float16"
            | "half"
            | "f2"
            | "e"
            | "longdouble"
            | "float128"
            | "g"
            | "f16"
            | "clongdouble"
            | "complex256"
            | "G"
            | "c32"
            | "object"
            | "O"
            | "bytes"
            | "V"
            | "void"
    ) || bare.starts_with(['S', 'a', 'M', 'm'])
        && bare[1..].bytes().all(|b| b.is_ascii_digit())
        || bare.starts_with("datetime64")
        || bare.starts_with("timedelta64");
    let is_wide = |dtype: DType| dtype.itemsize() > 1;
    let swapped = DType::parse_text(bare).is_some() || DType::parse(bare).is_ok_and(is_wide);
    if elsewhere || text.starts_with('>') && swapped {
        return Err(not_available(vm, text));
    }
    if text.contains(',') && text.split(',').all(|part| DType::parse(part.trim()).is_ok()) {
        return Err(vm.new_type_error(NO_STRUCTURES));
    }
    DType::parse(text.strip_prefix('>').unwrap_or(text)).or_raise(vm)
}

/// What is said of types with fields.
const NO_STRUCTURES: &str = "structured data types are not available here; arrays have elements of one type";

fn not_available(vm: &VirtualMachine, name: &str) -> rustpython_vm::builtins::PyBaseExceptionRef {
    vm.new_type_error(format!(
        "data type '{name}' is not available here; arrays hold bool, int8 to int64, uint8 to uint64, float32, float64, \
         complex64, complex128 and str"
    ))
}

/// `np.dtypes.Float64DType()` and `np.dtypes.StrDType(5)`.
fn of_own_class(vm: &VirtualMachine, dtype: DType, args: &FuncArgs) -> PyResult {
    match (dtype, &args.args[..]) {
        (DType::Text(_), [width]) => {
            let width: u32 = width.clone().try_into_value(vm)?;
            Ok(PyDType::object(vm, DType::Text(width)).into())
        }
        (_, []) if args.kwargs.is_empty() => Ok(PyDType::object(vm, dtype).into()),
        _ => Err(vm.new_type_error(
            "currently only the no-argument instantiation is supported; use `np.dtype` instead.",
        )),
    }
}

fn from_class(vm: &VirtualMachine, class: &Py<PyType>) -> PyResult<DType> {
    let types = &vm.ctx.types;
    if class.fast_issubclass(PyDType::static_type())
        && let Some(dtype) = dtype_of_own_class(vm, class)
    {
        return Ok(dtype);
    }
    if class.is(types.float_type) {
        return Ok(DType::Float64);
    }
    if class.is(types.int_type) {
        return Ok(DType::Int64);
    }
    if class.is(types.bool_type) {
        return Ok(DType::Bool);
    }
    if class.is(types.complex_type) {
        return Ok(DType::Complex128);
    }
    if class.is(types.str_type) {
        return Ok(DType::Text(0));
    }
    if let Some(dtype) = scalar::dtype_of_class(&vm.ctx, class) {
        return Ok(dtype);
    }
    if let Some(attribute) = vm.get_attribute_opt(class.as_object(), "dtype")?
        && let Some(dtype) = attribute.downcast_ref::<PyDType>()
    {
        return Ok(dtype.dtype);
    }
    let name = class.name().to_string();
    if scalar::is_abstract_class(&vm.ctx, class) {
        return Err(vm.new_type_error(match name.as_str() {
            "inexact" | "floating" | "number" => {
                "Converting `np.inexact` or `np.floating` to a dtype not allowed".to_owned()
            }
            "integer" | "signedinteger" => {
                "Converting 'np.integer' or 'np.signedinteger' to a dtype is not allowed".to_owned()
            }
            "complexfloating" => "Converting `np.complex` to a dtype is not allowed.".to_owned(),
            _ => format!("Converting `np.{name}` to a dtype is not allowed."),
        }));
    }
    Err(not_available(vm, &name))
}

/// A `dtype=` argument. Take it as `Option<DTypeArg>` where `None` means "whatever fits".
#[derive(Clone, Copy, Debug)]
pub(crate) struct DTypeArg(pub(crate) DType);

impl DTypeArg {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Str(self.0.family_name())
    }
}

impl TryFromObject for DTypeArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        from_object(vm, &object).map(DTypeArg)
    }
}
