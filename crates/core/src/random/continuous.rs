//! Continuous distributions, one draw each, for both interfaces: they differ in the [`Standard`] draws they start from.
//! Where even the formula differs, the old one is in [`super::legacy`].

use super::BitSource;
use super::discrete::poisson;
use super::math::{acos, cos, exp, exp_m1, ln, ln_1p, ln_f32, pow, pow_f32, wrapped_angle};
pub use super::ziggurat::{
    standard_exponential, standard_exponential_f32, standard_normal, standard_normal_f32,
};
use std::f64::consts::PI;

/// The draws from which all others are made.
pub trait Standard {
    /// Where bits come from.
    type Source: BitSource;

    /// Where bits come from.
    fn source(&mut self) -> &mut Self::Source;

    /// Standard exponential.
    fn exponential(&mut self) -> f64;

    /// Standard normal.
    fn normal(&mut self) -> f64;

    /// Uniform in [0, 1).
    #[inline]
    fn uniform(&mut self) -> f64 {
        self.source().next_f64()
    }
}

/// The standard draws of `Generator`: the ziggurat's.
#[derive(Debug)]
pub struct Modern<'a, S>(pub &'a mut S);

impl<S: BitSource> Standard for Modern<'_, S> {
    type Source = S;

    #[inline]
    fn source(&mut self) -> &mut S {
        self.0
    }

    #[inline]
    fn exponential(&mut self) -> f64 {
        standard_exponential(self.0)
    }

    #[inline]
    fn normal(&mut self) -> f64 {
        standard_normal(self.0)
    }
}

/// Uniform in [low, low + range).
#[inline]
pub fn uniform<S: BitSource>(source: &mut S, low: f64, range: f64) -> f64 {
    low + range * source.next_f64()
}

/// Normal.
#[inline]
pub fn normal<S: BitSource>(source: &mut S, mean: f64, deviation: f64) -> f64 {
    mean + deviation * standard_normal(source)
}

/// Standard exponential by inversion.
#[inline]
pub fn exponential_by_inversion<S: BitSource>(source: &mut S) -> f64 {
    -ln_1p(-source.next_f64())
}

/// Standard exponential in single precision, by inversion.
#[inline]
pub fn exponential_by_inversion_f32<S: BitSource>(source: &mut S) -> f32 {
    -super::math::ln_1p_f32(-source.next_f32())
}

/// Standard gamma: Marsaglia and Tsang's method, Ahrens and Dieter's below 1.
pub fn standard_gamma<D: Standard>(draw: &mut D, shape: f64) -> f64 {
    if shape == 1.0 {
        return draw.exponential();
    }
    if shape == 0.0 {
        return 0.0;
    }
    if shape < 1.0 {
        loop {
            let u = draw.uniform();
            let v = draw.exponential();
            if u <= 1.0 - shape {
                let x = pow(u, 1.0 / shape);
                if x <= v {
                    return x;
                }
            } else {
                let y = -ln((1.0 - u) / shape);
                let x = pow(1.0 - shape + shape * y, 1.0 / shape);
                if x <= v + y {
                    return x;
                }
            }
        }
    }
    let b = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * b).sqrt();
    loop {
        let (x, v) = loop {
            let x = draw.normal();
            let v = 1.0 + c * x;
            // A shape of NaN ends here.
            if v > 0.0 || v.is_nan() {
                break (x, v);
            }
        };
        let v = v * v * v;
        let u = draw.uniform();
        if u < 1.0 - 0.0331 * (x * x) * (x * x) || ln(u) < 0.5 * x * x + b * (1.0 - v + ln(v)) {
            return b * v;
        }
        if shape.is_nan() {
            return f64::NAN;
        }
    }
}

/// Standard gamma in single precision.
pub fn standard_gamma_f32<S: BitSource>(source: &mut S, shape: f32) -> f32 {
    if shape == 1.0 {
        return standard_exponential_f32(source);
    }
    if shape == 0.0 {
        return 0.0;
    }
    if shape < 1.0 {
        loop {
            let u = source.next_f32();
            let v = standard_exponential_f32(source);
            if u <= 1.0 - shape {
                let x = pow_f32(u, 1.0 / shape);
                if x <= v {
                    return x;
                }
            } else {
                let y = -ln_f32((1.0 - u) / shape);
                let x = pow_f32(1.0 - shape + shape * y, 1.0 / shape);
                if x <= v + y {
                    return x;
                }
            }
        }
    }
    let b = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * b).sqrt();
    loop {
        let (x, v) = loop {
            let x = standard_normal_f32(source);
            let v = 1.0 + c * x;
            if v > 0.0 || v.is_nan() {
                break (x, v);
            }
        };
        let v = v * v * v;
        let u = source.next_f32();
        if u < 1.0 - 0.0331 * (x * x) * (x * x) || ln_f32(u) < 0.5 * x * x + b * (1.0 - v + ln_f32(v)) {
            return b * v;
        }
        if shape.is_nan() {
            return f32::NAN;
        }
    }
}

/// Beta: Jöhnk's method for small parameters, else from two gammas.
pub fn beta<D: Standard>(draw: &mut D, a: f64, b: f64) -> f64 {
    // So small that all weight lies at 0 and 1.
    const TINY: f64 = 3e-103;
    if a < TINY && b < TINY {
        return if (a + b) * draw.uniform() < a { 1.0 } else { 0.0 };
    }
    let of_logarithms = |x: f64, y: f64| {
        let difference = x - y;
        let larger = -ln_1p(exp(-difference.abs()));
        exp(if difference > 0.0 { larger } else { difference + larger })
    };
    beta_unless(draw, a, b, |x, y| x > 0.0 && y > 0.0, of_logarithms)
}

/// Beta, where the caller says which powers of Jöhnk's method are large enough to be divided, and what becomes of the logarithms
/// of others.
pub(super) fn beta_unless<D: Standard>(
    draw: &mut D,
    a: f64,
    b: f64,
    large: impl Fn(f64, f64) -> bool,
    of_logarithms: impl Fn(f64, f64) -> f64,
) -> f64 {
    if a > 1.0 || b > 1.0 {
        let first = standard_gamma(draw, a);
        let second = standard_gamma(draw, b);
        return first / (first + second);
    }
    loop {
        let (u, v) = (draw.uniform(), draw.uniform());
        let (x, y) = (pow(u, 1.0 / a), pow(v, 1.0 / b));
        let sum = x + y;
        if sum <= 1.0 && u + v > 0.0 {
            if large(x, y) {
                return x / sum;
            }
            return of_logarithms(ln(u) / a, ln(v) / b);
        }
        if a.is_nan() || b.is_nan() {
            return f64::NAN;
        }
    }
}

/// χ².
#[inline]
pub fn chi_square<D: Standard>(draw: &mut D, freedom: f64) -> f64 {
    2.0 * standard_gamma(draw, freedom / 2.0)
}

/// F.
pub fn f<D: Standard>(draw: &mut D, numerator: f64, denominator: f64) -> f64 {
    let above = chi_square(draw, numerator) * denominator;
    let below = chi_square(draw, denominator) * numerator;
    above / below
}

/// Non-central χ².
pub fn noncentral_chi_square<D: Standard>(draw: &mut D, freedom: f64, noncentrality: f64) -> f64 {
    if noncentrality.is_nan() {
        return f64::NAN;
    }
    if noncentrality == 0.0 {
        return chi_square(draw, freedom);
    }
    if freedom > 1.0 {
        let rest = chi_square(draw, freedom - 1.0);
        let shifted = draw.normal() + noncentrality.sqrt();
        return rest + shifted * shifted;
    }
    let more = poisson(draw.source(), noncentrality / 2.0);
    chi_square(draw, freedom + 2.0 * more as f64)
}

/// Non-central F.
pub fn noncentral_f<D: Standard>(draw: &mut D, numerator: f64, denominator: f64, noncentrality: f64) -> f64 {
    let above = noncentral_chi_square(draw, numerator, noncentrality) * denominator;
    above / (chi_square(draw, denominator) * numerator)
}

/// Standard Cauchy.
pub fn standard_cauchy<D: Standard>(draw: &mut D) -> f64 {
    let above = draw.normal();
    above / draw.normal()
}

/// Student's t.
pub fn standard_t<D: Standard>(draw: &mut D, freedom: f64) -> f64 {
    let above = draw.normal();
    let below = standard_gamma(draw, freedom / 2.0);
    (freedom / 2.0).sqrt() * above / below.sqrt()
}

/// Pareto II.
pub fn pareto<D: Standard>(draw: &mut D, a: f64) -> f64 {
    exp_m1(draw.exponential() / a)
}

/// Weibull.
pub fn weibull<D: Standard>(draw: &mut D, a: f64) -> f64 {
    if a == 0.0 { 0.0 } else { pow(draw.exponential(), 1.0 / a) }
}

/// Power.
pub fn power<D: Standard>(draw: &mut D, a: f64) -> f64 {
    pow(-exp_m1(-draw.exponential()), 1.0 / a)
}

/// Laplace.
pub fn laplace<S: BitSource>(source: &mut S, location: f64, scale: f64) -> f64 {
    loop {
        let u = source.next_f64();
        if u >= 0.5 {
            return location - scale * ln(2.0 - u - u);
        }
        if u > 0.0 {
            return location + scale * ln(u + u);
        }
    }
}

/// Gumbel.
pub fn gumbel<S: BitSource>(source: &mut S, location: f64, scale: f64) -> f64 {
    loop {
        let u = 1.0 - source.next_f64();
        if u < 1.0 {
            return location - scale * ln(-ln(u));
        }
    }
}

/// Logistic.
pub fn logistic<S: BitSource>(source: &mut S, location: f64, scale: f64) -> f64 {
    loop {
        let u = source.next_f64();
        if u > 0.0 {
            return location + scale * ln(u / (1.0 - u));
        }
    }
}

/// Log-normal.
pub fn lognormal<D: Standard>(draw: &mut D, mean: f64, sigma: f64) -> f64 {
    exp(mean + sigma * draw.normal())
}

/// Rayleigh.
pub fn rayleigh<D: Standard>(draw: &mut D, mode: f64) -> f64 {
    mode * (2.0 * draw.exponential()).sqrt()
}

/// Wald (inverse Gaussian), by Michael, Schucany and Haas' transformation with two roots.
pub fn wald<D: Standard>(draw: &mut D, mean: f64, scale: f64) -> f64 {
    let y = draw.normal();
    let y = mean * y * y;
    let d = 1.0 + (1.0 + 4.0 * scale / y).sqrt();
    let x = mean * (1.0 - 2.0 / d);
    if draw.uniform() <= mean / (mean + x) { x } else { mean * mean / x }
}

/// Triangular.
pub fn triangular<S: BitSource>(source: &mut S, left: f64, mode: f64, right: f64) -> f64 {
    let base = right - left;
    let left_base = mode - left;
    let u = source.next_f64();
    if u <= left_base / base {
        left + (u * (left_base * base)).sqrt()
    } else {
        right - ((1.0 - u) * ((right - mode) * base)).sqrt()
    }
}

/// Von Mises, by Best and Fisher's method; by a normal where it is as concentrated as makes no difference.
pub fn von_mises<D: Standard>(draw: &mut D, mean: f64, concentration: f64) -> f64 {
    if concentration > 1e6 {
        let angle = mean + (1.0 / concentration).sqrt() * draw.normal();
        return match angle {
            angle if angle < -PI => angle + 2.0 * PI,
            angle if angle > PI => angle - 2.0 * PI,
            angle => angle,
        };
    }
    von_mises_by_rejection(draw.source(), mean, concentration)
}

/// Von Mises, by Best and Fisher's method alone.
pub fn von_mises_by_rejection<S: BitSource>(source: &mut S, mean: f64, concentration: f64) -> f64 {
    let k = concentration;
    if k.is_nan() {
        return f64::NAN;
    }
    if k < 1e-8 {
        return PI * (2.0 * source.next_f64() - 1.0);
    }
    let s = if k < 1e-5 {
        1.0 / k + k
    } else {
        let r = 1.0 + (1.0 + 4.0 * k * k).sqrt();
        let rho = (r - (2.0 * r).sqrt()) / (2.0 * k);
        (1.0 + rho * rho) / (2.0 * rho)
    };
    if s <= 1.0 || s.is_nan() {
        // So concentrated that no draw would ever be accepted.
        return wrapped_angle(mean);
    }
    let w = loop {
        let z = cos(PI * source.next_f64());
        let w = (1.0 + s * z) / (s + z);
        let y = k * (s - w);
        let v = source.next_f64();
        if y * (2.0 - y) - v >= 0.0 || ln(y / v) + 1.0 - y >= 0.0 {
            break w;
        }
    };
    let angle = acos(w);
    let angle = if source.next_f64() < 0.5 { -angle } else { angle };
    wrapped_angle(angle + mean)
}
