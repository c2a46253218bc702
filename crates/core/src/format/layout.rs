//! Elements in nested brackets: summaries, line breaks, blank lines.

use super::element::ElementFormat;
use super::options::PrintOptions;
use crate::array::Array;
use crate::dtype::DType;
use crate::layout::shape_as_tuple;
use crate::scalar::Scalar;

/// How elements are put together.
#[derive(Clone, Copy, Debug)]
pub struct Bracketing<'a> {
    /// Between elements.
    pub separator: &'a str,
    /// What comes before the text, for the indentation of further lines.
    pub prefix: &'a str,
    /// What comes after the text, for the length of lines.
    pub suffix: &'a str,
}

impl Default for Bracketing<'_> {
    fn default() -> Self {
        Bracketing { separator: " ", prefix: "", suffix: "" }
    }
}

/// `np.array2string`.
///
/// ```
/// use ndgym_core::{Array, format::{PrintOptions, array_to_string}};
/// let a = Array::from_slice(&[2, 2], &[1.0, 2.5, -3.0, 4.0]).unwrap();
/// let text = array_to_string(&a, &PrintOptions::default(), Default::default());
/// assert_eq!(text, "[[ 1.   2.5]\n [-3.   4. ]]");
/// ```
pub fn array_to_string(array: &Array, options: &PrintOptions, brackets: Bracketing<'_>) -> String {
    let shown = shown_elements(array, options);
    let format = ElementFormat::new(array.dtype(), &shown, array.rank() == 0, options);
    array_to_string_with(array, options, brackets, &mut |value| format.write(value))
}

/// [`array_to_string`] with elements written by `write`.
pub fn array_to_string_with(
    array: &Array,
    options: &PrintOptions,
    brackets: Bracketing<'_>,
    write: &mut dyn FnMut(Scalar) -> String,
) -> String {
    if array.size() == 0 {
        return "[]".to_owned();
    }
    let is_legacy = options.is_legacy();
    let writer = Writer {
        array,
        separator: brackets.separator,
        width: options
            .linewidth
            .saturating_sub(if is_legacy { 0 } else { brackets.suffix.len() })
            .min(ENDLESS) as isize,
        is_legacy,
        edge: (array.size() > options.threshold).then_some(options.edgeitems),
    };
    let indent = " ".repeat(1 + brackets.prefix.chars().count());
    writer.nested(0, array.offset(), &indent, writer.width, write)
}

/// The elements that will be printed: all, or those at the edges of long axes.
fn shown_elements(array: &Array, options: &PrintOptions) -> Vec<Scalar> {
    // With no items at the edges, NumPy looks at all.
    let edge = (array.size() > options.threshold && options.edgeitems > 0).then_some(options.edgeitems);
    let mut shown = Vec::new();
    fn collect(array: &Array, edge: Option<usize>, axis: usize, offset: usize, shown: &mut Vec<Scalar>) {
        if axis == array.rank() {
            shown.push(array.scalar_at(offset));
            return;
        }
        for i in positions(array.shape()[axis], edge) {
            let next = offset.wrapping_add_signed(array.strides()[axis] * i as isize);
            collect(array, edge, axis + 1, next, shown);
        }
    }
    if array.size() > 0 {
        collect(array, edge, 0, array.offset(), &mut shown);
    }
    shown
}

/// Which positions of an axis are shown. The last one always is.
fn positions(size: usize, edge: Option<usize>) -> impl Iterator<Item = usize> {
    let (leading, trailing) = match edge {
        Some(edge) if size > edge.saturating_mul(2) => (edge, edge.max(1)),
        _ => (0, size),
    };
    (0..leading).chain(size - trailing..size)
}

struct Writer<'a> {
    array: &'a Array,
    separator: &'a str,
    width: isize,
    /// As NumPy 1.13 laid lines out: brackets need no room, but dots have a comma.
    is_legacy: bool,
    /// Items at each end of long axes, if the array is summarised.
    edge: Option<usize>,
}

const DOTS: &str = "...";

/// A line that is long enough for everything.
const ENDLESS: usize = isize::MAX as usize / 2;

impl Writer<'_> {
    fn nested(
        &self,
        axis: usize,
        offset: usize,
        indent: &str,
        width: isize,
        write: &mut dyn FnMut(Scalar) -> String,
    ) -> String {
        let left = self.array.rank() - axis;
        if left == 0 {
            return write(self.array.scalar_at(offset));
        }
        let size = self.array.shape()[axis];
        let at = |i: usize| offset.wrapping_add_signed(self.array.strides()[axis] * i as isize);
        let deeper = format!("{indent} ");
        let gap = self.edge.filter(|edge| size > edge.saturating_mul(2));
        let inner = if self.is_legacy { width } else { width - 1 };
        let text = if left == 1 {
            self.row(size, gap, indent, width, &mut |i| self.nested(axis + 1, at(i), &deeper, inner, write))
        } else {
            let between = format!("{}{}", self.separator.trim_end(), "\n".repeat(left - 1));
            let mut text = String::new();
            for i in positions(size, self.edge) {
                if gap.is_some_and(|edge| i == size - edge.max(1)) {
                    let after = if self.is_legacy { ", \n" } else { &between };
                    text += &format!("{indent}{DOTS}{after}");
                }
                let last = if i + 1 == size { "" } else { &between };
                text += &format!("{indent}{}{last}", self.nested(axis + 1, at(i), &deeper, inner, write));
            }
            text
        };
        format!("[{}]", &text[indent.len()..])
    }

    /// Words of the last axis in lines that are not too long.
    fn row(
        &self,
        size: usize,
        gap: Option<usize>,
        indent: &str,
        width: isize,
        word: &mut dyn FnMut(usize) -> String,
    ) -> String {
        let least = usize::from(!self.is_legacy);
        let room = width - (self.separator.trim_end().len().max(least)) as isize;
        let (mut text, mut line) = (String::new(), indent.to_owned());
        let mut words: Vec<String> = Vec::new();
        for i in positions(size, self.edge) {
            if gap.is_some_and(|edge| i == size - edge.max(1)) {
                words.push(DOTS.to_owned());
            }
            words.push(word(i));
        }
        let count = words.len();
        for (number, word) in words.into_iter().enumerate() {
            let is_last = number + 1 == count;
            let room = if self.is_legacy && is_last { width } else { room };
            extend(&mut text, &mut line, &word, room, indent, self.is_legacy);
            if !is_last {
                line.push_str(if self.is_legacy && word == DOTS { ", " } else { self.separator });
            }
        }
        text + &line
    }
}

/// Puts a word, perhaps of several lines, at the end of the line, or on a new one.
fn extend(text: &mut String, line: &mut String, word: &str, room: isize, indent: &str, wraps_in_vain: bool) {
    let mut lines = word.split('\n');
    let first = lines.next().unwrap_or_default();
    let longest = word.split('\n').map(|one| one.chars().count()).max().unwrap_or(0);
    if (line.chars().count() + longest) as isize > room && (wraps_in_vain || line.len() > indent.len()) {
        text.push_str(line.trim_end());
        text.push('\n');
        *line = indent.to_owned();
    }
    let hanging = " ".repeat(line.chars().count());
    line.push_str(first);
    for more in lines {
        text.push_str(line.trim_end());
        text.push('\n');
        *line = format!("{hanging}{more}");
    }
}

/// `repr(a)`.
///
/// ```
/// use ndgym_core::{Array, format::{PrintOptions, array_repr}};
/// let a = Array::from_slice(&[2], &[1.5_f32, 2.0]).unwrap();
/// assert_eq!(array_repr(&a, &PrintOptions::default()), "array([1.5, 2. ], dtype=float32)");
/// ```
pub fn array_repr(array: &Array, options: &PrintOptions) -> String {
    let brackets = Bracketing { separator: ", ", prefix: "array(", suffix: ")" };
    let text = array_to_string(array, options, brackets);
    repr_from_text(array, "array(", &text, options)
}

/// A repr from the text of the elements, which follows `prefix`: adds what the text does not tell.
pub fn repr_from_text(array: &Array, prefix: &str, text: &str, options: &PrintOptions) -> String {
    let implied = matches!(array.dtype(), DType::Bool | DType::Int64 | DType::Float64 | DType::Complex128)
        && !(options.is_legacy() && array.dtype() == DType::Bool);
    let mut extras = Vec::new();
    if array.size() == 0 && array.shape() != [0] || array.size() > options.threshold {
        extras.push(format!("shape={}", shape_as_tuple(array.shape())));
    }
    if !implied || array.size() == 0 {
        let quote = if array.dtype().is_text() { "'" } else { "" };
        extras.push(format!("dtype={quote}{}{quote}", array.dtype().name()));
    }
    if extras.is_empty() {
        return format!("{prefix}{text})");
    }
    let start = format!("{prefix}{text},");
    let extra = format!("{})", extras.join(", "));
    let last_line = start.rsplit('\n').next().map_or(0, |line| line.chars().count());
    let is_beside = match options.is_legacy() {
        true => !array.dtype().is_text(),
        false => last_line + extra.len() < options.linewidth,
    };
    if is_beside {
        return format!("{start} {extra}");
    }
    format!("{start}\n{}{extra}", " ".repeat(prefix.chars().count()))
}

/// `str(a)` of an array that has axes.
pub fn array_str(array: &Array, options: &PrintOptions) -> String {
    array_to_string(array, options, Bracketing::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_options_mean_everything_in_one_line() {
        let array = Array::from_slice(&[3], &[1_i64, 2, 3]).unwrap();
        let options = PrintOptions {
            edgeitems: usize::MAX,
            threshold: 0,
            linewidth: usize::MAX,
            ..PrintOptions::default()
        };
        assert_eq!(array_str(&array, &options), "[1 2 3]");
    }
}
