//! `np.finfo` and `np.iinfo`.

use super::dtype::{self, PyDType};
use super::scalar::new_scalar;
use ndgym_core::{DType, Scalar, dtype::Kind, format::scalar_str};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyInt, PyType, PyTypeRef},
    function::FuncArgs,
    pyclass,
    types::{Constructor, Representable},
};
use std::cell::OnceCell;

const RULE: &str = "---------------------------------------------------------------";

/// The element type that a type, or a number, speaks of.
fn dtype_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<DType> {
    dtype::from_object(vm, object).or_else(|error| {
        // A plain number speaks of its class.
        dtype::from_object(vm, object.class().as_object()).map_err(|_| error)
    })
}

/// `np.finfo`: what a type of floating-point numbers can hold.
#[pyclass(module = "numpy", name = "finfo")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyFInfo {
    dtype: DType,
}

impl PyFInfo {
    fn is_single(&self) -> bool {
        self.dtype == DType::Float32
    }

    /// A number in the type's own precision: the one for float32 and the one for float64.
    fn pick(&self, single: f32, double: f64) -> Scalar {
        if self.is_single() { single.into() } else { double.into() }
    }

    fn choose(&self, single: i32, double: i32) -> i32 {
        if self.is_single() { single } else { double }
    }

    fn max_value(&self) -> Scalar {
        self.pick(f32::MAX, f64::MAX)
    }

    fn resolution_value(&self) -> Scalar {
        self.pick(1e-6, 1e-15)
    }
}

/// The arguments of `finfo` and `iinfo`: one type.
fn only_argument(args: FuncArgs, class: &str, name: &str, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
    match (args.args.as_slice(), args.kwargs.get(name)) {
        ([object], None) => Ok(object.clone()),
        ([], Some(object)) => Ok(object.clone()),
        _ => Err(
            vm.new_type_error(format!("{class}.__init__() missing 1 required positional argument: '{name}'"))
        ),
    }
}

impl Constructor for PyFInfo {
    type Args = FuncArgs;

    /// There is one object for each type, as in NumPy.
    fn slot_new(_class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        thread_local! {
            static OBJECTS: OnceCell<&'static [PyRef<PyFInfo>; 2]> = const { OnceCell::new() };
        }
        let dtype = dtype_of(vm, only_argument(args, "finfo", "dtype", vm)?.as_object())?;
        if !dtype.is_inexact() {
            let class = super::scalar::class_of(&vm.ctx, dtype);
            return Err(vm.new_value_error(format!("data type {} not inexact", class.as_object().repr(vm)?)));
        }
        let object = OBJECTS.with(|objects| {
            let objects = objects.get_or_init(|| {
                let make = |dtype| PyFInfo { dtype }.into_ref(&vm.ctx);
                Box::leak(Box::new([make(DType::Float32), make(DType::Float64)]))
            });
            objects[usize::from(dtype.real() == DType::Float64)].clone()
        });
        Ok(object.into())
    }

    fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(PyFInfo { dtype: DType::Float64 })
    }
}

impl Representable for PyFInfo {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        let max = scalar_str(zelf.max_value());
        Ok(format!(
            "finfo(resolution={}, min=-{max}, max={max}, dtype={})",
            scalar_str(zelf.resolution_value()),
            zelf.dtype.name()
        ))
    }
}

#[pyclass(with(Constructor, Representable))]
impl PyFInfo {
    #[pymethod]
    fn __str__(zelf: &Py<Self>) -> String {
        let text = |single, double| scalar_str(zelf.pick(single, double));
        let eps = text(f32::EPSILON, f64::EPSILON);
        let half_eps = text(f32::EPSILON / 2.0, f64::EPSILON / 2.0);
        let tiny = text(f32::MIN_POSITIVE, f64::MIN_POSITIVE);
        let smallest = text(f32::from_bits(1), f64::from_bits(1));
        format!(
            "Machine parameters for {}\n{RULE}\nprecision = {}   resolution = {}\nmachep = {}   eps =        {eps}\n\
             negep =  {}   epsneg =     {half_eps}\nminexp = {}   tiny =       {tiny}\nmaxexp = {}   max =        {}\n\
             nexp =   {}   min =        -max\nsmallest_normal = {tiny}   smallest_subnormal = {smallest}\n{RULE}\n",
            zelf.dtype.name(),
            zelf.choose(6, 15),
            scalar_str(zelf.resolution_value()),
            zelf.choose(-23, -52),
            zelf.choose(-24, -53),
            zelf.choose(-126, -1022),
            zelf.choose(128, 1024),
            scalar_str(zelf.max_value()),
            zelf.choose(8, 11),
        )
    }

    #[pygetset]
    fn dtype(zelf: &Py<Self>, vm: &VirtualMachine) -> PyRef<PyDType> {
        PyDType::object(vm, zelf.dtype)
    }

    #[pygetset]
    fn bits(zelf: &Py<Self>) -> i32 {
        zelf.choose(32, 64)
    }

    #[pygetset]
    fn eps(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        new_scalar(vm, zelf.pick(f32::EPSILON, f64::EPSILON))
    }

    #[pygetset]
    fn epsneg(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        new_scalar(vm, zelf.pick(f32::EPSILON / 2.0, f64::EPSILON / 2.0))
    }

    #[pygetset]
    fn max(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        new_scalar(vm, zelf.max_value())
    }

    #[pygetset]
    fn min(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        new_scalar(vm, zelf.pick(f32::MIN, f64::MIN))
    }

    #[pygetset]
    fn tiny(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        new_scalar(vm, zelf.pick(f32::MIN_POSITIVE, f64::MIN_POSITIVE))
    }

    #[pygetset]
    fn smallest_normal(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        new_scalar(vm, zelf.pick(f32::MIN_POSITIVE, f64::MIN_POSITIVE))
    }

    #[pygetset]
    fn smallest_subnormal(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        new_scalar(vm, zelf.pick(f32::from_bits(1), f64::from_bits(1)))
    }

    #[pygetset]
    fn resolution(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        new_scalar(vm, zelf.resolution_value())
    }

    #[pygetset]
    fn precision(zelf: &Py<Self>) -> i32 {
        zelf.choose(6, 15)
    }

    #[pygetset]
    fn machep(zelf: &Py<Self>) -> i32 {
        zelf.choose(-23, -52)
    }

    #[pygetset]
    fn negep(zelf: &Py<Self>) -> i32 {
        zelf.choose(-24, -53)
    }

    #[pygetset]
    fn minexp(zelf: &Py<Self>) -> i32 {
        zelf.choose(-126, -1022)
    }

    #[pygetset]
    fn maxexp(zelf: &Py<Self>) -> i32 {
        zelf.choose(128, 1024)
    }

    #[pygetset]
    fn nexp(zelf: &Py<Self>) -> i32 {
        zelf.choose(8, 11)
    }

    #[pygetset]
    fn iexp(zelf: &Py<Self>) -> i32 {
        zelf.choose(8, 11)
    }

    #[pygetset]
    fn nmant(zelf: &Py<Self>) -> i32 {
        zelf.choose(23, 52)
    }
}

/// `np.iinfo`: what a type of integers can hold.
#[pyclass(module = "numpy", name = "iinfo")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyIInfo {
    dtype: DType,
}

impl PyIInfo {
    fn limits(&self) -> (i128, i128) {
        let bits = 8 * self.dtype.itemsize() as u32;
        if self.dtype.kind() == Kind::Unsigned {
            (0, (1 << bits) - 1)
        } else {
            (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
        }
    }
}

impl Constructor for PyIInfo {
    type Args = FuncArgs;

    fn py_new(_class: &Py<PyType>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let dtype = dtype_of(vm, only_argument(args, "iinfo", "int_type", vm)?.as_object())?;
        if !dtype.is_integer() {
            return Err(vm.new_value_error(format!("Invalid integer data type '{}'.", dtype.kind_char())));
        }
        Ok(PyIInfo { dtype })
    }
}

impl Representable for PyIInfo {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        let (min, max) = zelf.limits();
        Ok(format!("iinfo(min={min}, max={max}, dtype={})", zelf.dtype.name()))
    }
}

#[pyclass(with(Constructor, Representable))]
impl PyIInfo {
    #[pymethod]
    fn __str__(zelf: &Py<Self>) -> String {
        let (min, max) = zelf.limits();
        format!("Machine parameters for {}\n{RULE}\nmin = {min}\nmax = {max}\n{RULE}\n", zelf.dtype.name())
    }

    #[pygetset]
    fn min(zelf: &Py<Self>, vm: &VirtualMachine) -> PyRef<PyInt> {
        vm.ctx.new_int(zelf.limits().0)
    }

    #[pygetset]
    fn max(zelf: &Py<Self>, vm: &VirtualMachine) -> PyRef<PyInt> {
        vm.ctx.new_int(zelf.limits().1)
    }

    #[pygetset]
    fn bits(zelf: &Py<Self>) -> usize {
        8 * zelf.dtype.itemsize()
    }

    #[pygetset]
    fn kind(zelf: &Py<Self>) -> String {
        zelf.dtype.kind_char().to_string()
    }

    #[pygetset]
    fn key(zelf: &Py<Self>) -> String {
        format!("{}{}", zelf.dtype.kind_char(), 8 * zelf.dtype.itemsize())
    }

    #[pygetset]
    fn dtype(zelf: &Py<Self>, vm: &VirtualMachine) -> PyRef<PyDType> {
        PyDType::object(vm, zelf.dtype)
    }
}
