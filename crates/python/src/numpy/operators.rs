//! Python's operators for arrays and scalars: which ufunc each is, and when it is left to the other operand.

use super::array_like::to_array;
use super::errors::{ExceptionTypes, OrRaise};
use super::ndarray::{LEAST_PRIORITY, PyNdArray, array_or_scalar, priority, results_like};
use super::overrides::is_ordinary;
use super::scalar;
use super::temporary;
use super::ufunc;
use super::warnings;
use ndgym_core::layout;
use ndgym_core::ufunc::{self as core, Operand, Ufunc};
use ndgym_core::{Array, DType, Scalar, dtype::Kind, float_status, underflow, with_element};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyBytes, PyDict, PyFloat, PyInt, PyList, PySet, PyStr, PyTuple},
    function::FuncArgs,
    protocol::PyNumberMethods,
    types::PyComparisonOp,
};

/// A binary operator: its ufunc and how Python's messages write it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operator {
    /// The ufunc.
    pub(crate) ufunc: &'static Ufunc,
    symbol: &'static str,
    /// Whether floats of one type give floats of that type, element by element.
    keeps_type: bool,
}

macro_rules! operators {
    ($($constant:ident = $ufunc:ident $symbol:literal $keeps_type:literal;)*) => {
        $(pub(crate) const $constant: Operator =
            Operator { ufunc: &core::$ufunc, symbol: $symbol, keeps_type: $keeps_type };)*
    };
}

operators! {
    ADD = ADD "+" true;
    SUBTRACT = SUBTRACT "-" true;
    MULTIPLY = MULTIPLY "*" true;
    DIVIDE = DIVIDE "/" true;
    FLOOR_DIVIDE = FLOOR_DIVIDE "//" true;
    REMAINDER = REMAINDER "%" true;
    DIVMOD = DIVMOD "divmod()" false;
    POWER = POWER "** or pow()" true;
    MATMUL = MATMUL "@" false;
    LEFT_SHIFT = LEFT_SHIFT "<<" false;
    RIGHT_SHIFT = RIGHT_SHIFT ">>" false;
    AND = BITWISE_AND "&" false;
    OR = BITWISE_OR "|" false;
    XOR = BITWISE_XOR "^" false;
}

/// Operators as scalars have them.
pub(crate) const NUMBER_METHODS: PyNumberMethods = PyNumberMethods {
    add: Some(|a, b, vm| binary(vm, ADD, a, b)),
    subtract: Some(|a, b, vm| binary(vm, SUBTRACT, a, b)),
    multiply: Some(|a, b, vm| binary(vm, MULTIPLY, a, b)),
    true_divide: Some(|a, b, vm| binary(vm, DIVIDE, a, b)),
    floor_divide: Some(|a, b, vm| binary(vm, FLOOR_DIVIDE, a, b)),
    remainder: Some(|a, b, vm| binary(vm, REMAINDER, a, b)),
    divmod: Some(|a, b, vm| binary(vm, DIVMOD, a, b)),
    power: Some(|a, b, modulus, vm| power(vm, a, b, modulus, None)),
    lshift: Some(|a, b, vm| binary(vm, LEFT_SHIFT, a, b)),
    rshift: Some(|a, b, vm| binary(vm, RIGHT_SHIFT, a, b)),
    and: Some(|a, b, vm| binary(vm, AND, a, b)),
    or: Some(|a, b, vm| binary(vm, OR, a, b)),
    xor: Some(|a, b, vm| binary(vm, XOR, a, b)),
    matrix_multiply: Some(|a, b, vm| binary(vm, MATMUL, a, b)),
    negative: Some(|a, vm| unary(vm, &core::NEGATIVE, a.as_object())),
    positive: Some(|a, vm| unary(vm, &core::POSITIVE, a.as_object())),
    absolute: Some(|a, vm| unary(vm, &core::ABSOLUTE, a.as_object())),
    invert: Some(|a, vm| unary(vm, &core::INVERT, a.as_object())),
    ..PyNumberMethods::NOT_IMPLEMENTED
};

/// Operators as arrays have them: with in-place forms.
pub(crate) const ARRAY_NUMBER_METHODS: PyNumberMethods = PyNumberMethods {
    inplace_add: Some(|a, b, vm| in_place(vm, ADD, a, b)),
    inplace_subtract: Some(|a, b, vm| in_place(vm, SUBTRACT, a, b)),
    inplace_multiply: Some(|a, b, vm| in_place(vm, MULTIPLY, a, b)),
    inplace_true_divide: Some(|a, b, vm| in_place(vm, DIVIDE, a, b)),
    inplace_floor_divide: Some(|a, b, vm| in_place(vm, FLOOR_DIVIDE, a, b)),
    inplace_remainder: Some(|a, b, vm| in_place(vm, REMAINDER, a, b)),
    inplace_power: Some(|a, b, modulus, vm| power(vm, a, b, modulus, Some(a))),
    inplace_lshift: Some(|a, b, vm| in_place(vm, LEFT_SHIFT, a, b)),
    inplace_rshift: Some(|a, b, vm| in_place(vm, RIGHT_SHIFT, a, b)),
    inplace_and: Some(|a, b, vm| in_place(vm, AND, a, b)),
    inplace_or: Some(|a, b, vm| in_place(vm, OR, a, b)),
    inplace_xor: Some(|a, b, vm| in_place(vm, XOR, a, b)),
    inplace_matrix_multiply: Some(|a, b, vm| in_place(vm, MATMUL, a, b)),
    ..NUMBER_METHODS
};

/// An object as an operand, or None if it is nothing that arrays can hold.
fn operand(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<Operand>> {
    if is_foreign(vm, object) { Ok(None) } else { ufunc::operand(vm, object).map(Some) }
}

/// Whether arithmetic with the object is not NumPy's business: it is no number or text and cannot become an array.
fn is_foreign(vm: &VirtualMachine, object: &PyObject) -> bool {
    if object.downcastable::<PyNdArray>()
        || object.downcastable::<PyFloat>()
        || object.downcastable::<PyInt>()
    {
        return false;
    }
    if object.downcastable::<PyBytes>()
        || object.downcastable::<PyDict>()
        || object.downcastable::<PySet>()
        || vm.is_none(object)
        || object.downcastable::<rustpython_vm::builtins::PyType>()
    {
        return true;
    }
    if scalar::from_scalar_object(object).is_some()
        || object.downcastable::<PyStr>()
        || object.downcastable::<rustpython_vm::builtins::PyComplex>()
        || object.downcastable::<PyList>()
        || object.downcastable::<PyTuple>()
    {
        return false;
    }
    // Objects that have a say in ufuncs (or set `__array_ufunc__ = None`), that put themselves before arrays, or that no
    // array can be made of, answer for themselves.
    let attribute = |name: &'static str| vm.get_attribute_opt(object, name).ok().flatten();
    let priority = |value: PyObjectRef| value.try_float(vm).is_ok_and(|value| value.to_f64() > 0.0);
    attribute("__array_ufunc__").is_some()
        || attribute("__array_priority__").is_some_and(priority)
        || to_array(vm, object).is_err()
}

/// `a op b` for operands of which at least one is an array or a NumPy scalar.
pub(crate) fn binary(vm: &VirtualMachine, operator: Operator, a: &PyObject, b: &PyObject) -> PyResult {
    if operator.keeps_type
        && let Some(result) = temporary::reuse(vm, operator.ufunc, a, b)?
    {
        return Ok(result);
    }
    if let Some(result) = ufunc::call_plain(vm, operator.ufunc, &[a, b])? {
        return Ok(result);
    }
    if let Some(result) = by_protocols(vm, operator.ufunc, &[a, b], None)? {
        return Ok(result);
    }
    if is_text_as_python_has_it(operator, a, b) {
        return Ok(vm.ctx.not_implemented());
    }
    if let Some(result) = scalar::binary(vm, operator, a, b)? {
        return Ok(result);
    }
    match (operand(vm, a)?, operand(vm, b)?) {
        (Some(left), Some(right)) => ufunc::call(vm, operator.ufunc, &[left, right], None),
        _ => refuse(vm, operator, a, b),
    }
}

/// What becomes of an operator one of whose operands is of a class written in Python: it is left to the other operand, or
/// it is a call of the ufunc, which looks for `__array_ufunc__` and `__array_wrap__`. None if the operand has neither.
fn by_protocols(
    vm: &VirtualMachine,
    ufunc: &'static Ufunc,
    operands: &[&PyObject],
    target: Option<&PyObject>,
) -> PyResult<Option<PyObjectRef>> {
    if operands.iter().all(|operand| is_ordinary(operand)) {
        return Ok(None);
    }
    if let [a, b] = operands
        && dtype_of(a).is_some()
        && defers(vm, a, b, target.is_some())
    {
        return Ok(Some(vm.ctx.not_implemented()));
    }
    let answers = |operand: &&PyObject| ufunc::has_own_method(vm, operand);
    let wraps = |operand: &&PyObject| {
        !is_ordinary(operand)
            && vm.get_attribute_opt(operand, "__array_wrap__").is_ok_and(|wrap| wrap.is_some())
    };
    // What no array holds, and texts beside numbers, the operator itself knows to refuse or to tell apart.
    let is_elementless = |operand: &&PyObject| {
        is_ordinary(operand) && (operand.downcastable::<PyStr>() || is_foreign(vm, operand))
    };
    if !operands.iter().any(answers) && (!operands.iter().any(wraps) || operands.iter().any(is_elementless)) {
        return Ok(None);
    }
    let mut arguments =
        FuncArgs::from(operands.iter().map(|operand| (*operand).to_owned()).collect::<Vec<_>>());
    if let Some(target) = target {
        arguments.kwargs.insert("out".into(), vm.ctx.new_tuple(vec![target.to_owned()]).into());
    }
    vm.import("numpy", 0)?.get_attr(ufunc.name, vm)?.call(arguments, vm).map(Some)
}

/// Whether an array or number `a` leaves an operator to `b`: to one that says that it has no ufuncs, or that puts itself
/// before by its priority.
fn defers(vm: &VirtualMachine, a: &PyObject, b: &PyObject, in_place: bool) -> bool {
    if is_ordinary(b) || a.class().is(b.class()) {
        return false;
    }
    if let Some(own) = b.class().get_attr(vm.ctx.intern_str("__array_ufunc__")) {
        return !in_place && vm.is_none(&own);
    }
    priority(vm, a, LEAST_PRIORITY) < priority(vm, b, LEAST_PRIORITY)
}

/// Whether an operation on texts is Python's own: what meets no array or NumPy number, and adding to a text that stands
/// first.
fn is_text_as_python_has_it(operator: Operator, a: &PyObject, b: &PyObject) -> bool {
    let is_text = |object: &PyObject| object.downcastable::<PyStr>();
    let is_array = |object: &PyObject| object.downcastable::<PyNdArray>();
    let is_number = |object: &PyObject| !is_text(object) && scalar::from_scalar_object(object).is_some();
    if !is_text(a) && !is_text(b) || is_array(a) || is_array(b) {
        return false;
    }
    !is_number(a) && !is_number(b) || operator.ufunc.name == "add" && is_text(a)
}

/// `a op= b` for an array `a`.
fn in_place(vm: &VirtualMachine, operator: Operator, a: &PyObject, b: &PyObject) -> PyResult {
    let Some(target) = a.downcast_ref::<PyNdArray>() else { return Ok(vm.ctx.not_implemented()) };
    if let Some(result) = by_protocols(vm, operator.ufunc, &[a, b], Some(a))? {
        return Ok(result);
    }
    match (operand(vm, a)?, operand(vm, b)?) {
        (Some(left), Some(right)) if is_matmul(operator) && (left.shape().is_empty() || right.shape().len() < 2) => {
            Err(vm.new_value_error(
                "inplace matrix multiplication requires the first operand to have at least one and the second at least two \
                 dimensions.",
            ))
        }
        (Some(left), Some(right)) => ufunc::call(vm, operator.ufunc, &[left, right], Some(target)),
        _ => refuse(vm, operator, a, b),
    }
}

fn is_matmul(operator: Operator) -> bool {
    operator.ufunc.name == MATMUL.ufunc.name
}

/// `a ** b`, with the short cuts that NumPy takes for exponents it knows.
fn power(
    vm: &VirtualMachine,
    a: &PyObject,
    b: &PyObject,
    modulus: &PyObject,
    out: Option<&PyObject>,
) -> PyResult {
    if !vm.is_none(modulus) {
        return Ok(vm.ctx.not_implemented());
    }
    if let Some(base) = a.downcast_ref::<PyNdArray>()
        && let Some(known) = known_power(vm, base.dtype(), b)
    {
        if let Some(result) = by_protocols(vm, known, &[a], out)? {
            return Ok(result);
        }
        let out = out.and_then(|out| out.downcast_ref::<PyNdArray>());
        if out.is_none()
            && let Some(result) = temporary::reuse(vm, known, a, b)?
        {
            return Ok(result);
        }
        return ufunc::call(vm, known, &[Operand::Array(base.array())], out);
    }
    match out {
        Some(_) => in_place(vm, POWER, a, b),
        None => binary(vm, POWER, a, b),
    }
}

/// The ufunc that NumPy takes for `array ** exponent` in place of `power`.
fn known_power(vm: &VirtualMachine, dtype: DType, exponent: &PyObject) -> Option<&'static Ufunc> {
    let value = match exponent.downcast_ref_if_exact::<PyFloat>(vm) {
        Some(float) => float.to_f64(),
        None => {
            use num_traits::ToPrimitive;
            f64::from(exponent.downcast_ref_if_exact::<PyInt>(vm)?.as_bigint().to_i8()?)
        }
    };
    if !dtype.is_inexact() {
        let is_int = exponent.downcastable::<PyInt>();
        return (is_int && value == 2.0).then_some(&core::SQUARE);
    }
    match value {
        2.0 => Some(&core::SQUARE),
        0.5 => Some(&core::SQRT),
        -1.0 => Some(&core::RECIPROCAL),
        1.0 => Some(&core::POSITIVE),
        _ => None,
    }
}

pub(crate) fn unary(vm: &VirtualMachine, ufunc: &'static Ufunc, a: &PyObject) -> PyResult {
    if let Some(result) = ufunc::call_plain(vm, ufunc, &[a])? {
        return Ok(result);
    }
    if let Some(result) = by_protocols(vm, ufunc, &[a], None)? {
        return Ok(result);
    }
    match scalar::unary(vm, ufunc, a)? {
        Some(result) => Ok(result),
        None => ufunc::call(vm, ufunc, &[ufunc::operand(vm, a)?], None),
    }
}

/// What becomes of an operator whose other operand is nothing that arrays hold: the other object may know better; if it is
/// one that surely does not, NumPy's error.
fn refuse(vm: &VirtualMachine, operator: Operator, a: &PyObject, b: &PyObject) -> PyResult {
    let (array, other) = if is_foreign(vm, b) { (a, b) } else { (b, a) };
    let Some(dtype) = dtype_of(array) else { return Ok(vm.ctx.not_implemented()) };
    let name = |object: &PyObject| {
        if std::ptr::eq(object, array) {
            python_name(dtype).to_owned()
        } else {
            object.class().slot_name().to_string()
        }
    };
    if let Some(text) = bytes_dtype(other) {
        // Bytes that stand first add scalars as Python does.
        if operator.ufunc.name == "add" && std::ptr::eq(other, a) && !array.downcastable::<PyNdArray>() {
            return Ok(vm.ctx.not_implemented());
        }
        let types = if std::ptr::eq(array, a) {
            format!("(dtype('{}'), {text})", dtype.name())
        } else {
            format!("({text}, dtype('{}'))", dtype.name())
        };
        return Err(refused_text(vm, operator.ufunc, dtype, &types));
    }
    if dtype.is_text() && operator.ufunc.name == "add" && std::ptr::eq(array, a) {
        let class = other.class().slot_name().to_string();
        return Err(vm.new_type_error(format!("can only concatenate str (not \"{class}\") to str")));
    }
    if vm.is_none(other) && is_matmul(operator) {
        return Err(ufunc::without_axes(vm, usize::from(std::ptr::eq(other, b))));
    }
    if vm.is_none(other) || other.downcastable::<PyDict>() || other.downcastable::<PySet>() {
        return Err(vm.new_type_error(format!(
            "unsupported operand type(s) for {}: '{}' and '{}'",
            operator.symbol,
            name(a),
            name(b)
        )));
    }
    Ok(vm.ctx.not_implemented())
}

/// The type NumPy would give bytes as an array of them.
fn bytes_dtype(object: &PyObject) -> Option<String> {
    object.downcast_ref::<PyBytes>().map(|bytes| format!("dtype('S{}')", bytes.as_bytes().len().max(1)))
}

/// What NumPy says of an operator between a text and numbers of a type.
pub(super) fn refused_text(
    vm: &VirtualMachine,
    ufunc: &Ufunc,
    numbers: DType,
    types: &str,
) -> PyBaseExceptionRef {
    match ufunc.name {
        "multiply" if matches!(numbers.kind(), Kind::Signed | Kind::Unsigned) => vm.new_type_error(
            "The 'out' kwarg is necessary when using the string multiply ufunc directly. Use numpy.strings.multiply to \
             multiply strings without specifying 'out'.",
        ),
        "add" | "subtract" | "multiply" => no_loop(vm, ufunc.name, types),
        name => ufunc::unsupported(vm, name),
    }
}

fn no_loop(vm: &VirtualMachine, ufunc: &str, types: &str) -> PyBaseExceptionRef {
    let class = ExceptionTypes::get(&vm.ctx).no_loop.clone();
    let message =
        format!("ufunc '{ufunc}' did not contain a loop with signature matching types {types} -> None");
    vm.new_exception_msg(class, message.into())
}

fn dtype_of(object: &PyObject) -> Option<DType> {
    match object.downcast_ref::<PyNdArray>() {
        Some(ndarray) => Some(ndarray.dtype()),
        None => scalar::from_scalar_object(object).map(Scalar::dtype),
    }
}

/// What Python calls an element once it is a Python object.
fn python_name(dtype: DType) -> &'static str {
    match dtype.kind() {
        Kind::Bool => "bool",
        Kind::Signed | Kind::Unsigned => "int",
        Kind::Float => "float",
        Kind::Complex => "complex",
        Kind::Text => "str",
    }
}

/// `a < b` and the like: an array of bools, or one.
pub(crate) fn compare(vm: &VirtualMachine, a: &PyObject, b: &PyObject, op: PyComparisonOp) -> PyResult {
    let operator = match op {
        PyComparisonOp::Eq => Operator { ufunc: &core::EQUAL, symbol: "==", keeps_type: false },
        PyComparisonOp::Ne => Operator { ufunc: &core::NOT_EQUAL, symbol: "!=", keeps_type: false },
        PyComparisonOp::Lt => Operator { ufunc: &core::LESS, symbol: "<", keeps_type: false },
        PyComparisonOp::Le => Operator { ufunc: &core::LESS_EQUAL, symbol: "<=", keeps_type: false },
        PyComparisonOp::Gt => Operator { ufunc: &core::GREATER, symbol: ">", keeps_type: false },
        PyComparisonOp::Ge => Operator { ufunc: &core::GREATER_EQUAL, symbol: ">=", keeps_type: false },
    };
    if let Some(result) = ufunc::call_plain(vm, operator.ufunc, &[a, b])? {
        return Ok(result);
    }
    match by_protocols(vm, operator.ufunc, &[a, b], None) {
        Ok(None) => {}
        // What answers for its elements may know no loop for the other's.
        Err(error) if is_equality(op) && error.class().is(&ExceptionTypes::get(&vm.ctx).no_loop) => {
            let shapes = [to_array(vm, a)?, to_array(vm, b)?].map(|array| array.shape().to_vec());
            let shape = layout::broadcast_shapes(&[&shapes[0], &shapes[1]]).or_raise(vm)?;
            return all_unequal(vm, &shape, op);
        }
        answered => return Ok(answered?.unwrap_or_else(|| vm.ctx.not_implemented())),
    }
    if let Some(result) = scalar::compare(vm, op, a, b) {
        return Ok(result);
    }
    let result = match (operand(vm, a)?, operand(vm, b)?) {
        (Some(left), Some(right)) if is_equality(op) && left.dtype().is_text() != right.dtype().is_text() => {
            let shape = layout::broadcast_shapes(&[left.shape(), right.shape()]).or_raise(vm)?;
            all_unequal(vm, &shape, op)
        }
        (Some(left), Some(right)) => ufunc::call(vm, operator.ufunc, &[left, right], None),
        _ => compare_with_foreign(vm, operator, a, b, op),
    };
    match a.downcast_ref::<PyNdArray>().filter(|array| !PyNdArray::is_exact(array)) {
        Some(array) => results_like(vm, array, result?),
        None => result,
    }
}

fn is_equality(op: PyComparisonOp) -> bool {
    op == PyComparisonOp::Eq || op == PyComparisonOp::Ne
}

/// What `np.equal` and `np.not_equal` give where an operand is None; None for all else.
pub(super) fn compared_with_none(
    vm: &VirtualMachine,
    ufunc: &Ufunc,
    operands: &[PyObjectRef],
) -> PyResult<Option<PyObjectRef>> {
    let op = match ufunc.name {
        "equal" => PyComparisonOp::Eq,
        "not_equal" => PyComparisonOp::Ne,
        _ => return Ok(None),
    };
    match operands {
        [one, none] | [none, one] if vm.is_none(none) && !vm.is_none(one) => {
            all_unequal(vm, to_array(vm, one)?.shape(), op).map(Some)
        }
        _ => Ok(None),
    }
}

/// What comes of `==` or `!=` where nothing can be equal: numbers and texts never are.
fn all_unequal(vm: &VirtualMachine, shape: &[usize], op: PyComparisonOp) -> PyResult {
    array_or_scalar(vm, Array::full(shape, Scalar::Bool(op == PyComparisonOp::Ne)).or_raise(vm)?)
}

/// Elements never equal what no array holds; they have no order with it.
fn compare_with_foreign(
    vm: &VirtualMachine,
    operator: Operator,
    a: &PyObject,
    b: &PyObject,
    op: PyComparisonOp,
) -> PyResult {
    let is_known = vm.is_none(b)
        || b.downcastable::<PyBytes>()
        || b.downcastable::<PyDict>()
        || b.downcastable::<PySet>();
    let Some(dtype) = dtype_of(a) else { return Ok(vm.ctx.not_implemented()) };
    let is_equality = is_equality(op);
    if !is_known || is_equality && vm.is_none(b) && !a.downcastable::<PyNdArray>() {
        return Ok(vm.ctx.not_implemented());
    }
    if is_equality {
        let shape = a.downcast_ref::<PyNdArray>().map(|ndarray| ndarray.borrow().shape().to_vec());
        return all_unequal(vm, &shape.unwrap_or_default(), op);
    }
    if bytes_dtype(b).is_some() {
        let class = core::class_name(dtype);
        let types = format!("({class}, <class 'numpy.dtypes.BytesDType'>)");
        return Err(no_loop(vm, operator.ufunc.name, &types));
    }
    Err(vm.new_type_error(format!(
        "'{}' not supported between instances of '{}' and '{}'",
        operator.symbol,
        python_name(dtype),
        b.class().slot_name()
    )))
}

/// A cast copy (or the array itself if it has that type), with NumPy's warnings for values that the type cannot hold.
pub(crate) fn cast_with_warnings(vm: &VirtualMachine, array: &Array, dtype: DType) -> PyResult<Array> {
    super::array_like::warn_if_imaginary_part_is_lost(vm, array.dtype(), dtype)?;
    let cast = array.as_dtype(dtype).or_raise(vm)?;
    match (array.dtype().kind(), dtype.kind()) {
        (Kind::Float | Kind::Complex, Kind::Signed | Kind::Unsigned) => {
            if !fits_integer(array, dtype) {
                float_status::raise(float_status::INVALID);
            }
        }
        (Kind::Float | Kind::Complex, Kind::Float | Kind::Complex) if narrows(array.dtype(), dtype) => {
            if overflows(array, &cast) {
                float_status::raise(float_status::OVERFLOW);
            }
            warnings::look_for_underflow(|| underflow::of_cast(array, &cast));
        }
        _ => return Ok(cast),
    }
    warnings::report(vm, "cast")?;
    Ok(cast)
}

fn narrows(from: DType, to: DType) -> bool {
    from.real() == DType::Float64 && to.real() == DType::Float32
}

/// Whether all numbers can be cut off to integers that the processor's conversion can make. Narrow types are made by way
/// of int32 or int64 and wrap silently from there.
fn fits_integer(array: &Array, dtype: DType) -> bool {
    let limits = match dtype {
        DType::Int64 => -9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0,
        DType::UInt64 => -9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0,
        DType::UInt32 => -9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0,
        _ => -2_147_483_648.0..2_147_483_648.0,
    };
    array.to_vec::<f64>().iter().all(|value| limits.contains(&value.trunc()))
}

/// Whether a finite number became infinite.
fn overflows(from: &Array, to: &Array) -> bool {
    let infinite = |array: &Array| -> usize {
        with_element!(array.dtype(), [complex] T => {
            array.to_vec::<T>().iter().filter(|value| !value.re.is_finite() || !value.im.is_finite()).count()
        }, _ => array.to_vec::<f64>().iter().filter(|value| !value.is_finite()).count())
    };
    infinite(to) > infinite(from)
}
