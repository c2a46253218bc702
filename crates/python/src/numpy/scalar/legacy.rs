//! Scalars as NumPy 1.13 wrote them: with a number of digits that their type has, whether they are needed or not.

use ndgym_core::{Scalar, format::scalar_str};

/// What `repr(x)` or `str(x)` gave.
pub(super) fn legacy_text(value: Scalar, is_repr: bool) -> String {
    let (single, double) = if is_repr { (8, 17) } else { (6, 12) };
    match value {
        Scalar::Float32(value) => with_point(general(value.into(), single)),
        Scalar::Float64(value) => with_point(general(value, double)),
        Scalar::Complex64(value) => complex(value.re.into(), value.im.into(), single),
        Scalar::Complex128(value) => complex(value.re, value.im, double),
        value => scalar_str(value),
    }
}

/// C's `%.{digits}g`.
fn general(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return scalar_str(value.into());
    }
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trimmed = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if exponent < -4 || exponent >= digits as i32 {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trimmed(mantissa), exponent.abs());
    }
    let decimals = usize::try_from(digits as i32 - 1 - exponent).unwrap_or(0);
    trimmed(&format!("{value:.decimals$}"))
}

fn with_point(text: String) -> String {
    let is_whole = text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
    if is_whole { text + ".0" } else { text }
}

fn complex(re: f64, im: f64, digits: usize) -> String {
    let imaginary = general(im, digits);
    if re == 0.0 && re.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let sign = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{sign}{imaginary}j)", general(re, digits))
}
