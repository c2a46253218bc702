//! The attributes of arrays.

use super::{PyFlags, PyFlatIterator, PyNdArray};
use crate::numpy::arguments::indices;
use crate::numpy::array_like::to_array;
use crate::numpy::dtype::{self, PyDType};
use crate::numpy::errors::OrRaise;
use crate::numpy::foreign;
use ndgym_core::Array;
use ndgym_core::layout::{self, infer_shape, reshape_strides};
use rustpython_vm::{
    Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDictRef, PyTupleRef},
    function::PySetterValue,
    pyclass,
};

/// What `a.shape` and the like are.
#[pyclass]
pub(crate) trait Attributes: PyPayload {
    #[pygetset]
    fn shape(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyTupleRef {
        shape_tuple(vm, zelf.borrow().shape())
    }

    #[pygetset(setter)]
    fn set_shape(zelf: PyRef<PyNdArray>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let PySetterValue::Assign(value) = value else {
            return Err(vm.new_attribute_error("Cannot delete array shape"));
        };
        let array = zelf.array();
        let shape = infer_shape(array.size(), &indices(vm, &value)?).or_raise(vm)?;
        match reshape_strides(array.shape(), array.strides(), &shape, false) {
            Some(strides) => {
                zelf.replace(array.view(&shape, &strides, array.offset()));
                Ok(())
            }
            None => Err(vm.new_attribute_error(
                "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired \
                 shape.",
            )),
        }
    }

    #[pygetset]
    fn ndim(zelf: PyRef<PyNdArray>) -> usize {
        zelf.borrow().rank()
    }

    #[pygetset]
    fn size(zelf: PyRef<PyNdArray>) -> usize {
        zelf.borrow().size()
    }

    #[pygetset]
    fn itemsize(zelf: PyRef<PyNdArray>) -> usize {
        zelf.dtype().nominal_itemsize()
    }

    #[pygetset]
    fn nbytes(zelf: PyRef<PyNdArray>) -> u64 {
        let array = zelf.borrow();
        array.size() as u64 * array.dtype().nominal_itemsize() as u64
    }

    #[pygetset]
    fn strides(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyTupleRef {
        let strides = zelf.borrow().byte_strides();
        vm.ctx.new_tuple(strides.iter().map(|stride| vm.ctx.new_int(*stride).into()).collect())
    }

    #[pygetset(setter)]
    fn set_strides(zelf: PyRef<PyNdArray>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        super::memory::set_strides(&zelf, value, vm)
    }

    #[pygetset]
    fn dtype(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyRef<PyDType> {
        PyDType::object(vm, zelf.dtype())
    }

    /// Reads the memory as another type, as `view` does, in place.
    #[pygetset(setter)]
    fn set_dtype(zelf: PyRef<PyNdArray>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let dtype = dtype::from_object(vm, &value)?;
        let viewed = super::methods::view_as(vm, &zelf.array(), dtype)?;
        zelf.replace(viewed);
        Ok(())
    }

    #[pygetset]
    fn flags(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyObjectRef {
        PyFlags::new(zelf).into_pyobject(vm)
    }

    #[pygetset]
    fn base(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyObjectRef {
        zelf.base.clone().map_or_else(|| vm.ctx.none(), Into::into)
    }

    #[pygetset]
    fn flat(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyObjectRef {
        PyFlatIterator::new(zelf).into_pyobject(vm)
    }

    #[pygetset(setter)]
    fn set_flat(zelf: PyRef<PyNdArray>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.check_writeable(vm)?;
        super::flat::assign_all(vm, &zelf.array(), &value)
    }

    #[pygetset(name = "T")]
    fn transposed(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        let transposed = zelf.borrow().transpose();
        PyNdArray::derived(&zelf, transposed, vm)
    }

    #[pygetset(name = "mT")]
    fn matrix_transposed(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        let array = zelf.array();
        let rank = array.rank();
        if rank < 2 {
            return Err(vm.new_value_error("matrix transpose with ndim < 2 is undefined"));
        }
        let mut axes: Vec<usize> = (0..rank).collect();
        axes.swap(rank - 1, rank - 2);
        PyNdArray::derived(&zelf, array.permute(&axes), vm)
    }

    #[pygetset]
    fn real(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        match part(&zelf.array(), 0) {
            Some(real) => PyNdArray::derived(&zelf, real, vm),
            None => Ok(zelf.into()),
        }
    }

    #[pygetset(setter)]
    fn set_real(zelf: PyRef<PyNdArray>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let array = zelf.array();
        part(&array, 0).unwrap_or(array).assign(&to_array(vm, &value)?).or_raise(vm)
    }

    #[pygetset]
    fn imag(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        let array = zelf.array();
        match part(&array, 1) {
            Some(imaginary) => PyNdArray::derived(&zelf, imaginary, vm),
            None => {
                let zeros = Array::zeros(array.shape(), array.dtype()).or_raise(vm)?;
                PyNdArray::derived(&zelf, zeros.read_only(), vm)
            }
        }
    }

    #[pygetset(setter)]
    fn set_imag(zelf: PyRef<PyNdArray>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        match part(&zelf.array(), 1) {
            Some(imaginary) => imaginary.assign(&to_array(vm, &value)?).or_raise(vm),
            None => Err(vm.new_type_error("array does not have imaginary part to set")),
        }
    }

    #[pygetset]
    fn data(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        vm.builtins.get_attr("memoryview", vm)?.call((zelf,), vm)
    }

    #[pygetset]
    fn device(_zelf: PyRef<PyNdArray>) -> &'static str {
        "cpu"
    }

    #[pygetset(name = "__array_priority__")]
    fn array_priority(_zelf: PyRef<PyNdArray>) -> f64 {
        0.0
    }

    #[pygetset(name = "__array_interface__")]
    fn array_interface(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        let array = zelf.array();
        let dtype = array.dtype();
        let address = foreign::tell_address(&array);
        let interface = vm.ctx.new_dict();
        let set = |key: &str, value: PyObjectRef| interface.set_item(key, value, vm);
        set("data", vm.new_tuple((address, !array.is_writeable())).into())?;
        let strides: PyObjectRef = if array.is_c_contiguous() {
            vm.ctx.none()
        } else {
            let strides = array.byte_strides();
            vm.ctx.new_tuple(strides.iter().map(|stride| vm.ctx.new_int(*stride).into()).collect()).into()
        };
        set("strides", strides)?;
        let field = vm.new_tuple(("", dtype.byte_string()));
        set("descr", vm.ctx.new_list(vec![field.into()]).into())?;
        set("typestr", vm.ctx.new_str(dtype.byte_string()).into())?;
        set("shape", shape_tuple(vm, array.shape()).into())?;
        set("version", vm.ctx.new_int(3).into())?;
        Ok(interface)
    }
}

/// A shape as a Python tuple.
pub(crate) fn shape_tuple(vm: &VirtualMachine, shape: &[usize]) -> PyTupleRef {
    vm.ctx.new_tuple(shape.iter().map(|size| vm.ctx.new_int(*size).into()).collect())
}

/// The real (0) or imaginary (1) parts of a complex array: a view on every other number.
fn part(array: &Array, which: usize) -> Option<Array> {
    if !array.dtype().is_complex() {
        return None;
    }
    let strides: layout::Strides = array.strides().iter().map(|stride| stride * 2).collect();
    let offset = if array.size() == 0 { 0 } else { array.offset() * 2 + which };
    array.reinterpret(array.dtype().real(), array.shape(), &strides, offset)
}

/// Whether an array's memory is its own, as `flags.owndata` tells.
pub(super) fn owns_data(ndarray: &Py<PyNdArray>) -> bool {
    ndarray.base.is_none()
}
