//! Numbers with twice the precision of `f64`, as far as the tables need them.

use crate::c_library::ln;
use std::ops::{Add, Div, Mul, Neg};

/// The unevaluated sum of two `f64`, the second at most half a unit in the last place of the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DoubleDouble {
    pub(crate) high: f64,
    pub(crate) low: f64,
}

impl From<f64> for DoubleDouble {
    fn from(value: f64) -> Self {
        DoubleDouble { high: value, low: 0.0 }
    }
}

impl DoubleDouble {
    /// The sum of a number and a much smaller one.
    pub(crate) fn new(high: f64, low: f64) -> Self {
        let sum = high + low;
        DoubleDouble { high: sum, low: low - (sum - high) }
    }

    /// The power of e, for arguments of ordinary size.
    pub(crate) fn exp(self) -> Self {
        // e^x = (e^(x / 2¹⁰))^(2¹⁰); the division by a power of two is exact and leaves a series that is soon over.
        const HALVINGS: i32 = 10;
        let x = self * f64::from(1 << HALVINGS).recip().into();
        let mut term = DoubleDouble::from(1.0);
        let mut less_one = DoubleDouble::from(0.0);
        for n in 1..12 {
            term = term * x / f64::from(n).into();
            less_one = less_one + term;
        }
        // (1 + y)² - 1 = 2y + y² keeps what 1 + y would lose.
        for _ in 0..HALVINGS {
            less_one = less_one + less_one + less_one * less_one;
        }
        less_one + 1.0.into()
    }

    /// The natural logarithm: one of Newton's steps from that of the leading part.
    pub(crate) fn ln(self) -> Self {
        let near = DoubleDouble::from(ln(self.high));
        near + self * (-near).exp() + (-1.0).into()
    }

    /// The largest whole number not above it, which must fit 53 bits.
    pub(crate) fn floor(self) -> f64 {
        let high = self.high.floor();
        if high == self.high && self.low < 0.0 { high - 1.0 } else { high }
    }
}

impl Neg for DoubleDouble {
    type Output = Self;

    fn neg(self) -> Self {
        DoubleDouble { high: -self.high, low: -self.low }
    }
}

impl Add for DoubleDouble {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        // Knuth's sum with its exact error.
        let sum = self.high + other.high;
        let part = sum - self.high;
        let error = (self.high - (sum - part)) + (other.high - part);
        DoubleDouble::new(sum, error + self.low + other.low)
    }
}

impl Mul for DoubleDouble {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = self.high * other.high;
        let error = self.high.mul_add(other.high, -product);
        DoubleDouble::new(product, error + self.high * other.low + self.low * other.high)
    }
}

impl Div for DoubleDouble {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let quotient = self.high / other.high;
        let rest = self + -(other * quotient.into());
        DoubleDouble::new(quotient, rest.high / other.high)
    }
}
