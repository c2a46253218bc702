//! Transforms of single lines, by the algorithm that suits their length.

use super::complex::ComplexPlan;
use super::convolution::ChirpPlan;
use super::factors::convolution_is_cheaper;
use super::real::RealPlan;
use crate::element::Element;
use crate::error::Result;
use crate::sort::scratch;
use num_complex::{Complex, Complex64};
use num_traits::{Float, FloatConst};
use rustfft::{Fft, FftDirection, FftPlanner};
use std::sync::Arc;

/// Up to this length NumPy's steps are followed, for its digits. Longer lines are for the library.
const LONGEST_EXACT: usize = 4096;

/// The precisions of transforms.
pub(super) trait Precision: Float + FloatConst + Element {}

impl Precision for f32 {}
impl Precision for f64 {}

/// Transforms lines of complex numbers of one length.
pub(super) enum ComplexLines<T> {
    Passes(ComplexPlan<T>, Vec<Complex<T>>),
    Chirp(ChirpPlan<T>),
    Library(Library),
}

/// Forward and inverse in double precision, and where they work.
pub(super) struct Library {
    plan: Arc<dyn Fft<f64>>,
    line: Vec<Complex64>,
    space: Vec<Complex64>,
}

impl<T: Precision> ComplexLines<T> {
    /// # Errors
    /// `MemoryError`.
    pub(super) fn new(length: usize, inverse: bool) -> Result<Self> {
        Ok(if length > LONGEST_EXACT {
            ComplexLines::Library(Library::new(length, inverse)?)
        } else if convolution_is_cheaper(length, 1.0) {
            ComplexLines::Chirp(ChirpPlan::new(length))
        } else {
            ComplexLines::Passes(ComplexPlan::new(length), vec![Complex::new(T::zero(), T::zero()); length])
        })
    }

    /// The transform times `scale`, in place of the line.
    pub(super) fn transform(&mut self, line: &mut [Complex<T>], inverse: bool, scale: T) {
        match self {
            ComplexLines::Passes(plan, space) => plan.transform(line, space, inverse, scale),
            ComplexLines::Chirp(plan) => plan.transform(line, inverse, scale),
            ComplexLines::Library(library) => library.transform(line, scale),
        }
    }
}

impl Library {
    fn new(length: usize, inverse: bool) -> Result<Self> {
        let direction = if inverse { FftDirection::Inverse } else { FftDirection::Forward };
        let line = scratch(length)?;
        let plan = FftPlanner::<f64>::new().plan_fft(length, direction);
        let mut space = scratch(plan.get_inplace_scratch_len())?;
        space.resize(plan.get_inplace_scratch_len(), Complex64::default());
        Ok(Library { plan, line, space })
    }

    fn transform<T: Precision>(&mut self, line: &mut [Complex<T>], scale: T) {
        self.line.clear();
        self.line.extend(line.iter().map(|number| Complex64::new(number.re.cast(), number.im.cast())));
        self.plan.process_with_scratch(&mut self.line, &mut self.space);
        let scale: f64 = scale.cast();
        for (number, found) in line.iter_mut().zip(&self.line) {
            *number = Complex::new((found.re * scale).cast(), (found.im * scale).cast());
        }
    }
}

/// Transforms between lines of real numbers of one length and their half spectra.
pub(super) enum RealLines<T> {
    Passes(RealPlan<T>, Vec<T>),
    /// By way of the whole spectrum.
    Whole(ComplexLines<T>, Vec<Complex<T>>),
}

impl<T: Precision> RealLines<T> {
    /// # Errors
    /// `MemoryError`.
    pub(super) fn new(length: usize, inverse: bool) -> Result<Self> {
        Ok(if length > LONGEST_EXACT || convolution_is_cheaper(length, 0.5) {
            let whole = if length > LONGEST_EXACT {
                ComplexLines::new(length, inverse)?
            } else {
                ComplexLines::Chirp(ChirpPlan::new(length))
            };
            RealLines::Whole(whole, scratch(length)?)
        } else {
            RealLines::Passes(RealPlan::new(length), vec![T::zero(); length])
        })
    }

    /// In place of the numbers their spectrum times `scale`, as `re₀ re₁ im₁ re₂ im₂ …`.
    pub(super) fn forward(&mut self, line: &mut [T], scale: T) {
        match self {
            RealLines::Passes(plan, space) => plan.forward(line, space, scale),
            RealLines::Whole(lines, whole) => {
                whole.clear();
                whole.extend(line.iter().map(|number| Complex::new(*number, T::zero())));
                lines.transform(whole, false, scale);
                let parts = whole.iter().flat_map(|number| [number.re, number.im]);
                // The first number has no imaginary part.
                let parts = parts.enumerate().filter(|(i, _)| *i != 1).map(|(_, part)| part);
                line.iter_mut().zip(parts).for_each(|(number, part)| *number = part);
            }
        }
    }

    /// In place of a spectrum, laid out as [`Self::forward`] leaves it, the numbers times `scale`.
    pub(super) fn backward(&mut self, line: &mut [T], scale: T) {
        match self {
            RealLines::Passes(plan, space) => plan.backward(line, space, scale),
            RealLines::Whole(lines, whole) => {
                let length = line.len();
                let number = |m: usize| match m {
                    0 => Complex::new(line[0], T::zero()),
                    _ => Complex::new(line[2 * m - 1], line.get(2 * m).copied().unwrap_or(T::zero())),
                };
                whole.clear();
                whole.extend(
                    (0..length).map(|m| if 2 * m > length { number(length - m).conj() } else { number(m) }),
                );
                lines.transform(whole, true, scale);
                line.iter_mut().zip(whole).for_each(|(number, found)| *number = found.re);
            }
        }
    }
}
