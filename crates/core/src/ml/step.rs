//! What an algorithm did, one step at a time.
//!
//! An algorithm of [`crate::ml`] tells a [`Recorder`] of each step as it takes it. Whoever wants only the result passes `()`,
//! which takes no note and costs nothing; a stepper passes a `Vec<Step>`. So the function and its step form are one.

use crate::array::Array;
use crate::error::Result;

/// An array in a step, with the names that the NumPy line and the axes' ruler show.
#[derive(Clone, Debug)]
pub struct Named {
    /// As the NumPy line names it: `scores`.
    pub name: &'static str,
    /// What each axis counts: `["N", "C"]`; one for each.
    pub axes: Vec<&'static str>,
    /// The values, independent of what later steps write.
    pub array: Array,
}

impl Named {
    /// A copy of an array as it is now. Axes are named from the last, as broadcasting aligns them: an array of
    /// smaller rank has the last names, one of larger rank has "…" in front; but features (N, D) of more axes are (N, T, D) or
    /// (N, C, H, W).
    ///
    /// # Errors
    /// `MemoryError`.
    ///
    /// ```
    /// use ndgym_core::{Array, DType, ml::Named};
    /// let axes = |shape: &[usize]| Named::new("x", &["N", "C"], &Array::zeros(shape, DType::Float64).unwrap()).unwrap().axes;
    /// assert_eq!((axes(&[3]), axes(&[2, 3]), axes(&[1, 2, 3])), (vec!["C"], vec!["N", "C"], vec!["…", "N", "C"]));
    /// ```
    pub fn new(name: &'static str, axes: &[&'static str], array: &Array) -> Result<Named> {
        let rank = array.rank();
        let axes: &[&str] = match (axes, rank) {
            (["N", "D"], 4) => &["N", "C", "H", "W"],
            (["N", "D"], 3) => &["N", "T", "D"],
            _ => axes,
        };
        let leading = std::iter::repeat_n("…", rank.saturating_sub(axes.len()));
        let axes = leading.chain(axes[axes.len().saturating_sub(rank)..].iter().copied()).collect();
        Ok(Named { name, axes, array: array.copy(crate::layout::Order::K)? })
    }
}

/// One step of an algorithm.
#[derive(Clone, Debug)]
pub struct Step {
    /// "Shift by the row's maximum".
    pub title: &'static str,
    /// LaTeX, without dollar signs.
    pub formula: &'static str,
    /// The NumPy line it stands for; it runs as it stands when the earlier lines have run.
    pub line: &'static str,
    /// What the line reads.
    pub inputs: Vec<Named>,
    /// What the line makes.
    pub outputs: Vec<Named>,
    /// What an interviewer listens for here.
    pub remark: &'static str,
}

/// Who hears of an algorithm's steps.
pub trait Recorder {
    /// Takes note of a step; `step` is called only if somebody wants to know.
    ///
    /// # Errors
    /// Those of `step`.
    fn record(&mut self, step: impl FnOnce() -> Result<Step>) -> Result<()>;
}

/// Nobody.
impl Recorder for () {
    fn record(&mut self, _step: impl FnOnce() -> Result<Step>) -> Result<()> {
        Ok(())
    }
}

impl Recorder for Vec<Step> {
    fn record(&mut self, step: impl FnOnce() -> Result<Step>) -> Result<()> {
        self.push(step()?);
        Ok(())
    }
}

/// Numbers as an array (n,), for a step's inputs and outputs.
pub(super) fn list(values: &[f64]) -> Result<Array> {
    Array::from_slice(&[values.len()], values)
}

/// All that is known of a step before it is taken.
pub(super) struct Text {
    pub(super) title: &'static str,
    pub(super) formula: &'static str,
    pub(super) line: &'static str,
    pub(super) remark: &'static str,
    /// Names, and what their axes count.
    pub(super) inputs: &'static [(&'static str, &'static [&'static str])],
    pub(super) outputs: &'static [(&'static str, &'static [&'static str])],
}

impl Step {
    /// A step with its arrays, in the order of their names. Out of line: there are many steps, and each page carries them all.
    #[inline(never)]
    pub(super) fn new(text: &'static Text, inputs: &[&Array], outputs: &[&Array]) -> Result<Step> {
        let named = |names: &[(&'static str, &'static [&'static str])], arrays: &[&Array]| {
            names
                .iter()
                .zip(arrays)
                .map(|((name, axes), array)| Named::new(name, axes, array))
                .collect::<Result<Vec<_>>>()
        };
        Ok(Step {
            title: text.title,
            formula: text.formula,
            line: text.line,
            inputs: named(text.inputs, inputs)?,
            outputs: named(text.outputs, outputs)?,
            remark: text.remark,
        })
    }
}

/// Tells a recorder of a step: title, formula, NumPy line, arrays read `=>` arrays made (name, axes, array), remark.
macro_rules! step {
    (
        $recorder:expr, $title:literal, $formula:literal, $line:literal,
        [$($in_name:literal $in_axes:tt $in:expr),*] => [$($out_name:literal $out_axes:tt $out:expr),*],
        $remark:literal
    ) => {
        $crate::ml::Recorder::record($recorder, || {
            $crate::ml::Step::new(
                &$crate::ml::step::Text {
                    title: $title,
                    formula: $formula,
                    line: $line,
                    remark: $remark,
                    inputs: &[$(($in_name, &$in_axes)),*],
                    outputs: &[$(($out_name, &$out_axes)),*],
                },
                &[$($in),*],
                &[$($out),*],
            )
        })?
    };
}
pub(crate) use step;
