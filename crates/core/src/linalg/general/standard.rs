//! Two by two blocks of a real Schur form: LAPACK's `dlanv2`.
//!
//! Source: Z. Bai and J. Demmel, "On swapping diagonal blocks in real Schur form", Linear Algebra and its Applications 186
//! (1993).

use crate::linalg::norm::hypotenuse;
use num_complex::Complex64;

/// A block is either upper triangular, or has equal diagonal elements and others of opposite sign: then its eigenvalues are a
/// complex pair.
pub(super) struct Standard {
    pub(super) block: [[f64; 2]; 2],
    /// The rotation that leads to it.
    pub(super) cosine: f64,
    pub(super) sine: f64,
}

impl Standard {
    /// Of a block, row by row.
    pub(super) fn of(block: [[f64; 2]; 2]) -> Standard {
        let [[a, b], [c, d]] = block;
        if c == 0.0 {
            return Standard { block, cosine: 1.0, sine: 0.0 };
        }
        if b == 0.0 {
            return Standard { block: [[d, -c], [0.0, a]], cosine: 0.0, sine: 1.0 };
        }
        if a - d == 0.0 && sign(b) != sign(c) {
            return Standard { block, cosine: 1.0, sine: 0.0 };
        }
        let half = 0.5 * (a - d);
        let larger = b.abs().max(c.abs());
        let smaller = b.abs().min(c.abs()) * sign(b) * sign(c);
        let scale = half.abs().max(larger);
        let discriminant = half / scale * half + larger / scale * smaller;
        if discriminant >= 4.0 * f64::EPSILON {
            let z = half + (scale.sqrt() * discriminant.sqrt()).copysign(half);
            let length = hypotenuse(c, z);
            let block = [[d + z, b - c], [0.0, d - larger / z * smaller]];
            return Standard { block, cosine: z / length, sine: c / length };
        }
        Standard::with_equal_diagonal(block)
    }

    /// For complex eigenvalues, and for real ones that are nearly equal.
    fn with_equal_diagonal([[a, b], [c, d]]: [[f64; 2]; 2]) -> Standard {
        let (sum, difference) = within_range(b + c, a - d);
        let length = hypotenuse(sum, difference);
        let cosine = (0.5 * (1.0 + sum.abs() / length)).sqrt();
        let sine = -(0.5 * difference / (length * cosine)) * sign(sum);
        let (aa, bb) = (a * cosine + b * sine, -a * sine + b * cosine);
        let (cc, dd) = (c * cosine + d * sine, -c * sine + d * cosine);
        let (a, b) = (aa * cosine + cc * sine, bb * cosine + dd * sine);
        let (c, d) = (-(aa * sine) + cc * cosine, -bb * sine + dd * cosine);
        let middle = 0.5 * (a + d);
        if c == 0.0 {
            return Standard { block: [[middle, b], [c, middle]], cosine, sine };
        }
        if b == 0.0 {
            return Standard { block: [[middle, -c], [0.0, middle]], cosine: -sine, sine: cosine };
        }
        if sign(b) != sign(c) {
            return Standard { block: [[middle, b], [c, middle]], cosine, sine };
        }
        // Real after all: one more rotation makes the block triangular.
        let (root_b, root_c) = (b.abs().sqrt(), c.abs().sqrt());
        let apart = (root_b * root_c).copysign(c);
        let scale = 1.0 / (b + c).abs().sqrt();
        let (second_cosine, second_sine) = (root_b * scale, root_c * scale);
        Standard {
            block: [[middle + apart, b - c], [0.0, middle - apart]],
            cosine: cosine * second_cosine - sine * second_sine,
            sine: cosine * second_sine + sine * second_cosine,
        }
    }

    pub(super) fn eigenvalues(&self) -> [Complex64; 2] {
        let [[a, b], [c, d]] = self.block;
        if c == 0.0 {
            return [a.into(), d.into()];
        }
        let imaginary = b.abs().sqrt() * c.abs().sqrt();
        [Complex64::new(a, imaginary), Complex64::new(d, -imaginary)]
    }
}

fn sign(x: f64) -> f64 {
    1.0_f64.copysign(x)
}

/// Two numbers times one power of two, so that their squares do not overflow or vanish.
fn within_range(mut one: f64, mut other: f64) -> (f64, f64) {
    let small = 2.0_f64.powi(-485);
    for _ in 0..20 {
        let largest = one.abs().max(other.abs());
        let factor = if largest >= 1.0 / small {
            small
        } else if largest <= small {
            1.0 / small
        } else {
            break;
        };
        (one, other) = (one * factor, other * factor);
    }
    (one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_keep_their_eigenvalues() {
        for block in [
            [[0.0, 1.0], [1.0, 0.0]],
            [[0.0, -1.0], [1.0, 0.0]],
            [[1.0, 2.0], [3.0, 4.0]],
            [[1.0, 5.0], [-2.0, 3.0]],
            [[1.0, 1e-9], [1e-9, 1.0]],
            [[3e-200, 1e-200], [-2e-200, 1e-200]],
            [[1.0, 0.0], [2.0, 3.0]],
        ] {
            let [[a, b], [c, d]] = block;
            let [first, second] = Standard::of(block).eigenvalues();
            let size = [a, b, c, d].into_iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            assert!((first + second - (a + d)).norm() < 1e-15 * 8.0 * size);
            let determinant = a / size * (d / size) - b / size * (c / size);
            assert!((first / size * (second / size) - determinant).norm() < 1e-14);
        }
    }
}
