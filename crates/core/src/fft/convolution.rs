//! Transforms of lengths with large prime factors, as a convolution with a chirp.

use super::complex::{ComplexPlan, turn};
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
        plan.transform::<true>(&mut spectrum, &mut vec![zero; long], T::one());
        spectrum.truncate(long / 2 + 1);
        ChirpPlan { plan, chirp, spectrum, long }
    }

    /// Transforms `line` in place and multiplies it with `scale`.
    pub(super) fn transform<const FORWARD: bool>(&self, line: &mut [Complex<T>], scale: T) {
        let zero = Complex::new(T::zero(), T::zero());
        let mut product: Vec<_> =
            line.iter().zip(&self.chirp).map(|(a, b)| turn::<FORWARD, T>(*a, *b)).collect();
        product.resize(self.long, zero);
        let mut space = vec![zero; self.long];
        self.plan.transform::<true>(&mut product, &mut space, T::one());
        for (m, number) in product.iter_mut().enumerate() {
            let factor = self.spectrum[m.min(self.long - m)];
            *number =
                if FORWARD { turn::<false, T>(*number, factor) } else { turn::<true, T>(*number, factor) };
        }
        self.plan.transform::<false>(&mut product, &mut space, T::one());
        for ((number, product), chirp) in line.iter_mut().zip(product).zip(&self.chirp) {
            *number = turn::<FORWARD, T>(product, *chirp).scale(scale);
        }
    }
}
