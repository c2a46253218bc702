//! `np.random.Generator`.

use super::bit_generator::{Algorithm, PyBitGenerator};
use super::draw::{Constraint, Parameter, SizeArg, broadcast};
use super::output::{FloatOutput, draw_floats};
use super::{choice, integers, shuffle};
use crate::numpy::arguments::{IndexArg, OutArg};
use crate::numpy::ndarray::new_array;
use ndgym_core::random::bounded::Method;
use ndgym_core::random::{BitSource, continuous};
use ndgym_core::with_source;
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::PyType,
    function::OptionalArg,
    pyclass,
    types::{Constructor, Representable},
};

/// `np.random.Generator`
#[pyclass(module = "numpy.random._generator", name = "Generator")]
#[derive(Debug, PyPayload)]
pub(super) struct PyGenerator {
    bits: PyRef<PyBitGenerator>,
}

/// `np.random.default_rng`: a PCG64 from a seed, or whatever generator was given.
pub(super) fn default_rng(vm: &VirtualMachine, seed: Option<PyObjectRef>) -> PyResult {
    if let Some(seed) = &seed {
        if seed.downcastable::<PyGenerator>() {
            return Ok(seed.clone());
        }
        if let Some(bits) = seed.downcast_ref::<PyBitGenerator>() {
            return Ok(PyGenerator { bits: bits.to_owned() }.into_pyobject(vm));
        }
        if let Some(state) = seed.downcast_ref::<super::random_state::PyRandomState>() {
            return Ok(PyGenerator { bits: state.bits().to_owned() }.into_pyobject(vm));
        }
    }
    Ok(PyGenerator { bits: PyBitGenerator::new(vm, Algorithm::Pcg64, seed)? }.into_pyobject(vm))
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct RandomArgs {
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, optional)]
    dtype: Option<PyObjectRef>,
    #[pyarg(any, default)]
    out: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct UniformArgs {
    #[pyarg(any, optional)]
    low: OptionalArg<Parameter>,
    #[pyarg(any, optional)]
    high: OptionalArg<Parameter>,
    #[pyarg(any, default)]
    size: SizeArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct NormalArgs {
    #[pyarg(any, optional)]
    pub(super) loc: OptionalArg<Parameter>,
    #[pyarg(any, optional)]
    pub(super) scale: OptionalArg<Parameter>,
    #[pyarg(any, default)]
    pub(super) size: SizeArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct IntegersArgs {
    #[pyarg(any)]
    low: PyObjectRef,
    #[pyarg(any, default)]
    high: Option<PyObjectRef>,
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, optional)]
    dtype: Option<PyObjectRef>,
    #[pyarg(any, default = false)]
    endpoint: bool,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct ChoiceArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, default = true)]
    replace: bool,
    #[pyarg(any, default)]
    p: Option<PyObjectRef>,
    #[pyarg(any, default = IndexArg(0))]
    axis: IndexArg,
    #[pyarg(any, default = true)]
    shuffle: bool,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct AlongAxisArgs {
    #[pyarg(any)]
    x: PyObjectRef,
    #[pyarg(any, default = IndexArg(0))]
    axis: IndexArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct PermutedArgs {
    #[pyarg(any)]
    x: PyObjectRef,
    #[pyarg(named, default)]
    axis: Option<IndexArg>,
    #[pyarg(named, default)]
    out: Option<OutArg>,
}

/// Low bound and width of a uniform distribution from its two bounds.
pub(super) fn uniform_parameters(
    vm: &VirtualMachine,
    low: &Parameter,
    high: &Parameter,
) -> PyResult<[Parameter; 2]> {
    let width = Parameter::combine(vm, high, low, |high, low| high - low)?;
    if !width.is_finite() {
        return Err(vm.new_overflow_error("high - low range exceeds valid bounds"));
    }
    Ok([low.clone(), width])
}

impl Constructor for PyGenerator {
    type Args = (PyObjectRef,);

    fn py_new(_class: &Py<PyType>, (bits,): (PyObjectRef,), vm: &VirtualMachine) -> PyResult<Self> {
        match bits.downcast::<PyBitGenerator>() {
            Ok(bits) => Ok(PyGenerator { bits }),
            Err(other) => Err(vm.new_attribute_error(format!(
                "'{}' object has no attribute 'capsule'",
                other.class().name()
            ))),
        }
    }
}

impl Representable for PyGenerator {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("{} at 0x{:X}", PyGenerator::__str__(zelf, vm), zelf.get_id()))
    }
}

#[pyclass(flags(BASETYPE), with(Constructor, Representable))]
impl PyGenerator {
    #[pymethod]
    fn __str__(zelf: &Py<Self>, _vm: &VirtualMachine) -> String {
        format!("{}({})", zelf.class().name(), zelf.bits.class().name())
    }

    #[pygetset]
    fn bit_generator(zelf: &Py<Self>) -> PyRef<PyBitGenerator> {
        zelf.bits.clone()
    }

    #[pymethod]
    fn spawn(zelf: &Py<Self>, n_children: u32, vm: &VirtualMachine) -> PyResult {
        let children = zelf.bits.spawned(vm, n_children)?;
        let generators = children.into_iter().map(|bits| PyGenerator { bits }.into_pyobject(vm));
        Ok(vm.ctx.new_list(generators.collect()).into())
    }

    #[pymethod]
    fn random(zelf: &Py<Self>, args: RandomArgs, vm: &VirtualMachine) -> PyResult {
        let output = FloatOutput::new(vm, &args.size, args.dtype, args.out, "random")?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => draw_floats(vm, output, source, |s| s.next_f64(), |s| s.next_f32()))
    }

    #[pymethod]
    fn standard_normal(zelf: &Py<Self>, args: RandomArgs, vm: &VirtualMachine) -> PyResult {
        let output = FloatOutput::new(vm, &args.size, args.dtype, args.out, "standard_normal")?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => {
            draw_floats(vm, output, source, continuous::standard_normal, continuous::standard_normal_f32)
        })
    }

    #[pymethod]
    fn uniform(zelf: &Py<Self>, args: UniformArgs, vm: &VirtualMachine) -> PyResult {
        let (low, high) = (Parameter::or(vm, args.low, 0.0)?, Parameter::or(vm, args.high, 1.0)?);
        let parameters =
            uniform_parameters(vm, &low, &high)?.map(|p| p.checked(vm, "high - low", Constraint::Any));
        let [low, width] = parameters;
        let width = width?.checked(vm, "high - low", Constraint::NonNegative)?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => {
            broadcast(vm, [low?, width], &args.size, |[low, width]| continuous::uniform(source, low, width))
        })
    }

    #[pymethod]
    fn normal(zelf: &Py<Self>, args: NormalArgs, vm: &VirtualMachine) -> PyResult {
        let loc = Parameter::or(vm, args.loc, 0.0)?;
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => {
            broadcast(vm, [loc, scale], &args.size, |[loc, scale]| continuous::normal(source, loc, scale))
        })
    }

    #[pymethod]
    fn integers(zelf: &Py<Self>, args: IntegersArgs, vm: &VirtualMachine) -> PyResult {
        let request = integers::Request {
            low: args.low,
            high: args.high,
            size: args.size,
            dtype: args.dtype.as_deref(),
            closed: args.endpoint,
            method: Method::Lemire,
            function: "integers",
        };
        integers::draw(vm, &zelf.bits, request)
    }

    #[pymethod]
    fn choice(zelf: &Py<Self>, args: ChoiceArgs, vm: &VirtualMachine) -> PyResult {
        let ChoiceArgs { a, size, replace, p, axis: IndexArg(axis), shuffle } = args;
        let request = choice::Request { a, size, replace, p, axis, shuffle, legacy: false };
        choice::choose(vm, &zelf.bits, &request)
    }

    #[pymethod]
    fn shuffle(zelf: &Py<Self>, args: AlongAxisArgs, vm: &VirtualMachine) -> PyResult<()> {
        shuffle::shuffle(vm, &zelf.bits, &args.x, args.axis.0)
    }

    #[pymethod]
    fn permutation(zelf: &Py<Self>, args: AlongAxisArgs, vm: &VirtualMachine) -> PyResult {
        shuffle::permutation(vm, &zelf.bits, &args.x, Some(args.axis.0))
    }

    #[pymethod]
    fn permuted(zelf: &Py<Self>, args: PermutedArgs, vm: &VirtualMachine) -> PyResult {
        let axis = args.axis.map(|axis| axis.0);
        let target = args.out.as_ref().map(OutArg::array);
        let shuffled = shuffle::permuted(vm, &zelf.bits, &args.x, axis, target.as_ref())?;
        match args.out {
            Some(out) => Ok(out.0.into()),
            None => new_array(vm, shuffled),
        }
    }
}
