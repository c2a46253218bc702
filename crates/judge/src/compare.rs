//! An answer against what was expected, part by part.

use ndgym_core::Scalar;
use ndgym_core::format::scalar_str;
use ndgym_protocol::{Cell, Difference};
use ndgym_python::Value;

use crate::numbers::{self, Numbers};
use crate::{patterns, shapes};

/// How far numbers may be apart: `|got - expected| <= atol + rtol * |expected|`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// The relative part.
    pub rtol: f64,
    /// The absolute part.
    pub atol: f64,
}

/// The first part of an answer that differs from what was expected.
#[derive(Clone, Debug)]
pub struct Mismatch {
    /// What the learner is told; `expected` and `got` are still empty.
    pub difference: Difference,
    /// That part of what was expected.
    pub expected: Value,
    /// That part of the answer.
    pub got: Value,
    /// Whether kind or shape differ rather than values.
    pub structural: bool,
}

/// Compares an answer with what was expected; nothing if it is right.
#[must_use]
pub fn compare(got: &Value, expected: &Value, tolerance: Tolerance) -> Option<Mismatch> {
    part(got, expected, tolerance, "")
}

fn part(got: &Value, expected: &Value, tolerance: Tolerance, at: &str) -> Option<Mismatch> {
    match expected {
        Value::Tuple(parts) | Value::List(parts) => sequence(got, expected, parts, tolerance, at),
        Value::Dict(entries) => dict(got, expected, entries, tolerance, at),
        Value::Array(_) | Value::Scalar(_) | Value::Number(_) => numeric(got, expected, tolerance, at),
        Value::None | Value::Ellipsis | Value::Text(_) | Value::Other { .. } => {
            (!got.same(expected)).then(|| structural(got, expected, at, kind_reason(got, expected)))
        }
    }
}

fn sequence(
    got: &Value,
    expected: &Value,
    parts: &[Value],
    tolerance: Tolerance,
    at: &str,
) -> Option<Mismatch> {
    let (Value::Tuple(got_parts) | Value::List(got_parts)) = got else {
        return Some(structural(got, expected, at, kind_reason(got, expected)));
    };
    if got_parts.len() != parts.len() {
        let reason =
            format!("{} came back where {} were expected", values(got_parts.len()), values(parts.len()));
        return Some(structural(got, expected, at, reason));
    }
    let mut pairs = got_parts.iter().zip(parts).enumerate();
    pairs.find_map(|(index, (got, expected))| part(got, expected, tolerance, &format!("{at}[{index}]")))
}

fn dict(
    got: &Value,
    expected: &Value,
    entries: &[(String, Value)],
    tolerance: Tolerance,
    at: &str,
) -> Option<Mismatch> {
    let Value::Dict(got_entries) = got else {
        return Some(structural(got, expected, at, kind_reason(got, expected)));
    };
    let has = |entries: &[(String, Value)], key: &str| entries.iter().any(|(other, _)| other == key);
    if let Some((key, _)) = entries.iter().find(|(key, _)| !has(got_entries, key)) {
        return Some(structural(got, expected, at, format!("the dict has no key {key}")));
    }
    if let Some((key, _)) = got_entries.iter().find(|(key, _)| !has(entries, key)) {
        return Some(structural(
            got,
            expected,
            at,
            format!("the dict has a key {key} that nobody asked for"),
        ));
    }
    entries.iter().find_map(|(key, expected)| {
        let (_, got) = got_entries.iter().find(|(other, _)| other == key)?;
        part(got, expected, tolerance, &format!("{at}[{key}]"))
    })
}

fn numeric(got: &Value, expected: &Value, tolerance: Tolerance, at: &str) -> Option<Mismatch> {
    let wanted = Numbers::of(expected)?;
    let found = match Numbers::of(got) {
        // A tuple is an array's stand-in only if it looks like one: `return a, b` is more often a slip.
        Some(found) if found.shape == wanted.shape || !matches!(got, Value::Tuple(_)) => found,
        _ => return Some(structural(got, expected, at, kind_reason(got, expected))),
    };
    let mut difference = Difference {
        expected_shape: Some(wanted.shape.clone()),
        got_shape: Some(found.shape.clone()),
        expected_dtype: Some(wanted.dtype.name().into_owned()),
        got_dtype: Some(found.dtype.name().into_owned()),
        ..empty(at)
    };
    if found.shape != wanted.shape {
        difference.reason = shapes::explain(&found.shape, &wanted.shape);
        return Some(Mismatch { difference, expected: expected.clone(), got: got.clone(), structural: true });
    }
    let distance = numbers::distance(&found, &wanted, tolerance);
    let first = *distance.mismatched.first()?;
    difference.reason = patterns::explain(&found, &wanted, &distance, tolerance);
    difference.first = Some(Cell {
        index: wanted.index(first),
        expected: scalar_str(wanted.scalar(first)),
        got: scalar_str(found.scalar(first)),
    });
    difference.mismatched = Some((distance.mismatched.len() as u64, wanted.cells.len() as u64));
    difference.greatest = distance.greatest;
    difference.nan_count = distance.nan_count;
    difference.inf_count = distance.inf_count;
    Some(Mismatch { difference, expected: expected.clone(), got: got.clone(), structural: false })
}

/// An answer that a check in words of Python found wrong.
pub(crate) fn check_failed(got: &Value, reason: String) -> Mismatch {
    structural(got, &Value::None, "", reason)
}

fn structural(got: &Value, expected: &Value, at: &str, reason: String) -> Mismatch {
    let facts =
        |value: &Value| Numbers::of(value).map(|numbers| (numbers.shape, numbers.dtype.name().into_owned()));
    let (expected_shape, expected_dtype) = facts(expected).unzip();
    let (got_shape, got_dtype) = facts(got).unzip();
    let difference = Difference { reason, expected_shape, got_shape, expected_dtype, got_dtype, ..empty(at) };
    Mismatch { difference, expected: expected.clone(), got: got.clone(), structural: true }
}

fn empty(at: &str) -> Difference {
    Difference {
        at: at.to_owned(),
        expected: String::new(),
        got: String::new(),
        reason: String::new(),
        expected_shape: None,
        got_shape: None,
        expected_dtype: None,
        got_dtype: None,
        first: None,
        mismatched: None,
        greatest: None,
        nan_count: 0,
        inf_count: 0,
    }
}

/// What is wrong with a value of the wrong kind.
fn kind_reason(got: &Value, expected: &Value) -> String {
    let wanted = describe(expected);
    match got {
        Value::None => format!("None came back where {wanted} was expected: is a return missing?"),
        Value::Ellipsis => format!("the starter's ... came back where {wanted} was expected"),
        Value::Tuple(parts) if parts.len() == 1 => {
            format!(
                "a tuple of one value came back where {wanted} was expected: is there a comma after the return's value?"
            )
        }
        Value::List(_) if Numbers::of(got).is_none() && Numbers::of(expected).is_some() => {
            format!(
                "a list came back that is no array (rows of different lengths, or not only numbers), where {wanted} was expected"
            )
        }
        Value::Other { class } => match class.as_str() {
            "function" | "method" | "builtin_function_or_method" | "ufunc" | "type" => {
                format!(
                    "a {class} came back where {wanted} was expected: are the parentheses of a call missing?"
                )
            }
            "generator" | "map" | "filter" | "zip" | "range" | "enumerate" => {
                format!(
                    "a {class} came back where {wanted} was expected: np.array(list(...)) makes an array of it"
                )
            }
            class => format!("an object of class {class} came back where {wanted} was expected"),
        },
        _ => format!("{} came back where {wanted} was expected", describe(got)),
    }
}

/// A value in a few words.
fn describe(value: &Value) -> String {
    match value {
        Value::None => "None".to_owned(),
        Value::Ellipsis => "...".to_owned(),
        Value::Array(array) => {
            format!("an array of shape {}", ndgym_core::layout::shape_as_tuple(array.shape()))
        }
        Value::Scalar(scalar) | Value::Number(scalar) => match scalar {
            Scalar::Bool(true) => "True".to_owned(),
            Scalar::Bool(false) => "False".to_owned(),
            _ => "a single number".to_owned(),
        },
        Value::Text(text) if text.chars().count() <= 40 => format!("the string {text:?}"),
        Value::Text(_) => "a string".to_owned(),
        Value::List(items) => format!("a list of {}", values(items.len())),
        Value::Tuple(items) => format!("a tuple of {}", values(items.len())),
        Value::Dict(entries) => {
            let keys: Vec<&str> = entries.iter().take(8).map(|(key, _)| key.as_str()).collect();
            format!("a dict with the keys {}", keys.join(", "))
        }
        Value::Other { class } => format!("an object of class {class}"),
    }
}

fn values(count: usize) -> String {
    match count {
        0 => "no values".to_owned(),
        1 => "1 value".to_owned(),
        count => format!("{count} values"),
    }
}
