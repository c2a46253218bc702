//! Sizes, parameters and outputs of distributions: what NumPy broadcasts, checks and refuses.

use crate::numpy::arguments::indices;
use crate::numpy::array_like::to_array_of;
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::new_array;
use ndgym_core::iterate::Plan;
use ndgym_core::layout::{self, Shape, broadcast_shapes_of_function, checked_shape};
use ndgym_core::{Array, DType, Element, Scalar};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, TryFromObject, VirtualMachine, function::OptionalArg,
};

/// A `size=` argument: `None` for one number, else a shape.
#[derive(Clone, Debug, Default)]
pub(super) struct SizeArg(pub(super) Option<Shape>);

impl TryFromObject for SizeArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if vm.is_none(&object) {
            return Ok(SizeArg(None));
        }
        // No element is larger.
        let shape = checked_shape(&indices(vm, &object)?, DType::Float64).or_raise(vm)?;
        Ok(SizeArg(Some(shape)))
    }
}

/// A parameter of a distribution: a number, or an array of them.
#[derive(Clone, Debug)]
pub(super) struct Parameter(pub(super) Array);

impl TryFromObject for Parameter {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        to_array_of(vm, &object, DType::Float64).map(Parameter)
    }
}

impl Parameter {
    /// One number.
    pub(super) fn number(vm: &VirtualMachine, value: f64) -> PyResult<Parameter> {
        Array::from_scalar(value.into()).or_raise(vm).map(Parameter)
    }

    /// The argument, or what it is if left out.
    pub(super) fn or(
        vm: &VirtualMachine,
        argument: OptionalArg<Parameter>,
        default: f64,
    ) -> PyResult<Parameter> {
        argument.into_option().map_or_else(|| Parameter::number(vm, default), Ok)
    }

    /// The parameter, if all its numbers are as they must be.
    pub(super) fn checked(
        self,
        vm: &VirtualMachine,
        name: &str,
        constraint: Constraint,
    ) -> PyResult<Parameter> {
        if self.0.rank() == 0 {
            constraint.check(self.value(), name)
        } else {
            self.check_all(name, constraint)
        }
        .map_err(|message| vm.new_value_error(message))?;
        Ok(self)
    }

    /// A parameter computed from two, element by element.
    pub(super) fn combine(
        vm: &VirtualMachine,
        first: &Parameter,
        second: &Parameter,
        compute: impl Fn(f64, f64) -> f64,
    ) -> PyResult<Parameter> {
        let shape = broadcast_shapes_of_function(&[first.0.shape(), second.0.shape()]).or_raise(vm)?;
        let first = first.0.broadcast_to(&shape).or_raise(vm)?.to_vec::<f64>();
        let second = second.0.broadcast_to(&shape).or_raise(vm)?.to_vec::<f64>();
        let numbers: Vec<f64> = first.into_iter().zip(second).map(|(a, b)| compute(a, b)).collect();
        Array::from_slice(&shape, &numbers).or_raise(vm).map(Parameter)
    }

    /// Whether all its numbers are finite.
    pub(super) fn is_finite(&self) -> bool {
        self.0.to_vec::<f64>().into_iter().all(f64::is_finite)
    }

    fn check_all(&self, name: &str, constraint: Constraint) -> Result<(), String> {
        self.0.to_vec::<f64>().into_iter().try_for_each(|value| constraint.check(value, name))
    }

    /// The number, if it is one.
    fn value(&self) -> f64 {
        self.0.scalar_at(self.0.offset()).get()
    }
}

/// What a parameter must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Constraint {
    /// Anything.
    Any,
    /// Not below zero, nor -0.
    NonNegative,
}

impl Constraint {
    fn check(self, value: f64, name: &str) -> Result<(), String> {
        let broken = match self {
            Constraint::Any => None,
            Constraint::NonNegative => {
                (!value.is_nan() && value.is_sign_negative()).then(|| format!("{name} < 0"))
            }
        };
        broken.map_or(Ok(()), Err)
    }
}

/// What was drawn: one number, or an array.
pub(super) enum Drawn<T> {
    One(T),
    Many(Array),
}

impl<T: Element> Drawn<T> {
    /// As a Python number or an array.
    pub(super) fn into_object(self, vm: &VirtualMachine) -> PyResult {
        match self {
            Drawn::One(value) => Ok(crate::numpy::scalar::to_python(vm, Scalar::new(value))),
            Drawn::Many(array) => new_array(vm, array),
        }
    }
}

/// A fresh array of draws.
pub(super) fn filled<T: Element>(
    vm: &VirtualMachine,
    shape: &[usize],
    mut draw: impl FnMut() -> T,
) -> PyResult<Array> {
    let array = Array::empty(shape, T::DTYPE).or_raise(vm)?;
    array.cells::<T>()[..array.size()].iter().for_each(|cell| cell.set(draw()));
    Ok(array)
}

/// One draw without a size, else as many as it asks for.
pub(super) fn sized<T: Element>(
    vm: &VirtualMachine,
    size: &SizeArg,
    mut draw: impl FnMut() -> T,
) -> PyResult {
    match &size.0 {
        None => Drawn::One(draw()).into_object(vm),
        Some(shape) => Drawn::<T>::Many(filled(vm, shape, draw)?).into_object(vm),
    }
}

/// A draw for each combination of the broadcast parameters.
pub(super) fn broadcast<const N: usize, T: Element>(
    vm: &VirtualMachine,
    parameters: [Parameter; N],
    size: &SizeArg,
    mut draw: impl FnMut([f64; N]) -> T,
) -> PyResult {
    let shapes = parameters.each_ref().map(|parameter| parameter.0.shape());
    if shapes.iter().all(|shape| shape.is_empty()) {
        let values = parameters.each_ref().map(Parameter::value);
        return sized(vm, size, || draw(values));
    }
    let shape = output_shape(vm, &shapes, size)?;
    let mut cells_done = 0;
    let array = Array::empty(&shape, T::DTYPE).or_raise(vm)?;
    let cells = array.cells::<T>();
    let views = parameters.each_ref().map(|parameter| parameter.0.broadcast_to(&shape));
    let mut arrays = Vec::with_capacity(N);
    for view in views {
        arrays.push(view.or_raise(vm)?);
    }
    let offsets = std::array::from_fn(|i: usize| arrays[i].offset());
    let strides = std::array::from_fn(|i: usize| arrays[i].strides());
    Plan::in_c_order(&shape, strides).for_each_lane(offsets, |offsets: [usize; N], strides, len| {
        let lanes: [_; N] = std::array::from_fn(|i| arrays[i].lane::<f64>(offsets[i], strides[i], len));
        for i in 0..len {
            cells[cells_done].set(draw(lanes.each_ref().map(|lane| lane.get(i))));
            cells_done += 1;
        }
    });
    new_array(vm, array)
}

/// The shape that parameters of these shapes give, which must be `size` if there is one.
pub(super) fn output_shape(vm: &VirtualMachine, shapes: &[&[usize]], size: &SizeArg) -> PyResult<Shape> {
    let Some(size) = &size.0 else { return broadcast_shapes_of_function(shapes).or_raise(vm) };
    let mut all = vec![&size[..]];
    all.extend(shapes);
    let shape = broadcast_shapes_of_function(&all).or_raise(vm)?;
    if shape != *size {
        return Err(vm.new_value_error(format!(
            "Output size {} is not compatible with broadcast dimensions of inputs {}.",
            layout::shape_as_tuple(size),
            layout::shape_as_tuple(&broadcast_shapes_of_function(shapes).or_raise(vm)?)
        )));
    }
    Ok(shape)
}

/// Whether an object is the very class, such as `int` given as `dtype=`.
pub(super) fn is_class(
    object: Option<&PyObject>,
    class: &rustpython_vm::Py<rustpython_vm::builtins::PyType>,
) -> bool {
    object.is_some_and(|object| object.is(class.as_object()))
}
