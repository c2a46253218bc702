//! Everything as text.

use super::Operation;
use super::choices::Choices;
use crate::operations;
use ndgym_core::Array;
use ndgym_core::format::*;

/// A number of digits or characters: mostly small. What is asked for is written, so nothing absurd.
fn count(c: &mut Choices) -> usize {
    c.pick(&[8, 0, 1, 2, 3, 17, 20, 75, 5, 400])
}

fn options(c: &mut Choices) -> PrintOptions {
    use FloatMode::*;
    PrintOptions {
        edgeitems: c.pick(&[3, 0, 1, 2, usize::MAX, usize::MAX / 2 + 1]),
        threshold: c.pick(&[1000, 0, 1, 5, usize::MAX]),
        float_mode: c.pick(&[MaxPrecision, Fixed, Unique, MaxPrecisionEqual]),
        precision: count(c),
        suppress: c.either(),
        linewidth: c.pick(&[75, 0, 1, 10, usize::MAX, usize::MAX / 2 + 1]),
        nanstr: c.pick(&["nan", "", "not a number", "é"]).to_owned(),
        infstr: c.pick(&["inf", "", "∞"]).to_owned(),
        sign: c.pick(&[Sign::Minus, Sign::Plus, Sign::Space]),
        legacy: c.one_in(4),
    }
}

fn printed(c: &mut Choices) {
    let array = if c.one_in(10) { c.long_array() } else { c.array() };
    let options = options(c);
    c.tell(&options);
    let brackets = Bracketing {
        separator: c.pick(&[" ", ", ", "", "\n", "—"]),
        prefix: c.pick(&["", "array(", "é"]),
        suffix: c.pick(&["", ")", "a rather long suffix"]),
    };
    assert!(array_to_string(&array, &options, brackets).starts_with('[') || array.rank() == 0);
    array_repr(&array, &options);
    array_str(&array, &options);
}

/// A stretched view of absurdly many elements, of which only the edges are shown.
fn summarised(c: &mut Choices) {
    let dtype = c.dtype();
    let number = Array::from_scalar(c.scalar(dtype)).expect("one number");
    let shape: Vec<usize> = (0..c.below(3)).map(|_| c.pick(&[1 << 20, 3, 1, 1 << 30, 1 << 40])).collect();
    if let Ok(view) = number.broadcast_to(&shape) {
        array_repr(&view, &PrintOptions::default());
        array_str(&view, &PrintOptions::default());
    }
}

fn floats(c: &mut Choices) {
    let style = FloatStyle {
        precision: c.either().then(|| count(c)),
        min_digits: c.either().then(|| count(c)),
        unique: c.either(),
        fractional: c.either(),
        trim: c.pick(&[Trim::Keep, Trim::Point, Trim::OneZero, Trim::All]),
        plus: c.either(),
        pad_left: count(c),
        pad_right: c.either().then(|| count(c)),
        exponent_digits: count(c),
    };
    let number = c.float();
    c.tell(style);
    format_positional(number, &style);
    format_positional(number as f32, &style);
    format_scientific(number, &style);
    format_scientific(number as f32, &style);
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    array_to_string: |c| printed(c);
    summary: |c| summarised(c);
    floats: |c| floats(c);
};
