//! Arrays from bytes and texts, and bits packed into bytes.

use super::arguments::{AxisArg, IndexArg};
use super::array_like::ArrayArg;
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::ndarray::{PyNdArray, bytes_of, new_array};
use ndgym_core::layout::Order;
use ndgym_core::pack::BitOrder;
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, TryFromBorrowedObject, VirtualMachine,
    builtins::{PyBytes, PyStr},
    function::ArgBytesLike,
};

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PackBitsArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
    #[pyarg(any, optional)]
    bitorder: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct UnpackBitsArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
    #[pyarg(any, optional)]
    count: Option<IndexArg>,
    #[pyarg(any, optional)]
    bitorder: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct FromBufferArgs {
    #[pyarg(any)]
    buffer: PyObjectRef,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = IndexArg(-1), py_default = "-1")]
    count: IndexArg,
    #[pyarg(any, default = IndexArg(0), py_default = "0")]
    offset: IndexArg,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct FromStringArgs {
    #[pyarg(any)]
    string: PyObjectRef,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = IndexArg(-1), py_default = "-1")]
    count: IndexArg,
    #[pyarg(named, optional)]
    sep: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

fn bit_order(vm: &VirtualMachine, object: Option<&PyObject>) -> PyResult<BitOrder> {
    match object {
        Some(object) => BitOrder::parse(&object.str(vm)?.to_string_lossy()).or_raise(vm),
        None => Ok(BitOrder::Big),
    }
}

/// A copy of the bytes an object holds.
pub(super) fn bytes_in(vm: &VirtualMachine, object: &PyObject) -> PyResult<Vec<u8>> {
    if let Some(array) = object.downcast_ref::<PyNdArray>() {
        return bytes_of(vm, &array.array());
    }
    match ArgBytesLike::try_from_borrowed_object(vm, object) {
        Ok(bytes) => Ok(bytes.borrow_buf().to_vec()),
        Err(_) => Err(vm.new_type_error(format!(
            "a bytes-like object is required, not '{}'",
            object.class().slot_name()
        ))),
    }
}

/// The bytes read as elements: a copy, since arrays own their memory here. As a view of immutable bytes it is read-only.
fn frombuffer(vm: &VirtualMachine, args: &FromBufferArgs) -> PyResult {
    let bytes = bytes_in(vm, &args.buffer)?;
    let dtype = args.dtype.map_or(DType::Float64, |dtype| dtype.0);
    if dtype == DType::Text(0) {
        return Err(vm.new_value_error("itemsize cannot be zero in type"));
    }
    let (offset, total, width) = (args.offset.0, bytes.len() as i64, dtype.nominal_itemsize().max(1) as i64);
    if !(0..=total).contains(&offset) {
        return Err(vm.new_value_error(format!(
            "offset must be non-negative and no greater than buffer length ({total})"
        )));
    }
    let left = total - offset;
    let count = match args.count.0 {
        count if count < 0 && left % width != 0 => {
            return Err(vm.new_value_error("buffer size must be a multiple of element size"));
        }
        count if count < 0 => left / width,
        count if count > left / width => {
            return Err(vm.new_value_error("buffer is smaller than requested size"));
        }
        count => count,
    };
    let bytes = &bytes[offset as usize..(offset + count * width) as usize];
    let array = match dtype {
        DType::Text(width) => Array::from_utf32_bytes(bytes, width).or_raise(vm)?,
        _ => {
            let array = Array::empty(&[count as usize], dtype).or_raise(vm)?;
            array.buffer().cells::<u8>().iter().zip(bytes).for_each(|(cell, byte)| cell.set(*byte));
            array
        }
    };
    let immutable = args.buffer.downcastable::<PyBytes>();
    new_array(vm, if immutable { array.read_only() } else { array })
}

/// Numbers written one after the other with a separator between them.
fn fromstring(vm: &VirtualMachine, args: &FromStringArgs) -> PyResult {
    let separator = match &args.sep {
        Some(sep) => sep.str(vm)?.to_string_lossy().into_owned(),
        None => String::new(),
    };
    if separator.is_empty() {
        return Err(vm.new_value_error("The binary mode of fromstring is removed, use frombuffer instead"));
    }
    let Some(text) = args.string.downcast_ref::<PyStr>().map(|text| text.to_string_lossy().into_owned())
    else {
        return Err(vm.new_type_error(format!(
            "fromstring() argument 1 must be read-only bytes-like object, not {}",
            args.string.class().slot_name()
        )));
    };
    let dtype = args.dtype.map_or(DType::Float64, |dtype| dtype.0);
    let limit = usize::try_from(args.count.0).unwrap_or(usize::MAX);
    let mut numbers = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && numbers.len() < limit {
        let (number, after) = leading_number(rest);
        let Some(number) = number else { return Err(unmatched(vm)) };
        numbers.push(number);
        rest = after.trim_start();
        let bare = separator.trim();
        if rest.is_empty() || bare.is_empty() {
            continue;
        }
        match rest.strip_prefix(bare) {
            Some(after) => rest = after.trim_start(),
            None if numbers.len() < limit => return Err(unmatched(vm)),
            None => {}
        }
    }
    let array = Array::from_slice(&[numbers.len()], &numbers).or_raise(vm)?;
    new_array(vm, array.cast(dtype, Order::C).or_raise(vm)?)
}

fn unmatched(vm: &VirtualMachine) -> rustpython_vm::builtins::PyBaseExceptionRef {
    vm.new_value_error("string or file could not be read to its end due to unmatched data")
}

/// The number a text starts with, and what follows it.
fn leading_number(text: &str) -> (Option<f64>, &str) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    // The longest beginning that is a number.
    for end in (1..=end).rev() {
        if let Ok(number) = text[..end].parse::<f64>() {
            return (Some(number), &text[end..]);
        }
    }
    (None, text)
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::{FromBufferArgs, FromStringArgs, PackBitsArgs, UnpackBitsArgs, bit_order};
    use crate::numpy::errors::OrRaise;
    use crate::numpy::ndarray::new_array;
    use ndgym_core::pack;
    use rustpython_vm::{PyResult, VirtualMachine};

    #[pyfunction]
    fn packbits(args: PackBitsArgs, vm: &VirtualMachine) -> PyResult {
        let order = bit_order(vm, args.bitorder.as_deref())?;
        new_array(vm, pack::packbits(&args.a.array, args.axis.map(|axis| axis.0), order).or_raise(vm)?)
    }

    #[pyfunction]
    fn unpackbits(args: UnpackBitsArgs, vm: &VirtualMachine) -> PyResult {
        let order = bit_order(vm, args.bitorder.as_deref())?;
        let (axis, count) = (args.axis.map(|axis| axis.0), args.count.map(|count| count.0));
        new_array(vm, pack::unpackbits(&args.a.array, axis, count, order).or_raise(vm)?)
    }

    #[pyfunction]
    fn frombuffer(args: FromBufferArgs, vm: &VirtualMachine) -> PyResult {
        super::frombuffer(vm, &args)
    }

    #[pyfunction]
    fn fromstring(args: FromStringArgs, vm: &VirtualMachine) -> PyResult {
        super::fromstring(vm, &args)
    }
}
