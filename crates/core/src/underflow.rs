//! Results that were too small to keep all their digits, as `np.errstate(under=...)` asks for them.
//!
//! Nobody hears of underflow unless they ask, so kernels do not look for it: it is found afterwards, from operands and results.
//! What a processor reports depends on how a function is computed, too; the functions here are those whose results NumPy
//! reports. Products that are summed (`matmul`, `dot`) and complex numbers are not among them.

use crate::array::Array;
use crate::dtype::DType;

/// Whether a ufunc of these operands (in the state before the call) came to a result that underflowed.
pub fn of_call(name: &str, operands: &[Array], result: &Array) -> bool {
    let Some(limits) = Limits::of(result.dtype()) else { return false };
    let numbers = |array: &Array| -> Option<Vec<f64>> {
        Some(array.broadcast_to(result.shape()).ok()?.to_vec::<f64>())
    };
    let results = result.to_vec::<f64>();
    let Some([x, y]) = (match operands {
        [x] => numbers(x).map(|x| [x.clone(), x]),
        [x, y] => numbers(x).zip(numbers(y)).map(|(x, y)| [x, y]),
        _ => None,
    }) else {
        return false;
    };
    results.iter().zip(x.iter().zip(&y)).any(|(result, (x, y))| limits.lost_digits(name, *x, *y, *result))
}

/// Whether a product of many factors underflowed on the way: it did if it is very small, or 0 without a factor of 0.
pub fn of_product(factors: &Array, product: &Array) -> bool {
    let Some(limits) = Limits::of(product.dtype()) else { return false };
    let products = product.to_vec::<f64>();
    let is_zero = |value: &f64| *value == 0.0;
    products.iter().any(|value| !is_zero(value) && limits.is_tiny(*value))
        || products.iter().any(is_zero) && !factors.to_vec::<f64>().iter().any(is_zero)
}

/// Whether a cast to a narrower type lost digits of a very small number.
pub fn of_cast(from: &Array, to: &Array) -> bool {
    let Some(limits) = Limits::of(to.dtype()) else { return false };
    let pairs = || from.to_vec::<f64>().into_iter().zip(to.to_vec::<f64>());
    pairs().any(|(before, after)| before != after && limits.is_tiny(after))
}

/// Where numbers of a type begin to lose digits.
struct Limits {
    /// The least number that has them all.
    least_normal: f64,
    /// The exponent of the least number of all.
    least_exponent: i32,
}

impl Limits {
    fn of(dtype: DType) -> Option<Limits> {
        match dtype {
            DType::Float64 => Some(Limits { least_normal: f64::MIN_POSITIVE, least_exponent: -1074 }),
            DType::Float32 => Some(Limits { least_normal: f32::MIN_POSITIVE.into(), least_exponent: -149 }),
            _ => None,
        }
    }

    fn is_tiny(&self, value: f64) -> bool {
        value.abs() < self.least_normal
    }

    fn lost_digits(&self, name: &str, x: f64, y: f64, result: f64) -> bool {
        let tiny = self.is_tiny(result);
        let nonzero = x != 0.0 && y != 0.0;
        let finite = x.is_finite() && y.is_finite();
        match name {
            "multiply" | "square" => tiny && nonzero && !self.holds_product(x, y),
            "divide" => tiny && x != 0.0 && finite && !is_product(x, result, y),
            "floor_divide" => x != 0.0 && finite && self.is_tiny(x / y) && !is_product(x, x / y, y),
            "reciprocal" => tiny && finite && !is_product(1.0, result, x),
            "power" | "float_power" => tiny && nonzero && finite,
            "exp" => tiny && finite,
            // A power of two is exact, but float32 is not computed so.
            "exp2" => tiny && finite && (result == 0.0 || x.fract() != 0.0 || self.least_exponent == -149),
            "arctan2" => tiny && nonzero && finite,
            "hypot" => tiny && nonzero,
            "sin" | "deg2rad" | "radians" | "rad2deg" | "degrees" | "spacing" => tiny && x != 0.0,
            "nextafter" => tiny && x != y,
            // The smaller of both is added as a power of e or 2.
            "logaddexp" => finite && self.is_tiny((-(x - y).abs()).exp()),
            "logaddexp2" => finite && self.is_tiny((-(x - y).abs()).exp2()),
            "ldexp" => tiny && x != 0.0 && (result == 0.0 || !self.holds(x, y)),
            _ => false,
        }
    }

    /// Whether x y, exactly, is a number of the type.
    fn holds_product(&self, x: f64, y: f64) -> bool {
        !x.is_finite() || !y.is_finite() || odd_part(x).1 + odd_part(y).1 >= self.least_exponent
    }

    /// Whether x 2^y, exactly, is a number of the type.
    fn holds(&self, x: f64, y: f64) -> bool {
        f64::from(odd_part(x).1) + y >= f64::from(self.least_exponent)
    }
}

/// Whether x is exactly a b.
fn is_product(x: f64, a: f64, b: f64) -> bool {
    if a == 0.0 || b == 0.0 || x == 0.0 {
        return x == 0.0;
    }
    let ((m, e), (n, f), (p, g)) = (odd_part(a), odd_part(b), odd_part(x));
    u128::from(m) * u128::from(n) == u128::from(p) && e + f == g
}

/// The number's magnitude as an odd integer times a power of two; it is finite and not 0.
fn odd_part(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let (fraction, exponent) = (bits & ((1 << 52) - 1), ((bits >> 52) & 0x7ff) as i32);
    let (integer, exponent) =
        if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    let zeros = integer.trailing_zeros();
    (integer >> zeros, exponent + zeros as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(value: f64) -> Array {
        Array::from_slice(&[1], &[value]).unwrap()
    }

    // What NumPy 2.4 reports with np.errstate(under='raise').
    #[test]
    fn what_loses_digits_is_found_and_what_is_exact_is_not() {
        let met = |name: &str, x: f64, y: f64, result: f64| of_call(name, &[one(x), one(y)], &one(result));
        assert!(met("multiply", 1e-200, 1e-200, 0.0));
        assert!(met("multiply", 1e-310, 0.3, 1e-310 * 0.3));
        assert!(!met("multiply", 1e-310, 2.0, 2e-310));
        assert!(!met("multiply", 0.0, 1e-200, 0.0));
        assert!(met("divide", 5e-324, 2.0, 0.0));
        assert!(!met("divide", 0.0, 1e300, 0.0));
        assert!(!met("divide", 1.0, f64::INFINITY, 0.0));
        assert!(met("logaddexp", 0.0, -1000.0, 0.0));
        assert!(!met("logaddexp", 0.0, f64::NEG_INFINITY, 0.0));
        assert!(of_call("exp", &[one(-720.0)], &one((-720.0_f64).exp())));
        assert!(!of_call("exp", &[one(f64::NEG_INFINITY)], &one(0.0)));
        assert!(!of_call("exp2", &[one(-1070.0)], &one((-1070.0_f64).exp2())));
        assert!(!of_call("reciprocal", &[one(2.0_f64.powi(1023))], &one(2.0_f64.powi(-1023))));
        assert!(of_product(&one(1e-200), &one(0.0)) && !of_product(&one(0.0), &one(0.0)));
    }
}
