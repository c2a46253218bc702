//! `np.random.RandomState`, whose streams never change.

use super::bit_generator::{Algorithm, PyBitGenerator};
use super::draw::{
    self, AArgs, ABArgs, Constraint, DfArgs, DfNoncArgs, FArgs, GammaArgs, HypergeometricArgs, LamArgs,
    LocScaleArgs, LowHighArgs, MeanScaleArgs, MeanSigmaArgs, MuKappaArgs, NPArgs, NoncentralFArgs, PArgs,
    Parameter, ScaleArgs, ShapeArgs, SizeArg, SizeOnly, TriangularArgs, broadcast, sized, uniform_parameters,
};
use super::multivariate::{self, DirichletArgs, MultinomialArgs, MultivariateNormalArgs};
use super::{choice, integers, shuffle, state};
use crate::numpy::arguments::{Flag, index};
use crate::numpy::deferred;
use crate::numpy::errors::OrRaise;
use crate::numpy::scalar;
use crate::numpy::warnings;
use ndgym_core::DType;
use ndgym_core::layout::checked_shape;
use ndgym_core::random::bounded::Method;
use ndgym_core::random::continuous::{self, Standard};
use ndgym_core::random::legacy::{self, Gauss, Legacy};
use ndgym_core::random::{BitGenerator, BitSource, discrete};
use ndgym_core::{Element, with_source};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyStr, PyType},
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
pub(super) struct RandomIntegersArgs {
    #[pyarg(any)]
    low: PyObjectRef,
    #[pyarg(any, default)]
    high: Option<PyObjectRef>,
    #[pyarg(any, default)]
    size: SizeArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct GetStateArgs {
    #[pyarg(any, default = Flag(true))]
    legacy: Flag,
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
    #[pyarg(any, default = Flag(true))]
    replace: Flag,
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
    fn __reduce__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        deferred::pickled(vm, "_reduced", vec![zelf.into()])
    }

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
        let parameters = uniform_parameters(vm, args.low, args.high, "Range exceeds valid bounds")?;
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
    fn multinomial(zelf: &Py<Self>, args: MultinomialArgs, vm: &VirtualMachine) -> PyResult {
        multivariate::multinomial(vm, &mut *zelf.bits.borrow_mut(), args, true)
    }

    #[pymethod]
    fn dirichlet(zelf: &Py<Self>, args: DirichletArgs, vm: &VirtualMachine) -> PyResult {
        let mut gauss = zelf.gauss.get();
        let source = &mut *zelf.bits.borrow_mut();
        let drawn = multivariate::dirichlet(vm, &mut Legacy { source, gauss: &mut gauss }, args, true);
        zelf.gauss.set(gauss);
        drawn
    }

    #[pymethod]
    fn multivariate_normal(zelf: &Py<Self>, args: MultivariateNormalArgs, vm: &VirtualMachine) -> PyResult {
        let mut gauss = zelf.gauss.get();
        let drawn = multivariate::normal(vm, args, true, || gauss.next(&mut *zelf.bits.borrow_mut()));
        zelf.gauss.set(gauss);
        drawn
    }

    #[pymethod]
    fn random_integers(zelf: &Py<Self>, args: RandomIntegersArgs, vm: &VirtualMachine) -> PyResult {
        let (low, high) = match args.high {
            Some(high) => (args.low, high),
            None => (vm.ctx.new_int(1).into(), args.low),
        };
        let [first, last] = [low.str(vm)?, high.str(vm)?];
        warnings::warn(
            vm.ctx.exceptions.deprecation_warning,
            format!("This function is deprecated. Please call randint({first}, {last} + 1) instead"),
            1,
            vm,
        )?;
        let int: PyObjectRef = scalar::class_of(&vm.ctx, DType::Int64).to_owned().into();
        let request = integers::Request {
            low,
            high: Some(high),
            size: args.size,
            dtype: Some(&int),
            closed: true,
            method: Method::Masked,
            function: "randint",
        };
        integers::draw(vm, &zelf.bits, request)
    }

    #[pymethod]
    fn tomaxint(zelf: &Py<Self>, args: SizeOnly, vm: &VirtualMachine) -> PyResult {
        let generator = &mut *zelf.bits.borrow_mut();
        sized(vm, &args.size, || (generator.next_u64() >> 1) as i64)
    }

    #[pymethod]
    fn get_state(zelf: &Py<Self>, args: GetStateArgs, vm: &VirtualMachine) -> PyResult {
        let bits = zelf.bits.borrow_mut().clone();
        let gauss = zelf.gauss.get().spare;
        let (has_gauss, gauss) = (i32::from(gauss.is_some()), gauss.unwrap_or(0.0));
        match &bits {
            BitGenerator::Mt19937(twister) if args.legacy.0 => {
                let key = state::key(vm, twister)?;
                Ok(vm.new_tuple(("MT19937", key, twister.position, has_gauss, gauss)).into())
            }
            _ => {
                if args.legacy.0 {
                    warnings::warn(
                        vm.ctx.exceptions.runtime_warning,
                        "get_state and legacy can only be used with the MT19937 BitGenerator. To silence this warning, set \
                         `legacy` to False."
                            .to_owned(),
                        1,
                        vm,
                    )?;
                }
                let dict = state::to_dict(vm, &bits)?;
                dict.set_item("has_gauss", vm.ctx.new_int(has_gauss).into(), vm)?;
                dict.set_item("gauss", vm.ctx.new_float(gauss).into(), vm)?;
                Ok(dict.into())
            }
        }
    }

    #[pymethod]
    fn set_state(zelf: &Py<Self>, state: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        if state.downcastable::<PyDict>() {
            let has_gauss = state.get_item("has_gauss", vm)?.try_to_bool(vm)?;
            let gauss = state.get_item("gauss", vm)?.try_float(vm)?.to_f64();
            let set = state::from_dict(vm, &zelf.bits.borrow_mut(), &state)?;
            *zelf.bits.borrow_mut() = set;
            zelf.gauss.set(Gauss { spare: has_gauss.then_some(gauss) });
            return Ok(());
        }
        let items = state::items(vm, &state)?;
        let named = items.first().and_then(|name| name.downcast_ref::<PyStr>());
        if items.len() < 3 || named.is_none_or(|name| name.to_string_lossy() != "MT19937") {
            return Err(vm.new_value_error("set_state can only be used with legacy MT19937 state instances."));
        }
        let twister = state::twister(vm, &items[1], state::number(vm, &items[2])? as usize)?;
        let has_gauss = items.get(3).map_or(Ok(false), |item| item.clone().try_to_bool(vm))?;
        let gauss = items.get(4).map_or(Ok(0.0), |item| item.try_float(vm).map(|gauss| gauss.to_f64()))?;
        *zelf.bits.borrow_mut() = BitGenerator::Mt19937(Box::new(twister));
        zelf.gauss.set(Gauss { spare: has_gauss.then_some(gauss) });
        Ok(())
    }

    #[pymethod]
    fn __copy__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        // Both draw from one stream.
        PyRandomState { bits: zelf.bits.clone(), gauss: Cell::new(zelf.gauss.get()) }.into_pyobject(vm)
    }

    #[pymethod]
    fn __deepcopy__(zelf: &Py<Self>, _memo: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let copy = PyRandomState { bits: zelf.bits.copied(vm)?, gauss: Cell::new(zelf.gauss.get()) };
        Ok(copy.into_pyobject(vm))
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
        zelf.draw(vm, [p, n], &args.size, |draw, [p, n]| legacy::binomial(draw.source(), n as i64, p))
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
        let LegacyChoiceArgs { a, size, replace: Flag(replace), p } = args;
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
