//! The pace of SIMD arithmetic, which benchmarks compare with.

use ndgym_kernels::peak::{FLOPS_F32, FLOPS_F64, peak_f32, peak_f64};
use std::hint::black_box;
use wasm_bindgen::prelude::*;

/// Iterations of a stretch: some milliseconds.
const ITERATIONS: usize = 1 << 18;

/// Stretches, of which the median counts, as it does for what is held against it.
const STRETCHES: usize = 21;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// GFLOP/s that multiplications and additions reach with all operands in registers.
#[wasm_bindgen(js_name = peakGflops)]
pub fn peak_gflops(#[wasm_bindgen(unchecked_param_type = "\"float32\" | \"float64\"")] dtype: &str) -> f64 {
    let stretch = || {
        let begun = now();
        let flops = if dtype == "float32" {
            black_box(peak_f32(ITERATIONS));
            FLOPS_F32
        } else {
            black_box(peak_f64(ITERATIONS));
            FLOPS_F64
        };
        (flops * ITERATIONS) as f64 / ((now() - begun) * 1e6)
    };
    let mut paces: [f64; STRETCHES] = std::array::from_fn(|_| stretch());
    paces.sort_by(f64::total_cmp);
    paces[STRETCHES / 2]
}
