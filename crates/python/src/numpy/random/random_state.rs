//! `np.random.RandomState`, whose streams never change.

use super::bit_generator::{Algorithm, PyBitGenerator};
use super::draw::{Constraint, Parameter, SizeArg, broadcast, sized};
use super::generator::{NormalArgs, uniform_parameters};
use super::{choice, integers, shuffle};
use crate::numpy::arguments::index;
use crate::numpy::errors::OrRaise;
use ndgym_core::DType;
use ndgym_core::layout::checked_shape;
use ndgym_core::random::bounded::Method;
use ndgym_core::random::{BitSource, continuous, legacy::Gauss};
use ndgym_core::with_source;
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::PyType,
    function::{OptionalArg, PosArgs},
    pyclass,
    types::{Constructor, Representable},
};
use std::cell::Cell;

/// `np.random.RandomState`
#[pyclass(module = "numpy.random.mtrand", name = "RandomState")]
#[derive(Debug, PyPayload)]
pub(super) struct PyRandomState {
    bits: PyRef<PyBitGenerator>,
    gauss: Cell<Gauss>,
}

impl PyRandomState {
    /// A state seeded afresh.
    pub(super) fn from_entropy(vm: &VirtualMachine) -> PyResult<PyRandomState> {
        PyRandomState::seeded(vm, None)
    }

    fn seeded(vm: &VirtualMachine, seed: Option<PyObjectRef>) -> PyResult<PyRandomState> {
        let bits = PyBitGenerator::new(vm, Algorithm::Mt19937, None)?;
        if let Some(seed) = seed {
            bits.seed_legacy(vm, Some(&seed))?;
        }
        Ok(PyRandomState { bits, gauss: Cell::default() })
    }

    /// Its generator of bits.
    pub(super) fn bits(&self) -> &PyRef<PyBitGenerator> {
        &self.bits
    }

    /// Standard normal numbers for each combination of the broadcast parameters.
    fn gaussian<const N: usize>(
        &self,
        vm: &VirtualMachine,
        parameters: [Parameter; N],
        size: &SizeArg,
        mut transform: impl FnMut(f64, [f64; N]) -> f64,
    ) -> PyResult {
        let mut gauss = self.gauss.get();
        let generator = &mut *self.bits.borrow_mut();
        let drawn = with_source!(generator, source => {
            broadcast(vm, parameters, size, |values| transform(gauss.next(source), values))
        });
        self.gauss.set(gauss);
        drawn
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct SeedArgs {
    #[pyarg(any, default)]
    seed: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct SizeOnly {
    #[pyarg(any, default)]
    size: SizeArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct LegacyUniformArgs {
    #[pyarg(any, optional)]
    low: OptionalArg<Parameter>,
    #[pyarg(any, optional)]
    high: OptionalArg<Parameter>,
    #[pyarg(any, default)]
    size: SizeArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct RandintArgs {
    #[pyarg(any)]
    low: PyObjectRef,
    #[pyarg(any, default)]
    high: Option<PyObjectRef>,
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, optional)]
    dtype: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct LegacyChoiceArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, default = true)]
    replace: bool,
    #[pyarg(any, default)]
    p: Option<PyObjectRef>,
}

impl Constructor for PyRandomState {
    type Args = SeedArgs;

    fn py_new(_class: &Py<PyType>, args: SeedArgs, vm: &VirtualMachine) -> PyResult<Self> {
        match args.seed.as_ref().and_then(|seed| seed.downcast_ref::<PyBitGenerator>()) {
            Some(bits) => Ok(PyRandomState { bits: bits.to_owned(), gauss: Cell::default() }),
            None => PyRandomState::seeded(vm, args.seed),
        }
    }
}

impl Representable for PyRandomState {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("{} at 0x{:X}", PyRandomState::__str__(zelf), zelf.get_id()))
    }
}

/// The sizes given to `rand` and `randn` one by one; none mean one number.
fn sizes(vm: &VirtualMachine, sizes: PosArgs) -> PyResult<SizeArg> {
    let sizes = sizes.into_vec();
    if sizes.is_empty() {
        return Ok(SizeArg(None));
    }
    let sizes = sizes.iter().map(|size| index(vm, size)).collect::<PyResult<Vec<_>>>()?;
    checked_shape(&sizes, DType::Float64).or_raise(vm).map(|shape| SizeArg(Some(shape)))
}

#[pyclass(flags(BASETYPE), with(Constructor, Representable))]
impl PyRandomState {
    #[pymethod]
    fn __str__(zelf: &Py<Self>) -> String {
        format!("{}({})", zelf.class().name(), zelf.bits.class().name())
    }

    #[pygetset]
    fn _bit_generator(zelf: &Py<Self>) -> PyRef<PyBitGenerator> {
        zelf.bits.clone()
    }

    #[pymethod]
    fn seed(zelf: &Py<Self>, args: SeedArgs, vm: &VirtualMachine) -> PyResult<()> {
        zelf.bits.seed_legacy(vm, args.seed.as_deref())?;
        zelf.gauss.set(Gauss::default());
        Ok(())
    }

    #[pymethod]
    fn random_sample(zelf: &Py<Self>, args: SizeOnly, vm: &VirtualMachine) -> PyResult {
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => sized(vm, &args.size, || source.next_f64()))
    }

    #[pymethod]
    fn random(zelf: &Py<Self>, args: SizeOnly, vm: &VirtualMachine) -> PyResult {
        PyRandomState::random_sample(zelf, args, vm)
    }

    #[pymethod]
    fn rand(zelf: &Py<Self>, args: PosArgs, vm: &VirtualMachine) -> PyResult {
        PyRandomState::random_sample(zelf, SizeOnly { size: sizes(vm, args)? }, vm)
    }

    #[pymethod]
    fn randn(zelf: &Py<Self>, args: PosArgs, vm: &VirtualMachine) -> PyResult {
        PyRandomState::standard_normal(zelf, SizeOnly { size: sizes(vm, args)? }, vm)
    }

    #[pymethod]
    fn standard_normal(zelf: &Py<Self>, args: SizeOnly, vm: &VirtualMachine) -> PyResult {
        zelf.gaussian(vm, [], &args.size, |gauss, []| gauss)
    }

    #[pymethod]
    fn normal(zelf: &Py<Self>, args: NormalArgs, vm: &VirtualMachine) -> PyResult {
        let loc = Parameter::or(vm, args.loc, 0.0)?;
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        zelf.gaussian(vm, [loc, scale], &args.size, |gauss, [loc, scale]| loc + scale * gauss)
    }

    #[pymethod]
    fn uniform(zelf: &Py<Self>, args: LegacyUniformArgs, vm: &VirtualMachine) -> PyResult {
        let (low, high) = (Parameter::or(vm, args.low, 0.0)?, Parameter::or(vm, args.high, 1.0)?);
        let parameters = uniform_parameters(vm, &low, &high)?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => {
            broadcast(vm, parameters, &args.size, |[low, width]| continuous::uniform(source, low, width))
        })
    }

    #[pymethod]
    fn randint(zelf: &Py<Self>, args: RandintArgs, vm: &VirtualMachine) -> PyResult {
        let int: PyObjectRef = vm.ctx.types.int_type.to_owned().into();
        let request = integers::Request {
            low: args.low,
            high: args.high,
            size: args.size,
            dtype: Some(args.dtype.as_ref().unwrap_or(&int)),
            closed: false,
            method: Method::Masked,
            function: "randint",
        };
        integers::draw(vm, &zelf.bits, request)
    }

    #[pymethod]
    fn choice(zelf: &Py<Self>, args: LegacyChoiceArgs, vm: &VirtualMachine) -> PyResult {
        let LegacyChoiceArgs { a, size, replace, p } = args;
        let request = choice::Request { a, size, replace, p, axis: 0, shuffle: true, legacy: true };
        choice::choose(vm, &zelf.bits, &request)
    }

    #[pymethod]
    fn shuffle(zelf: &Py<Self>, x: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        shuffle::shuffle(vm, &zelf.bits, &x, 0)
    }

    #[pymethod]
    fn permutation(zelf: &Py<Self>, x: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        shuffle::permutation(vm, &zelf.bits, &x, None)
    }
}
