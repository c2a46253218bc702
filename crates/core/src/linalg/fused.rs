//! Sums of products with the roundings that BLAS has on processors that fuse multiplication and addition.
//!
//! NumPy's last digits hang on OpenBLAS's kernel for the processor. Those of the kernels for AVX2 are taken here, which most
//! processors run. They compute some numbers at once, so that the order of a sum depends on where in the matrix it stands; and
//! of what is left over they round each product.

use ndgym_kernels::fused::multiply_add;

/// Up to so many elements a step is taken so where larger matrices take a faster one.
const FEW: usize = 2048;

/// Whether a step with so many elements is one of those that are small enough.
pub(super) fn is_small(elements: usize) -> bool {
    elements <= FEW
}

/// Rows of which columns are summed together.
const PART: usize = 2048;

/// `x y + sum`
fn fuse(sum: f64, [x, y]: &[f64; 2]) -> f64 {
    multiply_add(*x, *y, sum)
}

/// `x y + sum`, the product rounded.
fn add(sum: f64, [x, y]: &[f64; 2]) -> f64 {
    sum + x * y
}

/// `a b + c d`, the first product fused.
fn pair(first: &[f64; 2], second: &[f64; 2]) -> f64 {
    fuse(second[0] * second[1], first)
}

/// An element of a product of small matrices, `dgemm`. A column without a partner has four sums, for as many rows as there are in
/// fours.
pub(super) fn product(pairs: &[[f64; 2]], [row, rows]: [usize; 2], [column, columns]: [usize; 2]) -> f64 {
    product_in_tile(pairs, columns % 2 == 1 && column + 1 == columns && row < rows / 4 * 4)
}

/// A sum of products in order or, of four rows of a column without a partner, eight products after eight in four sums.
pub(super) fn product_in_tile(pairs: &[[f64; 2]], is_alone: bool) -> f64 {
    let in_eights = if is_alone { pairs.len() / 8 * 8 } else { 0 };
    let mut sums = [0.0; 4];
    for (at, pair) in pairs.iter().enumerate() {
        let sum = &mut sums[if at < in_eights { at % 4 } else { 0 }];
        *sum = fuse(*sum, pair);
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// An element of a transposed matrix times a vector, `dgemv`: the matrix's column times the vector, element by element in
/// pairs. Columns are taken four, two and one at a time.
pub(crate) fn column_product(pairs: &[[f64; 2]], column: usize, columns: usize) -> f64 {
    let in_fours = columns / 4 * 4;
    let (fours, rest) = pairs.as_chunks::<4>();
    let part = |fours: &[[[f64; 2]; 4]]| {
        let lanes = |f: fn(f64, &[f64; 2]) -> f64| {
            let turn = |lanes: [f64; 4], four: &[[f64; 2]; 4]| std::array::from_fn(|i| f(lanes[i], &four[i]));
            let [a, b, c, d] = fours.iter().fold([0.0; 4], turn);
            (a + c) + (b + d)
        };
        if column < in_fours {
            lanes(fuse)
        } else if column < in_fours + 2 && columns % 4 >= 2 {
            let twos = fours.as_flattened().as_chunks::<2>().0.iter();
            let [a, b] = twos.fold([0.0; 2], |[a, b], [first, second]| [add(a, first), add(b, second)]);
            a + b
        } else {
            lanes(add)
        }
    };
    let sum = fours.chunks(PART / 4).fold(0.0, |sum, fours| sum + part(fours));
    match rest {
        [first, second, others @ ..] => sum + others.iter().fold(pair(first, second), fuse),
        others => others.iter().fold(sum, fuse),
    }
}

/// An element of a matrix whose columns lie in memory times a vector that has a stride, `dgemv`: the matrix's row times the
/// vector, element by element in pairs. Rows are taken four at a time, columns then four at a time.
pub(super) fn row_product(pairs: &[[f64; 2]], row: usize, rows: usize) -> f64 {
    if row >= rows / 4 * 4 {
        return pairs.iter().fold(0.0, add);
    }
    let (fours, rest) = pairs.as_chunks::<4>();
    rest.iter().fold(fours.iter().fold(0.0, |sum, four| sum + in_four(four)), add)
}

/// Even and odd elements, each pair fused.
fn in_four([a, b, c, d]: &[[f64; 2]; 4]) -> f64 {
    fuse(a[0] * a[1], c) + fuse(b[0] * b[1], d)
}

/// [`row_product`] of a vector without a stride: what is left of columns after fours is taken two and one at a time.
pub(crate) fn dense_row_product(pairs: &[[f64; 2]], row: usize, rows: usize) -> f64 {
    let (in_fours, rest) = pairs.split_at(pairs.len() / 4 * 4);
    match rest {
        [a, b, others @ ..] if row < rows / 4 * 4 => {
            let sum = row_product(in_fours, row, rows) + (a[0] * a[1] + b[0] * b[1]);
            others.iter().fold(sum, add)
        }
        _ => row_product(pairs, row, rows),
    }
}

/// `y + factor x`, `daxpy`: sixteen elements at a time, and the others each by itself.
pub(super) fn plus_multiple(y: f64, factor: f64, x: f64, at: usize, count: usize) -> f64 {
    if at < count / 16 * 16 { multiply_add(factor, x, y) } else { y + factor * x }
}

/// A symmetric matrix, of which the lower triangle is given, times a vector and a factor: `dsymv`. Up to twelve rows the order
/// is OpenBLAS's.
pub(super) fn symmetric_product(
    lower: impl Fn(usize, usize) -> f64,
    vector: &[f64],
    factor: f64,
) -> Vec<f64> {
    let n = vector.len();
    let shares: Vec<f64> = vector.iter().map(|x| factor * x).collect();
    let (mut product, mut sums) = (vec![0.0; n], vec![0.0; n]);
    let mut start = 0;
    while start < n {
        // Four columns together, or one.
        let end = if n - start >= 4 { start + 4 } else { start + 1 };
        for at in start..end {
            product[at] += shares[at] * lower(at, at);
        }
        let in_triangle = (start..end).flat_map(|column| (column + 1..end).map(move |row| (row, column)));
        let below = (end..n).flat_map(|row| (start..end).map(move |column| (row, column)));
        // An element below the diagonal counts for its row and for its column.
        for (row, column) in in_triangle.chain(below) {
            let element = lower(row, column);
            product[row] += shares[column] * element;
            sums[column] += element * vector[row];
        }
        for at in start..end {
            product[at] += factor * sums[at];
        }
        start = end;
    }
    product
}

/// Two numbers turned by an angle: `drot`.
pub(super) fn rotated(a: f64, b: f64, cosine: f64, sine: f64) -> (f64, f64) {
    (multiply_add(cosine, a, sine * b), multiply_add(cosine, b, -(sine * a)))
}

/// A number less the inner product of two vectors: `dgemv` of four rows at once, with a vector that has a stride.
pub(super) fn less_in_fours(number: f64, pairs: &[[f64; 2]]) -> f64 {
    let (fours, rest) = pairs.as_chunks::<4>();
    let number = fours.iter().fold(number, |number, four| number - in_four(four));
    rest.iter().fold(number, |number, [x, y]| number - x * y)
}

/// An inner product of vectors with a stride, `ddot`: two sums.
pub(super) fn strided_inner(pairs: &[[f64; 2]]) -> f64 {
    let (fours, rest) = pairs.as_chunks::<4>();
    let product = |[x, y]: [f64; 2]| x * y;
    let turn = |[even, odd]: [f64; 2], [a, b, c, d]: &[[f64; 2]; 4]| {
        [even + (product(*a) + product(*c)), odd + (product(*b) + product(*d))]
    };
    let [even, odd] = fours.iter().fold([0.0; 2], turn);
    rest.iter().fold(even, add) + odd
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(row: usize, column: usize) -> f64 {
        1.0 / (row + 2 * column + 3) as f64
    }

    fn vector(count: usize) -> Vec<f64> {
        (0..count).map(|i| (i as f64 + 0.7).sqrt()).collect()
    }

    // OpenBLAS as NumPy 2.4 has it, with the kernels for AVX2.
    #[test]
    fn products_round_as_blas_rounds_them() {
        let (rows, columns) = (11, 7);
        let v = vector(rows);
        let column = |j| (0..rows).map(|i| [element(i, j), v[i]]).collect::<Vec<_>>();
        let found: Vec<f64> = (0..columns).map(|j| column_product(&column(j), j, columns)).collect();
        let expected = [
            3.2066085422429422,
            2.473427995774515,
            2.034499806964657,
            1.7350051743566501,
            1.5154053680223898,
            1.3466413608947851,
            1.2125094922564366,
        ];
        assert_eq!(found, expected);
        let row = |i| (0..columns).map(|j| [element(i, j), v[j]]).collect::<Vec<_>>();
        let found: Vec<f64> = (0..rows).map(|i| row_product(&row(i), i, rows)).collect();
        let expected = [
            1.541419429942864,
            1.337194530493724,
            1.1892269174784824,
            1.0749071799846923,
            0.9829400027256137,
            0.9068484244313407,
            0.8425679789935439,
            0.7873807578557432,
            0.7393814035316879,
            0.6971845054937639,
            0.6597529408376565,
        ];
        assert_eq!(found, expected);
        let expected = [
            -0.6449443079908154,
            -0.48497835511145704,
            -0.3971025673386111,
            -0.34106881625254326,
            -0.3023234767006258,
            -0.2740980292934356,
            -0.2527703936980631,
        ];
        assert_eq!(symmetric_product(element, &v[..columns], -0.3), expected);
    }
}
