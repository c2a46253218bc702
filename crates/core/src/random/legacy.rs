//! Distributions whose streams are frozen for `RandomState` and `np.random.seed`, one draw each: those whose formulas the
//! modern interface has changed.

use super::BitSource;
use super::continuous::{Standard, beta_unless, chi_square};
use super::discrete::{drawn_binomial, geometric_by_search, poisson};
use super::math::{exp, ln, ln_1p, ln_gamma, pow};

/// Normal numbers by Marsaglia's polar method, which finds two at a time and keeps one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gauss {
    /// The number kept.
    pub spare: Option<f64>,
}

impl Gauss {
    /// Standard normal.
    #[inline]
    pub fn next<S: BitSource>(&mut self, source: &mut S) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * source.next_f64() - 1.0, 2.0 * source.next_f64() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * ln(square) / square).sqrt();
                self.spare = Some(factor * x);
                return factor * y;
            }
        }
    }
}

/// Binomial: one that can only be 0 is drawn, too.
pub fn binomial<S: BitSource>(source: &mut S, n: i64, p: f64) -> i64 {
    drawn_binomial(source, n, p)
}

/// The standard draws of `RandomState`: exponential by inversion, normal by the polar method.
#[derive(Debug)]
pub struct Legacy<'a, S> {
    /// Where bits come from.
    pub source: &'a mut S,
    /// The normal number kept.
    pub gauss: &'a mut Gauss,
}

impl<S: BitSource> Standard for Legacy<'_, S> {
    type Source = S;

    #[inline]
    fn source(&mut self) -> &mut S {
        self.source
    }

    #[inline]
    fn exponential(&mut self) -> f64 {
        -ln(1.0 - self.source.next_f64())
    }

    #[inline]
    fn normal(&mut self) -> f64 {
        self.gauss.next(self.source)
    }
}

/// Beta.
pub fn beta<D: Standard>(draw: &mut D, a: f64, b: f64) -> f64 {
    let of_logarithms = |x: f64, y: f64| {
        let largest = x.max(y);
        let (x, y) = (x - largest, y - largest);
        exp(x - ln(exp(x) + exp(y)))
    };
    beta_unless(draw, a, b, |x, y| x + y > 0.0, of_logarithms)
}

/// Pareto II.
pub fn pareto<D: Standard>(draw: &mut D, a: f64) -> f64 {
    exp(draw.exponential() / a) - 1.0
}

/// Power.
pub fn power<D: Standard>(draw: &mut D, a: f64) -> f64 {
    pow(1.0 - exp(-draw.exponential()), 1.0 / a)
}

/// Rayleigh.
pub fn rayleigh<S: BitSource>(source: &mut S, mode: f64) -> f64 {
    mode * (-2.0 * ln_1p(-source.next_f64())).sqrt()
}

/// Wald.
pub fn wald<D: Standard>(draw: &mut D, mean: f64, scale: f64) -> f64 {
    let half = mean / (2.0 * scale);
    let y = draw.normal();
    let y = mean * y * y;
    let x = mean + half * (y - (4.0 * scale * y + y * y).sqrt());
    if draw.uniform() <= mean / (mean + x) { x } else { mean * mean / x }
}

/// Non-central χ².
pub fn noncentral_chi_square<D: Standard>(draw: &mut D, freedom: f64, noncentrality: f64) -> f64 {
    if noncentrality == 0.0 {
        return chi_square(draw, freedom);
    }
    if freedom > 1.0 {
        let rest = chi_square(draw, freedom - 1.0);
        let shifted = draw.normal() + noncentrality.sqrt();
        return rest + shifted * shifted;
    }
    let more = poisson(draw.source(), noncentrality / 2.0);
    let drawn = chi_square(draw, freedom + 2.0 * more as f64);
    if noncentrality.is_nan() { f64::NAN } else { drawn }
}

/// Non-central F.
pub fn noncentral_f<D: Standard>(draw: &mut D, numerator: f64, denominator: f64, noncentrality: f64) -> f64 {
    let above = noncentral_chi_square(draw, numerator, noncentrality) * denominator;
    above / (chi_square(draw, denominator) * numerator)
}

/// Geometric.
pub fn geometric<S: BitSource>(source: &mut S, p: f64) -> i64 {
    if p >= 1.0 / 3.0 {
        return geometric_by_search(source, p);
    }
    (ln(1.0 - source.next_f64()) / ln(1.0 - p)).ceil() as i64
}

/// Logarithmic series.
pub fn logseries<S: BitSource>(source: &mut S, p: f64) -> i64 {
    let r = ln(1.0 - p);
    loop {
        let v = source.next_f64();
        if v >= p {
            return 1;
        }
        let q = 1.0 - exp(r * source.next_f64());
        if v <= q * q {
            let result = (1.0 + ln(v) / ln(q)).floor() as i64;
            if result < 1 || v == 0.0 {
                continue;
            }
            return result;
        }
        return if v >= q { 1 } else { 2 };
    }
}

/// Zipf.
pub fn zipf<S: BitSource>(source: &mut S, a: f64) -> i64 {
    if a >= 1025.0 {
        // The powers below would overflow, and no draw would ever be accepted.
        return 1;
    }
    let exponent = a - 1.0;
    let b = pow(2.0, exponent);
    loop {
        let u = 1.0 - source.next_f64();
        let v = source.next_f64();
        let x = pow(u, -1.0 / exponent).floor();
        if x > i64::MAX as f64 || x < 1.0 {
            continue;
        }
        let t = pow(1.0 + 1.0 / x, exponent);
        if v * x * (t - 1.0) / (b - 1.0) <= t / b {
            return x as i64;
        }
    }
}

/// Hypergeometric: drawn one by one for small samples, else by Stadlober's ratio of uniforms.
pub fn hypergeometric<S: BitSource>(source: &mut S, good: i64, bad: i64, sample: i64) -> i64 {
    match sample {
        0 => 0,
        1..=10 => hypergeometric_one_by_one(source, good, bad, sample),
        _ => hypergeometric_by_ratio(source, good, bad, sample),
    }
}

fn hypergeometric_one_by_one<S: BitSource>(source: &mut S, good: i64, bad: i64, sample: i64) -> i64 {
    let others = bad + good - sample;
    let fewer = bad.min(good) as f64;
    let mut left = fewer;
    let mut to_draw = sample;
    while left > 0.0 {
        let u = source.next_f64();
        left -= (u + left / (others + to_draw) as f64).floor();
        to_draw -= 1;
        if to_draw == 0 {
            break;
        }
    }
    let drawn = (fewer - left) as i64;
    if good > bad { sample - drawn } else { drawn }
}

fn hypergeometric_by_ratio<S: BitSource>(source: &mut S, good: i64, bad: i64, sample: i64) -> i64 {
    let (fewer, more, all) = (good.min(bad), good.max(bad), good + bad);
    let m = sample.min(all - sample);
    let p = fewer as f64 / all as f64;
    let q = 1.0 - p;
    let center = m as f64 * p + 0.5;
    let deviation = ((all - m) as f64 * sample as f64 * p * q / (all - 1) as f64 + 0.5).sqrt();
    let height = super::discrete::RATIO_FACTOR * deviation + super::discrete::RATIO_TERM;
    let mode = ((m + 1) as f64 * (fewer + 1) as f64 / (all + 2) as f64).floor() as i64;
    let weight = |z: i64| {
        ln_gamma((z + 1) as f64)
            + ln_gamma((fewer - z + 1) as f64)
            + ln_gamma((m - z + 1) as f64)
            + ln_gamma((more - m + z + 1) as f64)
    };
    let at_mode = weight(mode);
    let limit = ((m.min(fewer) + 1) as f64).min((center + 16.0 * deviation).floor());
    let drawn = loop {
        let (x, y) = (source.next_f64(), source.next_f64());
        let w = center + height * (y - 0.5) / x;
        if w < 0.0 || w >= limit {
            continue;
        }
        let z = w.floor() as i64;
        let t = at_mode - weight(z);
        if x * (4.0 - x) - 3.0 <= t {
            break z;
        }
        if x * (x - t) >= 1.0 {
            continue;
        }
        if 2.0 * ln(x) <= t {
            break z;
        }
    };
    let drawn = if good > bad { m - drawn } else { drawn };
    if m < sample { good - drawn } else { drawn }
}
