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
    /// Fewest digits, counted as those of the precision; None for as few as identify the number, even before the point.
    pub min_digits: Option<usize>,
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
    /// Characters after the point, filled with spaces; None leaves out the point's own too.
    pub pad_right: Option<usize>,
    /// Digits of the exponent, filled with zeros.
    pub exponent_digits: usize,
}

impl Default for FloatStyle {
    fn default() -> FloatStyle {
        FloatStyle {
            precision: None,
            min_digits: None,
            unique: true,
            fractional: true,
            trim: Trim::Keep,
            plus: false,
            pad_left: 0,
            pad_right: None,
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
    /// Whether a text is nearest to this number, not to its neighbours.
    fn is_read_from(self, text: &str) -> bool;
}

impl Digits for f32 {
    fn is_negative(self) -> bool {
        self.is_sign_negative()
    }
    fn magnitude(self) -> f32 {
        self.abs()
    }
    fn is_read_from(self, text: &str) -> bool {
        // Only below a power of two neighbours are so near that rounding may lead to one.
        self.to_bits() << 9 != 0 || text.parse() == Ok(self)
    }
}

impl Digits for f64 {
    fn is_negative(self) -> bool {
        self.is_sign_negative()
    }
    fn magnitude(self) -> f64 {
        self.abs()
    }
    fn is_read_from(self, text: &str) -> bool {
        // Only below a power of two neighbours are so near that rounding may lead to one.
        self.to_bits() << 12 != 0 || text.parse() == Ok(self)
    }
}

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
    // Digits of significance include those before the point.
    let before_point = if style.fractional { 0 } else { whole.len() };
    let fraction = trimmed(fraction, before_point, style);
    let sign = sign_of(value, style);
    let point = if fraction.is_empty() && style.trim == Trim::All { "" } else { "." };
    let mut text = format!("{:>width$}{point}{fraction}", format!("{sign}{whole}"), width = style.pad_left);
    if let Some(pad_right) = style.pad_right {
        let missing = pad_right.saturating_sub(fraction.len()) + usize::from(point.is_empty());
        text.extend(std::iter::repeat_n(' ', missing));
    }
    text
}

/// How many digits to write, where `shortest` identify the number.
fn digit_count(shortest: usize, style: &FloatStyle) -> usize {
    let unique = shortest.max(style.min_digits.unwrap_or(0));
    match (style.unique, style.precision) {
        (true, precision) => unique.min(precision.unwrap_or(unique)),
        (false, precision) => precision.unwrap_or(shortest),
    }
}

/// So many digits tell whether a number ends where a text of it does.
const TELLING_DIGITS: usize = 40;

/// Without zeros that NumPy does not count as digits: those that come of rounding up, where 9s were, and, unless digits
/// are sought that make the number unique, those after its last digit.
fn without_idle_zeros(text: String, magnitude: impl Digits, style: &FloatStyle) -> String {
    let (mantissa, exponent) = text.split_at(text.find('e').unwrap_or(text.len()));
    if !mantissa.contains('.') || !mantissa.ends_with('0') {
        return text;
    }
    let exact = significant(&format!("{magnitude:.TELLING_DIGITS$e}"));
    let written = significant(mantissa);
    let rounded_up = !exact.starts_with(&written) && !written.starts_with(&exact);
    let is_whole = written.trim_end_matches('0') == exact.trim_end_matches('0');
    if rounded_up || is_whole && (!style.unique || exact.is_empty()) {
        format!("{}{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
    } else {
        text
    }
}

/// The digits of a text before its exponent, from the first that is not 0.
fn significant(text: &str) -> String {
    let digits: String = text.chars().take_while(|c| *c != 'e').filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// Rounded to a number of digits after the point.
fn fraction_digits(magnitude: impl Digits, style: &FloatStyle) -> String {
    let shortest = format!("{magnitude}");
    let fraction = shortest.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let count = digit_count(fraction, style);
    if style.unique && style.min_digits.is_none() && fraction == 0 {
        return shortest;
    }
    // As many digits as identify the number, but the nearest of that length: of two as near, the even one. More than
    // that are those of the binary value.
    let nearest = format!("{magnitude:.count$}");
    let nearest = if count == fraction && !magnitude.is_read_from(&nearest) { shortest } else { nearest };
    without_idle_zeros(nearest, magnitude, style)
}

/// Scientific notation as Rust has it, with `count` digits after the point.
fn scientific_digits(magnitude: impl Digits, count: usize, style: &FloatStyle) -> String {
    let nearest = format!("{magnitude:.count$e}");
    let leads_back = magnitude.is_read_from(&nearest) || count + 1 != shortest_length(magnitude);
    without_idle_zeros(if leads_back { nearest } else { format!("{magnitude:e}") }, magnitude, style)
}

/// The number of digits that identify a number.
fn shortest_length(magnitude: impl Digits) -> usize {
    let text = format!("{magnitude:e}");
    text.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count()
}

/// Rounded to a number of significant digits.
fn significant_digits(magnitude: impl Digits, style: &FloatStyle) -> String {
    let count = digit_count(shortest_length(magnitude), style);
    let text = scientific_digits(magnitude, count.saturating_sub(1), style);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.replace('.', "");
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let Ok(exponent) = usize::try_from(exponent) else {
        let zeros = exponent.unsigned_abs() as usize - 1;
        return format!("0.{}{digits}", "0".repeat(zeros));
    };
    match digits.split_at_checked(exponent + 1) {
        Some((whole, fraction)) => format!("{whole}.{fraction}"),
        // Digits before the point that are not significant are 0.
        None => format!("{digits:0<width$}", width = exponent + 1),
    }
}

/// Digits after the point, without the zeros that are to go, with those that are to come.
fn trimmed(fraction: &str, before_point: usize, style: &FloatStyle) -> String {
    match style.trim {
        Trim::Keep => {
            let wanted = if style.unique { style.min_digits } else { style.precision }.unwrap_or(0);
            let width = wanted.saturating_sub(before_point);
            let zeros = width.saturating_sub(fraction.len());
            format!("{fraction}{}", "0".repeat(zeros))
        }
        Trim::OneZero if fraction.bytes().all(|byte| byte == b'0') => "0".to_owned(),
        _ => fraction.trim_end_matches('0').to_owned(),
    }
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
    let count = digit_count(shortest_length(magnitude).saturating_sub(1), style);
    let text = scientific_digits(magnitude, count, style);
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // The point stays where digits were trimmed after it.
    let point = if fraction.is_empty() && style.trim == Trim::All { "" } else { "." };
    let fraction = trimmed(fraction, 0, style);
    let (exponent_sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    let exponent = if style.exponent_digits == 0 && exponent == "0" { "" } else { exponent };
    let whole = format!("{}{whole}", sign_of(value, style));
    format!(
        "{whole:>pad$}{point}{fraction}e{exponent_sign}{exponent:0>width$}",
        pad = style.pad_left,
        width = style.exponent_digits.min(MOST_EXPONENT_DIGITS)
    )
}

/// NumPy writes no more, whatever is asked for.
const MOST_EXPONENT_DIGITS: usize = 5;
