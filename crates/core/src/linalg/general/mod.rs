//! Eigenvalues and eigenvectors of general matrices, in the order and with the signs that LAPACK's `geev` gives them.
//!
//! Which eigenvalue comes first, which way a vector points, and where a zero is exact is a matter of the algorithm, and people
//! compare what they see with their notebooks. So matrices of up to [`LARGEST`] rows take LAPACK's way: balancing, Hessenberg
//! form, QR iteration, back substitution. Beyond, LAPACK's iteration is another one, with many shifts at a time.
//!
//! Sources: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. (2013), 7.4-7.6; E. Anderson et al., "LAPACK
//! Users' Guide", 3rd ed. (1999).

mod balance;
mod complex_schur;
mod complex_vectors;
mod hessenberg;
mod schur;
mod small_system;
mod standard;
mod vectors;

use super::columns::Columns;
use super::dense::rotation;
use super::field::Field;
use super::fused;
use super::norm::{hypotenuse, norm};
use super::scaling::factors;
use balance::Balance;
use complex_schur::ComplexIteration;
use num_complex::Complex64;
use schur::Iteration;

/// Rows of the largest matrices that LAPACK treats so.
pub(super) const LARGEST: usize = 75;

/// Eigenvalues, and eigenvectors as columns of a matrix, row by row; None if the iteration does not end.
pub(super) fn eigen(
    size: usize,
    element: impl Fn(usize, usize) -> f64,
) -> Option<(Vec<Complex64>, Vec<Complex64>)> {
    let mut matrix = Columns::from_fn(size, size, element);
    let unscale = scale(&mut matrix);
    let balance = Balance::of(&mut matrix);
    let reflectors = hessenberg::reduce(&mut matrix, balance.active.clone());
    let mut vectors = hessenberg::transformation(size, balance.active.clone(), &reflectors);
    let mut values = Iteration::new(&mut matrix, Some(&mut vectors), balance.active.clone()).run()?;
    vectors::eigenvectors(&matrix, &mut vectors);
    balance.undo(&mut vectors);
    normalise(&values, &mut vectors);
    values.iter_mut().for_each(unscale);
    let elements = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
    let vectors = elements.map(|(row, column)| element_of(&values, &vectors, row, column)).collect();
    Some((values, vectors))
}

/// Eigenvalues; None if the iteration does not end. Their last digits and order may differ from [`eigen`]'s.
pub(super) fn eigenvalues(size: usize, element: impl Fn(usize, usize) -> f64) -> Option<Vec<Complex64>> {
    let mut matrix = Columns::from_fn(size, size, element);
    let unscale = scale(&mut matrix);
    let balance = Balance::of(&mut matrix);
    hessenberg::reduce(&mut matrix, balance.active.clone());
    let mut values = Iteration::new(&mut matrix, None, balance.active).run()?;
    values.iter_mut().for_each(unscale);
    Some(values)
}

/// As [`eigen`], of a complex matrix.
pub(super) fn complex_eigen(
    size: usize,
    element: impl Fn(usize, usize) -> Complex64,
) -> Option<(Vec<Complex64>, Vec<Complex64>)> {
    let mut matrix = Columns::from_fn(size, size, element);
    let unscale = scale(&mut matrix);
    let balance = Balance::of(&mut matrix);
    let reflectors = hessenberg::reduce(&mut matrix, balance.active.clone());
    let mut vectors = hessenberg::transformation(size, balance.active.clone(), &reflectors);
    let active = balance.active.clone();
    let mut values = ComplexIteration::new(&mut matrix, Some(&mut vectors), active).run()?;
    complex_vectors::eigenvectors(&mut matrix, &mut vectors);
    balance.undo(&mut vectors);
    (0..size).for_each(|column| normalise_complex(vectors.column_mut(column)));
    values.iter_mut().for_each(unscale);
    let elements = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
    Some((values, elements.map(|(row, column)| vectors.get(row, column)).collect()))
}

/// As [`eigenvalues`], of a complex matrix.
pub(super) fn complex_eigenvalues(
    size: usize,
    element: impl Fn(usize, usize) -> Complex64,
) -> Option<Vec<Complex64>> {
    let mut matrix = Columns::from_fn(size, size, element);
    let unscale = scale(&mut matrix);
    let balance = Balance::of(&mut matrix);
    hessenberg::reduce(&mut matrix, balance.active.clone());
    let mut values = ComplexIteration::new(&mut matrix, None, balance.active).run()?;
    values.iter_mut().for_each(unscale);
    Some(values)
}

/// Brings a matrix's elements away from the limits of the numbers; the way back for its eigenvalues.
fn scale<T: Field>(matrix: &mut Columns<T>) -> impl Fn(&mut Complex64) + use<T> {
    let small = f64::MIN_POSITIVE.sqrt() / f64::EPSILON;
    let largest = matrix.largest();
    let target = if largest > 0.0 && largest < small {
        small
    } else if largest > 1.0 / small {
        1.0 / small
    } else {
        largest
    };
    let (mut there, mut back) = (Vec::new(), Vec::new());
    if target != largest {
        (there, back) = (factors(largest, target), factors(target, largest));
    }
    for element in &mut matrix.elements {
        *element = there.iter().fold(*element, |element, factor| element.scaled(*factor));
    }
    move |value| *value = back.iter().fold(*value, |value, factor| value * *factor)
}

/// Gives each vector the length 1, and makes the largest element of a complex one real.
fn normalise(values: &[Complex64], vectors: &mut Columns<f64>) {
    for (at, value) in values.iter().enumerate() {
        if value.im == 0.0 {
            let column = vectors.column_mut(at);
            let scale = 1.0 / norm(column.iter().copied());
            column.iter_mut().for_each(|element| *element *= scale);
        } else if value.im > 0.0 {
            let [real, imaginary] = vectors.columns_mut(at);
            let scale = 1.0 / hypotenuse(norm(real.iter().copied()), norm(imaginary.iter().copied()));
            real.iter_mut().chain(imaginary.iter_mut()).for_each(|element| *element *= scale);
            let (mut largest, mut most) = (0, -1.0);
            for (row, (re, im)) in real.iter().zip(&*imaginary).enumerate() {
                let size = re * re + im * im;
                if size > most {
                    (largest, most) = (row, size);
                }
            }
            let (cosine, sine, _) = rotation(real[largest], imaginary[largest]);
            rotate(real, imaginary, cosine, sine);
            imaginary[largest] = 0.0;
        }
    }
}

/// As [`normalise`], one vector.
fn normalise_complex(vector: &mut [Complex64]) {
    let scale = 1.0 / norm(vector.iter().copied());
    vector.iter_mut().for_each(|element| *element = element.scaled(scale));
    let square = |x: Complex64| x.re * x.re + x.im * x.im;
    let largest = (0..vector.len())
        .reduce(|best, row| if square(vector[row]) > square(vector[best]) { row } else { best })
        .unwrap_or_default();
    let phase = vector[largest].conj() / square(vector[largest]).sqrt();
    vector.iter_mut().for_each(|element| *element = phase * *element);
    vector[largest].im = 0.0;
}

/// An element of an eigenvector: of a complex pair the first column holds real, the second imaginary parts.
fn element_of(values: &[Complex64], vectors: &Columns<f64>, row: usize, column: usize) -> Complex64 {
    match values[column].im {
        im if im > 0.0 => Complex64::new(vectors.get(row, column), vectors.get(row, column + 1)),
        im if im < 0.0 => Complex64::new(vectors.get(row, column - 1), -vectors.get(row, column)),
        _ => vectors.get(row, column).into(),
    }
}

/// Turns two vectors by an angle: BLAS's `drot`.
fn rotate(one: &mut [f64], other: &mut [f64], cosine: f64, sine: f64) {
    for (x, y) in one.iter_mut().zip(other) {
        (*x, *y) = fused::rotated(*x, *y, cosine, sine);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<const N: usize>(matrix: [[f64; N]; N]) -> (Vec<Complex64>, Vec<Complex64>) {
        eigen(N, |row, column| matrix[row][column]).unwrap()
    }

    fn assert_near(found: &[Complex64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).norm() < 1e-14, "{found} {expected}");
        }
    }

    // Expected values: NumPy 2.4.6 with OpenBLAS.
    #[test]
    fn order_signs_and_exact_zeros_are_lapacks() {
        let (values, vectors) = of([[1.0, 0.0, 0.0], [2.0, 3.0, 0.0], [4.0, 5.0, 6.0]]);
        assert_eq!(values, [6.0, 3.0, 1.0].map(Complex64::from));
        let expected = [
            [0.0, 0.0, 0.700_140_042_014_004_9],
            [0.0, 0.514_495_755_427_526_5, -0.700_140_042_014_004_9],
            [1.0, -0.857_492_925_712_544_1, 0.140_028_008_402_801],
        ];
        assert_eq!(vectors, expected.concat().into_iter().map(Complex64::from).collect::<Vec<_>>());
        let second = [[2.0, -1.0, 0.0], [-1.0, 2.0, -1.0], [0.0, -1.0, 2.0]];
        let (values, vectors) = of(second);
        assert_near(&values, &[2.0 + 2.0_f64.sqrt(), 2.0, 2.0 - 2.0_f64.sqrt()]);
        let root = 0.5_f64.sqrt();
        assert_near(&vectors, &[-0.5, -root, 0.5, root, 0.0, root, -0.5, root, 0.5]);
        assert_eq!(of([[0.0, 1.0], [1.0, 0.0]]).0, [1.0, -1.0].map(Complex64::from));
        assert_eq!(eigenvalues(2, |row, column| [[-0.0, 1.0], [1.0, 0.0]][row][column]).unwrap()[0].re, -1.0);
    }

    #[test]
    fn a_matrix_of_rank_one_has_exact_zeros_and_a_permutation_a_complex_pair() {
        let (values, _) = of([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [3.0, 0.0, -3.0]]);
        assert_eq!(values, [0.0, 0.0, -2.0].map(Complex64::from));
        let (values, vectors) = of([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
        assert!(values[0].im > 0.0 && values[1] == values[0].conj() && (values[2] - 1.0).norm() < 1e-14);
        assert!((vectors[6].re + 3.0_f64.sqrt() / 3.0).abs() < 1e-14 && vectors[6].im == 0.0);
        assert!((0..3).all(|row| vectors[3 * row + 1] == vectors[3 * row].conj()));
    }

    #[test]
    fn vectors_fit_their_values_at_every_size_and_scale() {
        for (size, scale) in [(1, 1.0), (2, 1e-300), (5, 1e300), (20, 1.0), (75, 1.0)] {
            let element = |row: usize, column: usize| scale * ((row * 31 + column * 17 + 3) as f64).sin();
            let (values, vectors) = eigen(size, element).unwrap();
            for column in 0..size {
                let vector: Vec<Complex64> = (0..size).map(|row| vectors[row * size + column]).collect();
                assert!((vector.iter().map(|x| x.norm_sqr()).sum::<f64>() - 1.0).abs() < 1e-13);
                for row in 0..size {
                    let product: Complex64 = (0..size).map(|i| vector[i] * (element(row, i) / scale)).sum();
                    assert!((product - values[column] / scale * vector[row]).norm() < 1e-12);
                }
            }
            let trace: f64 = (0..size).map(|i| element(i, i) / scale).sum();
            let sum: Complex64 = eigenvalues(size, element).unwrap().iter().map(|value| value / scale).sum();
            assert!((sum - trace).norm() < 1e-12);
        }
    }

    #[test]
    fn complex_vectors_fit_their_values_at_every_size_and_scale() {
        for (size, scale) in [(1, 1.0), (2, 1e-300), (5, 1e300), (20, 1.0), (75, 1.0)] {
            let part = |row: usize, column: usize| ((row * 31 + column * 17 + 3) as f64).sin();
            let element = |row, column| scale * Complex64::new(part(row, column), part(column + 7, row));
            let (values, vectors) = complex_eigen(size, element).unwrap();
            for column in 0..size {
                let vector: Vec<Complex64> = (0..size).map(|row| vectors[row * size + column]).collect();
                assert!((vector.iter().map(|x| x.norm_sqr()).sum::<f64>() - 1.0).abs() < 1e-13);
                for row in 0..size {
                    let product: Complex64 = (0..size).map(|i| vector[i] * (element(row, i) / scale)).sum();
                    assert!((product - values[column] / scale * vector[row]).norm() < 1e-12);
                }
            }
            let trace: Complex64 = (0..size).map(|i| element(i, i) / scale).sum();
            let sum: Complex64 =
                complex_eigenvalues(size, element).unwrap().iter().map(|value| value / scale).sum();
            assert!((sum - trace).norm() < 1e-12);
        }
    }

    // One eigenvector for many equal eigenvalues: the systems to solve are singular.
    #[test]
    fn defective_matrices_have_finite_vectors() {
        for value in [0.0, 2.0, 1e-200] {
            for size in 1..9 {
                let element = |row: usize, column: usize| {
                    if row == column { value } else { f64::from(u8::from(row + 1 == column)) }
                };
                let (values, vectors) = eigen(size, element).unwrap();
                let (complex_values, complex_vectors) =
                    complex_eigen(size, |row, column| element(row, column) * Complex64::i()).unwrap();
                assert!(values.iter().all(|found| *found == Complex64::from(value)));
                assert!(complex_values.iter().all(|found| *found == Complex64::new(0.0, value)));
                assert!(vectors.iter().chain(&complex_vectors).all(|element| element.is_finite()));
            }
        }
    }

    #[test]
    fn matrices_of_extremes_end() {
        let numbers = [0.0, -0.0, 1.0, -1.0, 1e308, -1e308, 5e-324, -1e-308, 1e-160, 1e160];
        for seed in 0..2000_usize {
            let size = 1 + seed % 6;
            let element = |row: usize, column: usize| {
                numbers[(seed * 7919 + row * 104_729 + column * 1_299_709 + row * column * seed) / 3
                    % numbers.len()]
            };
            let _ = (eigen(size, element), eigenvalues(size, element));
            let complex = |row, column| Complex64::new(element(row, column), element(column, row + 1));
            let _ = (complex_eigen(size, complex), complex_eigenvalues(size, complex));
        }
    }
}
