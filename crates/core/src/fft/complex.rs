//! Transforms of complex numbers: one pass for each factor of the length.
//!
//! Backward is forward with real and imaginary parts exchanged, before and after: to the last digit, since each of a pass's
//! sums and products only changes places.

use super::factors::{factors, grouped, special_roots};
use super::roots::Roots;
use num_complex::Complex;
use num_traits::{Float, FloatConst};

/// What transforms lines of one length.
pub(super) struct ComplexPlan<T> {
    length: usize,
    passes: Vec<Pass<T>>,
}

/// A step that joins `radix` transforms at a time.
struct Pass<T> {
    radix: usize,
    /// `twiddles[j - 1 + i (radix - 1)]` turns the i-th element of the j-th part, for all i but the first.
    twiddles: Vec<Complex<T>>,
    /// For odd radices: their own roots of unity.
    roots: Vec<Complex<T>>,
}

/// Factors up to this have roots of their own; those of larger ones come from the table of the whole length, and their sums
/// are taken two terms at a time.
const LARGEST_SPECIAL: usize = 11;

impl<T: Float + FloatConst> ComplexPlan<T> {
    pub(super) fn new(length: usize) -> Self {
        let table = Roots::new(length);
        let mut passes = Vec::new();
        let mut joined = 1;
        for radix in factors(length, &[8, 4]) {
            let inner = length / (joined * radix);
            let twiddle = |k: usize| table.get(joined * (k / (radix - 1) + 1) * (k % (radix - 1) + 1));
            let twiddles = (0..(inner - 1) * (radix - 1)).map(twiddle).collect();
            let roots = match radix {
                2 | 4 | 8 => Vec::new(),
                _ if radix <= LARGEST_SPECIAL => special_roots(radix),
                _ => (0..radix).map(|j| table.get(j * joined * inner)).collect(),
            };
            passes.push(Pass { radix, twiddles, roots });
            joined *= radix;
        }
        ComplexPlan { length, passes }
    }

    /// Transforms `line` in place and multiplies it with `scale`; `space` is as long.
    pub(super) fn transform(
        &self,
        line: &mut [Complex<T>],
        space: &mut [Complex<T>],
        inverse: bool,
        scale: T,
    ) {
        if inverse {
            line.iter_mut().for_each(exchange);
        }
        let mut joined = 1;
        let (mut from, mut to) = (&mut *line, &mut *space);
        for pass in &self.passes {
            let inner = self.length / (joined * pass.radix);
            match pass.radix {
                2 => pass.apply(from, to, joined, inner, |[a, b]| [a + b, a - b]),
                4 => pass.apply(from, to, joined, inner, four),
                8 => pass.apply(from, to, joined, inner, eight),
                _ => pass.odd(from, to, joined, inner, inverse),
            }
            std::mem::swap(&mut from, &mut to);
            joined *= pass.radix;
        }
        if self.passes.len() % 2 == 1 {
            line.copy_from_slice(space);
        }
        if inverse {
            line.iter_mut().for_each(exchange);
        }
        if scale != T::one() {
            line.iter_mut().for_each(|number| *number = number.scale(scale));
        }
    }
}

/// Exchanges real and imaginary part.
fn exchange<T>(number: &mut Complex<T>) {
    std::mem::swap(&mut number.re, &mut number.im);
}

impl<T: Float> Pass<T> {
    /// The pass of a radix whose transform `butterfly` is.
    #[inline]
    fn apply<const RADIX: usize>(
        &self,
        from: &[Complex<T>],
        to: &mut [Complex<T>],
        joined: usize,
        inner: usize,
        butterfly: impl Fn([Complex<T>; RADIX]) -> [Complex<T>; RADIX],
    ) {
        for k in 0..joined {
            for i in 0..inner {
                let parts = butterfly(std::array::from_fn(|j| from[i + inner * (j + RADIX * k)]));
                to[i + inner * k] = parts[0];
                for (j, part) in parts.into_iter().enumerate().skip(1) {
                    to[i + inner * (k + joined * j)] = self.turned(part, i, j);
                }
            }
        }
    }

    /// What a part is in the whole.
    #[inline]
    fn turned(&self, part: Complex<T>, i: usize, j: usize) -> Complex<T> {
        if i == 0 { part } else { turn(part, self.twiddles[(i - 1) * (self.radix - 1) + j - 1]) }
    }

    /// The pass of an odd radix: sums and differences of the parts that mirror each other, weighed with cosines and sines.
    fn odd(&self, from: &[Complex<T>], to: &mut [Complex<T>], joined: usize, inner: usize, inverse: bool) {
        let radix = self.radix;
        let half = radix / 2;
        let together = if radix > LARGEST_SPECIAL { 2 } else { 1 };
        let mut sums = vec![Complex::new(T::zero(), T::zero()); half + 1];
        let mut differences = sums.clone();
        for (k, i) in (0..joined).flat_map(|k| (0..inner).map(move |i| (k, i))) {
            let part = |j: usize| from[i + inner * (j + radix * k)];
            let first = part(0);
            for j in 1..=half {
                (sums[j], differences[j]) = (part(j) + part(radix - j), part(j) - part(radix - j));
            }
            to[i + inner * k] = sums[1..].iter().fold(first, |sum, number| sum + number);
            for l in 1..=half {
                let cosine = |j: usize| self.roots[j * l % radix].re;
                let even = Complex::new(
                    grouped(first.re, half, together, |j| cosine(j) * sums[j].re),
                    grouped(first.im, half, together, |j| cosine(j) * sums[j].im),
                );
                // Signs where they are in either direction decide on those of zeros.
                let sine =
                    |j: usize| self.roots[j * l % radix].im * if inverse { T::one() } else { -T::one() };
                let re = grouped(T::neg_zero(), half, together, |j| sine(j) * differences[j].im);
                let im = grouped(T::neg_zero(), half, together, |j| sine(j) * differences[j].re);
                let odd = if inverse { Complex::new(re, -im) } else { Complex::new(-re, im) };
                to[i + inner * (k + joined * l)] = self.turned(even + odd, i, l);
                to[i + inner * (k + joined * (radix - l))] = self.turned(even - odd, i, radix - l);
            }
        }
    }
}

/// Multiplies with the conjugate of a root of unity.
#[inline]
pub(super) fn turn<T: Float>(a: Complex<T>, root: Complex<T>) -> Complex<T> {
    Complex::new(a.re * root.re + a.im * root.im, a.im * root.re - a.re * root.im)
}

/// Multiplies with a root of unity.
#[inline]
pub(super) fn turn_back<T: Float>(a: Complex<T>, root: Complex<T>) -> Complex<T> {
    Complex::new(a.re * root.re - a.im * root.im, a.re * root.im + a.im * root.re)
}

/// A quarter turn.
#[inline]
fn quarter<T: Float>(a: Complex<T>) -> Complex<T> {
    Complex::new(a.im, -a.re)
}

#[inline]
fn four<T: Float>([a, b, c, d]: [Complex<T>; 4]) -> [Complex<T>; 4] {
    let (even, odd) = (a + c, b + d);
    let (even_less, odd_less) = (a - c, quarter(b - d));
    [even + odd, even_less + odd_less, even - odd, even_less - odd_less]
}

#[inline]
fn eight<T: Float + FloatConst>(parts: [Complex<T>; 8]) -> [Complex<T>; 8] {
    let [a, b, c, d, e, f, g, h] = parts;
    let root = T::FRAC_1_SQRT_2();
    let eighth = |x: Complex<T>| Complex::new(x.re + x.im, x.im - x.re).scale(root);
    let three_eighths = |x: Complex<T>| Complex::new(x.im - x.re, -x.re - x.im).scale(root);
    let [even_0, even_1, even_2, even_3] = four([a, c, e, g]);
    let (bf, dh) = (b + f, d + h);
    let (bf_less, dh_less) = (b - f, quarter(d - h));
    let (odd_0, odd_2) = (bf + dh, quarter(bf - dh));
    let (odd_1, odd_3) = (eighth(bf_less + dh_less), three_eighths(bf_less - dh_less));
    [
        even_0 + odd_0,
        even_1 + odd_1,
        even_2 + odd_2,
        even_3 + odd_3,
        even_0 - odd_0,
        even_1 - odd_1,
        even_2 - odd_2,
        even_3 - odd_3,
    ]
}
