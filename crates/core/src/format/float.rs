//! One finite float as text: shortest or fixed digits, positional or scientific.

use std::fmt::{Display, LowerExp};

/// What becomes of zeros at the end of the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trim {
    /// `k`: they stay.
    Keep,
    /// `.`: they go, the point stays.
    Point,
    /// `0`: they go, but for one after the point.
    OneZero,
    /// `-`: they go, and the point if nothing follows it.
    All,
}

/// How a float is written.
#[derive(Clone, Copy, Debug)]
pub struct FloatStyle {
    /// Most digits after the point (all digits of significance if `fractional` is off); None for as many as it takes.
    pub precision: Option<usize>,
    /// Fewest digits after the point.
    pub min_digits: usize,
    /// Only as many digits as identify the number.
    pub unique: bool,
    /// Whether the precision counts digits after the point.
    pub fractional: bool,
    /// Zeros at the end.
    pub trim: Trim,
    /// A sign for positive numbers too.
    pub plus: bool,
    /// Characters before the point, filled with spaces.
    pub pad_left: usize,
    /// Characters after the point, filled with spaces.
    pub pad_right: usize,
    /// Digits of the exponent, filled with zeros.
    pub exponent_digits: usize,
}

impl Default for FloatStyle {
    fn default() -> FloatStyle {
        FloatStyle {
            precision: None,
            min_digits: 0,
            unique: true,
            fractional: true,
            trim: Trim::Keep,
            plus: false,
            pad_left: 0,
            pad_right: 0,
            exponent_digits: 2,
        }
    }
}

/// A float with its own shortest digits: `f32` or `f64`.
pub trait Digits: Copy + Display + LowerExp {
    /// Whether the sign bit is set.
    fn is_negative(self) -> bool;
    /// The magnitude.
    fn magnitude(self) -> Self;
}

impl Digits for f32 {
    fn is_negative(self) -> bool {
        self.is_sign_negative()
    }
    fn magnitude(self) -> f32 {
        self.abs()
    }
}

impl Digits for f64 {
    fn is_negative(self) -> bool {
        self.is_sign_negative()
    }
    fn magnitude(self) -> f64 {
        self.abs()
    }
}

/// Digits after the point for numbers whose digits are not sought: all there are, up to what NumPy's buffer holds.
const ALL_DIGITS: usize = 1100;

/// Positional notation: `1234.5`, as `np.format_float_positional`.
///
/// ```
/// use ndgym_core::format::{FloatStyle, Trim, format_positional};
/// let style = FloatStyle { precision: Some(2), trim: Trim::Point, ..FloatStyle::default() };
/// assert_eq!(format_positional(0.125_f64, &style), "0.12");
/// assert_eq!(format_positional(16.0_f64, &style), "16.");
/// ```
pub fn format_positional(value: impl Digits, style: &FloatStyle) -> String {
    let magnitude = value.magnitude();
    let digits = if style.fractional {
        fraction_digits(magnitude, style)
    } else {
        significant_digits(magnitude, style)
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction = trimmed(fraction, style);
    let sign = sign_of(value, style);
    let point = if fraction.is_empty() && style.trim == Trim::All { "" } else { "." };
    let mut text = format!("{:>width$}{point}{fraction}", format!("{sign}{whole}"), width = style.pad_left);
    if style.pad_right > 0 {
        let missing = (style.pad_right + 1).saturating_sub(point.len() + fraction.len());
        text.extend(std::iter::repeat_n(' ', missing));
    }
    text
}

fn fraction_digits(magnitude: impl Digits, style: &FloatStyle) -> String {
    let fraction = format!("{magnitude}").split_once('.').map_or(0, |(_, fraction)| fraction.len());
    // As many digits as identify the number, but the nearest of that length: of two as near, the even one.
    let shortest = if fraction == 0 { format!("{magnitude}") } else { format!("{magnitude:.fraction$}") };
    match (style.unique, style.precision) {
        // More digits than it takes are those of the binary value.
        (true, _) if fraction < style.min_digits => format!("{magnitude:.0$}", style.min_digits),
        (true, None) => shortest,
        (true, Some(precision)) => {
            if fraction <= precision {
                shortest
            } else {
                format!("{magnitude:.precision$}")
            }
        }
        (false, Some(precision)) => format!("{magnitude:.precision$}"),
        (false, None) => exact(magnitude),
    }
}

/// All digits of the binary value.
fn exact(magnitude: impl Digits) -> String {
    let text = format!("{magnitude:.ALL_DIGITS$}");
    text.trim_end_matches('0').to_owned()
}

/// Rounded to a number of significant digits.
fn significant_digits(magnitude: impl Digits, style: &FloatStyle) -> String {
    let Some(precision) = style.precision else { return fraction_digits(magnitude, style) };
    let scientific = format!("{magnitude:.0$e}", precision.saturating_sub(1));
    let exponent: i32 =
        scientific.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0);
    let after_point = (precision as i32 - 1 - exponent).max(0) as usize;
    let rounded: String = if precision as i32 > exponent {
        format!("{magnitude:.after_point$}")
    } else {
        // Digits before the point that are not significant become 0.
        let (digits, _) = scientific.split_once('e').unwrap_or((&scientific, ""));
        let digits = digits.replace('.', "");
        let zeros = (exponent as usize + 1).saturating_sub(digits.len());
        digits + &"0".repeat(zeros)
    };
    let shortest = format!("{magnitude}");
    let shorter = style.unique && shortest.replace('.', "").trim_start_matches('0').len() <= precision;
    if shorter { shortest } else { rounded }
}

fn trimmed(fraction: &str, style: &FloatStyle) -> String {
    let mut fraction = match style.trim {
        Trim::Keep => fraction.to_owned(),
        _ => fraction.trim_end_matches('0').to_owned(),
    };
    let wanted = match (style.trim, style.unique) {
        (Trim::Keep, false) if style.fractional => style.precision.unwrap_or(0).max(style.min_digits),
        _ => style.min_digits,
    };
    let zeros = wanted.saturating_sub(fraction.len());
    fraction.extend(std::iter::repeat_n('0', zeros));
    if style.trim == Trim::OneZero && fraction.is_empty() {
        fraction.push('0');
    }
    fraction
}

fn sign_of(value: impl Digits, style: &FloatStyle) -> &'static str {
    match (value.is_negative(), style.plus) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    }
}

/// Scientific notation: `1.5e+10`, as `np.format_float_scientific`.
///
/// ```
/// use ndgym_core::format::{FloatStyle, Trim, format_scientific};
/// let style = FloatStyle { trim: Trim::Point, ..FloatStyle::default() };
/// assert_eq!(format_scientific(1e-5_f32, &style), "1.e-05");
/// ```
pub fn format_scientific(value: impl Digits, style: &FloatStyle) -> String {
    let magnitude = value.magnitude();
    let digits_after =
        |text: &str| text.split_once('e').map_or(0, |(digits, _)| digits.len().saturating_sub(2));
    let shortest = format!("{magnitude:.0$e}", digits_after(&format!("{magnitude:e}")));
    let text = match (style.unique, style.precision) {
        (true, _) if digits_after(&shortest) < style.min_digits => {
            format!("{magnitude:.0$e}", style.min_digits)
        }
        (true, None) => shortest,
        (true, Some(precision)) if digits_after(&shortest) <= precision => shortest,
        (_, Some(precision)) => format!("{magnitude:.precision$e}"),
        (false, None) => {
            let text = format!("{magnitude:.ALL_DIGITS$e}");
            let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            format!("{}e{exponent}", digits.trim_end_matches('0'))
        }
    };
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = trimmed(fraction, style);
    let point = if fraction.is_empty() && style.trim == Trim::All { "" } else { "." };
    let (exponent_sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    let whole = format!("{}{whole}", sign_of(value, style));
    format!(
        "{whole:>pad$}{point}{fraction}e{exponent_sign}{exponent:0>width$}",
        pad = style.pad_left,
        width = style.exponent_digits.max(2)
    )
}
