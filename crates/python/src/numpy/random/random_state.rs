//! `np.random.RandomState`, whose streams never change.

use super::bit_generator::{Algorithm, PyBitGenerator};
use super::draw::{
    self, AArgs, ABArgs, Constraint, DfArgs, DfNoncArgs, FArgs, GammaArgs, HypergeometricArgs, LamArgs,
    LocScaleArgs, LowHighArgs, MeanScaleArgs, MeanSigmaArgs, MuKappaArgs, NPArgs, NoncentralFArgs, PArgs,
    Parameter, ScaleArgs, ShapeArgs, SizeArg, SizeOnly, TriangularArgs, broadcast, sized, uniform_parameters,
};
use super::{choice, integers, shuffle};
use crate::numpy::arguments::index;
use crate::numpy::errors::OrRaise;
use ndgym_core::DType;
use ndgym_core::layout::checked_shape;
use ndgym_core::random::bounded::Method;
use ndgym_core::random::continuous::{self, Standard};
use ndgym_core::random::legacy::{self, Gauss, Legacy};
use ndgym_core::random::{BitGenerator, BitSource, discrete};
use ndgym_core::{Element, with_source};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::PyType,
    function::PosArgs,
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

    /// A draw for each combination of the broadcast parameters.
    fn draw<const N: usize, T: Element>(
        &self,
        vm: &VirtualMachine,
        parameters: [Parameter; N],
        size: &SizeArg,
        mut draw: impl FnMut(&mut Legacy<'_, BitGenerator>, [f64; N]) -> T,
    ) -> PyResult {
        let mut gauss = self.gauss.get();
        let source = &mut *self.bits.borrow_mut();
        let mut standard = Legacy { source, gauss: &mut gauss };
        let drawn = broadcast(vm, parameters, size, |values| draw(&mut standard, values));
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
        zelf.draw(vm, [], &args.size, |draw, []| draw.normal())
    }

    #[pymethod]
    fn normal(zelf: &Py<Self>, args: LocScaleArgs, vm: &VirtualMachine) -> PyResult {
        let loc = Parameter::or(vm, args.loc, 0.0)?;
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        zelf.draw(vm, [loc, scale], &args.size, |draw, [loc, scale]| loc + scale * draw.normal())
    }

    #[pymethod]
    fn uniform(zelf: &Py<Self>, args: LowHighArgs, vm: &VirtualMachine) -> PyResult {
        let parameters = uniform_parameters(vm, args.low, args.high)?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => {
            broadcast(vm, parameters, &args.size, |[low, width]| continuous::uniform(source, low, width))
        })
    }

    #[pymethod]
    fn standard_exponential(zelf: &Py<Self>, args: SizeOnly, vm: &VirtualMachine) -> PyResult {
        zelf.draw(vm, [], &args.size, |draw, []| draw.exponential())
    }

    #[pymethod]
    fn standard_gamma(zelf: &Py<Self>, args: ShapeArgs, vm: &VirtualMachine) -> PyResult {
        let shape = args.shape.checked(vm, "shape", Constraint::NonNegative)?;
        zelf.draw(vm, [shape], &args.size, |draw, [shape]| continuous::standard_gamma(draw, shape))
    }

    #[pymethod]
    fn negative_binomial(zelf: &Py<Self>, args: NPArgs, vm: &VirtualMachine) -> PyResult {
        let n = args.n.checked(vm, "n", Constraint::Positive)?;
        let p = args.p.checked(vm, "p", Constraint::Probability)?;
        zelf.draw(vm, [n, p], &args.size, |draw, [n, p]| discrete::negative_binomial(draw, n, p))
    }

    #[pymethod]
    fn hypergeometric(zelf: &Py<Self>, args: HypergeometricArgs, vm: &VirtualMachine) -> PyResult {
        let [good, bad, sample] = draw::hypergeometric(vm, &args)?;
        let sample = sample.checked(vm, "nsample", Constraint::AtLeastOne)?;
        zelf.draw(vm, [good, bad, sample], &args.size, |draw, [good, bad, sample]| {
            legacy::hypergeometric(draw.source(), good as i64, bad as i64, sample as i64)
        })
    }

    #[pymethod]
    fn bytes(zelf: &Py<Self>, length: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        draw::bytes(vm, &mut *zelf.bits.borrow_mut(), length)
    }

    #[pymethod]
    fn triangular(zelf: &Py<Self>, args: TriangularArgs, vm: &VirtualMachine) -> PyResult {
        let parameters = draw::triangular(vm, &args)?;
        zelf.draw(vm, parameters, &args.size, |draw, [left, mode, right]| {
            continuous::triangular(draw.source(), left, mode, right)
        })
    }

    #[pymethod]
    fn beta(zelf: &Py<Self>, args: ABArgs, vm: &VirtualMachine) -> PyResult {
        let a = args.a.checked(vm, "a", Constraint::Positive)?;
        let b = args.b.checked(vm, "b", Constraint::Positive)?;
        zelf.draw(vm, [a, b], &args.size, |draw, [a, b]| legacy::beta(draw, a, b))
    }

    #[pymethod]
    fn exponential(zelf: &Py<Self>, args: ScaleArgs, vm: &VirtualMachine) -> PyResult {
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        zelf.draw(vm, [scale], &args.size, |draw, [scale]| scale * draw.exponential())
    }

    #[pymethod]
    fn gamma(zelf: &Py<Self>, args: GammaArgs, vm: &VirtualMachine) -> PyResult {
        let shape = args.shape.checked(vm, "shape", Constraint::NonNegative)?;
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        zelf.draw(vm, [shape, scale], &args.size, |draw, [shape, scale]| {
            scale * continuous::standard_gamma(draw, shape)
        })
    }

    #[pymethod]
    fn chisquare(zelf: &Py<Self>, args: DfArgs, vm: &VirtualMachine) -> PyResult {
        let df = args.df.checked(vm, "df", Constraint::Positive)?;
        zelf.draw(vm, [df], &args.size, |draw, [df]| continuous::chi_square(draw, df))
    }

    #[pymethod]
    fn f(zelf: &Py<Self>, args: FArgs, vm: &VirtualMachine) -> PyResult {
        let dfnum = args.dfnum.checked(vm, "dfnum", Constraint::Positive)?;
        let dfden = args.dfden.checked(vm, "dfden", Constraint::Positive)?;
        zelf.draw(vm, [dfnum, dfden], &args.size, |draw, [dfnum, dfden]| continuous::f(draw, dfnum, dfden))
    }

    #[pymethod]
    fn noncentral_chisquare(zelf: &Py<Self>, args: DfNoncArgs, vm: &VirtualMachine) -> PyResult {
        let df = args.df.checked(vm, "df", Constraint::Positive)?;
        let nonc = args.nonc.checked(vm, "nonc", Constraint::NonNegative)?;
        zelf.draw(vm, [df, nonc], &args.size, |draw, [df, nonc]| {
            legacy::noncentral_chi_square(draw, df, nonc)
        })
    }

    #[pymethod]
    fn noncentral_f(zelf: &Py<Self>, args: NoncentralFArgs, vm: &VirtualMachine) -> PyResult {
        let dfnum = args.dfnum.checked(vm, "dfnum", Constraint::Positive)?;
        let dfden = args.dfden.checked(vm, "dfden", Constraint::Positive)?;
        let nonc = args.nonc.checked(vm, "nonc", Constraint::NonNegative)?;
        zelf.draw(vm, [dfnum, dfden, nonc], &args.size, |draw, [dfnum, dfden, nonc]| {
            legacy::noncentral_f(draw, dfnum, dfden, nonc)
        })
    }

    #[pymethod]
    fn standard_cauchy(zelf: &Py<Self>, args: SizeOnly, vm: &VirtualMachine) -> PyResult {
        zelf.draw(vm, [], &args.size, |draw, []| continuous::standard_cauchy(draw))
    }

    #[pymethod]
    fn standard_t(zelf: &Py<Self>, args: DfArgs, vm: &VirtualMachine) -> PyResult {
        let df = args.df.checked(vm, "df", Constraint::Positive)?;
        zelf.draw(vm, [df], &args.size, |draw, [df]| continuous::standard_t(draw, df))
    }

    #[pymethod]
    fn vonmises(zelf: &Py<Self>, args: MuKappaArgs, vm: &VirtualMachine) -> PyResult {
        let mu = args.mu;
        let kappa = args.kappa.checked(vm, "kappa", Constraint::NonNegative)?;
        zelf.draw(vm, [mu, kappa], &args.size, |draw, [mu, kappa]| {
            continuous::von_mises_by_rejection(draw.source(), mu, kappa)
        })
    }

    #[pymethod]
    fn pareto(zelf: &Py<Self>, args: AArgs, vm: &VirtualMachine) -> PyResult {
        let a = args.a.checked(vm, "a", Constraint::Positive)?;
        zelf.draw(vm, [a], &args.size, |draw, [a]| legacy::pareto(draw, a))
    }

    #[pymethod]
    fn weibull(zelf: &Py<Self>, args: AArgs, vm: &VirtualMachine) -> PyResult {
        let a = args.a.checked(vm, "a", Constraint::NonNegative)?;
        zelf.draw(vm, [a], &args.size, |draw, [a]| continuous::weibull(draw, a))
    }

    #[pymethod]
    fn power(zelf: &Py<Self>, args: AArgs, vm: &VirtualMachine) -> PyResult {
        let a = args.a.checked(vm, "a", Constraint::Positive)?;
        zelf.draw(vm, [a], &args.size, |draw, [a]| legacy::power(draw, a))
    }

    #[pymethod]
    fn laplace(zelf: &Py<Self>, args: LocScaleArgs, vm: &VirtualMachine) -> PyResult {
        let loc = Parameter::or(vm, args.loc, 0.0)?;
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        zelf.draw(vm, [loc, scale], &args.size, |draw, [loc, scale]| {
            continuous::laplace(draw.source(), loc, scale)
        })
    }

    #[pymethod]
    fn gumbel(zelf: &Py<Self>, args: LocScaleArgs, vm: &VirtualMachine) -> PyResult {
        let loc = Parameter::or(vm, args.loc, 0.0)?;
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        zelf.draw(vm, [loc, scale], &args.size, |draw, [loc, scale]| {
            continuous::gumbel(draw.source(), loc, scale)
        })
    }

    #[pymethod]
    fn logistic(zelf: &Py<Self>, args: LocScaleArgs, vm: &VirtualMachine) -> PyResult {
        let loc = Parameter::or(vm, args.loc, 0.0)?;
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        zelf.draw(vm, [loc, scale], &args.size, |draw, [loc, scale]| {
            continuous::logistic(draw.source(), loc, scale)
        })
    }

    #[pymethod]
    fn lognormal(zelf: &Py<Self>, args: MeanSigmaArgs, vm: &VirtualMachine) -> PyResult {
        let mean = Parameter::or(vm, args.mean, 0.0)?;
        let sigma = Parameter::or(vm, args.sigma, 1.0)?.checked(vm, "sigma", Constraint::NonNegative)?;
        zelf.draw(vm, [mean, sigma], &args.size, |draw, [mean, sigma]| {
            continuous::lognormal(draw, mean, sigma)
        })
    }

    #[pymethod]
    fn rayleigh(zelf: &Py<Self>, args: ScaleArgs, vm: &VirtualMachine) -> PyResult {
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        zelf.draw(vm, [scale], &args.size, |draw, [scale]| legacy::rayleigh(draw.source(), scale))
    }

    #[pymethod]
    fn wald(zelf: &Py<Self>, args: MeanScaleArgs, vm: &VirtualMachine) -> PyResult {
        let mean = args.mean.checked(vm, "mean", Constraint::Positive)?;
        let scale = args.scale.checked(vm, "scale", Constraint::Positive)?;
        zelf.draw(vm, [mean, scale], &args.size, |draw, [mean, scale]| legacy::wald(draw, mean, scale))
    }

    #[pymethod]
    fn binomial(zelf: &Py<Self>, args: NPArgs, vm: &VirtualMachine) -> PyResult {
        let p = args.p.checked(vm, "p", Constraint::Probability)?;
        let n = args.n.checked(vm, "n", Constraint::NonNegative)?;
        zelf.draw(vm, [p, n], &args.size, |draw, [p, n]| discrete::binomial(draw.source(), n as i64, p))
    }

    #[pymethod]
    fn poisson(zelf: &Py<Self>, args: LamArgs, vm: &VirtualMachine) -> PyResult {
        let lam = Parameter::or(vm, args.lam, 1.0)?.checked(vm, "lam", Constraint::PoissonMean)?;
        zelf.draw(vm, [lam], &args.size, |draw, [lam]| discrete::poisson(draw.source(), lam))
    }

    #[pymethod]
    fn zipf(zelf: &Py<Self>, args: AArgs, vm: &VirtualMachine) -> PyResult {
        let a = args.a.checked(vm, "a", Constraint::AboveOne)?;
        zelf.draw(vm, [a], &args.size, |draw, [a]| legacy::zipf(draw.source(), a))
    }

    #[pymethod]
    fn geometric(zelf: &Py<Self>, args: PArgs, vm: &VirtualMachine) -> PyResult {
        let p = args.p.checked(vm, "p", Constraint::PositiveProbability)?;
        zelf.draw(vm, [p], &args.size, |draw, [p]| legacy::geometric(draw.source(), p))
    }

    #[pymethod]
    fn logseries(zelf: &Py<Self>, args: PArgs, vm: &VirtualMachine) -> PyResult {
        let p = args.p.checked(vm, "p", Constraint::ProbabilityBelowOne)?;
        zelf.draw(vm, [p], &args.size, |draw, [p]| legacy::logseries(draw.source(), p))
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
