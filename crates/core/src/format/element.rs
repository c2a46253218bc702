//! How the elements of one array are written, so that they line up.

use super::float::{Digits, FloatStyle, Trim, format_positional, format_scientific};
use super::options::{FloatMode, PrintOptions, Sign};
use crate::dtype::{DType, Kind};
use crate::scalar::Scalar;
use num_complex::{Complex32, Complex64};

/// The common form of an array's elements.
#[derive(Debug)]
pub(super) enum ElementFormat {
    Bool { width: usize },
    Integer { width: usize, sign: Sign },
    Float(FloatFormat),
    Complex(FloatFormat, FloatFormat),
    Text,
}

/// Each of some elements as NumPy prints it in an array of just these, without the spaces that line it up.
///
/// ```
/// use ndgym_core::{DType, Scalar, format::element_texts};
/// let values = [Scalar::Float64(1.0), Scalar::Float64(-0.25)];
/// assert_eq!(element_texts(DType::Float64, &values), ["1.", "-0.25"]);
/// ```
pub fn element_texts(dtype: DType, values: &[Scalar]) -> Vec<String> {
    let format = ElementFormat::new(dtype, values, false, &PrintOptions::default());
    values.iter().map(|value| format.write(*value).trim().to_owned()).collect()
}

impl ElementFormat {
    /// For the elements that will be shown.
    pub(super) fn new(
        dtype: DType,
        shown: &[Scalar],
        is_scalar: bool,
        options: &PrintOptions,
    ) -> ElementFormat {
        match dtype.kind() {
            Kind::Bool => ElementFormat::Bool { width: if is_scalar { 0 } else { 5 } },
            Kind::Signed | Kind::Unsigned => integer_format(shown, options.sign),
            Kind::Float => {
                ElementFormat::Float(FloatFormat::new(shown.iter().map(|x| Real::of(*x)).collect(), options))
            }
            Kind::Complex => {
                let parts: Vec<(Real, Real)> = shown.iter().map(|z| Real::parts(*z)).collect();
                let (mut plain, mut signed) = (options.clone(), options.clone());
                signed.sign = Sign::Plus;
                if options.is_legacy() {
                    (plain.float_mode, signed.float_mode) =
                        (FloatMode::MaxPrecisionEqual, FloatMode::MaxPrecision);
                }
                let real = FloatFormat::new(parts.iter().map(|(re, _)| *re).collect(), &plain);
                let imaginary = FloatFormat::new(parts.iter().map(|(_, im)| *im).collect(), &signed);
                ElementFormat::Complex(real, imaginary)
            }
            Kind::Text => ElementFormat::Text,
        }
    }

    /// One element.
    pub(super) fn write(&self, value: Scalar) -> String {
        match self {
            ElementFormat::Bool { width } => {
                let text = if value.is_true() { "True" } else { "False" };
                format!("{text:>width$}")
            }
            ElementFormat::Integer { width, sign } => {
                let value = value.as_integer().unwrap_or_default();
                let text = if *sign == Sign::Plus { format!("{value:+}") } else { value.to_string() };
                format!("{text:>width$}")
            }
            ElementFormat::Float(format) => format.write(Real::of(value)),
            ElementFormat::Complex(real, imaginary) => {
                let (re, im) = Real::parts(value);
                let imaginary = imaginary.write(im);
                let digits = imaginary.trim_end();
                format!("{}{digits}j{}", real.write(re), &imaginary[digits.len()..])
            }
            ElementFormat::Text => crate::text::repr(&value.to_string()),
        }
    }
}

fn integer_format(shown: &[Scalar], sign: Sign) -> ElementFormat {
    let values = || shown.iter().filter_map(|value| value.as_integer());
    let lengths =
        values().map(|value| value.to_string().len() + usize::from(sign == Sign::Plus && value >= 0));
    let mut width = lengths.max().unwrap_or(0);
    if sign == Sign::Space && values().all(|value| value >= 0) {
        width += 1;
    }
    ElementFormat::Integer { width, sign }
}

/// A real number with the digits of its own type.
#[derive(Clone, Copy, Debug)]
pub(super) enum Real {
    Single(f32),
    Double(f64),
}

impl Real {
    fn of(value: Scalar) -> Real {
        match value {
            Scalar::Float32(value) => Real::Single(value),
            value => Real::Double(value.get()),
        }
    }

    fn parts(value: Scalar) -> (Real, Real) {
        match value {
            Scalar::Complex64(Complex32 { re, im }) => (Real::Single(re), Real::Single(im)),
            value => {
                let z: Complex64 = value.get();
                (Real::Double(z.re), Real::Double(z.im))
            }
        }
    }

    fn value(self) -> f64 {
        match self {
            Real::Single(value) => value.into(),
            Real::Double(value) => value,
        }
    }

    fn positional(self, style: &FloatStyle) -> String {
        match self {
            Real::Single(value) => format_positional(value, style),
            Real::Double(value) => format_positional(value, style),
        }
    }

    fn scientific(self, style: &FloatStyle) -> String {
        match self {
            Real::Single(value) => format_scientific(value, style),
            Real::Double(value) => format_scientific(value, style),
        }
    }

    fn is_negative(self) -> bool {
        match self {
            Real::Single(value) => value.is_negative(),
            Real::Double(value) => value.is_negative(),
        }
    }
}

/// From this size on numbers are written in scientific notation.
const LARGE: f64 = 1e8;
const LARGE_SINGLE: f64 = 1e6;
/// Below this size too, unless small numbers are to be suppressed.
const SMALL: f64 = 1e-4;
/// And where the largest is so many times the smallest.
const SPREAD: f64 = 1000.0;

/// The common form of floats: notation, digits, widths.
#[derive(Debug)]
pub(super) struct FloatFormat {
    scientific: bool,
    style: FloatStyle,
    pad_left: usize,
    pad_right: usize,
    sign: Sign,
    nanstr: String,
    infstr: String,
}

impl FloatFormat {
    fn new(shown: Vec<Real>, options: &PrintOptions) -> FloatFormat {
        let finite: Vec<Real> = shown.iter().copied().filter(|x| x.value().is_finite()).collect();
        let is_legacy = options.is_legacy();
        let sign = if is_legacy && options.sign == Sign::Minus { Sign::Space } else { options.sign };
        let mut format = FloatFormat {
            scientific: is_scientific(&finite, options),
            style: FloatStyle {
                precision: (options.float_mode != FloatMode::Unique).then_some(options.precision),
                unique: options.float_mode != FloatMode::Fixed,
                trim: if options.float_mode == FloatMode::Fixed { Trim::Keep } else { Trim::Point },
                plus: sign == Sign::Plus,
                ..FloatStyle::default()
            },
            pad_left: 0,
            pad_right: 0,
            sign,
            nanstr: options.nanstr.clone(),
            infstr: options.infstr.clone(),
        };
        if finite.is_empty() {
            format.style.unique = true;
            format.style.trim = Trim::Point;
        } else if format.scientific {
            format.fit_scientific(&finite, is_legacy);
        } else {
            format.fit_positional(&finite, options.float_mode, is_legacy);
        }
        if sign == Sign::Space && !is_legacy && !finite.iter().any(|x| x.is_negative()) && !finite.is_empty()
        {
            format.pad_left += 1;
        }
        if finite.len() != shown.len() {
            let negative = shown.iter().any(|x| x.value() == f64::NEG_INFINITY);
            let signed = usize::from(sign != Sign::Minus || negative);
            let after = format.pad_right + 1;
            let widest = options.nanstr.len().max(options.infstr.len() + signed);
            format.pad_left = format.pad_left.max(widest.saturating_sub(after));
        }
        format.style.pad_left = format.pad_left;
        format
    }

    fn fit_scientific(&mut self, finite: &[Real], is_legacy: bool) {
        if is_legacy {
            (self.style.unique, self.style.trim) = (false, Trim::Keep);
        }
        let (mut whole, mut fraction, mut exponent) = (0, 0, 0);
        for x in finite {
            let text = x.scientific(&self.style);
            let (digits, power) = text.split_once('e').unwrap_or((&text, ""));
            let (left, right) = digits.split_once('.').unwrap_or((digits, ""));
            whole = whole.max(left.len());
            fraction = fraction.max(right.len());
            exponent = exponent.max(power.len().saturating_sub(1));
        }
        self.pad_left = if is_legacy { 3 } else { whole };
        self.pad_right = exponent + 2 + fraction;
        self.style.exponent_digits = exponent;
        self.style.trim = Trim::Keep;
        self.style.precision = Some(fraction);
        self.style.min_digits = Some(fraction);
    }

    fn fit_positional(&mut self, finite: &[Real], mode: FloatMode, is_legacy: bool) {
        let (mut whole, mut fraction) = (0, 0);
        for x in finite {
            let text = x.positional(&self.style);
            let (left, right) = text.split_once('.').unwrap_or((&text, ""));
            // There was always room for a sign.
            let width = if is_legacy { 1 + left.trim_start_matches(['-', '+']).len() } else { left.len() };
            whole = whole.max(width);
            fraction = fraction.max(right.len());
        }
        self.pad_left = whole;
        self.pad_right = fraction;
        if matches!(mode, FloatMode::Fixed | FloatMode::MaxPrecisionEqual) {
            self.style.precision = Some(fraction);
            self.style.min_digits = Some(fraction);
            self.style.trim = Trim::Keep;
        }
        self.style.pad_right = Some(fraction);
    }

    fn write(&self, x: Real) -> String {
        let value = x.value();
        if value.is_finite() {
            return if self.scientific { x.scientific(&self.style) } else { x.positional(&self.style) };
        }
        let plus = if self.sign == Sign::Plus { "+" } else { "" };
        let text = match value {
            _ if value.is_nan() => format!("{plus}{}", self.nanstr),
            _ if value < 0.0 => format!("-{}", self.infstr),
            _ => format!("{plus}{}", self.infstr),
        };
        format!("{text:>width$}", width = self.pad_left + self.pad_right + 1)
    }
}

fn is_scientific(finite: &[Real], options: &PrintOptions) -> bool {
    let sizes = || finite.iter().map(|x| x.value().abs()).filter(|size| *size != 0.0);
    let (Some(largest), Some(smallest)) = (sizes().reduce(f64::max), sizes().reduce(f64::min)) else {
        return false;
    };
    // Single precision compares in single precision.
    let (large, small, spread) = match finite[0] {
        Real::Single(_) => (LARGE_SINGLE, f64::from(SMALL as f32), f64::from((largest / smallest) as f32)),
        Real::Double(_) => (LARGE, SMALL, largest / smallest),
    };
    largest >= large || !options.suppress && (smallest < small || spread > SPREAD)
}
