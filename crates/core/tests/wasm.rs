//! What only a 32-bit machine with WebAssembly's SIMD shows. `./x test wasm` runs this in Chromium; native tests cannot.
#![cfg(target_arch = "wasm32")]

use ndgym_core::layout::{Order, checked_shape};
use ndgym_core::{Array, DType, linalg, products, ufunc};
use ndgym_kernels::math::{self, portable};
use std::cell::Cell;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn sizes_past_32_bits_fail_with_numpys_words() {
    for (shape, dtype, message) in [
        (
            &[1_000_000, 1_000_000][..],
            DType::Float64,
            "Unable to allocate 7.28 TiB for an array with shape (1000000, 1000000) and data type float64",
        ),
        (
            &[1 << 31],
            DType::Int8,
            "Unable to allocate 2.00 GiB for an array with shape (2147483648,) and data type int8",
        ),
        (
            &[0, 1 << 62],
            DType::Float64,
            "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.",
        ),
    ] {
        assert_eq!(checked_shape(shape, dtype).unwrap_err().to_string(), message);
    }
}

/// Lengths around the widths that vectorised loops step by.
#[wasm_bindgen_test]
fn copies_and_casts_agree_with_one_element_at_a_time() {
    for len in [0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 33, 100] {
        let numbers: Vec<f64> = (0..2 * len).map(|i| f64::from(i) * 1.5 - 20.0).collect();
        let array = Array::from_slice(&[2, len as usize], &numbers).unwrap();
        let transposed = array.transpose().copy(Order::C).unwrap().to_vec::<f64>();
        let cast = array.cast(DType::Int32, Order::C).unwrap().to_vec::<i32>();
        for (index, number) in numbers.iter().enumerate() {
            let (row, column) = (index / len as usize, index % len as usize);
            assert_eq!(transposed[column * 2 + row], *number);
            assert_eq!(cast[index], *number as i32);
        }
    }
}

/// Transposing copies go by vectors where elements have four or eight bytes.
#[wasm_bindgen_test]
fn transposing_copies_agree_with_the_definition() {
    for dtype in [DType::Int8, DType::Int16, DType::Float32, DType::Float64, DType::Complex128] {
        for (height, width) in [(1, 7), (3, 5), (4, 4), (17, 9), (16, 33), (271, 9)] {
            let count = height * width;
            let numbers: Vec<i8> = (0..count).map(|i| (i % 120) as i8).collect();
            let array = Array::from_slice(&[height, width], &numbers).unwrap().cast(dtype, Order::C).unwrap();
            let transposed = array.transpose().copy(Order::C).unwrap().to_vec::<i8>();
            for (index, number) in numbers.iter().enumerate() {
                assert_eq!(transposed[index % width * height + index / width], *number);
            }
        }
    }
}

/// Small integers, for which every order of summation is exact.
fn integers(count: usize, seed: usize) -> Vec<f64> {
    (0..count).map(|i| ((i * 7 + i * i % 5 + seed) % 11) as f64 - 5.0).collect()
}

/// Sizes around those of the blocks; operands as they lie, transposed, backwards, and stretched over a stack.
#[wasm_bindgen_test]
fn matrix_products_agree_with_the_definition() {
    for (m, n, k) in
        [(1, 1, 1), (3, 5, 0), (4, 4, 4), (5, 9, 3), (7, 70, 9), (33, 17, 400), (140, 130, 20), (9, 1, 37)]
    {
        let (a_elements, b_elements) = (integers(m * k, 1), integers(k * n, 2));
        let expected: Vec<f64> = (0..m * n)
            .map(|at| (0..k).map(|p| a_elements[at / n * k + p] * b_elements[p * n + at % n]).sum())
            .collect();
        for dtype in [DType::Float64, DType::Float32, DType::Complex128, DType::Int32] {
            let of = |shape: &[usize], elements: &[f64]| {
                Array::from_slice(shape, elements).unwrap().as_dtype(dtype).unwrap()
            };
            let (a, b) = (of(&[m, k], &a_elements), of(&[k, n], &b_elements));
            let in_columns = |array: &Array| array.transpose().copy(Order::C).unwrap().transpose();
            let stretched = a.broadcast_to(&[2, m, k]).unwrap();
            for (a, b) in [(&a, &b), (&in_columns(&a), &b), (&a, &in_columns(&b)), (&stretched, &b)] {
                let found = products::matmul(a, b).unwrap().as_dtype(DType::Float64).unwrap().to_vec::<f64>();
                assert_eq!(
                    found,
                    expected.repeat(found.len() / expected.len()),
                    "{m} {n} {k} {}",
                    dtype.name()
                );
            }
        }
    }
}

#[wasm_bindgen_test]
fn equations_are_solved_and_factors_multiply_back() {
    for n in [1, 5, 8, 9, 33, 70] {
        let mut elements = integers(n * n, 3);
        (0..n).for_each(|i| elements[i * n + i] += 40.0);
        let a = Array::from_slice(&[n, n], &elements).unwrap();
        let near = |found: &Array| {
            found
                .to_vec::<f64>()
                .iter()
                .zip(&elements)
                .all(|(found, expected)| (found - expected).abs() < 1e-11)
        };
        let once = linalg::solve(&a, &products::matmul(&a, &a).unwrap()).unwrap();
        assert!(near(&once), "{n}");
        let (q, r) = linalg::qr(&a, linalg::QrMode::Reduced).unwrap();
        assert!(near(&products::matmul(&q.unwrap(), &r).unwrap()), "{n}");
    }
}

/// Numbers of all magnitudes and both signs.
fn scattered(count: usize) -> Vec<f64> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let number = || (next() - 0.5) * 10.0_f64.powi((next() * 8.0) as i32 - 4);
    std::iter::repeat_with(number).take(count).collect()
}

#[wasm_bindgen_test]
fn functions_by_vectors_agree_with_their_twins_to_the_last_bit() {
    type Function<T> = fn(&[Cell<T>], &[Cell<T>], fn(T) -> T) -> bool;
    fn in_place<T>(function: Function<T>, numbers: &mut [T]) {
        let cells = Cell::from_mut(numbers).as_slice_of_cells();
        function(cells, cells, |x| x);
    }
    let doubles: [(Function<f64>, Function<f64>); 9] = [
        (math::exp, portable::exp),
        (math::exp2, portable::exp2),
        (math::exp_m1, portable::exp_m1),
        (math::tanh, portable::tanh),
        (math::expit, portable::expit),
        (math::ln, portable::ln),
        (math::ln_1p, portable::ln_1p),
        (math::log2, portable::log2),
        (math::log10, portable::log10),
    ];
    for (function, twin) in doubles {
        let (mut left, mut right) = (scattered(10_001), scattered(10_001));
        in_place(function, &mut left);
        in_place(twin, &mut right);
        assert!(left.iter().zip(&right).all(|(a, b)| a.to_bits() == b.to_bits()));
    }
    let singles: [(Function<f32>, Function<f32>); 2] =
        [(math::exp_f32, portable::exp_f32), (math::ln_f32, portable::ln_f32)];
    for (function, twin) in singles {
        let mut left: Vec<f32> = scattered(10_003).into_iter().map(|x| x as f32).collect();
        let mut right = left.clone();
        in_place(function, &mut left);
        in_place(twin, &mut right);
        assert!(left.iter().zip(&right).all(|(a, b)| a.to_bits() == b.to_bits()));
    }
}

#[wasm_bindgen_test]
fn rows_and_lanes_are_folded_as_one_element_after_the_other() {
    let numbers = scattered(31 * 17);
    let array = Array::from_slice(&[31, 17], &numbers).unwrap();
    let fold = |ufunc: &'static ufunc::Ufunc, axis| {
        ufunc.reduce(&array, &[axis], &Default::default()).unwrap().to_vec::<f64>()
    };
    let (sums, tops, widest) = (fold(&ufunc::ADD, 0), fold(&ufunc::MAXIMUM, 0), fold(&ufunc::MAXIMUM, 1));
    for column in 0..17 {
        let elements = || (0..31).map(|row| numbers[row * 17 + column]);
        assert_eq!(sums[column], elements().fold(0.0, |sum, x| sum + x));
        assert_eq!(tops[column], elements().fold(f64::NEG_INFINITY, f64::max));
    }
    for row in 0..31 {
        assert_eq!(widest[row], numbers[row * 17..][..17].iter().copied().fold(f64::NEG_INFINITY, f64::max));
    }
}
