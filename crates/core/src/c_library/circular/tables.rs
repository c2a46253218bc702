//! The tables of the cosine and the arc cosine, computed with twice the precision when first asked for.

use crate::double_double::DoubleDouble;

/// The sine and the cosine of a multiple of 1/128, each in two parts.
#[derive(Clone, Copy)]
pub(super) struct Sine {
    pub(super) sin: f64,
    pub(super) sin_low: f64,
    pub(super) cos: f64,
    pub(super) cos_low: f64,
}

/// The arc sine about the middle of one of 256 parts of 0..1: `high + low + slope t + t² higher(t)`.
pub(super) struct ArcSine {
    pub(super) at: f64,
    pub(super) high: f64,
    pub(super) low: f64,
    pub(super) slope: f64,
    /// Coefficients, the highest first.
    pub(super) higher: Vec<f64>,
}

/// The part that the table of arc sines begins with: that of 1/8.
pub(super) const FIRST_PART: usize = 32;
const LAST_PART: usize = 247;

thread_local! {
    pub(super) static SINES: [Sine; 128] = std::array::from_fn(|k| {
        let (sin, cos) = sin_cos(k as f64 / 128.0);
        Sine { sin: sin.high, sin_low: sin.low, cos: cos.high, cos_low: cos.low }
    });
    pub(super) static ARC_SINES: Vec<ArcSine> = (FIRST_PART..=LAST_PART).map(arc_sine).collect();
}

/// Sine and cosine by their series, for angles below 2.
fn sin_cos(angle: f64) -> (DoubleDouble, DoubleDouble) {
    const TERMS: i32 = 40;
    let mut sums = [DoubleDouble::from(1.0), DoubleDouble::from(0.0)];
    let mut term = DoubleDouble::from(1.0);
    for n in 1..TERMS {
        term = term * angle.into() / f64::from(n).into();
        let signed = if n % 4 < 2 { term } else { -term };
        sums[n as usize % 2] = sums[n as usize % 2] + signed;
    }
    (sums[1], sums[0])
}

/// The degree of the polynomial about a number: higher towards 1, where the arc sine gets steep.
fn degree(at: f64) -> usize {
    [0.5, 0.75, 0.921875, 0.953125].iter().fold(6, |degree, from| degree + usize::from(at > *from))
}

fn arc_sine(part: usize) -> ArcSine {
    /// Leading parts are multiples of 2^-51.
    const GRID: f64 = (1_u64 << 51) as f64;
    const HALF_WIDTH: f64 = 1.0 / 512.0;
    let at = (part as f64 + 0.5) / 256.0;
    let mut series = arc_sine_series(at);
    economize(&mut series, degree(at), HALF_WIDTH);
    let [constant, slope, ..] = series;
    let high = (constant.high * GRID).round_ties_even() / GRID;
    let low = (constant + (-high).into()).high;
    let higher = series[2..=degree(at)].iter().rev().map(|term| term.high).collect();
    ArcSine { at, high, low, slope: slope.high, higher }
}

const TERMS: usize = 15;

/// The Taylor series of the arc sine.
fn arc_sine_series(at: f64) -> [DoubleDouble; TERMS] {
    // f = asin' has (1 - x²) f' = x f, which gives each of its terms from the two before.
    let rest = 1.0 - at * at; // exact: `at` has few digits
    let near = 1.0 / rest.sqrt();
    let error = DoubleDouble::from(1.0) + -(DoubleDouble::from(near) * near.into() * rest.into());
    let mut before = DoubleDouble::from(0.0);
    let mut slope = DoubleDouble::new(near, near * error.high / 2.0);
    let mut series = [DoubleDouble::from(0.0); TERMS];
    series[0] = arc_sine_precisely(at);
    for (k, term) in series.iter_mut().enumerate().skip(1) {
        let n = k as f64;
        *term = slope / n.into();
        let next = slope * (at * (2.0 * n - 1.0)).into() + before * (n - 1.0).into();
        before = slope;
        slope = next / (rest * n).into();
    }
    series
}

/// One of Newton's steps from the `f64`.
fn arc_sine_precisely(x: f64) -> DoubleDouble {
    let near = pxfm::f_asin(x);
    let (sin, cos) = sin_cos(near);
    let error = DoubleDouble::from(x) + -sin;
    DoubleDouble::from(near) + error / cos
}

/// Brings a series down to a degree by Chebyshev's polynomials, which spreads what is left out over all of -width..width
/// (C. Lanczos, "Applied Analysis", 1956).
fn economize(series: &mut [DoubleDouble], degree: usize, width: f64) {
    for n in (degree + 1..series.len()).rev() {
        // Tₙ, its leading coefficient made 1: those after it by their ratios.
        let mut coefficient = series[n].high;
        for k in 1..=n / 2 {
            let (n, k) = (n as f64, k as f64);
            let ratio = (n - 2.0 * k + 2.0) * (n - 2.0 * k + 1.0) / (4.0 * k * (n - k));
            coefficient *= -ratio * width * width;
            let at = (n - 2.0 * k) as usize;
            series[at] = series[at] + (-coefficient).into();
        }
    }
}

/// About 1/√z, to 15 decimal digits from the middle of one of 128 parts of each two octaves.
pub(super) fn inverse_root(z: f64) -> f64 {
    let bits = z.to_bits();
    let part = (bits >> 46) as usize % 128;
    let middle = if part < 64 { (64.5 + part as f64) / 128.0 } else { part as f64 / 64.0 + 0.5 / 64.0 };
    let digits = if middle < 1.0 { 1e14 } else { 1e15 };
    let root = ((1.0 / middle.sqrt()) * digits).round() / digits;
    let halvings = 511 - (bits >> 53) as i32;
    root * f64::from(halvings).exp2()
}
