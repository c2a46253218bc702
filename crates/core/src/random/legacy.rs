//! Distributions whose streams are frozen for `RandomState` and `np.random.seed`, one draw each.

use super::BitSource;
use super::math::ln;

/// Normal numbers by Marsaglia's polar method, which finds two at a time and keeps one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gauss {
    /// The number kept.
    pub spare: Option<f64>,
}

impl Gauss {
    /// Standard normal.
    #[inline]
    pub fn next<S: BitSource>(&mut self, source: &mut S) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * source.next_f64() - 1.0, 2.0 * source.next_f64() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * ln(square) / square).sqrt();
                self.spare = Some(factor * x);
                return factor * y;
            }
        }
    }
}
