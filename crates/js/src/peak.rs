//! The pace of SIMD arithmetic, which benchmarks compare with.

use ndgym_kernels::peak::{FLOPS_F32, FLOPS_F64, peak_f32, peak_f64};
use std::hint::black_box;
use wasm_bindgen::prelude::*;

/// Iterations of a stretch: some milliseconds.
const ITERATIONS: usize = 1 << 18;

/// Stretches, of which the best counts.
const STRETCHES: usize = 20;

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
    (0..STRETCHES).map(|_| stretch()).fold(0.0, f64::max)
}
