//! Sums of two floats, the second below the rounding of the first: constants of twice the precision, computed while the
//! program is compiled.
//!
//! Source: Dekker, "A floating-point technique for extending the available precision" (1971).

/// high + low.
#[derive(Clone, Copy)]
pub(super) struct DoubleDouble {
    pub(super) high: f64,
    pub(super) low: f64,
}

impl DoubleDouble {
    pub(super) const ONE: DoubleDouble = DoubleDouble { high: 1.0, low: 0.0 };
    /// ln 2.
    pub(super) const LN_2: DoubleDouble =
        DoubleDouble { high: std::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };

    /// The sum of two floats of which the first is larger.
    const fn normalized(a: f64, b: f64) -> DoubleDouble {
        let high = a + b;
        DoubleDouble { high, low: b - (high - a) }
    }

    pub(super) const fn plus(self, other: DoubleDouble) -> DoubleDouble {
        let high = self.high + other.high;
        let b = high - self.high;
        let low = (self.high - (high - b)) + (other.high - b);
        DoubleDouble::normalized(high, low + self.low + other.low)
    }

    pub(super) const fn times(self, other: DoubleDouble) -> DoubleDouble {
        let high = self.high * other.high;
        let (a, b) = (split(self.high), split(other.high));
        let low = ((a.0 * b.0 - high) + a.0 * b.1 + a.1 * b.0) + a.1 * b.1;
        DoubleDouble::normalized(high, low + (self.high * other.low + self.low * other.high))
    }

    pub(super) const fn over(self, divisor: f64) -> DoubleDouble {
        let quotient = DoubleDouble { high: self.high / divisor, low: 0.0 };
        let product = quotient.times(DoubleDouble { high: divisor, low: 0.0 });
        let rest = (self.high - product.high) - product.low + self.low;
        DoubleDouble::normalized(quotient.high, rest / divisor)
    }
}

/// A float as the sum of two of half as many bits.
const fn split(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}
