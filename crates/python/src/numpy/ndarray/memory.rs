//! `np.ndarray(shape, …)` over given memory, and assignment to `strides`.

use super::PyNdArray;
use crate::numpy::arguments::{IndexArg, OrderArg, ShapeArg, indices};
use crate::numpy::bytes::bytes_in;
use crate::numpy::dtype::DTypeArg;
use crate::numpy::errors::OrRaise;
use crate::numpy::warnings;
use ndgym_core::layout::{self, Order, Strides, checked_shape};
use ndgym_core::{Array, DType};
use rustpython_vm::{
    Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyBytes, PyType, PyTypeRef},
    function::{FuncArgs, PySetterValue},
    protocol::{BufferDescriptor, PyBuffer, VecBuffer},
    types::{AsBuffer, Constructor},
};
use std::cell::RefCell;

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct NewArgs {
    #[pyarg(any)]
    shape: ShapeArg,
    #[pyarg(any, default = DTypeArg(DType::Float64))]
    dtype: DTypeArg,
    #[pyarg(any, optional)]
    buffer: Option<PyObjectRef>,
    #[pyarg(any, default = IndexArg(0))]
    offset: IndexArg,
    #[pyarg(any, optional)]
    strides: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    order: Option<OrderArg>,
}

/// Memory to look at: an array whose elements fill it, and the object that owns it.
struct Memory {
    array: Array,
    owner: Option<PyRef<PyNdArray>>,
}

impl Memory {
    /// An array's own memory; a copy of the bytes of any other object, since only arrays share theirs here.
    fn of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Memory> {
        if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
            let array = ndarray.array();
            if !array.is_c_contiguous() && !array.is_f_contiguous() {
                return Err(vm.new_value_error("ndarray is not contiguous"));
            }
            let owner = ndarray.base.clone().unwrap_or_else(|| ndarray.to_owned());
            return Ok(Memory { array, owner: Some(owner) });
        }
        let bytes = bytes_in(vm, object)?;
        let array = Array::from_slice(&[bytes.len()], &bytes).or_raise(vm)?;
        let array = if object.downcastable::<PyBytes>() { array.read_only() } else { array };
        Ok(Memory { array, owner: None })
    }

    /// Its length in bytes.
    fn len(&self) -> i64 {
        (self.array.size() * self.array.dtype().nominal_itemsize()) as i64
    }
}

impl Constructor for PyNdArray {
    type Args = NewArgs;

    fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let given = args.args.len() + args.kwargs.len();
        if given > 6 {
            return Err(vm.new_type_error(format!("ndarray() takes at most 6 arguments ({given} given)")));
        }
        let args: NewArgs = args.bind_for(vm, "ndarray")?;
        PyNdArray::py_new(&class, args, vm)?.introduced(vm, class, None)
    }

    fn py_new(_class: &Py<PyType>, args: NewArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let dtype = args.dtype.0;
        let width = dtype.nominal_itemsize().max(1) as i64;
        let order = args.order.map_or(Order::C, |order| order.0);
        let strides = args.strides.filter(|strides| !vm.is_none(strides));
        let strides = strides.map(|strides| indices(vm, &strides)).transpose()?;
        let buffer = args.buffer.filter(|buffer| !vm.is_none(buffer));
        let memory = buffer.map(|buffer| Memory::of(vm, &buffer)).transpose()?;
        if let Some(memory) = &memory {
            super::methods::check_readable(vm, memory.array.dtype(), dtype)?;
        }
        let mut requested = args.shape.0;
        if let (Some(memory), [-1]) = (&memory, &requested[..]) {
            requested[0] = memory.len().saturating_sub(args.offset.0).max(0) / width;
        }
        let shape = checked_shape(&requested, dtype).or_raise(vm)?;
        let needed = shape.iter().product::<usize>() as i64 * width;
        let offset = if memory.is_some() { args.offset.0 } else { 0 };
        if let Some(strides) = &strides {
            if strides.len() != shape.len() {
                return Err(vm.new_value_error("strides, if given, must be the same length as shape"));
            }
            let bytes = memory.as_ref().map_or(0, Memory::len);
            let bytes = if bytes == 0 { needed } else { bytes };
            if !layout::fits(&shape, strides, dtype.nominal_itemsize(), offset, bytes) {
                return Err(vm.new_value_error(
                    "strides is incompatible with shape of requested array and size of buffer",
                ));
            }
        } else if memory.as_ref().is_some_and(|memory| memory.len() < offset.saturating_add(needed)) {
            return Err(vm.new_type_error("buffer is too small for requested array"));
        }
        let strides = match strides {
            Some(strides) => in_elements(vm, &strides, dtype)?,
            None if order == Order::F => layout::f_strides(&shape),
            None => layout::c_strides(&shape),
        };
        let Some(Memory { array, owner }) = memory else {
            let fresh = Array::empty(&shape, dtype).or_raise(vm)?;
            return Ok(PyNdArray::new(fresh.view(&shape, &strides, 0)));
        };
        let start = (array.offset() as i64 * array.dtype().nominal_itemsize() as i64).saturating_add(offset);
        let found = usize::try_from(start)
            .ok()
            .filter(|start| start.is_multiple_of(width as usize))
            .and_then(|start| array.reinterpret(dtype, &shape, &strides, start / width as usize));
        match found {
            Some(found) => Ok(PyNdArray { array: RefCell::new(found), base: owner }),
            None => Err(not_aligned(vm)),
        }
    }
}

impl AsBuffer for PyNdArray {
    /// The elements as they are now, one after the other, to be read: nobody else writes to an array's memory.
    fn as_buffer(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyBuffer> {
        let array = zelf.array();
        let dtype = array.dtype();
        let width = dtype.nominal_itemsize();
        let bytes = super::bytes_of(vm, &array)?;
        let format = match dtype {
            DType::Text(width) => format!("{width}w"),
            _ if dtype.is_complex() => format!("Z{}", dtype.real().char()),
            _ => dtype.char().to_string(),
        };
        let strides = layout::c_strides(array.shape());
        let axes =
            array.shape().iter().zip(&strides).map(|(size, stride)| (*size, stride * width as isize, 0));
        let description = BufferDescriptor {
            len: bytes.len(),
            offset: 0,
            readonly: true,
            itemsize: width,
            format: format.into(),
            dim_desc: axes.collect(),
        };
        let memory = VecBuffer::from(bytes).into_ref(&vm.ctx);
        Ok(memory.into_pybuffer_with_descriptor(description))
    }
}

/// Byte strides in elements.
fn in_elements(vm: &VirtualMachine, strides: &[i64], dtype: DType) -> PyResult<Strides> {
    let width = dtype.nominal_itemsize().max(1) as i64;
    if strides.iter().any(|stride| stride % width != 0) {
        return Err(not_aligned(vm));
    }
    Ok(strides.iter().map(|stride| (stride / width) as isize).collect())
}

fn not_aligned(vm: &VirtualMachine) -> rustpython_vm::builtins::PyBaseExceptionRef {
    vm.new_value_error(
        "arrays here are aligned: the memory cannot be read at that offset or with those strides",
    )
}

/// `a.strides = value`: any within the memory that the array looks at.
pub(super) fn set_strides(zelf: &PyNdArray, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    let PySetterValue::Assign(value) = value else {
        return Err(vm.new_attribute_error("Cannot delete array strides"));
    };
    let message = "Setting the strides on a NumPy array has been deprecated in NumPy 2.4.\nAs an alternative, you can \
                   create a new view using np.lib.stride_tricks.as_strided.";
    warnings::warn(vm.ctx.exceptions.deprecation_warning, message.to_owned(), 1, vm)?;
    let Ok(strides) = indices(vm, &value) else { return Err(vm.new_type_error("invalid strides")) };
    let array = zelf.array();
    if strides.len() != array.rank() {
        let rank = array.rank();
        return Err(vm.new_value_error(format!("strides must be  same length as shape ({rank})")));
    }
    let whole = zelf.base.as_ref().map_or_else(|| array.clone(), |base| base.array());
    let (low, high) = layout::extent(whole.shape(), whole.strides());
    let bytes = |elements: isize, of: &Array| elements as i64 * of.dtype().nominal_itemsize() as i64;
    let start = bytes(whole.offset() as isize + low, &whole);
    let offset = bytes(array.offset() as isize, &array) - start;
    let length = bytes(high - low, &whole);
    let fits = layout::fits(array.shape(), &strides, array.dtype().nominal_itemsize(), offset, length);
    if !fits && array.size() > 0 {
        return Err(vm.new_value_error("strides is not compatible with available memory"));
    }
    let strides = in_elements(vm, &strides, array.dtype())?;
    zelf.replace(array.view(array.shape(), &strides, array.offset()));
    Ok(())
}
