//! Discrete distributions, one draw each.

use super::BitSource;
use super::bounded::interval;
use super::continuous::{Standard, standard_gamma};
use super::math::{exp, exp_m1, ln, ln_1p, ln_factorial, ln_gamma, pow, truncated};

/// Poisson: by multiplication, or Hörmann's transformed rejection (PTRS) for larger means.
pub fn poisson<S: BitSource>(source: &mut S, mean: f64) -> i64 {
    if mean >= 10.0 {
        return poisson_by_rejection(source, mean);
    }
    if mean == 0.0 {
        return 0;
    }
    let limit = exp(-mean);
    let mut product = 1.0;
    let mut count = 0;
    loop {
        product *= source.next_f64();
        // A mean of NaN ends here, too.
        if product <= limit || limit.is_nan() {
            return count;
        }
        count += 1;
    }
}

fn poisson_by_rejection<S: BitSource>(source: &mut S, mean: f64) -> i64 {
    let ln_mean = ln(mean);
    let b = 0.931 + 2.53 * mean.sqrt();
    let a = -0.059 + 0.02483 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let v_r = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let u = source.next_f64() - 0.5;
        let v = source.next_f64();
        let us = 0.5 - u.abs();
        let k = truncated(((2.0 * a / us + b) * u + mean + 0.43).floor());
        if us >= 0.07 && v <= v_r {
            return k;
        }
        if k < 0 || us < 0.013 && v > us {
            continue;
        }
        let left = ln(v) + ln(inverse_alpha) - ln(a / (us * us) + b);
        if left <= -mean + k as f64 * ln_mean - ln_gamma(k.wrapping_add(1) as f64) {
            return k;
        }
    }
}

/// Binomial: by inversion, or Kachitvichyanukul and Schmeiser's BTPE where many successes are expected.
pub fn binomial<S: BitSource>(source: &mut S, n: i64, p: f64) -> i64 {
    if n == 0 || p == 0.0 {
        return 0;
    }
    drawn_binomial(source, n, p)
}

/// [`binomial`] that draws even where there is no choice.
pub(super) fn drawn_binomial<S: BitSource>(source: &mut S, n: i64, p: f64) -> i64 {
    let rare = if p <= 0.5 { p } else { 1.0 - p };
    let count = if rare * n as f64 <= 30.0 {
        binomial_by_inversion(source, n, rare)
    } else {
        binomial_by_rejection(source, n, rare)
    };
    if p <= 0.5 { count } else { n - count }
}

fn binomial_by_inversion<S: BitSource>(source: &mut S, n: i64, p: f64) -> i64 {
    let q = 1.0 - p;
    let none = exp(n as f64 * ln_1p(-p));
    let mean = n as f64 * p;
    let bound = (n as f64).min(mean + 10.0 * (mean * q + 1.0).sqrt()) as i64;
    let mut count = 0;
    let mut probability = none;
    let mut u = source.next_f64();
    while u > probability {
        count += 1;
        if count > bound {
            count = 0;
            probability = none;
            u = source.next_f64();
        } else {
            u -= probability;
            probability = (n - count + 1) as f64 * p * probability / (count as f64 * q);
        }
    }
    count
}

/// The four regions of BTPE: a triangle, two parallelograms and two exponential tails.
struct Btpe {
    n: i64,
    r: f64,
    q: f64,
    mode: i64,
    variance: f64,
    p: [f64; 4],
    middle: f64,
    left: f64,
    right: f64,
    c: f64,
    left_rate: f64,
    right_rate: f64,
}

impl Btpe {
    fn new(n: i64, p: f64) -> Btpe {
        let r = p.min(1.0 - p);
        let q = 1.0 - r;
        let fm = n as f64 * r + r;
        let mode = fm.floor() as i64;
        let p1 = (2.195 * (n as f64 * r * q).sqrt() - 4.6 * q).floor() + 0.5;
        let middle = mode as f64 + 0.5;
        let (left, right) = (middle - p1, middle + p1);
        let c = 0.134 + 20.5 / (15.3 + mode as f64);
        let a = (fm - left) / (fm - left * r);
        let left_rate = a * (1.0 + a / 2.0);
        let a = (right - fm) / (right * q);
        let right_rate = a * (1.0 + a / 2.0);
        let p2 = p1 * (1.0 + 2.0 * c);
        let p3 = p2 + c / left_rate;
        let p4 = p3 + c / right_rate;
        let variance = n as f64 * r * q;
        Btpe { n, r, q, mode, variance, p: [p1, p2, p3, p4], middle, left, right, c, left_rate, right_rate }
    }

    /// A candidate, and how much of the curve's height is left to judge it by (none if it is sure).
    fn candidate<S: BitSource>(&self, source: &mut S) -> Option<(i64, Option<f64>)> {
        let [p1, p2, p3, p4] = self.p;
        let u = source.next_f64() * p4;
        let v = source.next_f64();
        if u <= p1 {
            return Some(((self.middle - p1 * v + u).floor() as i64, None));
        }
        if u <= p2 {
            let x = self.left + (u - p1) / self.c;
            let v = v * self.c + 1.0 - (self.mode as f64 - x + 0.5).abs() / p1;
            return (v <= 1.0).then(|| (x.floor() as i64, Some(v)));
        }
        if u <= p3 {
            let y = (self.left + ln(v) / self.left_rate).floor() as i64;
            return (y >= 0 && v != 0.0).then_some((y, Some(v * (u - p2) * self.left_rate)));
        }
        let y = (self.right - ln(v) / self.right_rate).floor() as i64;
        (y <= self.n && v != 0.0).then_some((y, Some(v * (u - p3) * self.right_rate)))
    }

    fn accepts(&self, y: i64, v: f64) -> bool {
        let Btpe { n, r, q, mode, variance, .. } = *self;
        let k = (y - mode).abs();
        if k <= 20 || k as f64 >= variance / 2.0 - 1.0 {
            return v <= self.relative_height(y);
        }
        let distance = k as f64;
        let rho = (distance / variance)
            * ((distance * (distance / 3.0 + 0.625) + 0.166_666_666_666_666_66) / variance + 0.5);
        let t = -distance * distance / (2.0 * variance);
        let height = ln(v);
        if height < t - rho {
            return true;
        }
        if height > t + rho {
            return false;
        }
        let x1 = y.wrapping_add(1) as f64;
        let f1 = (mode + 1) as f64;
        // Of the largest number of trials, one more wraps around, here and below, as in NumPy.
        let z = (n - mode).wrapping_add(1) as f64;
        let w = (n - y).wrapping_add(1) as f64;
        let stirling = |x: f64| {
            let square = x * x;
            (13680.0 - (462.0 - (132.0 - (99.0 - 140.0 / square) / square) / square) / square) / x / 166_320.0
        };
        let bound = self.middle * ln(f1 / x1)
            + ((n - mode) as f64 + 0.5) * ln(z / w)
            + (y - mode) as f64 * ln(w * r / (x1 * q))
            + stirling(f1)
            + stirling(z)
            + stirling(x1)
            + stirling(w);
        height <= bound
    }

    /// The probability of `y` over that of the mode, factor by factor.
    fn relative_height(&self, y: i64) -> f64 {
        let s = self.r / self.q;
        let a = s * self.n.wrapping_add(1) as f64;
        let factor = |i: i64| a / i as f64 - s;
        if self.mode < y {
            (self.mode + 1..=y).fold(1.0, |height, i| height * factor(i))
        } else {
            (y + 1..=self.mode).fold(1.0, |height, i| height / factor(i))
        }
    }
}

fn binomial_by_rejection<S: BitSource>(source: &mut S, n: i64, p: f64) -> i64 {
    let regions = Btpe::new(n, p);
    loop {
        match regions.candidate(source) {
            Some((y, None)) => return y,
            Some((y, Some(v))) if regions.accepts(y, v) => return y,
            _ => {}
        }
    }
}

/// Negative binomial: Poisson with a mean drawn from a gamma distribution.
pub fn negative_binomial<D: Standard>(draw: &mut D, n: f64, p: f64) -> i64 {
    let mean = (1.0 - p) / p * standard_gamma(draw, n);
    poisson(draw.source(), mean)
}

/// Geometric, adding probabilities until they exceed a uniform number.
pub fn geometric_by_search<S: BitSource>(source: &mut S, p: f64) -> i64 {
    let q = 1.0 - p;
    let (mut count, mut sum, mut probability) = (1, p, p);
    let u = source.next_f64();
    while u > sum {
        probability *= q;
        sum += probability;
        count += 1;
    }
    count
}

/// Geometric: by search, or inversion where many trials are expected.
pub fn geometric<D: Standard>(draw: &mut D, p: f64) -> i64 {
    if p >= 1.0 / 3.0 {
        return geometric_by_search(draw.source(), p);
    }
    // Saturates where the number would be too large.
    (-draw.exponential() / ln_1p(-p)).ceil() as i64
}

/// Logarithmic series, by Kemp's method.
pub fn logseries<S: BitSource>(source: &mut S, p: f64) -> i64 {
    let r = ln_1p(-p);
    loop {
        let v = source.next_f64();
        if v >= p {
            return 1;
        }
        let q = -exp_m1(r * source.next_f64());
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

/// Zipf, by Devroye's rejection.
pub fn zipf<S: BitSource>(source: &mut S, a: f64) -> i64 {
    if a >= 1025.0 {
        // All others are less probable than the smallest number.
        return 1;
    }
    let exponent = a - 1.0;
    let b = pow(2.0, exponent);
    let smallest = pow(i64::MAX as f64, -exponent);
    loop {
        let u = source.next_f64();
        // Not below what gives the largest integer.
        let u = u * smallest + (1.0 - u);
        let x = pow(u, -1.0 / exponent).floor();
        if x > i64::MAX as f64 || x < 1.0 {
            continue;
        }
        let t = pow(1.0 + 1.0 / x, exponent);
        let v = source.next_f64();
        if v * x * (t - 1.0) / (b - 1.0) <= t / b {
            return x as i64;
        }
    }
}

/// 2·√(2/e) and 3 - 2·√(3/e), of the ratio of uniforms.
pub(super) const RATIO_FACTOR: f64 = 1.715_527_769_921_413_5;
pub(super) const RATIO_TERM: f64 = 0.898_916_162_058_898_8;

/// Hypergeometric: drawn one by one for samples that are small or leave little, else by Stadlober's ratio of uniforms.
pub fn hypergeometric<S: BitSource>(source: &mut S, good: i64, bad: i64, sample: i64) -> i64 {
    if sample >= 10 && sample <= good + bad - 10 {
        hypergeometric_by_ratio(source, good, bad, sample)
    } else {
        hypergeometric_one_by_one(source, good, bad, sample)
    }
}

fn hypergeometric_one_by_one<S: BitSource>(source: &mut S, good: i64, bad: i64, sample: i64) -> i64 {
    let all = good + bad;
    let complement = sample > all / 2;
    let mut to_draw = if complement { all - sample } else { sample };
    let (mut left, mut good_left) = (all, good);
    while to_draw > 0 && good_left > 0 && left > good_left {
        left -= 1;
        if (interval(source, left as u64) as i64) < good_left {
            good_left -= 1;
        }
        to_draw -= 1;
    }
    if left == good_left {
        good_left -= to_draw;
    }
    if complement { good_left } else { good - good_left }
}

fn hypergeometric_by_ratio<S: BitSource>(source: &mut S, good: i64, bad: i64, sample: i64) -> i64 {
    let (fewer, more, all) = (good.min(bad), good.max(bad), good + bad);
    let m = sample.min(all - sample);
    let (p, q) = (fewer as f64 / all as f64, more as f64 / all as f64);
    let center = m as f64 * p + 0.5;
    let variance = (all - m) as f64 * m as f64 * p * q / (all - 1) as f64;
    let deviation = (variance + 0.5).sqrt();
    let height = RATIO_FACTOR * deviation + RATIO_TERM;
    let mode = ((m + 1) as f64 * (fewer + 1) as f64 / (all + 2) as f64).floor() as i64;
    let weight =
        |k: i64| ln_factorial(k) + ln_factorial(fewer - k) + ln_factorial(m - k) + ln_factorial(more - m + k);
    let at_mode = weight(mode);
    let limit = ((m.min(fewer) + 1) as f64).min((center + 16.0 * deviation).floor());
    let drawn = loop {
        let (u, v) = (source.next_f64(), source.next_f64());
        let x = center + height * (v - 0.5) / u;
        if x < 0.0 || x >= limit {
            continue;
        }
        let k = x.floor() as i64;
        let t = at_mode - weight(k);
        if u * (4.0 - u) - 3.0 <= t {
            break k;
        }
        if u * (u - t) >= 1.0 {
            continue;
        }
        if 2.0 * ln(u) <= t {
            break k;
        }
    };
    let drawn = if good > bad { m - drawn } else { drawn };
    if m < sample { good - drawn } else { drawn }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Pcg64, SeedSequence, pcg64::Variant};

    // Expected: NumPy 2.4, `np.random.default_rng(7).binomial(2**63 - 1, p, 3)`.
    #[test]
    fn the_largest_number_of_trials() {
        for (p, expected) in [
            (0.25, [2305843009012148480, 2305843007838983168, 2305843006863289088]),
            (0.5, [4611686018194662912, 4611686016840008192, 4611686015713374208]),
        ] {
            let mut source = Pcg64::new(&SeedSequence::from_entropy(&[7]), Variant::XslRr);
            assert_eq!([(); 3].map(|()| binomial(&mut source, i64::MAX, p)), expected);
        }
    }
}
