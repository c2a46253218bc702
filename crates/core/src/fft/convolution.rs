//! Transforms of lengths with large prime factors, as a convolution with a chirp.

use super::complex::{ComplexPlan, turn, turn_back};
use super::factors::convolution_length;
use super::roots::Roots;
use num_complex::Complex;
use num_traits::{Float, FloatConst, NumCast};

/// What transforms lines of one length.
///
/// Source: L. I. Bluestein, "A linear filtering approach to the computation of discrete Fourier transform", 1970.
pub(super) struct ChirpPlan<T> {
    plan: ComplexPlan<T>,
    /// `exp(πi m² / n)`.
    chirp: Vec<Complex<T>>,
    /// The first half of the chirp's spectrum, and the element in the middle.
    spectrum: Vec<Complex<T>>,
    /// How long the convolution is.
    long: usize,
}

/// A product with a root of unity or with its conjugate.
type Turn<T> = fn(Complex<T>, Complex<T>) -> Complex<T>;

impl<T: Float + FloatConst> ChirpPlan<T> {
    pub(super) fn new(length: usize) -> Self {
        let long = convolution_length(length);
        let plan = ComplexPlan::new(long);
        let table = Roots::new(2 * length);
        let chirp: Vec<Complex<T>> = (0..length).map(|m| table.get(m * m % (2 * length))).collect();
        let scale = <T as NumCast>::from(long).map_or(T::nan(), T::recip);
        let zero = Complex::new(T::zero(), T::zero());
        let mut spectrum = vec![zero; long];
        for (m, number) in chirp.iter().enumerate() {
            spectrum[m] = number.scale(scale);
            spectrum[(long - m) % long] = spectrum[m];
        }
        plan.transform(&mut spectrum, &mut vec![zero; long], false, T::one());
        spectrum.truncate(long / 2 + 1);
        ChirpPlan { plan, chirp, spectrum, long }
    }

    /// Transforms `line` in place and multiplies it with `scale`.
    pub(super) fn transform(&self, line: &mut [Complex<T>], inverse: bool, scale: T) {
        let zero = Complex::new(T::zero(), T::zero());
        let [with_chirp, with_spectrum]: [Turn<T>; 2] =
            if inverse { [turn_back, turn] } else { [turn, turn_back] };
        let mut product: Vec<_> = line.iter().zip(&self.chirp).map(|(a, b)| with_chirp(*a, *b)).collect();
        product.resize(self.long, zero);
        let mut space = vec![zero; self.long];
        self.plan.transform(&mut product, &mut space, false, T::one());
        for (m, number) in product.iter_mut().enumerate() {
            *number = with_spectrum(*number, self.spectrum[m.min(self.long - m)]);
        }
        self.plan.transform(&mut product, &mut space, true, T::one());
        for ((number, product), chirp) in line.iter_mut().zip(product).zip(&self.chirp) {
            *number = with_chirp(product, *chirp).scale(scale);
        }
    }
}
