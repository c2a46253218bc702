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
    /// What each axis counts: `["N", "C"]`.
    pub axes: &'static [&'static str],
    /// The values, independent of what later steps write.
    pub array: Array,
}

impl Named {
    /// A copy of an array as it is now.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new(name: &'static str, axes: &'static [&'static str], array: &Array) -> Result<Named> {
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

/// Tells a recorder of a step: title, formula, NumPy line, arrays read `=>` arrays made (name, axes, array), remark.
macro_rules! step {
    (
        $recorder:expr, $title:literal, $formula:literal, $line:literal,
        [$($in_name:literal $in_axes:tt $in:expr),*] => [$($out_name:literal $out_axes:tt $out:expr),*],
        $remark:literal
    ) => {
        $crate::ml::Recorder::record($recorder, || {
            Ok($crate::ml::Step {
                title: $title,
                formula: $formula,
                line: $line,
                inputs: vec![$($crate::ml::Named::new($in_name, &$in_axes, $in)?),*],
                outputs: vec![$($crate::ml::Named::new($out_name, &$out_axes, $out)?),*],
                remark: $remark,
            })
        })?
    };
}
pub(crate) use step;
