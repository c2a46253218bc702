//! Python's protocols for arrays: operators, indexing, conversion, text.

use super::derived::wrapped_like;
use super::iterate::subarray;
use super::{PyArrayIterator, PyNdArray, new_array};
use crate::numpy::array::{self, CopyArg};
use crate::numpy::array_like::{to_array, warn_if_imaginary_part_is_lost};
use crate::numpy::dtype::DTypeArg;
use crate::numpy::errors::OrRaise;
use crate::numpy::operators::cast_with_warnings;
use crate::numpy::{deferred, indexing, operators, overrides, printing, scalar, ufunc};
use ndgym_core::layout::Order;
use ndgym_core::{Array, Complex64, DType, Scalar};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDictRef, PyStr, PyTupleRef},
    function::{Either, FuncArgs, OptionalArg, PyComparisonValue},
    protocol::{PyMappingMethods, PyNumberMethods, PySequenceMethods},
    pyclass,
    types::{AsMapping, AsNumber, AsSequence, Comparable, Iterable, PyComparisonOp, Representable},
};

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ArrayArgs {
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = CopyArg::IfNeeded)]
    copy: CopyArg,
}

impl Representable for PyNdArray {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        printing::array_repr(vm, zelf)
    }
}

impl Comparable for PyNdArray {
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

/// The array inside an object that is known to be an `ndarray`.
fn array_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Array> {
    to_array(vm, object)
}

/// The element of an array of no axes; others do not convert to a number.
fn only_element(vm: &VirtualMachine, object: &PyObject) -> PyResult<Scalar> {
    let array = array_of(vm, object)?;
    if array.rank() == 0 {
        return Ok(array.scalar_at(array.offset()));
    }
    Err(vm.new_type_error("only 0-dimensional arrays can be converted to Python scalars"))
}

fn truth(vm: &VirtualMachine, array: &Array) -> PyResult<bool> {
    match array.size() {
        1 => array.item().or_raise(vm).map(Scalar::is_true),
        0 => Err(vm.new_value_error(
            "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.",
        )),
        _ => Err(vm.new_value_error(
            "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
        )),
    }
}

impl AsNumber for PyNdArray {
    fn as_number() -> &'static PyNumberMethods {
        static METHODS: PyNumberMethods = PyNumberMethods {
            boolean: Some(|number, vm| truth(vm, &array_of(vm, number.as_object())?)),
            int: Some(|number, vm| {
                let value = only_element(vm, number.as_object())?;
                let int = vm.ctx.types.int_type.as_object();
                int.call((scalar::to_python(vm, value),), vm)
            }),
            float: Some(|number, vm| {
                let value = only_element(vm, number.as_object())?;
                if let Scalar::Text(_) = value {
                    let float = vm.ctx.types.float_type.as_object();
                    return float.call((scalar::to_python(vm, value),), vm);
                }
                warn_if_imaginary_part_is_lost(vm, value.dtype(), DType::Float64)?;
                Ok(vm.ctx.new_float(value.get::<f64>()).into())
            }),
            index: Some(|number, vm| {
                let array = array_of(vm, number.as_object())?;
                if array.rank() == 0 && array.dtype().is_integer() {
                    return Ok(scalar::to_python(vm, array.scalar_at(array.offset())));
                }
                Err(vm.new_type_error("only integer scalar arrays can be converted to a scalar index"))
            }),
            ..operators::ARRAY_NUMBER_METHODS
        };
        &METHODS
    }
}

impl AsMapping for PyNdArray {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: PyMappingMethods = PyMappingMethods {
            length: Some(|mapping, vm| length(PyNdArray::mapping_downcast(mapping), vm)),
            subscript: Some(|mapping, key, vm| {
                indexing::get_item(PyNdArray::mapping_downcast(mapping), key, vm)
            }),
            ass_subscript: Some(|mapping, key, value, vm| {
                let zelf = PyNdArray::mapping_downcast(mapping);
                match value {
                    Some(value) => {
                        zelf.check_writeable(vm)?;
                        indexing::set_item(zelf, key, &value, vm)
                    }
                    None => Err(vm.new_value_error("cannot delete array elements")),
                }
            }),
        };
        &METHODS
    }
}

fn length(zelf: &Py<PyNdArray>, vm: &VirtualMachine) -> PyResult<usize> {
    let array = zelf.borrow();
    array.shape().first().copied().ok_or_else(|| vm.new_type_error("len() of unsized object"))
}

impl AsSequence for PyNdArray {
    fn as_sequence() -> &'static PySequenceMethods {
        static METHODS: PySequenceMethods = PySequenceMethods {
            length: Some(|sequence, vm| length(PyNdArray::sequence_downcast(sequence), vm)),
            item: Some(|sequence, index, vm| {
                let zelf = PyNdArray::sequence_downcast(sequence);
                match zelf.borrow().shape().first() {
                    Some(&len) if (0..len as isize).contains(&index) => {}
                    _ => return indexing::get_item(zelf, vm.ctx.new_int(index).as_object(), vm),
                }
                subarray(zelf, index as usize, vm)
            }),
            contains: Some(|sequence, needle, vm| contains(sequence.obj, needle, vm)),
            ..PySequenceMethods::NOT_IMPLEMENTED
        };
        &METHODS
    }
}

/// `needle in a`: whether any element of `a == needle` is true.
fn contains(zelf: &PyObject, needle: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let equal = operators::compare(vm, zelf, needle, PyComparisonOp::Eq)?;
    let equal = to_array(vm, &equal)?;
    Ok(equal.to_vec::<u8>().contains(&1))
}

impl Iterable for PyNdArray {
    fn iter(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        if zelf.borrow().rank() == 0 {
            return Err(vm.new_type_error("iteration over a 0-d array"));
        }
        Ok(PyArrayIterator::new(zelf).into_pyobject(vm))
    }
}

/// Methods with underscores that only arrays have.
#[pyclass]
pub(crate) trait ProtocolMethods: PyPayload {
    #[pymethod]
    fn __str__(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult<String> {
        printing::array_str(vm, &zelf.array())
    }

    #[pymethod]
    fn __format__(zelf: PyRef<PyNdArray>, spec: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult {
        let array = zelf.array();
        if array.rank() == 0 {
            let element = scalar::new_scalar(vm, array.scalar_at(array.offset()));
            return vm.call_method(&element, "__format__", (spec,));
        }
        if spec.is_empty() {
            return Ok(vm.ctx.new_str(printing::array_str(vm, &array)?).into());
        }
        Err(vm.new_type_error("unsupported format string passed to numpy.ndarray.__format__"))
    }

    #[pymethod]
    fn __complex__(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        let value = only_element(vm, zelf.as_object())?;
        if let Scalar::Text(_) = value {
            let name = zelf.dtype().name();
            return Err(vm.new_type_error(format!("Unable to convert dtype('{name}') to complex")));
        }
        Ok(vm.ctx.new_complex(value.get::<Complex64>()).into())
    }

    #[pymethod]
    fn dump(zelf: PyRef<PyNdArray>, file: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        deferred::pickled(vm, "dump", vec![zelf.into(), file])
    }

    #[pymethod]
    fn dumps(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        deferred::pickled(vm, "dumps", vec![zelf.into()])
    }

    /// `__array__(dtype=None, copy=None)`
    #[pymethod]
    fn __array__(zelf: PyRef<PyNdArray>, args: ArrayArgs, vm: &VirtualMachine) -> PyResult {
        let array = zelf.array();
        let cast = match args.dtype {
            Some(dtype) => cast_with_warnings(vm, &array, dtype.0)?,
            None => array.clone(),
        };
        let is_view = cast.same_buffer(&array);
        if args.copy == CopyArg::Never && !is_view {
            return Err(vm.new_value_error(array::NO_COPY));
        }
        if args.copy == CopyArg::Always && is_view {
            return new_array(vm, cast.copy(Order::K).or_raise(vm)?);
        }
        if is_view { PyNdArray::plain(&zelf, vm) } else { new_array(vm, cast) }
    }

    /// What a derived class may do with its new arrays; `ndarray` itself does nothing.
    #[pymethod]
    fn __array_finalize__(_zelf: PyRef<PyNdArray>, _parent: PyObjectRef) {}

    #[pymethod]
    fn __array_wrap__(
        zelf: PyRef<PyNdArray>,
        array: PyObjectRef,
        _context: OptionalArg<PyObjectRef>,
        return_scalar: OptionalArg<bool>,
        vm: &VirtualMachine,
    ) -> PyResult {
        wrapped_like(vm, &zelf, &array, return_scalar.unwrap_or(false))
    }

    #[pymethod]
    fn __array_ufunc__(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        ufunc::of_arrays(vm, args)
    }

    #[pymethod]
    fn __array_function__(
        _zelf: PyRef<PyNdArray>,
        func: PyObjectRef,
        types: PyObjectRef,
        args: PyTupleRef,
        kwargs: PyDictRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        let types: Vec<PyObjectRef> = types.try_to_value(vm)?;
        overrides::of_arrays(vm, &func, &vm.ctx.new_tuple(types), &args, &kwargs)
    }

    /// `(constructor, its arguments, state)`, from which `pickle` makes an array again.
    #[pymethod]
    fn __reduce__(zelf: PyRef<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        deferred::import(vm, "numpy._derived")?.get_attr("reduce", vm)?.call((zelf,), vm)
    }

    #[pymethod]
    fn __setstate__(zelf: PyRef<PyNdArray>, state: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let made = deferred::import(vm, "numpy._derived")?.get_attr("restored", vm)?.call((state,), vm)?;
        zelf.replace(to_array(vm, &made)?);
        Ok(())
    }
}
