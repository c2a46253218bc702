//! Numbers that texts say, read as Python's `int`, `float` and `complex` do.

use super::repr;
use crate::error::{Error, ErrorKind, Result};
use num_complex::Complex64;

/// `int(text)`.
///
/// # Errors
/// `ValueError: invalid literal for int() with base 10: np.str_('x')`; `OverflowError` beyond 128 bits.
pub(crate) fn as_integer(string: &str) -> Result<i128> {
    let invalid =
        || Error::value(format!("invalid literal for int() with base 10: np.str_({})", repr(string)));
    let bare = string.trim();
    let digits = bare.strip_prefix(['+', '-']).unwrap_or(bare);
    let digits = without_underscores(digits)
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    let digits = digits.ok_or_else(invalid)?;
    let sign = if bare.starts_with('-') { "-" } else { "" };
    let too_large = |_| Error::new(ErrorKind::Overflow, "Python int too large to convert to C long");
    format!("{sign}{digits}").parse().map_err(too_large)
}

/// `float(text)`.
///
/// # Errors
/// `ValueError: could not convert string to float: np.str_('x')`.
pub(crate) fn as_float(string: &str) -> Result<f64> {
    let parsed = without_underscores(string.trim()).and_then(|digits| digits.parse().ok());
    parsed
        .ok_or_else(|| Error::value(format!("could not convert string to float: np.str_({})", repr(string))))
}

/// `complex(text)`.
///
/// # Errors
/// `ValueError: complex() arg is a malformed string`.
pub(crate) fn as_complex(string: &str) -> Result<Complex64> {
    let bare = string.trim();
    let bare = bare.strip_prefix('(').and_then(|bare| bare.strip_suffix(')')).unwrap_or(bare).trim();
    let parsed = without_underscores(bare).and_then(|digits| parse_complex(&digits));
    parsed.ok_or_else(|| Error::value("complex() arg is a malformed string"))
}

fn parse_complex(digits: &str) -> Option<Complex64> {
    let Some(body) = digits.strip_suffix(['j', 'J']) else {
        return digits.parse().ok().map(|real| Complex64::new(real, 0.0));
    };
    // The sign of the imaginary part is the last that is not an exponent's.
    let bytes = body.as_bytes();
    let sign = (1..bytes.len())
        .rev()
        .find(|at| matches!(bytes[*at], b'+' | b'-') && !matches!(bytes[at - 1], b'e' | b'E'));
    let (real, imaginary) = body.split_at(sign.unwrap_or(0));
    let imaginary = match imaginary {
        "" | "+" => 1.0,
        "-" => -1.0,
        digits => digits.parse().ok()?,
    };
    let real = if real.is_empty() { 0.0 } else { real.parse().ok()? };
    Some(Complex64::new(real, imaginary))
}

/// Digits without the underscores between them; None where one is not between two digits.
fn without_underscores(digits: &str) -> Option<String> {
    let bytes = digits.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let misplaced = |at: usize| !is_digit(at.checked_sub(1)) || !is_digit(at.checked_add(1));
    if digits.match_indices('_').any(|(at, _)| misplaced(at)) {
        return None;
    }
    Some(digits.replace('_', ""))
}
