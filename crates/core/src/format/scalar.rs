//! One element as text.

use super::float::{Digits, FloatStyle, Trim, format_positional, format_scientific};
use crate::scalar::Scalar;

// From which size on numbers are printed in scientific notation.
const SINGLE_LIMIT: f64 = 1e6;
const DOUBLE_LIMIT: f64 = 1e16;

/// What `str(x)` gives: the shortest digits that read back as the same value in its own precision.
pub fn scalar_str(value: Scalar) -> String {
    match value {
        Scalar::Bool(true) => "True".to_owned(),
        Scalar::Bool(false) => "False".to_owned(),
        Scalar::Text(text) => text.to_string(),
        Scalar::Float32(value) => float_text(value, value.into(), SINGLE_LIMIT, true),
        Scalar::Float64(value) => float_text(value, value, DOUBLE_LIMIT, true),
        Scalar::Complex64(value) => complex_text(
            float_text(value.re, value.re.into(), SINGLE_LIMIT, false),
            float_text(value.im, value.im.into(), SINGLE_LIMIT, false),
            value.re == 0.0 && value.re.is_sign_positive(),
        ),
        Scalar::Complex128(value) => complex_text(
            float_text(value.re, value.re, DOUBLE_LIMIT, false),
            float_text(value.im, value.im, DOUBLE_LIMIT, false),
            value.re == 0.0 && value.re.is_sign_positive(),
        ),
        integer => integer.as_integer().map(|value| value.to_string()).unwrap_or_default(),
    }
}

/// `own` is the number with the digits of its type, `value` the same number in double precision.
fn float_text(own: impl Digits, value: f64, limit: f64, point: bool) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let style = |trim| FloatStyle { trim, ..FloatStyle::default() };
    if value == 0.0 || (1e-4..limit).contains(&value.abs()) {
        return format_positional(own, &style(if point { Trim::OneZero } else { Trim::All }));
    }
    format_scientific(own, &style(Trim::All))
}

fn complex_text(real: String, imaginary: String, only_imaginary: bool) -> String {
    if only_imaginary {
        return format!("{imaginary}j");
    }
    let sign = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({real}{sign}{imaginary}j)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_complex::{Complex32, Complex64};

    // Expected: str() of the scalars in NumPy 2.4.
    #[test]
    fn scalars_print_their_shortest_digits() {
        let cases: [(Scalar, &str); 18] = [
            (1.0_f64.into(), "1.0"),
            (0.1_f32.into(), "0.1"),
            (1e16_f64.into(), "1e+16"),
            (1.5e300_f64.into(), "1.5e+300"),
            (1e-5_f64.into(), "1e-05"),
            (0.0001_f64.into(), "0.0001"),
            ((-0.0_f64).into(), "-0.0"),
            (16_777_216_f32.into(), "1.6777216e+07"),
            // Of two texts as near, the one that ends in an even digit.
            ((1_102_629_f32 / 8.0).into(), "137828.62"),
            ((8_549_309_f32 / 4.0).into(), "2.1373272e+06"),
            (f64::NAN.into(), "nan"),
            (f32::NEG_INFINITY.into(), "-inf"),
            (Scalar::Bool(true), "True"),
            (u64::MAX.into(), "18446744073709551615"),
            (Complex64::new(1.0, 2.0).into(), "(1+2j)"),
            (Complex64::new(0.0, 2.5).into(), "2.5j"),
            (Complex64::new(-0.0, -1.0).into(), "(-0-1j)"),
            (Complex32::new(f32::NAN, f32::INFINITY).into(), "(nan+infj)"),
        ];
        for (value, text) in cases {
            assert_eq!(scalar_str(value), text);
        }
    }
}
