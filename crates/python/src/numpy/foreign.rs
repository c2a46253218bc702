//! Arrays that other objects offer: `__array__` and `__array_interface__`.

use super::arguments::{index, indices};
use super::array;
use super::bytes::bytes_in;
use super::dtype;
use super::errors::OrRaise;
use super::ndarray::PyNdArray;
use super::overrides::is_ordinary;
use super::warnings;
use ndgym_core::buffer::Buffer;
use ndgym_core::layout::{self, Strides, checked_shape};
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyBytes, PyDict, PyTuple, PyType},
    function::FuncArgs,
};
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// The array that an object of another library makes of itself; `copy` says whether it must, or must not, be a new one.
pub(super) fn offered_array(
    vm: &VirtualMachine,
    object: &PyObject,
    dtype: Option<DType>,
    copy: Option<bool>,
) -> PyResult<Option<PyRef<PyNdArray>>> {
    if is_ordinary(object) || object.downcastable::<PyType>() {
        return Ok(None);
    }
    if let Some(interface) = vm.get_attribute_opt(object, "__array_interface__")? {
        let array = described(vm, &interface)?;
        let array = if copy == Some(true) { array.copy(layout::Order::K).or_raise(vm)? } else { array };
        return Ok(Some(PyNdArray::new(array).into_ref(&vm.ctx)));
    }
    let Some(method) = vm.get_attribute_opt(object, "__array__")? else { return Ok(None) };
    let mut args = FuncArgs::default();
    if let Some(dtype) = dtype {
        args.args.push(dtype::PyDType::object(vm, dtype).into());
    }
    let plain = args.clone();
    if let Some(copy) = copy {
        args.kwargs.insert("copy".into(), vm.ctx.new_bool(copy).into());
    }
    let (made, is_copied) = match method.call(args, vm) {
        Err(error) if copy.is_some() && error.fast_isinstance(vm.ctx.exceptions.type_error) => {
            let message = error.as_object().str(vm)?;
            if !message.to_string_lossy().ends_with("got an unexpected keyword argument 'copy'") {
                return Err(error);
            }
            warnings::warn(vm.ctx.exceptions.deprecation_warning, NO_COPY_KEYWORD.to_owned(), 1, vm)?;
            if copy == Some(false) {
                return Err(vm.new_value_error(array::NO_COPY));
            }
            (method.call(plain, vm)?, false)
        }
        made => (made?, true),
    };
    let made = made
        .downcast::<PyNdArray>()
        .map_err(|_| vm.new_value_error("object __array__ method not producing an array"))?;
    if copy == Some(true) && !is_copied {
        return Ok(Some(PyNdArray::new(made.array().copy(layout::Order::K).or_raise(vm)?).into_ref(&vm.ctx)));
    }
    Ok(Some(made))
}

/// A copy of what a `memoryview` looks at.
pub(super) fn viewed_memory(vm: &VirtualMachine, view: &PyObject) -> PyResult<Array> {
    let dtype = dtype::from_object(vm, &*view.get_attr("format", vm)?)?;
    let shape = checked_shape(&indices(vm, &*view.get_attr("shape", vm)?)?, dtype).or_raise(vm)?;
    let bytes = bytes_in(vm, &*vm.call_method(view, "tobytes", ())?)?;
    let memory = Array::from_slice(&[bytes.len()], &bytes).or_raise(vm)?;
    let array = memory.reinterpret(dtype, &shape, &layout::c_strides(&shape), 0).filter(|_| !dtype.is_text());
    array.ok_or_else(|| vm.new_value_error("the memory does not hold elements of such a type"))
}

const NO_COPY_KEYWORD: &str = "__array__ implementation doesn't accept a copy keyword, so passing copy=False failed. \
    __array__ must implement 'dtype' and 'copy' keyword arguments. To learn more, see the migration guide \
    https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword";

/// The array that an `__array_interface__` describes.
fn described(vm: &VirtualMachine, interface: &PyObject) -> PyResult<Array> {
    let Some(interface) = interface.downcast_ref::<PyDict>() else {
        return Err(vm.new_value_error("Invalid __array_interface__ value, must be a dict"));
    };
    let entry = |name: &str| -> PyResult<Option<PyObjectRef>> {
        Ok(interface.get_item_opt(name, vm)?.filter(|value| !vm.is_none(value)))
    };
    let required = |name: &str| -> PyResult {
        entry(name)?.ok_or_else(|| vm.new_value_error(format!("Missing __array_interface__ {name}")))
    };
    let dtype = dtype::from_object(vm, &*required("typestr")?)?;
    let shape = checked_shape(&indices(vm, &*required("shape")?)?, dtype).or_raise(vm)?;
    let width = dtype.nominal_itemsize().max(1) as i64;
    let strides: Strides = match entry("strides")? {
        Some(strides) => indices(vm, &strides)?.iter().map(|stride| (stride / width) as isize).collect(),
        None => layout::c_strides(&shape),
    };
    let data = required("data")?;
    let mut start = entry("offset")?.map_or(Ok(0), |offset| index(vm, &offset))?;
    let (memory, is_read_only) = match data.downcast_ref::<PyTuple>().map(|pair| pair.as_slice()) {
        Some([address, is_read_only]) => {
            let address = index(vm, address)? as usize;
            let Some((memory, at)) = memory_at(address) else {
                return Err(vm.new_value_error("no array here has its memory at that address"));
            };
            start = at as i64;
            (memory, is_read_only.clone().try_to_bool(vm)?)
        }
        _ => {
            let bytes = bytes_in(vm, &data)?;
            (Array::from_slice(&[bytes.len()], &bytes).or_raise(vm)?, data.downcastable::<PyBytes>())
        }
    };
    let is_aligned = !dtype.is_text() && start >= 0 && start % width == 0 && strides.len() == shape.len();
    let found =
        is_aligned.then(|| memory.reinterpret(dtype, &shape, &strides, (start / width) as usize)).flatten();
    match found {
        Some(array) if is_read_only => Ok(array.read_only()),
        Some(array) => Ok(array),
        None => Err(
            vm.new_value_error("the memory that __array_interface__ describes is not that of an array here")
        ),
    }
}

thread_local! {
    /// Arrays' memory whose address has been told, while it lives.
    static TOLD: RefCell<Vec<(usize, Weak<Buffer>)>> = const { RefCell::new(Vec::new()) };
}

/// The memory that an address lies in, as bytes, and where in it.
fn memory_at(address: usize) -> Option<(Array, usize)> {
    TOLD.with_borrow(|told| {
        let known = told.iter().filter_map(|(start, memory)| Some((*start, memory.upgrade()?)));
        let mut holding = known.filter(|(start, memory)| (*start..=start + memory.len()).contains(&address));
        holding.next().map(|(start, memory)| (Array::of_bytes(memory), address - start))
    })
}

/// The address of an array's first element, for others to find it again.
pub(super) fn tell_address(array: &Array) -> usize {
    let memory = array.buffer();
    TOLD.with_borrow_mut(|told| {
        told.retain(|(_, known)| known.strong_count() > 0);
        if !told.iter().any(|(address, _)| *address == memory.address()) {
            told.push((memory.address(), Rc::downgrade(memory)));
        }
    });
    memory.address() + array.offset() * array.dtype().itemsize()
}
