//! Questions about element types: `np.result_type`, `np.can_cast`, `np.issubdtype` and the like.

use super::array_like::to_array;
use super::dtype::{self, PyDType};
use super::errors::ExceptionTypes;
use super::ndarray::PyNdArray;
use super::scalar;
use ndgym_core::promote::promote_types;
use ndgym_core::{DType, dtype::Kind};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyComplex, PyFloat, PyInt, PyStr, PyType},
};

/// What one argument of `result_type` says about the result.
enum Contribution {
    /// An array, a scalar, or an element type.
    Typed(DType),
    /// A Python number, which only asks for a kind.
    Weak(Kind),
}

fn contribution(vm: &VirtualMachine, object: &PyObject) -> PyResult<Contribution> {
    if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
        return Ok(Contribution::Typed(ndarray.dtype()));
    }
    if let Some(scalar) = scalar::from_scalar_object(object) {
        return Ok(Contribution::Typed(scalar.dtype()));
    }
    Ok(match weak_kind(vm, object) {
        Some(kind) => Contribution::Weak(kind),
        None => Contribution::Typed(dtype::from_object(vm, object)?),
    })
}

/// The kind of a Python number.
fn weak_kind(vm: &VirtualMachine, object: &PyObject) -> Option<Kind> {
    if object.class().is(vm.ctx.types.bool_type) {
        Some(Kind::Bool)
    } else if object.downcastable::<PyInt>() {
        Some(Kind::Signed)
    } else if object.downcastable::<PyFloat>() {
        Some(Kind::Float)
    } else {
        object.downcastable::<PyComplex>().then_some(Kind::Complex)
    }
}

/// Refuses numbers beside texts: they only ask for a kind, and texts are of none that numbers are.
fn no_common_type(vm: &VirtualMachine, contributions: &[Contribution]) -> PyBaseExceptionRef {
    let class = |contribution: &Contribution| {
        let name = match contribution {
            Contribution::Typed(dtype) => return ndgym_core::ufunc::class_name(*dtype),
            Contribution::Weak(Kind::Bool) => return ndgym_core::ufunc::class_name(DType::Bool),
            Contribution::Weak(Kind::Float) => "_PyFloatDType",
            Contribution::Weak(Kind::Complex) => "_PyComplexDType",
            Contribution::Weak(_) => "_PyLongDType",
        };
        format!("<class 'numpy.dtypes.{name}'>")
    };
    let classes: Vec<String> = contributions.iter().map(class).collect();
    // Of more than two, the number is the one that the texts are met with.
    let weak = contributions.iter().position(|one| matches!(one, Contribution::Weak(_))).unwrap_or(0);
    let text = contributions.iter().position(|one| matches!(one, Contribution::Typed(_))).unwrap_or(0);
    let (by, with) = if classes.len() == 2 { (0, 1) } else { (weak, text) };
    let message = format!(
        "The DType {} could not be promoted by {}. This means that no common DType exists for the given inputs. For \
         example they cannot be stored in a single array unless the dtype is `object`. The full list of DTypes is: ({})",
        classes[by],
        classes[with],
        classes.join(", ")
    );
    vm.new_exception_msg(ExceptionTypes::get(&vm.ctx).dtype_promotion.clone(), message.into())
}

/// The type of a result of operands of these kinds and types (NEP 50).
fn result_type_of(typed: Option<DType>, weak: Option<Kind>) -> DType {
    let default = |kind| match kind {
        Kind::Bool => DType::Bool,
        Kind::Unsigned | Kind::Signed => DType::Int64,
        Kind::Float => DType::Float64,
        Kind::Complex => DType::Complex128,
        Kind::Text => DType::Text(0),
    };
    match (typed, weak) {
        (Some(dtype), None) => dtype,
        (None, kind) => default(kind.unwrap_or(Kind::Float)),
        (Some(dtype), Some(kind)) => match (dtype.kind(), kind) {
            (Kind::Bool, kind) => default(kind),
            (Kind::Text, kind) => promote_types(dtype, default(kind)),
            (Kind::Unsigned | Kind::Signed, Kind::Float | Kind::Complex) => default(kind),
            (Kind::Float, Kind::Complex) => dtype.to_complex(),
            _ => dtype,
        },
    }
}

pub(crate) fn result_type(vm: &VirtualMachine, objects: &[PyObjectRef]) -> PyResult<DType> {
    combined(vm, objects.iter().map(|object| contribution(vm, object)))
}

/// The type of a result of operands: arrays, numbers, or anything that an array can be made of. Texts and classes are
/// values here, not names of types.
pub(crate) fn type_of_operands(vm: &VirtualMachine, objects: &[&PyObjectRef]) -> PyResult<DType> {
    let operand = |object: &PyObject| {
        let is_number = object.downcastable::<PyNdArray>()
            || scalar::from_scalar_object(object).is_some()
            || weak_kind(vm, object).is_some();
        if is_number {
            contribution(vm, object)
        } else {
            to_array(vm, object).map(|array| Contribution::Typed(array.dtype()))
        }
    };
    combined(vm, objects.iter().map(|object| operand(object)))
}

fn combined(
    vm: &VirtualMachine,
    contributions: impl Iterator<Item = PyResult<Contribution>>,
) -> PyResult<DType> {
    let contributions = contributions.collect::<PyResult<Vec<_>>>()?;
    let (mut typed, mut weak) = (None, None);
    for contribution in &contributions {
        match contribution {
            Contribution::Typed(dtype) => {
                typed = Some(typed.map_or(*dtype, |so_far| promote_types(so_far, *dtype)));
            }
            Contribution::Weak(kind) => weak = weak.max(Some(*kind)),
        }
    }
    if typed.is_some_and(DType::is_text) && weak > Some(Kind::Bool) {
        return Err(no_common_type(vm, &contributions));
    }
    if typed.is_none() && weak.is_none() {
        return Err(vm.new_value_error("at least one array or dtype is required"));
    }
    Ok(result_type_of(typed, weak))
}

/// The scalar class an argument of `issubdtype` stands for; Python's own types stand for NumPy's.
fn class_for(vm: &VirtualMachine, object: &PyObject) -> PyResult<&'static Py<PyType>> {
    if let Some(class) = object.downcast_ref::<PyType>()
        && let Some(known) = scalar::known_class(class)
    {
        return Ok(known);
    }
    Ok(scalar::class_of(&vm.ctx, dtype::from_object(vm, object)?))
}

fn is_subdtype(vm: &VirtualMachine, a: &PyObject, b: &PyObject) -> PyResult<bool> {
    let other = |object: &PyObject| {
        // A Python class that names no element type, such as `list` or `object`.
        object.downcast_ref::<PyType>().is_some_and(|class| {
            dtype::from_object(vm, class.as_object()).is_err() && scalar::known_class(class).is_none()
        })
    };
    if other(a) || other(b) {
        return Ok(b.is(vm.ctx.types.object_type) && other(a));
    }
    Ok(class_for(vm, a)?.fast_issubclass(class_for(vm, b)?))
}

/// The smallest type that can hold a number; arrays keep theirs.
fn smallest_type(vm: &VirtualMachine, object: &PyObject) -> PyResult<DType> {
    let array = to_array(vm, object)?;
    if array.rank() > 0 {
        return Ok(array.dtype());
    }
    let value = array.item().map_err(|error| super::errors::exception(vm, &error))?;
    if let Some(integer) = value.as_integer().filter(|_| value.dtype() != DType::Bool) {
        use DType::{Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64};
        let candidates =
            if integer < 0 { [Int8, Int16, Int32, Int64] } else { [UInt8, UInt16, UInt32, UInt64] };
        return Ok(candidates
            .into_iter()
            .find(|dtype| super::array_like::integer_scalar(integer, *dtype).is_some())
            .unwrap_or(value.dtype()));
    }
    let fits_single = |part: f64| !part.is_finite() || part.abs() < f64::from(f32::MAX);
    Ok(match value.dtype().kind() {
        Kind::Float if fits_single(value.get::<f64>()) => DType::Float32,
        Kind::Complex => {
            let value = value.get::<ndgym_core::Complex64>();
            if fits_single(value.re) && fits_single(value.im) { DType::Complex64 } else { DType::Complex128 }
        }
        _ => value.dtype(),
    })
}

/// Whether a Python integer needs more than 64 bits.
fn is_huge(object: &PyObject) -> bool {
    object
        .downcast_ref::<PyInt>()
        .is_some_and(|int| int.as_bigint().to_i64().is_none() && int.as_bigint().to_u64().is_none())
}

/// The kinds that `isdtype` knows by name.
fn is_kind(vm: &VirtualMachine, dtype: DType, kind: &PyObject) -> PyResult<bool> {
    if let Some(name) = kind.downcast_ref::<PyStr>() {
        let own = dtype.kind();
        return Ok(match name.to_string_lossy().as_ref() {
            "bool" => own == Kind::Bool,
            "signed integer" => own == Kind::Signed,
            "unsigned integer" => own == Kind::Unsigned,
            "integral" => dtype.is_integer(),
            "real floating" => own == Kind::Float,
            "complex floating" => own == Kind::Complex,
            "numeric" => own != Kind::Bool && own != Kind::Text,
            _ => {
                return Err(vm.new_value_error(format!(
                    "kind argument is a string, but {} is not a known kind name.",
                    kind.repr(vm)?
                )));
            }
        });
    }
    let kind = dtype::from_object(vm, kind)?;
    Ok(kind == dtype || kind.is_text() && dtype.is_text())
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::{PyDType, is_huge, is_kind, is_subdtype, smallest_type};
    use crate::numpy::arguments::CastingArg;
    use crate::numpy::array_like::{ArrayArg, to_array};
    use crate::numpy::dtype;
    use crate::numpy::ndarray::PyNdArray;
    use crate::numpy::scalar;
    use ndgym_core::DType;
    use ndgym_core::promote::{self, Casting};
    use rustpython_vm::{
        AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
        builtins::{PyBytes, PyComplex, PyFloat, PyInt, PyMemoryView, PyStr, PyTuple, PyTypeRef},
        function::PosArgs,
    };

    #[pyfunction]
    fn result_type(arrays_and_dtypes: PosArgs, vm: &VirtualMachine) -> PyResult<PyRef<PyDType>> {
        let dtype = super::result_type(vm, &arrays_and_dtypes.into_vec())?;
        Ok(PyDType::object(vm, dtype))
    }

    #[pyfunction]
    fn promote_types(
        type1: PyObjectRef,
        type2: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<PyDType>> {
        let promoted =
            promote::promote_types(dtype::from_object(vm, &type1)?, dtype::from_object(vm, &type2)?);
        Ok(PyDType::object(vm, promoted))
    }

    #[derive(rustpython_vm::FromArgs)]
    pub(crate) struct CanCastArgs {
        #[pyarg(any)]
        from_: PyObjectRef,
        #[pyarg(any)]
        to: PyObjectRef,
        #[pyarg(any, default = CastingArg(Casting::Safe))]
        casting: CastingArg,
    }

    #[pyfunction]
    fn can_cast(args: CanCastArgs, vm: &VirtualMachine) -> PyResult<bool> {
        let is_number = args.from_.downcastable::<PyInt>()
            || args.from_.downcastable::<PyFloat>()
            || args.from_.downcastable::<PyComplex>();
        if is_number && scalar::from_scalar_object(&args.from_).is_none() {
            return Err(vm.new_type_error(
                "can_cast() does not support Python ints, floats, and complex because the result used to depend on \
                 the value.\nThis change was part of adopting NEP 50, we may explicitly allow them again in the future.",
            ));
        }
        let from = dtype::from_object(vm, &args.from_)?;
        Ok(promote::can_cast(from, dtype::from_object(vm, &args.to)?, args.casting.0))
    }

    #[pyfunction]
    fn issubdtype(arg1: PyObjectRef, arg2: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        is_subdtype(vm, &arg1, &arg2)
    }

    #[pyfunction]
    fn isdtype(dtype: PyObjectRef, kind: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        let is_class = dtype.downcastable::<rustpython_vm::builtins::PyType>();
        if !is_class && !dtype.downcastable::<PyDType>() {
            return Err(vm.new_type_error(format!(
                "dtype argument must be a NumPy dtype, but it is a {}.",
                dtype.class().as_object().repr(vm)?
            )));
        }
        let own = dtype::from_object(vm, &dtype)?;
        match kind.downcast_ref::<PyTuple>() {
            Some(kinds) => {
                for kind in kinds.as_slice() {
                    if is_kind(vm, own, kind)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            None => is_kind(vm, own, &kind),
        }
    }

    #[pyfunction]
    fn min_scalar_type(a: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyRef<PyDType>> {
        if is_huge(&a) {
            return Err(vm.new_overflow_error("Python int too large to convert to C long"));
        }
        Ok(PyDType::object(vm, smallest_type(vm, &a)?))
    }

    #[pyfunction]
    fn common_type(arrays: PosArgs, vm: &VirtualMachine) -> PyResult<PyTypeRef> {
        let mut common = None;
        for array in arrays.into_vec() {
            array.get_attr("dtype", vm)?;
            let own = match to_array(vm, &array)?.dtype() {
                DType::Bool => return Err(vm.new_type_error("can't get common type for non-numeric array")),
                text if text.is_text() => {
                    return Err(vm.new_type_error("can't get common type for non-numeric array"));
                }
                integer if integer.is_integer() => DType::Float64,
                other => other,
            };
            common = Some(common.map_or(own, |common| promote::promote_types(common, own)));
        }
        Ok(scalar::class_of(&vm.ctx, common.unwrap_or(DType::Float64)).to_owned())
    }

    #[pyfunction]
    fn isscalar(element: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        let known = scalar::from_scalar_object(&element).is_some()
            || element.downcastable::<PyFloat>()
            || element.downcastable::<PyInt>()
            || element.downcastable::<PyComplex>()
            || element.downcastable::<PyStr>()
            || element.downcastable::<PyBytes>()
            || element.downcastable::<PyMemoryView>();
        if known || element.downcastable::<PyNdArray>() {
            return Ok(known);
        }
        // Fractions, decimals and whatever else calls itself a number.
        let number = vm.import("numbers", 0)?.get_attr("Number", vm)?;
        element.is_instance(&number, vm)
    }

    fn is_complex(vm: &VirtualMachine, x: &PyObjectRef) -> PyResult<bool> {
        if let Some(ndarray) = x.downcast_ref::<PyNdArray>() {
            return Ok(ndarray.dtype().is_complex());
        }
        match ArrayArg::from_object(vm, x) {
            Ok(array) => Ok(array.array.dtype().is_complex()),
            // Text and other objects are not complex.
            Err(error) if error.fast_isinstance(vm.ctx.exceptions.type_error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    #[pyfunction]
    fn iscomplexobj(x: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        is_complex(vm, &x)
    }

    #[pyfunction]
    fn isrealobj(x: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(!is_complex(vm, &x)?)
    }

    #[pyfunction]
    fn typename(char: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult<&'static str> {
        Ok(match char.to_string_lossy().as_ref() {
            "?" => "bool",
            "b" => "signed char",
            "B" => "unsigned char",
            "h" => "short",
            "H" => "unsigned short",
            "i" => "integer",
            "I" => "unsigned integer",
            "l" => "long integer",
            "L" => "unsigned long integer",
            "q" => "long long integer",
            "Q" => "unsigned long long integer",
            "f" => "single precision",
            "d" => "double precision",
            "F" => "complex single precision",
            "D" => "complex double precision",
            _ => return Err(vm.new_key_error(char.into())),
        })
    }
}
