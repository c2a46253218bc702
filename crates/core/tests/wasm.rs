//! What only a 32-bit machine with WebAssembly's SIMD shows. `./x test wasm` runs this in Chromium; native tests cannot.
#![cfg(target_arch = "wasm32")]

use ndgym_core::layout::{Order, checked_shape};
use ndgym_core::{Array, DType};
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
