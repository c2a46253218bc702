//! `np.random.Generator`.

use super::bit_generator::{Algorithm, PyBitGenerator};
use super::draw::{
    self, AArgs, ABArgs, Constraint, DfArgs, DfNoncArgs, FArgs, GammaArgs, HypergeometricArgs, LamArgs,
    LocScaleArgs, LowHighArgs, MeanScaleArgs, MeanSigmaArgs, MuKappaArgs, NPArgs, NoncentralFArgs, PArgs,
    Parameter, ScaleArgs, SizeArg, SizeOnly, TriangularArgs, broadcast, uniform_parameters,
};
use super::multivariate::{
    self, DirichletArgs, MultinomialArgs, MultivariateHypergeometricArgs, MultivariateNormalArgs,
};
use super::output::{FloatOutput, draw_floats};
use super::{choice, integers, shuffle};
use crate::numpy::arguments::{Flag, IndexArg, OutArg};
use crate::numpy::deferred;
use crate::numpy::ndarray::new_array;
use ndgym_core::random::bounded::Method;
use ndgym_core::random::continuous::{Modern, Standard};
use ndgym_core::random::{BitGenerator, BitSource, continuous, discrete};
use ndgym_core::{Element, with_source};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyStr, PyType},
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
pub(super) struct StandardExponentialArgs {
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, optional)]
    dtype: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    method: Option<PyObjectRef>,
    #[pyarg(any, default)]
    out: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct StandardGammaArgs {
    #[pyarg(any)]
    shape: Parameter,
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, optional)]
    dtype: Option<PyObjectRef>,
    #[pyarg(any, default)]
    out: Option<PyObjectRef>,
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
    #[pyarg(any, default = Flag(false))]
    endpoint: Flag,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct ChoiceArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, default = Flag(true))]
    replace: Flag,
    #[pyarg(any, default)]
    p: Option<PyObjectRef>,
    #[pyarg(any, default = IndexArg(0))]
    axis: IndexArg,
    #[pyarg(any, default = Flag(true))]
    shuffle: Flag,
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

impl PyGenerator {
    /// A draw for each combination of the broadcast parameters.
    fn draw<const N: usize, T: Element>(
        &self,
        vm: &VirtualMachine,
        parameters: [Parameter; N],
        size: &SizeArg,
        mut draw: impl FnMut(&mut Modern<'_, BitGenerator>, [f64; N]) -> T,
    ) -> PyResult {
        let generator = &mut *self.bits.borrow_mut();
        let mut standard = Modern(generator);
        broadcast(vm, parameters, size, |values| draw(&mut standard, values))
    }
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
    fn __reduce__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        deferred::pickled(vm, "_reduced", vec![zelf.into()])
    }

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
        zelf.draw(vm, [a, b], &args.size, |draw, [a, b]| continuous::beta(draw, a, b))
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
            continuous::noncentral_chi_square(draw, df, nonc)
        })
    }

    #[pymethod]
    fn noncentral_f(zelf: &Py<Self>, args: NoncentralFArgs, vm: &VirtualMachine) -> PyResult {
        let dfnum = args.dfnum.checked(vm, "dfnum", Constraint::Positive)?;
        let dfden = args.dfden.checked(vm, "dfden", Constraint::Positive)?;
        let nonc = args.nonc.checked(vm, "nonc", Constraint::NonNegative)?;
        zelf.draw(vm, [dfnum, dfden, nonc], &args.size, |draw, [dfnum, dfden, nonc]| {
            continuous::noncentral_f(draw, dfnum, dfden, nonc)
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
        zelf.draw(vm, [mu, kappa], &args.size, |draw, [mu, kappa]| continuous::von_mises(draw, mu, kappa))
    }

    #[pymethod]
    fn pareto(zelf: &Py<Self>, args: AArgs, vm: &VirtualMachine) -> PyResult {
        let a = args.a.checked(vm, "a", Constraint::Positive)?;
        zelf.draw(vm, [a], &args.size, |draw, [a]| continuous::pareto(draw, a))
    }

    #[pymethod]
    fn weibull(zelf: &Py<Self>, args: AArgs, vm: &VirtualMachine) -> PyResult {
        let a = args.a.checked(vm, "a", Constraint::NonNegative)?;
        zelf.draw(vm, [a], &args.size, |draw, [a]| continuous::weibull(draw, a))
    }

    #[pymethod]
    fn power(zelf: &Py<Self>, args: AArgs, vm: &VirtualMachine) -> PyResult {
        let a = args.a.checked(vm, "a", Constraint::Positive)?;
        zelf.draw(vm, [a], &args.size, |draw, [a]| continuous::power(draw, a))
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
        zelf.draw(vm, [scale], &args.size, |draw, [scale]| continuous::rayleigh(draw, scale))
    }

    #[pymethod]
    fn wald(zelf: &Py<Self>, args: MeanScaleArgs, vm: &VirtualMachine) -> PyResult {
        let mean = args.mean.checked(vm, "mean", Constraint::Positive)?;
        let scale = args.scale.checked(vm, "scale", Constraint::Positive)?;
        zelf.draw(vm, [mean, scale], &args.size, |draw, [mean, scale]| continuous::wald(draw, mean, scale))
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
        zelf.draw(vm, [a], &args.size, |draw, [a]| discrete::zipf(draw.source(), a))
    }

    #[pymethod]
    fn geometric(zelf: &Py<Self>, args: PArgs, vm: &VirtualMachine) -> PyResult {
        let p = args.p.checked(vm, "p", Constraint::PositiveProbability)?;
        zelf.draw(vm, [p], &args.size, |draw, [p]| discrete::geometric(draw, p))
    }

    #[pymethod]
    fn logseries(zelf: &Py<Self>, args: PArgs, vm: &VirtualMachine) -> PyResult {
        let p = args.p.checked(vm, "p", Constraint::ProbabilityBelowOne)?;
        zelf.draw(vm, [p], &args.size, |draw, [p]| discrete::logseries(draw.source(), p))
    }

    #[pymethod]
    fn uniform(zelf: &Py<Self>, args: LowHighArgs, vm: &VirtualMachine) -> PyResult {
        let [low, width] =
            uniform_parameters(vm, args.low, args.high, "high - low range exceeds valid bounds")?;
        let width = width.checked(vm, "high - low", Constraint::NonNegative)?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => {
            broadcast(vm, [low, width], &args.size, |[low, width]| continuous::uniform(source, low, width))
        })
    }

    #[pymethod]
    fn normal(zelf: &Py<Self>, args: LocScaleArgs, vm: &VirtualMachine) -> PyResult {
        let loc = Parameter::or(vm, args.loc, 0.0)?;
        let scale = Parameter::or(vm, args.scale, 1.0)?.checked(vm, "scale", Constraint::NonNegative)?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => {
            broadcast(vm, [loc, scale], &args.size, |[loc, scale]| continuous::normal(source, loc, scale))
        })
    }

    #[pymethod]
    fn standard_exponential(zelf: &Py<Self>, args: StandardExponentialArgs, vm: &VirtualMachine) -> PyResult {
        // Anything else than "zig" means the other method, as in NumPy.
        let ziggurat = args.method.is_none_or(|method| {
            method.downcast_ref::<PyStr>().is_some_and(|text| text.to_string_lossy() == "zig")
        });
        let output = FloatOutput::new(vm, &args.size, args.dtype, args.out, "standard_exponential")?;
        let generator = &mut *zelf.bits.borrow_mut();
        with_source!(generator, source => if ziggurat {
            draw_floats(vm, output, source, continuous::standard_exponential, continuous::standard_exponential_f32)
        } else {
            let (double, single) =
                (continuous::exponential_by_inversion, continuous::exponential_by_inversion_f32);
            draw_floats(vm, output, source, double, single)
        })
    }

    #[pymethod]
    fn standard_gamma(zelf: &Py<Self>, args: StandardGammaArgs, vm: &VirtualMachine) -> PyResult {
        let shape = args.shape.checked(vm, "shape", Constraint::NonNegative)?;
        let output = FloatOutput::new(vm, &args.size, args.dtype, args.out, "standard_gamma")?;
        let generator = &mut *zelf.bits.borrow_mut();
        output.draw_with(
            vm,
            shape,
            generator,
            |source, shape| continuous::standard_gamma(&mut Modern(source), shape),
            |source, shape| continuous::standard_gamma_f32(source, shape as f32),
        )
    }

    #[pymethod]
    fn negative_binomial(zelf: &Py<Self>, args: NPArgs, vm: &VirtualMachine) -> PyResult {
        let n = args.n.checked(vm, "n", Constraint::PositiveNotNan)?;
        let p = args.p.checked(vm, "p", Constraint::PositiveProbability)?;
        // Ten standard deviations above the mean of the Poisson distribution's mean is to fit.
        let largest = Parameter::combine(vm, &n, &p, |n, p| (1.0 - p) / p * (n + 10.0 * n.sqrt()))?;
        if largest.checked(vm, "n", Constraint::PoissonMean).is_err() {
            return Err(
                vm.new_value_error("n too large or p too small, see Generator.negative_binomial Notes")
            );
        }
        zelf.draw(vm, [n, p], &args.size, |draw, [n, p]| discrete::negative_binomial(draw, n, p))
    }

    #[pymethod]
    fn hypergeometric(zelf: &Py<Self>, args: HypergeometricArgs, vm: &VirtualMachine) -> PyResult {
        const LIMIT: f64 = 1e9;
        let too_many = |parameter: &Parameter| parameter.values().into_iter().any(|value| value >= LIMIT);
        if too_many(&args.ngood) || too_many(&args.nbad) {
            return Err(vm.new_value_error("both ngood and nbad must be less than 1000000000"));
        }
        let parameters = draw::hypergeometric(vm, &args)?;
        zelf.draw(vm, parameters, &args.size, |draw, [good, bad, sample]| {
            discrete::hypergeometric(draw.source(), good as i64, bad as i64, sample as i64)
        })
    }

    #[pymethod]
    fn multinomial(zelf: &Py<Self>, args: MultinomialArgs, vm: &VirtualMachine) -> PyResult {
        multivariate::multinomial(vm, &mut *zelf.bits.borrow_mut(), args, false)
    }

    #[pymethod]
    fn dirichlet(zelf: &Py<Self>, args: DirichletArgs, vm: &VirtualMachine) -> PyResult {
        multivariate::dirichlet(vm, &mut Modern(&mut *zelf.bits.borrow_mut()), args, false)
    }

    #[pymethod]
    fn multivariate_hypergeometric(
        zelf: &Py<Self>,
        args: MultivariateHypergeometricArgs,
        vm: &VirtualMachine,
    ) -> PyResult {
        multivariate::hypergeometric(vm, &mut *zelf.bits.borrow_mut(), args)
    }

    #[pymethod]
    fn multivariate_normal(zelf: &Py<Self>, args: MultivariateNormalArgs, vm: &VirtualMachine) -> PyResult {
        multivariate::normal(vm, args, false, || continuous::standard_normal(&mut *zelf.bits.borrow_mut()))
    }

    #[pymethod]
    fn __copy__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        // Both draw from one stream.
        PyGenerator { bits: zelf.bits.clone() }.into_pyobject(vm)
    }

    #[pymethod]
    fn __deepcopy__(zelf: &Py<Self>, _memo: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        Ok(PyGenerator { bits: zelf.bits.copied(vm)? }.into_pyobject(vm))
    }

    #[pymethod]
    fn bytes(zelf: &Py<Self>, length: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        draw::bytes(vm, &mut *zelf.bits.borrow_mut(), length)
    }

    #[pymethod]
    fn integers(zelf: &Py<Self>, args: IntegersArgs, vm: &VirtualMachine) -> PyResult {
        let request = integers::Request {
            low: args.low,
            high: args.high,
            size: args.size,
            dtype: args.dtype.as_deref(),
            closed: args.endpoint.0,
            method: Method::Lemire,
            function: "integers",
        };
        integers::draw(vm, &zelf.bits, request)
    }

    #[pymethod]
    fn choice(zelf: &Py<Self>, args: ChoiceArgs, vm: &VirtualMachine) -> PyResult {
        let ChoiceArgs { a, size, replace: Flag(replace), p, axis: IndexArg(axis), shuffle: Flag(shuffle) } =
            args;
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
