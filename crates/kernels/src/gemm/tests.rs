//! Against the definition, with integers small enough that every order of summation is exact.

use super::*;

/// Numbers that look random: a linear congruential generator's upper bits.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// A matrix of small integers in memory of its own, with any strides: ordinary, transposed, apart, backwards, repeating.
fn any_matrix(
    numbers: &mut Numbers,
    rows: usize,
    columns: usize,
    memory: &mut Vec<f64>,
) -> (usize, isize, isize) {
    let gap = 1 + numbers.below(2);
    let (mut row_stride, mut column_stride) = match numbers.below(3) {
        0 => (columns as isize + numbers.below(3) as isize, 1),
        1 => (1, rows as isize + numbers.below(3) as isize),
        _ => ((columns * gap) as isize, gap as isize),
    };
    let mut offset = numbers.below(4);
    let mut turn = |stride: &mut isize, count: usize, offset: &mut usize| match numbers.below(6) {
        0 => {
            *offset += count.saturating_sub(1) * *stride as usize;
            *stride = -*stride;
        }
        1 => *stride = 0,
        _ => {}
    };
    let reach = rows * row_stride as usize + columns * column_stride as usize;
    turn(&mut row_stride, rows, &mut offset);
    turn(&mut column_stride, columns, &mut offset);
    *memory = (0..reach + offset + 1).map(|_| numbers.below(15) as f64 - 7.0).collect();
    (offset, row_stride, column_stride)
}

fn cells<T>(memory: &mut [T]) -> &[Cell<T>] {
    Cell::from_mut(memory).as_slice_of_cells()
}

fn check<T: Ring + PartialEq + std::fmt::Debug>(
    numbers: &mut Numbers,
    [m, n, k]: [usize; 3],
    from: impl Fn(f64) -> T,
) {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    let a_layout = any_matrix(numbers, m, k, &mut a);
    let b_layout = any_matrix(numbers, k, n, &mut b);
    let (mut a, mut b): (Vec<T>, Vec<T>) =
        (a.into_iter().map(&from).collect(), b.into_iter().map(&from).collect());
    let matrix =
        |cells, (offset, row_stride, column_stride)| Matrix { cells, offset, row_stride, column_stride };
    let (a, b) = (matrix(cells(&mut a), a_layout), matrix(cells(&mut b), b_layout));
    let defined =
        |at: usize| (0..k).fold(T::default(), |sum, p| sum.multiply_add(a.get(at / n, p), b.get(p, at % n)));
    let expected: Vec<T> = (0..m * n).map(defined).collect();
    let mut c = vec![from(9.0); m * n];
    gemm(m, n, k, a, b, cells(&mut c));
    assert_eq!(c, expected, "{m} {n} {k} {a_layout:?} {b_layout:?}");
    let mut c = vec![from(9.0); m * n];
    gemm_fused(m, n, k, a, b, cells(&mut c));
    assert_eq!(c, expected, "{m} {n} {k} {a_layout:?} {b_layout:?}, fused");
    let stride = n + 3;
    let mut c = vec![from(9.0); m * stride];
    let to = matrix(cells(&mut c), (0, stride as isize, 1));
    subtract_product(m, n, k, a, b, to);
    for (at, element) in c.iter().enumerate() {
        let (row, column) = (at / stride, at % stride);
        let product = if column < n { expected[row * n + column] } else { T::default() };
        assert_eq!(*element, from(9.0).minus(product), "{m} {n} {k}, subtracted");
    }
}

#[test]
fn any_size_and_stride_agrees_with_the_definition() {
    let numbers = &mut Numbers(1);
    let mut sizes = vec![
        [1, 1, 1],
        [0, 3, 2],
        [3, 0, 2],
        [3, 2, 0],
        [3, 5, 7],
        [1, 9, 400],
        [130, 1, 5],
        [33, 70, 400],
        [140, 9, 385],
        [4, 1030, 8],
        [9, 515, 3],
        [100, 130, 20],
    ];
    sizes.extend((0..200).map(|_| [0; 3].map(|_: usize| numbers.below(24))));
    for size in sizes {
        check(numbers, size, |x| x);
        check(numbers, size, |x| x as f32);
        check(numbers, size, |x| x as i64);
        check(numbers, size, |x| x as i64 as u8);
        check(numbers, size, |x| num_complex::Complex64::new(x, 2.0 - x));
        check(numbers, size, |x| num_complex::Complex32::new(x as f32, 1.0));
    }
}

#[test]
fn what_is_no_number_stays_none() {
    for n in [1, 3, 9, 40] {
        let (mut a, mut b) = (vec![0.0; n * n], vec![0.0; n * n]);
        (a[0], b[n * n - 1]) = (f64::NAN, f64::INFINITY);
        let matrix = |cells| Matrix { cells, offset: 0, row_stride: n as isize, column_stride: 1 };
        let mut c = vec![0.0; n * n];
        gemm(n, n, n, matrix(cells(&mut a)), matrix(cells(&mut b)), cells(&mut c));
        for (at, x) in c.iter().enumerate() {
            // The first row meets NaN, the last column 0 × inf.
            assert_eq!(x.is_nan(), at < n || at % n == n - 1, "{at} of {n}: {x}");
        }
    }
}

#[test]
fn parts_of_one_matrix_are_multiplied_into_another_part() {
    let mut memory: Vec<f64> = (0..64).map(f64::from).collect();
    let whole = Matrix { cells: cells(&mut memory), offset: 0, row_stride: 8, column_stride: 1 };
    subtract_product(4, 4, 4, whole.from(4, 0), whole.from(0, 4), whole.from(4, 4));
    let product: f64 = (0..4).map(|p| whole.get(5, p) * whole.get(p, 6)).sum();
    assert_eq!(whole.get(5, 6), 46.0 - product);
}

#[test]
fn integers_wrap() {
    assert_eq!(inner(cells(&mut [100_u8; 19]), cells(&mut [3; 19])), (5700 % 256) as u8);
}

#[test]
fn small_products_are_summed_in_order_with_one_rounding_each() {
    let numbers = &mut Numbers(3);
    for _ in 0..300 {
        let [m, n, k] = [2, 2, 0].map(|least| least + numbers.below(12));
        let mut any =
            |len: usize| (0..len).map(|_| numbers.below(1 << 31) as f64 / 7.0 - 1e8).collect::<Vec<f64>>();
        let (mut a, mut b, mut c) = (any(m * k), any(k * n), any(m * n));
        let row_by_row =
            |cells, columns| Matrix { cells, offset: 0, row_stride: columns as isize, column_stride: 1 };
        let (a, b) = (row_by_row(cells(&mut a), k), row_by_row(cells(&mut b), n));
        gemm_fused(m, n, k, a, b, cells(&mut c));
        for (at, found) in c.iter().enumerate() {
            let expected = (0..k).fold(0.0, |sum, p| a.get(at / n, p).mul_add(b.get(p, at % n), sum));
            if m % 2 == 1 && at / n + 1 == m && k >= 8 {
                continue; // A row without a partner: see tests/goldens/products.py.
            }
            assert_eq!(*found, expected, "{at} of {m} {n} {k}");
        }
    }
}
