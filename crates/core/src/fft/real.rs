//! Transforms of real numbers to half a spectrum, and back.
//!
//! A spectrum is a line of real numbers: `re₀ re₁ im₁ re₂ im₂ …`, the last imaginary part left out where the length is even.

use super::factors::{factors, grouped, special_roots};
use super::roots::Roots;
use num_complex::Complex;
use num_traits::{Float, FloatConst};

/// What transforms lines of one length.
pub(super) struct RealPlan<T> {
    length: usize,
    passes: Vec<Pass<T>>,
}

/// A step that joins `radix` transforms at a time.
struct Pass<T> {
    radix: usize,
    joined: usize,
    inner: usize,
    /// `twiddles[i - 1 + (j - 1) (inner - 1) / 2]` turns the i-th pair of the j-th part.
    twiddles: Vec<Complex<T>>,
    /// For odd radices: their own roots of unity.
    roots: Vec<Complex<T>>,
}

/// Sums of more terms are taken so many at a time.
const TOGETHER: usize = 4;

impl<T: Float + FloatConst> RealPlan<T> {
    pub(super) fn new(length: usize) -> Self {
        let table = Roots::new(length);
        let mut passes = Vec::new();
        let mut joined = 1;
        for radix in factors(length, &[4]) {
            let inner = length / (joined * radix);
            let twiddle = |j: usize| (1..=(inner - 1) / 2).map(move |i| (j, i));
            let twiddles = (1..radix).flat_map(twiddle).map(|(j, i)| table.get(j * joined * i)).collect();
            let roots = match radix {
                2 | 4 => Vec::new(),
                3 | 5 => special_roots(radix),
                _ => (0..radix).map(|j| table.get(j * (length / radix))).collect(),
            };
            passes.push(Pass { radix, joined, inner, twiddles, roots });
            joined *= radix;
        }
        RealPlan { length, passes }
    }

    /// The half spectrum of `line`, in its place, times `scale`; `space` is as long.
    pub(super) fn forward(&self, line: &mut [T], space: &mut [T], scale: T) {
        self.in_turns(line, space, scale, self.passes.iter().rev(), |pass, from, to| match pass.radix {
            2 => pass.two(from, to),
            4 => pass.four(from, to),
            _ => pass.odd(from, to),
        });
    }

    /// The numbers of a half spectrum.
    pub(super) fn backward(&self, line: &mut [T], space: &mut [T], scale: T) {
        self.in_turns(line, space, scale, self.passes.iter(), |pass, from, to| match pass.radix {
            2 => pass.two_back(from, to),
            4 => pass.four_back(from, to),
            _ => pass.odd_back(from, to),
        });
    }

    fn in_turns<'a>(
        &'a self,
        line: &mut [T],
        space: &mut [T],
        scale: T,
        passes: impl Iterator<Item = &'a Pass<T>>,
        apply: impl Fn(&Pass<T>, &[T], &mut [T]),
    ) {
        debug_assert_eq!(line.len(), self.length);
        let (mut from, mut to) = (&mut *line, &mut *space);
        for pass in passes {
            apply(pass, from, to);
            std::mem::swap(&mut from, &mut to);
        }
        if self.passes.len() % 2 == 1 {
            line.copy_from_slice(space);
        }
        if scale != T::one() {
            line.iter_mut().for_each(|number| *number = *number * scale);
        }
    }
}

impl<T: Float + FloatConst> Pass<T> {
    /// Where the i-th number of the j-th of the parts that are joined lies.
    #[inline]
    fn apart(&self, i: usize, k: usize, j: usize) -> usize {
        i + self.inner * (k + self.joined * j)
    }

    /// Where it lies once they are joined.
    #[inline]
    fn together(&self, i: usize, j: usize, k: usize) -> usize {
        i + self.inner * (j + self.radix * k)
    }

    #[inline]
    fn twiddle(&self, i: usize, j: usize) -> Complex<T> {
        self.twiddles[i / 2 - 1 + (j - 1) * ((self.inner - 1) / 2)]
    }

    /// For each line of the pass, each second number from the second pair on.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let inner = self.inner;
        (0..self.joined).flat_map(move |k| (2..inner).step_by(2).map(move |i| (k, i)))
    }

    /// The pair that ends at i of a part, turned back.
    #[inline]
    fn turned(&self, from: &[T], i: usize, k: usize, j: usize) -> Complex<T> {
        let at = self.apart(i, k, j);
        let pair = Complex::new(from[at - 1], from[at]);
        if j == 0 {
            return pair;
        }
        let root = self.twiddle(i, j);
        Complex::new(root.re * pair.re + root.im * pair.im, root.re * pair.im - root.im * pair.re)
    }

    /// Turns a pair and puts it where it belongs.
    #[inline]
    fn turn_into(&self, to: &mut [T], i: usize, k: usize, j: usize, pair: Complex<T>) {
        let at = self.apart(i, k, j);
        let turned = if j == 0 {
            pair
        } else {
            let root = self.twiddle(i, j);
            Complex::new(root.re * pair.re - root.im * pair.im, root.re * pair.im + root.im * pair.re)
        };
        (to[at - 1], to[at]) = (turned.re, turned.im);
    }

    /// Puts the pair `even + odd` at one place and the conjugate of `even - odd`, mirrored, at the other.
    #[inline]
    fn mirror(
        &self,
        to: &mut [T],
        (i, k): (usize, usize),
        places: [usize; 2],
        even: Complex<T>,
        odd: Complex<T>,
    ) {
        let (at, mirrored) = (self.together(i, places[0], k), self.together(self.inner - i, places[1], k));
        (to[at - 1], to[at]) = (even.re + odd.re, even.im + odd.im);
        (to[mirrored - 1], to[mirrored]) = (even.re - odd.re, odd.im - even.im);
    }

    /// Twice what [`Self::mirror`] was given, of what it put there.
    #[inline]
    fn mirrored(&self, from: &[T], (i, k): (usize, usize), places: [usize; 2]) -> [Complex<T>; 2] {
        let (at, mirrored) = (self.together(i, places[0], k), self.together(self.inner - i, places[1], k));
        let (a, b) = (Complex::new(from[at - 1], from[at]), Complex::new(from[mirrored - 1], from[mirrored]));
        [a + b.conj(), a - b.conj()]
    }

    fn two(&self, from: &[T], to: &mut [T]) {
        let last = self.inner - 1;
        for k in 0..self.joined {
            let (a, b) = (from[self.apart(0, k, 0)], from[self.apart(0, k, 1)]);
            to[self.together(0, 0, k)] = a + b;
            to[self.together(last, 1, k)] = a - b;
            if self.inner.is_multiple_of(2) {
                to[self.together(0, 1, k)] = -from[self.apart(last, k, 1)];
                to[self.together(last, 0, k)] = from[self.apart(last, k, 0)];
            }
        }
        for (k, i) in self.pairs() {
            let (even, odd) = (self.turned(from, i, k, 0), self.turned(from, i, k, 1));
            self.mirror(to, (i, k), [0, 1], even, odd);
        }
    }

    fn two_back(&self, from: &[T], to: &mut [T]) {
        let last = self.inner - 1;
        for k in 0..self.joined {
            let (a, b) = (from[self.together(0, 0, k)], from[self.together(last, 1, k)]);
            to[self.apart(0, k, 0)] = a + b;
            to[self.apart(0, k, 1)] = a - b;
            if self.inner.is_multiple_of(2) {
                let two = T::one() + T::one();
                to[self.apart(last, k, 0)] = two * from[self.together(last, 0, k)];
                to[self.apart(last, k, 1)] = -two * from[self.together(0, 1, k)];
            }
        }
        for (k, i) in self.pairs() {
            let parts = self.mirrored(from, (i, k), [0, 1]);
            parts.into_iter().enumerate().for_each(|(j, part)| self.turn_into(to, i, k, j, part));
        }
    }

    fn four(&self, from: &[T], to: &mut [T]) {
        let last = self.inner - 1;
        for k in 0..self.joined {
            let [a, b, c, d] = std::array::from_fn(|j| from[self.apart(0, k, j)]);
            to[self.together(0, 0, k)] = (a + c) + (d + b);
            to[self.together(last, 3, k)] = (a + c) - (d + b);
            to[self.together(0, 2, k)] = d - b;
            to[self.together(last, 1, k)] = a - c;
            if self.inner.is_multiple_of(2) {
                let [a, b, c, d] = std::array::from_fn(|j| from[self.apart(last, k, j)]);
                let (re, im) = (T::FRAC_1_SQRT_2() * (b - d), -T::FRAC_1_SQRT_2() * (b + d));
                to[self.together(last, 0, k)] = a + re;
                to[self.together(last, 2, k)] = a - re;
                to[self.together(0, 3, k)] = im + c;
                to[self.together(0, 1, k)] = im - c;
            }
        }
        for (k, i) in self.pairs() {
            let [a, b, c, d] = std::array::from_fn(|j| self.turned(from, i, k, j));
            self.mirror(to, (i, k), [0, 3], a + c, d + b);
            self.mirror(to, (i, k), [2, 1], a - c, Complex::new(b.im - d.im, d.re - b.re));
        }
    }

    fn four_back(&self, from: &[T], to: &mut [T]) {
        let two = T::one() + T::one();
        let last = self.inner - 1;
        for k in 0..self.joined {
            let (a, d) = (from[self.together(0, 0, k)], from[self.together(last, 3, k)]);
            let (b, c) = (two * from[self.together(last, 1, k)], two * from[self.together(0, 2, k)]);
            to[self.apart(0, k, 0)] = (a + d) + b;
            to[self.apart(0, k, 1)] = (a - d) - c;
            to[self.apart(0, k, 2)] = (a + d) - b;
            to[self.apart(0, k, 3)] = (a - d) + c;
            if self.inner.is_multiple_of(2) {
                let (a, c) = (from[self.together(last, 0, k)], from[self.together(last, 2, k)]);
                let (b, d) = (from[self.together(0, 1, k)], from[self.together(0, 3, k)]);
                let (even, odd) = (a + c, d - b);
                to[self.apart(last, k, 0)] = even + even;
                to[self.apart(last, k, 1)] = T::SQRT_2() * ((a - c) - (d + b));
                to[self.apart(last, k, 2)] = odd + odd;
                to[self.apart(last, k, 3)] = -T::SQRT_2() * ((a - c) + (d + b));
            }
        }
        for (k, i) in self.pairs() {
            let [even, even_less] = self.mirrored(from, (i, k), [0, 3]);
            let [odd, odd_less] = self.mirrored(from, (i, k), [2, 1]);
            let turned = Complex::new(-odd_less.im, odd_less.re);
            let parts = [even + odd, even_less + turned, even - odd, even_less - turned];
            parts.into_iter().enumerate().for_each(|(j, part)| self.turn_into(to, i, k, j, part));
        }
    }

    /// `start` and the numbers weighed with the cosines of the l-th root's powers.
    #[inline]
    fn cosines(&self, l: usize, start: T, number: impl Fn(usize) -> T) -> T {
        grouped(start, self.radix / 2, TOGETHER, |j| self.roots[j * l % self.radix].re * number(j))
    }

    /// The numbers weighed with the sines of the l-th root's powers.
    #[inline]
    fn sines(&self, l: usize, number: impl Fn(usize) -> T) -> T {
        grouped(T::neg_zero(), self.radix / 2, TOGETHER, |j| self.roots[j * l % self.radix].im * number(j))
    }

    fn odd(&self, from: &[T], to: &mut [T]) {
        let (radix, half, last) = (self.radix, self.radix / 2, self.inner - 1);
        for k in 0..self.joined {
            let part = |j: usize| from[self.apart(0, k, j)];
            to[self.together(0, 0, k)] = (1..=half).fold(part(0), |sum, j| sum + (part(j) + part(radix - j)));
            for l in 1..=half {
                let even = self.cosines(l, part(0), |j| part(j) + part(radix - j));
                to[self.together(last, 2 * l - 1, k)] = even;
                to[self.together(0, 2 * l, k)] = self.sines(l, |j| part(radix - j) - part(j));
            }
        }
        let zero = Complex::new(T::zero(), T::zero());
        let (mut sums, mut differences) = (vec![zero; half + 1], vec![zero; half + 1]);
        for (k, i) in self.pairs() {
            let first = self.turned(from, i, k, 0);
            for j in 1..=half {
                let (a, b) = (self.turned(from, i, k, j), self.turned(from, i, k, radix - j));
                sums[j] = a + b;
                // A quarter turn back of the difference.
                differences[j] = Complex::new(a.im - b.im, b.re - a.re);
            }
            let at = self.together(i, 0, k);
            let whole = sums[1..].iter().fold(first, |sum, number| sum + number);
            (to[at - 1], to[at]) = (whole.re, whole.im);
            for l in 1..=half {
                let even = Complex::new(
                    self.cosines(l, first.re, |j| sums[j].re),
                    self.cosines(l, first.im, |j| sums[j].im),
                );
                let odd =
                    Complex::new(self.sines(l, |j| differences[j].re), self.sines(l, |j| differences[j].im));
                self.mirror(to, (i, k), [2 * l, 2 * l - 1], even, odd);
            }
        }
    }

    fn odd_back(&self, from: &[T], to: &mut [T]) {
        let (radix, half, last) = (self.radix, self.radix / 2, self.inner - 1);
        let two = T::one() + T::one();
        for k in 0..self.joined {
            let first = from[self.together(0, 0, k)];
            let re = |j: usize| two * from[self.together(last, 2 * j - 1, k)];
            let im = |j: usize| two * from[self.together(0, 2 * j, k)];
            to[self.apart(0, k, 0)] = (1..=half).fold(first, |sum, j| sum + re(j));
            for l in 1..=half {
                let (even, odd) = (self.cosines(l, first, re), self.sines(l, im));
                to[self.apart(0, k, l)] = even - odd;
                to[self.apart(0, k, radix - l)] = even + odd;
            }
        }
        let zero = Complex::new(T::zero(), T::zero());
        let (mut sums, mut differences) = (vec![zero; half + 1], vec![zero; half + 1]);
        for (k, i) in self.pairs() {
            let at = self.together(i, 0, k);
            let first = Complex::new(from[at - 1], from[at]);
            for j in 1..=half {
                [sums[j], differences[j]] = self.mirrored(from, (i, k), [2 * j, 2 * j - 1]);
            }
            let whole = sums[1..].iter().fold(first, |sum, number| sum + number);
            self.turn_into(to, i, k, 0, whole);
            for l in 1..=half {
                let even = Complex::new(
                    self.cosines(l, first.re, |j| sums[j].re),
                    self.cosines(l, first.im, |j| sums[j].im),
                );
                let (re, im) = (self.sines(l, |j| differences[j].re), self.sines(l, |j| differences[j].im));
                self.turn_into(to, i, k, l, Complex::new(even.re - im, even.im + re));
                self.turn_into(to, i, k, radix - l, Complex::new(even.re + im, even.im - re));
            }
        }
    }
}
