//! What NumPy says of operands that are no numbers or texts. It would make arrays of objects of them, and refuse then.

use super::super::ndarray::PyNdArray;
use super::super::scalar;
use ndgym_core::ufunc::Ufunc;
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyComplex, PyFloat, PyInt, PyList, PyStr, PyTuple},
    types::PyComparisonOp,
};

/// Ufuncs that know no objects.
const WITHOUT_OBJECTS: [&str; 12] = [
    "isnan",
    "isinf",
    "isfinite",
    "signbit",
    "copysign",
    "nextafter",
    "spacing",
    "heaviside",
    "logaddexp",
    "logaddexp2",
    "modf",
    "frexp",
];

/// Ufuncs that ask each object for a method of their name.
const BY_METHOD: [&str; 27] = [
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "sin", "cos", "tan", "arcsin",
    "arccos", "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "degrees", "radians",
    "rint", "fabs", "deg2rad", "rad2deg",
];

/// Ufuncs of two operands that are Python's operators.
const OPERATORS: [(&str, &str); 13] = [
    ("add", "+"),
    ("subtract", "-"),
    ("multiply", "*"),
    ("matmul", "*"),
    ("divide", "/"),
    ("floor_divide", "//"),
    ("remainder", "%"),
    ("power", "** or pow()"),
    ("bitwise_and", "&"),
    ("bitwise_or", "|"),
    ("bitwise_xor", "^"),
    ("left_shift", "<<"),
    ("right_shift", ">>"),
];

/// Ufuncs of two operands that compare them.
const COMPARISONS: [(&str, &str); 8] = [
    ("less", "<"),
    ("less_equal", "<="),
    ("greater", ">"),
    ("greater_equal", ">="),
    ("maximum", ">="),
    ("fmax", ">="),
    ("minimum", "<="),
    ("fmin", "<="),
];

/// What NumPy says of a matrix product with an operand that is no array: an object is one without axes.
pub(in crate::numpy) fn without_axes(vm: &VirtualMachine, operand: usize) -> PyBaseExceptionRef {
    vm.new_value_error(format!(
        "matmul: Input operand {operand} does not have enough dimensions (has 0, gufunc core with signature \
         (n?,k),(k,m?)->(n?,m?) requires 1)"
    ))
}

/// The refusal in NumPy's words, where it is known that it refuses.
pub(in crate::numpy) fn refusal(
    vm: &VirtualMachine,
    ufunc: &Ufunc,
    operands: &[PyObjectRef],
) -> Option<PyBaseExceptionRef> {
    let name_of = |object: &PyObject| match scalar::from_scalar_object(object) {
        Some(value) => scalar::to_python(vm, value).class().name().to_string(),
        None => object.class().slot_name().to_string(),
    };
    let find = |list: &[(&str, &'static str)]| {
        list.iter().find(|(name, _)| *name == ufunc.name).map(|(_, symbol)| *symbol)
    };
    if ufunc.name == "matmul"
        && let Some(operand) = operands.iter().position(|operand| vm.is_none(operand))
    {
        return Some(without_axes(vm, operand));
    }
    let firsts: Vec<PyObjectRef> = operands.iter().map(|operand| first(vm, operand)).collect();
    let culprits: Vec<Option<PyObjectRef>> = operands.iter().map(|operand| no_number(operand)).collect();
    if culprits.iter().flatten().any(|culprit| vm.is_none(culprit)) {
        if WITHOUT_OBJECTS.contains(&ufunc.name) {
            return Some(unsupported(vm, ufunc.name));
        }
        let blamed = |at: usize| name_of(culprits[at].as_ref().unwrap_or(&firsts[at]));
        return Some(vm.new_type_error(match ufunc.name {
            "negative" => format!("bad operand type for unary -: '{}'", blamed(0)),
            "positive" => format!("bad operand type for unary +: '{}'", blamed(0)),
            "invert" => format!("bad operand type for unary ~: '{}'", blamed(0)),
            "absolute" => format!("bad operand type for abs(): '{}'", blamed(0)),
            name if BY_METHOD.contains(&name) => no_method(name, &name_of(&firsts[0])),
            _ if operands.len() == 2 => match (find(&OPERATORS), find(&COMPARISONS)) {
                (Some(symbol), _) => {
                    format!("unsupported operand type(s) for {symbol}: '{}' and '{}'", blamed(0), blamed(1))
                }
                (None, Some(symbol)) => {
                    format!(
                        "'{symbol}' not supported between instances of '{}' and '{}'",
                        blamed(0),
                        blamed(1)
                    )
                }
                (None, None) => return None,
            },
            _ => return None,
        }));
    }
    let has_wide = operands.iter().any(|operand| any_element(operand, &is_wide).is_some());
    has_wide.then(|| refusal_of_integers(vm, ufunc, &name_of(&firsts[0]))).flatten()
}

/// A Python integer beyond 64 bits.
fn is_wide(object: &PyObject) -> bool {
    object.downcast_ref::<PyInt>().is_some_and(|int| {
        let int = int.as_bigint();
        int.bits() >= 64 && int.to_u64().is_none() && int.to_i64().is_none()
    })
}

/// What NumPy says of Python integers beyond 64 bits, which are objects to it, where it refuses.
fn refusal_of_integers(vm: &VirtualMachine, ufunc: &Ufunc, class: &str) -> Option<PyBaseExceptionRef> {
    match ufunc.name {
        name if WITHOUT_OBJECTS.contains(&name) => Some(unsupported(vm, name)),
        name if BY_METHOD.contains(&name) => Some(vm.new_type_error(no_method(name, class))),
        _ => None,
    }
}

/// What a ufunc of one operand gives for a Python integer beyond 64 bits: another one. None for all other operands.
pub(in crate::numpy) fn of_wide_integer(
    vm: &VirtualMachine,
    ufunc: &Ufunc,
    object: &PyObject,
) -> PyResult<Option<PyObjectRef>> {
    if ufunc.inputs != 1 || !object.class().is(vm.ctx.types.int_type) || !is_wide(object) {
        return Ok(None);
    }
    if let Some(refusal) = refusal_of_integers(vm, ufunc, "int") {
        return Err(refusal);
    }
    Ok(Some(match ufunc.name {
        "absolute" => vm._abs(object)?,
        "negative" => vm._neg(object)?,
        "positive" | "conjugate" | "floor" | "ceil" | "trunc" => object.to_owned(),
        "invert" => vm._invert(object)?,
        "square" => vm._mul(object, object)?,
        "sign" => vm
            .ctx
            .new_int(if object.rich_compare_bool(vm.ctx.new_int(0).as_object(), PyComparisonOp::Lt, vm)? {
                -1
            } else {
                1
            })
            .into(),
        "logical_not" => vm.ctx.new_bool(false).into(),
        _ => return Ok(None),
    }))
}

fn no_method(ufunc: &str, class: &str) -> String {
    format!("loop of ufunc does not support argument 0 of type {class} which has no callable {ufunc} method")
}

/// NumPy's refusal of operands for which a ufunc has no loop at all.
pub(in crate::numpy) fn unsupported(vm: &VirtualMachine, ufunc: &str) -> PyBaseExceptionRef {
    vm.new_type_error(format!(
        "ufunc '{ufunc}' not supported for the input types, and the inputs could not be safely coerced to any supported types \
         according to the casting rule ''safe''"
    ))
}

/// The items of a list or tuple.
fn items(object: &PyObject) -> Option<Vec<PyObjectRef>> {
    if let Some(list) = object.downcast_ref::<PyList>() {
        return Some(list.borrow_vec().to_vec());
    }
    object.downcast_ref::<PyTuple>().map(|tuple| tuple.as_slice().to_vec())
}

/// How deep lists are looked into: deeper ones make no arrays.
const DEEPEST: usize = 64;

/// The first element, as a Python object.
fn first(vm: &VirtualMachine, object: &PyObject) -> PyObjectRef {
    let mut element = object.to_owned();
    for _ in 0..DEEPEST {
        match items(&element).and_then(|items| items.into_iter().next()) {
            Some(item) => element = item,
            None => break,
        }
    }
    match element.downcast_ref::<PyNdArray>() {
        Some(ndarray) if ndarray.array().size() > 0 => {
            let array = ndarray.array();
            scalar::to_python(vm, array.scalar_at(array.offset()))
        }
        _ => element,
    }
}

/// The first element in nested lists that is of a kind.
fn any_element(object: &PyObject, is_meant: &dyn Fn(&PyObject) -> bool) -> Option<PyObjectRef> {
    fn find(object: &PyObject, is_meant: &dyn Fn(&PyObject) -> bool, depth: usize) -> Option<PyObjectRef> {
        if let Some(items) = items(object) {
            let within = |item: &PyObjectRef| find(item, is_meant, depth + 1);
            return if depth < DEEPEST { items.iter().find_map(within) } else { None };
        }
        is_meant(object).then(|| object.to_owned())
    }
    find(object, is_meant, 0)
}

/// The first element that is neither a number nor a text.
fn no_number(object: &PyObject) -> Option<PyObjectRef> {
    any_element(object, &|object| {
        let is_known = object.downcastable::<PyNdArray>()
            || object.downcastable::<PyFloat>()
            || object.downcastable::<PyInt>()
            || object.downcastable::<PyComplex>()
            || object.downcastable::<PyStr>()
            || scalar::from_scalar_object(object).is_some();
        !is_known
    })
}
