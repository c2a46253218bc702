//! Values as they leave an interpreter: copies that no Python code can reach any more.

use ndgym_core::{Array, Scalar, with_element};
use rustpython_vm::builtins::{
    PyComplex, PyDict, PyDictRef, PyEllipsis, PyFloat, PyInt, PyList, PyStr, PyTuple,
};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::limits;
use crate::numpy;

/// Nesting deeper than this is not followed.
const DEEPEST: usize = 32;

/// A Python value.
#[derive(Clone, Debug)]
pub enum Value {
    /// `None`
    None,
    /// `...`
    Ellipsis,
    /// A NumPy array, copied.
    Array(Array),
    /// A NumPy scalar.
    Scalar(Scalar),
    /// A Python number, as the NumPy scalar that equals it.
    Number(Scalar),
    /// A `str`.
    Text(String),
    /// A `list`.
    List(Vec<Value>),
    /// A `tuple`.
    Tuple(Vec<Value>),
    /// A `dict`; each key as its `repr`.
    Dict(Vec<(String, Value)>),
    /// An object of any other class, of which only the name is known.
    Other {
        /// The class's name.
        class: String,
    },
}

impl Value {
    /// A copy of what `object` is now. Runs none of the object's own code.
    ///
    /// # Errors
    /// `MemoryError`, or the end of the run's time.
    pub(crate) fn of(object: &PyObject, vm: &VirtualMachine) -> PyResult<Value> {
        Value::at_depth(object, DEEPEST, vm)
    }

    fn at_depth(object: &PyObject, depth: usize, vm: &VirtualMachine) -> PyResult<Value> {
        limits::poll(vm)?;
        let other = || Value::Other { class: object.class().slot_name().to_string() };
        let items = |items: &[PyObjectRef]| {
            items.iter().map(|item| Value::at_depth(item, depth - 1, vm)).collect::<PyResult<Vec<Value>>>()
        };
        if let Some(value) = numpy::copied(vm, object)? {
            return Ok(value);
        }
        if vm.is_none(object) {
            return Ok(Value::None);
        }
        if object.downcastable::<PyEllipsis>() {
            return Ok(Value::Ellipsis);
        }
        if let Some(text) = object.downcast_ref::<PyStr>() {
            return Ok(Value::Text(text.to_string_lossy().into_owned()));
        }
        if let Some(scalar) = python_number(object, vm) {
            return Ok(Value::Number(scalar));
        }
        if depth == 0 {
            return Ok(other());
        }
        if let Some(list) = object.downcast_ref::<PyList>() {
            let copied = list.borrow_vec().to_vec();
            return items(&copied).map(Value::List);
        }
        if let Some(tuple) = object.downcast_ref::<PyTuple>() {
            return items(tuple.as_slice()).map(Value::Tuple);
        }
        if let Some(dict) = object.downcast_ref::<PyDict>() {
            // Taken out first: copying polls, and what a poll frees may run code that changes the dict.
            let dict: PyDictRef = dict.to_owned();
            let entries: Vec<_> = dict.into_iter().collect();
            let copies = entries.iter().map(|(key, value)| {
                Value::at_depth(value, depth - 1, vm).map(|value| (key_text(key), value))
            });
            return copies.collect::<PyResult<Vec<_>>>().map(Value::Dict);
        }
        Ok(other())
    }

    /// The value as a new object; what is none of the known kinds becomes `None`.
    pub(crate) fn to_object(&self, vm: &VirtualMachine) -> PyResult {
        let objects = |values: &[Value]| {
            values.iter().map(|value| value.to_object(vm)).collect::<PyResult<Vec<PyObjectRef>>>()
        };
        Ok(match self {
            Value::None | Value::Other { .. } => vm.ctx.none(),
            Value::Ellipsis => vm.ctx.ellipsis.clone().into(),
            Value::Array(array) => numpy::from_array(vm, array.clone()),
            Value::Scalar(scalar) => numpy::from_scalar(vm, *scalar),
            Value::Number(scalar) => numpy::python_number(vm, *scalar),
            Value::Text(text) => vm.ctx.new_str(text.as_str()).into(),
            Value::List(items) => vm.ctx.new_list(objects(items)?).into(),
            Value::Tuple(items) => vm.ctx.new_tuple(objects(items)?).into(),
            Value::Dict(entries) => {
                let dict = vm.ctx.new_dict();
                for (key, value) in entries {
                    let key = key.trim_matches(['\'', '"']);
                    dict.set_item(key, value.to_object(vm)?, vm)?;
                }
                dict.into()
            }
        })
    }

    /// Whether both are the same to the last bit; NaN is the same as NaN.
    #[must_use]
    pub fn same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Array(left), Value::Array(right)) => same_array(left, right),
            (Value::Scalar(left), Value::Scalar(right)) | (Value::Number(left), Value::Number(right)) => {
                left.dtype() == right.dtype()
                    && with_element!(left.dtype(), T => same_element(left.get::<T>(), right.get::<T>()))
            }
            (Value::List(left), Value::List(right)) | (Value::Tuple(left), Value::Tuple(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.same(right))
            }
            (Value::Dict(left), Value::Dict(right)) => {
                left.len() == right.len()
                    && left.iter().zip(right).all(|(left, right)| left.0 == right.0 && left.1.same(&right.1))
            }
            (Value::Text(left), Value::Text(right)) => left == right,
            (Value::Other { class: left }, Value::Other { class: right }) => left == right,
            (Value::None, Value::None) | (Value::Ellipsis, Value::Ellipsis) => true,
            _ => false,
        }
    }
}

fn same_array(left: &Array, right: &Array) -> bool {
    left.dtype() == right.dtype()
        && left.shape() == right.shape()
        && with_element!(left.dtype(), T => {
            left.to_vec::<T>().into_iter().zip(right.to_vec::<T>()).all(|(left, right)| same_element(left, right))
        })
}

#[allow(clippy::eq_op, reason = "NaN is what differs from itself")]
fn same_element<T: PartialEq + Copy>(left: T, right: T) -> bool {
    left == right || left != left && right != right
}

/// A Python number as NumPy would hold it, if it can.
fn python_number(object: &PyObject, vm: &VirtualMachine) -> Option<Scalar> {
    if let Some(float) = object.downcast_ref::<PyFloat>() {
        return Some(Scalar::Float64(float.to_f64()));
    }
    if let Some(complex) = object.downcast_ref::<PyComplex>() {
        return Some(Scalar::Complex128(complex.as_complex()));
    }
    let int = object.downcast_ref::<PyInt>()?;
    if object.class().is(vm.ctx.types.bool_type) {
        return Some(Scalar::Bool(object.is(&vm.ctx.true_value)));
    }
    let signed = i64::try_from(int.as_bigint()).ok().map(Scalar::Int64);
    signed.or_else(|| u64::try_from(int.as_bigint()).ok().map(Scalar::UInt64))
}

/// A key as it is written between the brackets of a subscript.
fn key_text(key: &PyObject) -> String {
    if let Some(text) = key.downcast_ref::<PyStr>() {
        return format!("'{}'", text.to_string_lossy());
    }
    match key.downcast_ref::<PyInt>() {
        Some(number) => number.as_bigint().to_string(),
        None => format!("<{}>", key.class().slot_name()),
    }
}
