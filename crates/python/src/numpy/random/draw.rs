//! Sizes, parameters and outputs of distributions: what NumPy broadcasts, checks and refuses.

use crate::numpy::arguments::indices;
use crate::numpy::array_like::to_array_of;
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::{PyNdArray, new_array};
use ndgym_core::iterate::Plan;
use ndgym_core::layout::{self, Shape, broadcast_shapes_of_function, checked_shape};
use ndgym_core::random::BitSource;
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
        if vm.is_none(&object) {
            return Err(vm.new_type_error("must be real number, not NoneType"));
        }
        if let Some(ndarray) = object.downcast_ref::<PyNdArray>()
            && ndarray.dtype().is_text()
        {
            return Err(vm.new_type_error(format!(
                "Cannot cast array data from dtype('{}') to dtype('float64') according to the rule 'safe'",
                ndarray.dtype().name()
            )));
        }
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
        let array = self.0.rank() > 0;
        let check = |value| constraint.check(value, name, array);
        self.values().into_iter().try_for_each(check).map_err(|message| vm.new_value_error(message))?;
        Ok(self)
    }

    /// All its numbers.
    pub(super) fn values(&self) -> Vec<f64> {
        self.0.to_vec()
    }

    /// A parameter computed from two, element by element.
    pub(super) fn combine(
        vm: &VirtualMachine,
        first: &Parameter,
        second: &Parameter,
        compute: impl Fn(f64, f64) -> f64,
    ) -> PyResult<Parameter> {
        let shape = broadcast_shapes_of_function(&[first.0.shape(), second.0.shape()]).or_raise(vm)?;
        let values =
            |parameter: &Parameter| parameter.0.broadcast_to(&shape).map(|array| array.to_vec::<f64>());
        let (first, second) = (values(first).or_raise(vm)?, values(second).or_raise(vm)?);
        let numbers: Vec<f64> = first.into_iter().zip(second).map(|(a, b)| compute(a, b)).collect();
        Array::from_slice(&shape, &numbers).or_raise(vm).map(Parameter)
    }

    /// Whether all its numbers are finite.
    pub(super) fn is_finite(&self) -> bool {
        self.values().into_iter().all(f64::is_finite)
    }

    /// The number, if it is one.
    fn value(&self) -> f64 {
        self.0.scalar_at(self.0.offset()).get()
    }
}

/// What a parameter must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Constraint {
    /// Not below zero, nor -0.
    NonNegative,
    /// Above zero.
    Positive,
    /// Above zero, and a number.
    PositiveNotNan,
    /// In [0, 1].
    Probability,
    /// In (0, 1].
    PositiveProbability,
    /// In [0, 1).
    ProbabilityBelowOne,
    /// Above 1.
    AboveOne,
    /// A mean of whole numbers that fit.
    PoissonMean,
    /// At least 1.
    AtLeastOne,
}

impl Constraint {
    /// What NumPy says of a number that breaks it; of arrays it sometimes words that otherwise.
    fn check(self, value: f64, name: &str, array: bool) -> Result<(), String> {
        // As far below the largest integer as no Poisson number is ever above its mean.
        const LARGEST_MEAN: f64 = 9.223_372_006_484_771e18;
        let nan = if array { "contains NaNs" } else { "is NaN" };
        let broken = match self {
            Constraint::NonNegative if !value.is_nan() && value.is_sign_negative() => format!("{name} < 0"),
            Constraint::PositiveNotNan if value.is_nan() => format!("{name} must not be NaN"),
            Constraint::Positive | Constraint::PositiveNotNan if value <= 0.0 => format!("{name} <= 0"),
            Constraint::Probability if !(0.0..=1.0).contains(&value) => {
                format!("{name} < 0, {name} > 1 or {name} {nan}")
            }
            Constraint::PositiveProbability if !(value > 0.0 && value <= 1.0) => {
                format!("{name} <= 0, {name} > 1 or {name} contains NaNs")
            }
            Constraint::ProbabilityBelowOne if !(0.0..1.0).contains(&value) => {
                format!("{name} < 0, {name} >= 1 or {name} {nan}")
            }
            Constraint::AboveOne if value <= 1.0 || value.is_nan() => format!("{name} <= 1 or {name} {nan}"),
            Constraint::PoissonMean if value > LARGEST_MEAN || array && value.is_nan() => {
                format!("{name} value too large")
            }
            Constraint::PoissonMean if value < 0.0 || value.is_nan() => {
                format!("{name} < 0 or {name} {nan}")
            }
            Constraint::AtLeastOne if value < 1.0 || value.is_nan() => format!("{name} < 1 or {name} {nan}"),
            _ => return Ok(()),
        };
        Err(broken)
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
    let mut done = 0;
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
            cells[done].set(draw(lanes.each_ref().map(|lane| lane.get(i))));
            done += 1;
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

/// Arguments of a distribution: those that must be given, those that may be left out, and `size=`.
macro_rules! parameters {
    ($($name:ident { $($required:ident),* ; $($optional:ident),* })*) => {
        $(
            #[derive(rustpython_vm::FromArgs)]
            pub(super) struct $name {
                $(#[pyarg(any)] pub(super) $required: Parameter,)*
                $(#[pyarg(any, optional)] pub(super) $optional: OptionalArg<Parameter>,)*
                #[pyarg(any, default)]
                pub(super) size: SizeArg,
            }
        )*
    };
}

parameters! {
    SizeOnly { ; }
    AArgs { a; }
    ABArgs { a, b; }
    DfArgs { df; }
    DfNoncArgs { df, nonc; }
    FArgs { dfnum, dfden; }
    NoncentralFArgs { dfnum, dfden, nonc; }
    GammaArgs { shape; scale }
    HypergeometricArgs { ngood, nbad, nsample; }
    LamArgs { ; lam }
    LocScaleArgs { ; loc, scale }
    LowHighArgs { ; low, high }
    MeanScaleArgs { mean, scale; }
    MeanSigmaArgs { ; mean, sigma }
    MuKappaArgs { mu, kappa; }
    NPArgs { n, p; }
    PArgs { p; }
    ScaleArgs { ; scale }
    ShapeArgs { shape; }
    TriangularArgs { left, mode, right; }
}

/// The parameters of a triangular distribution, if they are in order.
pub(super) fn triangular(vm: &VirtualMachine, args: &TriangularArgs) -> PyResult<[Parameter; 3]> {
    let TriangularArgs { left, mode, right, .. } = args;
    let ordered =
        |first: &Parameter, second: &Parameter, broken: fn(f64, f64) -> bool, message: &'static str| {
            let found = Parameter::combine(vm, first, second, |a, b| if broken(a, b) { 1.0 } else { 0.0 })?;
            if found.values().contains(&1.0) { Err(vm.new_value_error(message)) } else { Ok(()) }
        };
    ordered(left, mode, |a, b| a > b, "left > mode")?;
    ordered(mode, right, |a, b| a > b, "mode > right")?;
    ordered(left, right, |a, b| a == b, "left == right")?;
    Ok([left.clone(), mode.clone(), right.clone()])
}

/// The parameters of a hypergeometric distribution, if there is enough to draw from.
pub(super) fn hypergeometric(vm: &VirtualMachine, args: &HypergeometricArgs) -> PyResult<[Parameter; 3]> {
    let HypergeometricArgs { ngood, nbad, nsample, .. } = args;
    let all = Parameter::combine(vm, ngood, nbad, |good, bad| good.trunc() + bad.trunc())?;
    let missing = Parameter::combine(vm, &all, nsample, |all, sample| sample.trunc() - all)?;
    if missing.values().into_iter().any(|missing| missing > 0.0) {
        return Err(vm.new_value_error("ngood + nbad < nsample"));
    }
    let [ngood, nbad, nsample] = [(ngood, "ngood"), (nbad, "nbad"), (nsample, "nsample")]
        .map(|(parameter, name)| parameter.clone().checked(vm, name, Constraint::NonNegative));
    Ok([ngood?, nbad?, nsample?])
}

/// Low bound and width of a uniform distribution from its two bounds.
pub(super) fn uniform_parameters(
    vm: &VirtualMachine,
    low: OptionalArg<Parameter>,
    high: OptionalArg<Parameter>,
    refusal: &'static str,
) -> PyResult<[Parameter; 2]> {
    let (low, high) = (Parameter::or(vm, low, 0.0)?, Parameter::or(vm, high, 1.0)?);
    let width = Parameter::combine(vm, &high, &low, |high, low| high - low)?;
    if !width.is_finite() {
        let is_one = width.0.rank() == 0;
        return Err(vm.new_overflow_error(if is_one { refusal } else { "Range exceeds valid bounds" }));
    }
    Ok([low, width])
}

/// Random bytes: those of whole 32-bit words, from the lowest up.
pub(super) fn bytes<S: BitSource>(vm: &VirtualMachine, source: &mut S, length: usize) -> PyResult<Vec<u8>> {
    if !crate::limits::has_room(length) {
        return Err(vm.new_memory_error(""));
    }
    let mut bytes = Vec::with_capacity(length.next_multiple_of(4));
    // At least one word is drawn, even for no bytes.
    for _ in 0..length.div_ceil(4).max(1) {
        bytes.extend(source.next_u32().to_le_bytes());
    }
    bytes.truncate(length);
    Ok(bytes)
}
