//! Random numbers with parameters at the edges of what NumPy lets through.

use super::Operation;
use super::choices::Choices;
use crate::operations;
use ndgym_core::random::bounded::{Method, Narrow, up_to, up_to_u32};
use ndgym_core::random::choice::{Cumulative, without_replacement, without_replacement_weighted};
use ndgym_core::random::continuous::{self, Modern};
use ndgym_core::random::legacy::{self, Gauss, Legacy};
use ndgym_core::random::permute::permutation;
use ndgym_core::random::{BitGenerator, BitSource, Mt19937, Pcg64, Philox, SeedSequence, Sfc64};
use ndgym_core::random::{discrete, multivariate, pcg64};
use ndgym_core::{Array, DType, Error};

type Result<T> = std::result::Result<T, Error>;

/// Random bits that come to an end, so that a loop which waits for a number that never comes does too.
struct Patient {
    bits: BitGenerator,
    left: u32,
}

impl Patient {
    fn spend(&mut self) {
        self.left = self.left.checked_sub(1).expect("an answer after so many draws");
    }
}

impl BitSource for Patient {
    fn next_u32(&mut self) -> u32 {
        self.spend();
        self.bits.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.spend();
        self.bits.next_u64()
    }
}

fn generator(c: &mut Choices) -> BitGenerator {
    let entropy: Vec<u32> = (0..c.below(6)).map(|_| c.next()).collect();
    let spawn_key: Vec<u32> = (0..c.below(3)).map(|_| c.next()).collect();
    let seed = SeedSequence::new(&entropy, &spawn_key, 4 + c.below(5));
    match c.below(5) {
        0 => BitGenerator::Pcg64(Pcg64::new(&seed, pcg64::Variant::XslRr)),
        1 => BitGenerator::Mt19937(Box::new(Mt19937::new(&seed))),
        2 => BitGenerator::Mt19937(Box::new(Mt19937::from_words(&entropy))),
        3 => BitGenerator::Sfc64(Sfc64::new(&seed)),
        _ => BitGenerator::Philox(Box::new(Philox::new(&seed))),
    }
}

fn source(c: &mut Choices) -> Patient {
    Patient { bits: generator(c), left: 2_000_000 }
}

/// A parameter that NumPy takes for one that must not be negative: NaN passes.
fn non_negative(c: &mut Choices) -> f64 {
    c.float().abs()
}

/// One that must be above zero: NaN passes.
fn positive(c: &mut Choices) -> f64 {
    match c.float().abs() {
        0.0 => 1.0,
        other => other,
    }
}

/// In [0, 1].
fn probability(c: &mut Choices) -> f64 {
    let number = c.float().abs();
    match c.below(4) {
        0 => 5e-324,
        1 => 1.0 - f64::EPSILON / 2.0,
        _ if number <= 1.0 => number,
        _ => 1.0 / number.max(1.0),
    }
}

fn positive_probability(c: &mut Choices) -> f64 {
    probability(c).max(5e-324)
}

/// A mean for Poisson's: no larger than NumPy takes.
fn mean(c: &mut Choices) -> f64 {
    non_negative(c).min(9.223_372_006_484_771e18)
}

/// Calls a distribution that starts from standard draws, for both interfaces.
macro_rules! for_both {
    ($c:ident, $draw:ident => $call:expr) => {{
        let mut source = source($c);
        if $c.either() {
            let $draw = &mut Modern(&mut source);
            $call;
        } else {
            let mut gauss = Gauss::default();
            let $draw = &mut Legacy { source: &mut source, gauss: &mut gauss };
            $call;
        }
    }};
}

fn trials(c: &mut Choices) -> i64 {
    c.integer().saturating_abs()
}

fn binomials(c: &mut Choices) {
    let (n, p) = (trials(c), probability(c));
    let drawn = discrete::binomial(&mut source(c), n, p);
    assert!((0..=n).contains(&drawn), "{drawn} of {n}");
}

fn hypergeometrics(c: &mut Choices) {
    let mut number = || trials(c).min(999_999_999);
    let (good, bad, sample) = (number(), number(), number());
    let sample = sample.min(good + bad);
    // The old interface draws large samples one by one.
    let is_legacy = c.one_in(3) && sample < 100_000;
    let mut source = source(c);
    let drawn = match is_legacy {
        true => legacy::hypergeometric(&mut source, good, bad, sample),
        false => discrete::hypergeometric(&mut source, good, bad, sample),
    };
    assert!((0..=good.min(sample)).contains(&drawn), "{drawn} of {good} and {bad} in {sample}");
}

fn negative_binomials(c: &mut Choices) {
    let (n, p) = (positive(c), positive_probability(c));
    let largest = (1.0 - p) / p * (n + 10.0 * n.sqrt());
    if largest <= 9.223_372_006_484_771e18 {
        for_both!(c, draw => discrete::negative_binomial(draw, n, p));
    }
}

fn geometrics(c: &mut Choices) {
    let p = positive_probability(c);
    let mut source = source(c);
    // Searching takes as many steps as the number is large.
    if p > 1e-4 && c.either() {
        discrete::geometric_by_search(&mut source, p);
    } else if c.either() {
        legacy::geometric(&mut source, p);
    } else {
        discrete::geometric(&mut Modern(&mut source), p);
    }
}

fn numbers_below(c: &mut Choices) {
    let range = c.integer() as u64;
    let method = c.pick(&[Method::Lemire, Method::Masked]);
    let mut source = source(c);
    assert!(up_to(&mut source, range, method) <= range);
    assert!(up_to_u32(&mut source, range as u32, method) <= range as u32);
    let bits = c.pick(&[1_u32, 8, 16]);
    let range = range as u32 & ((1 << bits) - 1);
    assert!(Narrow::new(bits).up_to(&mut source, range, method) <= range);
}

fn sampled(c: &mut Choices) -> Result<Array> {
    let population = trials(c);
    let count = trials(c).min(population);
    let (shuffled, mut source) = (c.either(), source(c));
    without_replacement(&mut source, population, count, shuffled)
}

/// Probabilities that sum up to 1, some of them zero.
fn probabilities(c: &mut Choices) -> Vec<f64> {
    let numbers: Vec<f64> = (0..1 + c.below(6)).map(|_| c.below(5) as f64).collect();
    let sum: f64 = numbers.iter().sum();
    numbers.iter().map(|number| if sum == 0.0 { 1.0 / numbers.len() as f64 } else { number / sum }).collect()
}

fn weighted(c: &mut Choices) {
    let probabilities = probabilities(c);
    let possible = probabilities.iter().filter(|p| **p > 0.0).count();
    let (count, mut source) = (c.below(possible + 1), source(c));
    let found = without_replacement_weighted(&mut source, &probabilities, count);
    assert_eq!(found.len(), count);
    let number = Cumulative::new(&probabilities).number(source.next_f64()) as usize;
    assert!(probabilities[number] > 0.0, "nothing impossible is drawn");
}

fn multinomials(c: &mut Choices) -> Result<Array> {
    let (probabilities, n) = (probabilities(c), trials(c));
    let counts = Array::zeros(&[probabilities.len()], DType::Int64)?;
    multivariate::multinomial(&mut source(c), n, &probabilities, counts.cells());
    assert_eq!(counts.to_vec::<i64>().iter().map(|count| i128::from(*count)).sum::<i128>(), n.into());
    Ok(counts)
}

fn dirichlets(c: &mut Choices) -> Result<Array> {
    let alpha: Vec<f64> = (0..c.below(5)).map(|_| non_negative(c)).collect();
    let parts = Array::zeros(&[alpha.len()], DType::Float64)?;
    let breaking = alpha.iter().all(|alpha| *alpha < 0.1);
    for_both!(c, draw => match breaking {
        true => multivariate::dirichlet_by_breaking(draw, &alpha, parts.cells()),
        false => multivariate::dirichlet(draw, &alpha, parts.cells()),
    });
    Ok(parts)
}

fn colours(c: &mut Choices) -> Result<Array> {
    let colors: Vec<i64> =
        (0..c.below(5)).map(|_| trials(c).min(if c.either() { 20 } else { 199_999_999 })).collect();
    let total: i64 = colors.iter().sum();
    let sample = trials(c).min(total);
    let counts = Array::zeros(&[colors.len()], DType::Int64)?;
    let mut source = source(c);
    if total < 1000 && c.either() {
        let item = |(color, count): (usize, &i64)| std::iter::repeat_n(color, *count as usize);
        let mut items: Vec<usize> = colors.iter().enumerate().flat_map(item).collect();
        multivariate::hypergeometric_by_counting(&mut source, &colors, sample, &mut items, counts.cells());
    } else {
        multivariate::hypergeometric_by_marginals(&mut source, &colors, sample, counts.cells());
    }
    assert_eq!(counts.to_vec::<i64>().iter().sum::<i64>(), sample);
    Ok(counts)
}

fn advanced(c: &mut Choices) {
    let seed = SeedSequence::from_entropy(&[c.next()]);
    let delta = u128::from(c.integer() as u64) << (c.below(2) * 64);
    let mut pcg = Pcg64::new(&seed, c.pick(&[pcg64::Variant::XslRr, pcg64::Variant::Dxsm]));
    pcg.advance(delta);
    pcg.jump(delta);
    let mut philox = Philox::with_key([c.integer() as u64; 2], [c.integer() as u64; 4]);
    philox.advance(delta);
    philox.jump(delta as u64);
    pcg.next_u64();
    philox.next_u64();
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    bits: |c| { let mut source = source(c); source.next_f32(); source.next_f64(); };
    advance: |c| advanced(c);
    gamma: |c| { let shape = non_negative(c); for_both!(c, draw => continuous::standard_gamma(draw, shape)) };
    gamma_f32: |c| { continuous::standard_gamma_f32(&mut source(c), non_negative(c) as f32); };
    beta: |c| { let (a, b) = (positive(c), positive(c)); for_both!(c, draw => continuous::beta(draw, a, b)) };
    beta_legacy: |c| { let (a, b) = (positive(c), positive(c)); for_both!(c, draw => legacy::beta(draw, a, b)) };
    chi_square: |c| { let freedom = positive(c); for_both!(c, draw => continuous::chi_square(draw, freedom)) };
    f: |c| { let (a, b) = (positive(c), positive(c)); for_both!(c, draw => continuous::f(draw, a, b)) };
    noncentral_chi_square: |c| {
        let (freedom, noncentrality) = (positive(c), non_negative(c));
        for_both!(c, draw => continuous::noncentral_chi_square(draw, freedom, noncentrality));
        for_both!(c, draw => legacy::noncentral_chi_square(draw, freedom, noncentrality))
    };
    noncentral_f: |c| {
        let (a, b, noncentrality) = (positive(c), positive(c), non_negative(c));
        for_both!(c, draw => continuous::noncentral_f(draw, a, b, noncentrality));
        for_both!(c, draw => legacy::noncentral_f(draw, a, b, noncentrality))
    };
    standard_t: |c| { let freedom = positive(c); for_both!(c, draw => continuous::standard_t(draw, freedom)) };
    powers: |c| {
        let a = positive(c);
        for_both!(c, draw => {
            continuous::pareto(draw, a);
            continuous::weibull(draw, a);
            continuous::power(draw, a);
            legacy::pareto(draw, a);
            legacy::power(draw, a);
            continuous::standard_cauchy(draw)
        })
    };
    scaled: |c| {
        let (location, scale) = (c.float(), non_negative(c));
        let mut source = source(c);
        continuous::laplace(&mut source, location, scale);
        continuous::gumbel(&mut source, location, scale);
        continuous::logistic(&mut source, location, scale);
        continuous::uniform(&mut source, location, scale);
        continuous::normal(&mut source, location, scale);
        legacy::rayleigh(&mut source, scale);
        continuous::lognormal(&mut Modern(&mut source), location, scale);
        continuous::rayleigh(&mut Modern(&mut source), scale);
    };
    wald: |c| {
        let (mean, scale) = (positive(c), positive(c));
        for_both!(c, draw => { continuous::wald(draw, mean, scale); legacy::wald(draw, mean, scale) })
    };
    triangular: |c| {
        let mut numbers = [c.float(), c.float(), c.float()];
        numbers.sort_by(f64::total_cmp);
        continuous::triangular(&mut source(c), numbers[0], numbers[1], numbers[2]);
    };
    von_mises: |c| { let (mean, kappa) = (c.float(), non_negative(c)); for_both!(c, draw => continuous::von_mises(draw, mean, kappa)) };
    poisson: |c| { discrete::poisson(&mut source(c), mean(c)); };
    binomial: |c| binomials(c);
    negative_binomial: |c| negative_binomials(c);
    geometric: |c| geometrics(c);
    logseries: |c| {
        let p = probability(c).min(1.0 - f64::EPSILON / 2.0);
        let mut source = source(c);
        discrete::logseries(&mut source, p);
        legacy::logseries(&mut source, p);
    };
    zipf: |c| {
        let a = c.float().abs();
        if a > 1.0 {
            let mut source = source(c);
            discrete::zipf(&mut source, a);
            legacy::zipf(&mut source, a);
        }
    };
    hypergeometric: |c| hypergeometrics(c);
    multivariate_hypergeometric: |c| colours(c);
    multinomial: |c| multinomials(c);
    dirichlet: |c| dirichlets(c);
    bounded: |c| numbers_below(c);
    permutation: |c| {
        let len = trials(c);
        permutation(&mut source(c), len, c.below(3), c.pick(&[Method::Lemire, Method::Masked]))
    };
    choice: |c| sampled(c);
    weighted_choice: |c| weighted(c);
};
