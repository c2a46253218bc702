//! Fast loops over slices: wasm SIMD with a scalar twin.
