//! Sums of products with the roundings that BLAS has on processors that fuse multiplication and addition.
//!
//! NumPy's last digits hang on OpenBLAS's kernel for the processor. Where the order of a short sum is plain, we take that of
//! the kernels for AVX-512; most results are those of the other kernels that fuse, too.

/// Length of the longest vectors whose order of summation is known for matrices of any width.
pub(super) const LONGEST: usize = 7;

/// The same for a matrix that is not transposed.
pub(super) const FEW: usize = 3;

/// A row of a matrix times a vector: `dgemv` of few columns.
pub(super) fn in_order(pairs: impl Iterator<Item = [f64; 2]>) -> f64 {
    pairs.fold(0.0, |sum, [x, y]| x.mul_add(y, sum))
}

/// A matrix, transposed, times a vector: `dgemv`. Four products at a time, and fewer than four from the second on.
pub(crate) fn inner_product(pairs: &[[f64; 2]]) -> f64 {
    let fuse = |sum: f64, [x, y]: &[f64; 2]| x.mul_add(*y, sum);
    let (fours, rest) = pairs.as_chunks::<4>();
    let [a, b, c, d] = fours
        .iter()
        .fold([0.0; 4], |lanes: [f64; 4], four| std::array::from_fn(|lane| fuse(lanes[lane], &four[lane])));
    let sum = (a + c) + (b + d);
    match rest {
        [first, second, others @ ..] => sum + others.iter().fold(fuse(second[0] * second[1], first), fuse),
        others => others.iter().fold(sum, fuse),
    }
}
