//! Householder reflectors as LAPACK's `larfg` makes them, and the products of them that its `org2r` forms.
//!
//! Source: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. (2013), 5.1.

use super::columns::{Columns, is_zero};
use super::field::Field;
use super::norm::{hypotenuse, hypotenuse_of_three, norm};
use super::quotient::quotient;
use num_complex::Complex64;

/// `1 - factor v vᴴ`: `v` from its first element on, which is 1.
pub(super) struct Reflector<T> {
    pub(super) vector: Vec<T>,
    pub(super) factor: T,
}

/// The smallest length that is not scaled up.
const SAFE: f64 = f64::MIN_POSITIVE / (f64::EPSILON / 2.0);

impl<T: Field> Reflector<T> {
    /// The reflector that takes a vector to a real multiple of the first unit vector, and that multiple.
    pub(super) fn of(mut vector: Vec<T>) -> (Reflector<T>, f64) {
        let (factor, multiple) = make_reflector(&mut vector);
        (Reflector { vector, factor }, multiple)
    }
}

/// Makes of a vector its reflector's: 1 is put at its head. Returns the factor, and the multiple of the first unit vector that
/// the reflection takes the vector to.
pub(super) fn make_reflector<T: Field>(vector: &mut [T]) -> (T, f64) {
    let [first, rest @ ..] = vector else { return (T::default(), 0.0) };
    let (mut real, mut imaginary) = std::mem::replace(first, T::new(1.0, 0.0)).parts();
    let mut length = norm(rest.iter().copied());
    if length == 0.0 && imaginary == 0.0 {
        return (T::default(), real);
    }
    let multiple_of = |real: f64, imaginary, length| {
        let size = match T::DTYPE.is_complex() {
            true => hypotenuse_of_three(real, imaginary, length),
            false => hypotenuse(real, length),
        };
        -size.copysign(real)
    };
    let mut multiple = multiple_of(real, imaginary, length);
    let mut rescaled = 0;
    while multiple.abs() < SAFE && rescaled < 20 {
        rescaled += 1;
        scale(rest, T::new(1.0 / SAFE, 0.0));
        [multiple, real, imaginary] = [multiple, real, imaginary].map(|x| x * (1.0 / SAFE));
    }
    if rescaled > 0 {
        length = norm(rest.iter().copied());
        multiple = multiple_of(real, imaginary, length);
    }
    let factor = T::new((multiple - real) / multiple, -imaginary / multiple);
    if T::DTYPE.is_complex() {
        let inverse = quotient(1.0.into(), Complex64::new(real - multiple, imaginary));
        scale(rest, T::new(inverse.re, inverse.im));
    } else {
        scale(rest, T::new(1.0 / (real - multiple), 0.0));
    }
    (0..rescaled).for_each(|_| multiple *= SAFE);
    (factor, multiple)
}

fn scale<T: Field>(vector: &mut [T], factor: T) {
    vector.iter_mut().for_each(|element| *element = factor * *element);
}

/// Multiplies the first unit vectors by reflections, the one at `first` by all of them, the next by all but the first and so on:
/// columns `first..end` of an identity matrix.
pub(super) fn form_product<T: Field>(
    q: &mut Columns<T>,
    first: usize,
    end: usize,
    reflectors: &[Reflector<T>],
) {
    for (at, Reflector { vector, factor }) in reflectors.iter().enumerate().rev() {
        let column = first + at;
        q.reflect_rows(column, column + 1..end, vector, *factor);
        let below = q.column_mut(column)[column..].iter_mut().zip(vector);
        if T::DTYPE.is_complex() && is_zero(*factor) {
            below.for_each(|(element, _)| *element = T::default());
        } else {
            // A real factor of 0 is a factor, too: zeros take its sign.
            below.for_each(|(element, v)| *element = -*factor * *v);
        }
        *q.at(column, column) = T::new(1.0, 0.0).minus(*factor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_become_multiples_of_the_first_unit_vector() {
        let (Reflector { vector, factor }, multiple) = Reflector::of(vec![1.0, 2.0, -2.0]);
        assert_eq!((vector, factor, multiple), (vec![1.0, 0.5, -0.5], 4.0 / 3.0, -3.0));
        let (Reflector { vector, factor }, multiple) =
            Reflector::of(vec![Complex64::new(0.0, 3.0), Complex64::new(0.0, 4.0)]);
        assert_eq!((vector[0], factor, multiple), (1.0.into(), Complex64::new(1.0, 0.6), -5.0));
    }

    #[test]
    fn nothing_is_done_where_nothing_is_to_do_and_small_vectors_are_scaled() {
        assert_eq!(Reflector::<f64>::of(Vec::new()).1, 0.0);
        let (Reflector { factor, .. }, multiple) = Reflector::of(vec![-7.0, 0.0]);
        assert_eq!((factor, multiple), (0.0, -7.0));
        let (Reflector { factor, .. }, multiple) = Reflector::of(vec![3e-310, 4e-310]);
        assert!((factor - 1.6).abs() < 1e-13 && (multiple + 5e-310).abs() < 1e-322);
    }
}
