//! The machine's peak of multiplications and additions, measured in registers alone: what matrix products are held against.

use std::hint::black_box;

/// Sums that one iteration multiplies and adds to, in vectors of 16 bytes: enough to hide the latency of a multiplication
/// followed by an addition, and few enough for the registers.
const VECTORS: usize = 12;

/// Floating-point operations in one iteration of [`peak_f64`].
pub const FLOPS_F64: usize = 2 * 2 * VECTORS;

/// Floating-point operations in one iteration of [`peak_f32`].
pub const FLOPS_F32: usize = 2 * 4 * VECTORS;

macro_rules! peak {
    ($(#[$doc:meta])* $name:ident, $type:ty, $lanes:literal) => {
        $(#[$doc])*
        pub fn $name(iterations: usize) -> $type {
            let (factor, term): ($type, $type) = (black_box(0.999), black_box(0.001));
            let mut sums: [[$type; $lanes]; VECTORS] = std::array::from_fn(|i| [i as $type; $lanes]);
            for _ in 0..iterations {
                for vector in &mut sums {
                    for sum in vector {
                        *sum = *sum * factor + term;
                    }
                }
            }
            sums.iter().flatten().sum()
        }
    };
}

peak!(
    /// So many times `x = x * factor + term` on float64 vectors in registers; the checksum keeps the work from being dropped.
    /// Every `x` nears `term / (1 - factor)` = 1.
    peak_f64,
    f64,
    2
);
peak!(
    /// [`peak_f64`] for float32.
    peak_f32,
    f32,
    4
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_sums_near_their_limit() {
        assert!((peak_f64(100_000) - (FLOPS_F64 / 2) as f64).abs() < 1e-9);
        assert!((peak_f32(100_000) - (FLOPS_F32 / 2) as f32).abs() < 0.1);
        assert_eq!(peak_f64(0), 132.0);
    }
}
