//! Fast loops over lanes of memory: wasm SIMD with a scalar twin.
//!
//! Kernels know no shapes, no dtypes and no Python. They take [`Lane`]s: runs of elements a constant stride apart. A lane
//! is made of `Cell`s, because two operands of one operation may be the same memory (`a += a`); the type says so and no
//! kernel can forget it. With `ndgym_core::buffer` this crate is the only home of `unsafe`.
#![allow(unsafe_code)]

pub mod allocator;
pub mod arithmetic;
mod copy;
pub mod fold;
pub mod fused;
pub mod gemm;
mod lane;
pub mod math;
pub mod peak;
pub mod simd;
pub mod sort;
pub mod transpose;

pub use copy::copy;
pub use lane::Lane;
