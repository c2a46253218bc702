//! Calling ufuncs on whole axes: which axes are the operands' own, and how the others are broadcast.

use super::{Computation, Operand, Options, Results, Ufunc, resolve};
use crate::array::Array;
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{self, Order, Shape};
use crate::manipulate;
use crate::promote::{Casting, promote_types};
use smallvec::SmallVec;

/// The axes of one operand, by the names its signature gives them.
type Term<'a> = SmallVec<[&'a str; 2]>;

/// Which axes of operands and results are their own, where they are not the last.
#[derive(Clone, Debug, Default)]
pub struct CoreAxes {
    /// For each operand and result; for none, the last ones.
    pub axes: Vec<SmallVec<[i64; 2]>>,
    /// Whether axes that were summed over stay, with size 1.
    pub keepdims: bool,
}

impl CoreAxes {
    fn are_usual(&self) -> bool {
        self.axes.is_empty() && !self.keepdims
    }
}

/// The operands of a signature such as `(m,n),(n)->(m)`.
fn terms(signature: &str) -> Vec<Term<'_>> {
    let inside = |term| -> Term<'_> { str::split(term, ',').filter(|name| !name.is_empty()).collect() };
    let operands = signature.split("->").flat_map(|side| side[1..side.len() - 1].split("),("));
    operands.map(inside).collect()
}

impl Ufunc {
    /// The names of the axes of each operand, inputs before outputs, if it works on whole axes.
    pub fn core_axes(&self) -> Option<Vec<SmallVec<[&'static str; 2]>>> {
        match self.computation {
            Computation::Elementwise(_) => None,
            Computation::Generalized { signature, .. } => Some(terms(signature)),
        }
    }

    pub(super) fn call_generalized(
        &self,
        operands: &[Operand],
        options: &Options,
        compute: fn(&[Array]) -> Result<Array>,
    ) -> Result<Results> {
        let natural = resolve::effective_dtypes(operands).into_iter().reduce(promote_types);
        let Some(dtype) = options.dtype.or(natural) else { return Err(Error::value("no operands")) };
        let casting = if options.dtype.is_some() || options.casting < Casting::Safe {
            options.casting
        } else {
            Casting::Unsafe
        };
        let dtypes: SmallVec<[_; 3]> = operands.iter().map(|_| dtype).collect();
        let inputs = self.prepare(operands, &dtypes, casting)?;
        let plainly = !cfg!(feature = "core-axes") || options.core.are_usual() && self.name == "matmul";
        let result = if plainly { compute(&inputs)? } else { self.compute_along(&inputs, options, compute)? };
        self.check_output_casts(&[result.dtype()], options)?;
        if let Some(out) = options.out.iter().flatten().next() {
            self.check_core_dimensions(&result, out)?;
        }
        let result = match options.order {
            Order::F if result.rank() > 1 => result.copy(Order::F)?,
            _ => result,
        };
        self.deliver(SmallVec::from_iter([result]), options)
    }

    /// The result for inputs whose own axes may lie anywhere, with its own where they are to be.
    fn compute_along(
        &self,
        inputs: &[Array],
        options: &Options,
        compute: fn(&[Array]) -> Result<Array>,
    ) -> Result<Array> {
        let core = &options.core;
        let mut terms = self.core_axes().unwrap_or_default();
        self.leave_out_missing(inputs, &mut terms)?;
        let mut moved: SmallVec<[Array; 3]> = SmallVec::new();
        for (position, (input, term)) in inputs.iter().zip(&terms).enumerate() {
            let axes = self.axes_of(core, position, term.len())?;
            moved.push(manipulate::move_axis(input, &normalized(&axes, input.rank())?, &last(term.len()))?);
        }
        let sizes = self.core_sizes(&moved, &terms)?;
        self.check_loops(inputs, &moved, &terms, &sizes, options)?;
        let mut result = compute(&moved)?;
        let own = terms.last().map_or(0, |term| term.len());
        if core.keepdims {
            // Every input has as many axes of its own, and they come back where the first one's were.
            let axes = match core.axes.get(inputs.len()).filter(|axes| !axes.is_empty()) {
                Some(axes) => axes.clone(),
                None => self.axes_of(core, 0, terms[0].len())?,
            };
            return manipulate::expand_dims(&result, &axes);
        }
        let axes = self.axes_of(core, inputs.len(), own)?;
        if axes != last(own) {
            result = manipulate::move_axis(&result, &last(own), &normalized(&axes, result.rank())?)?;
        }
        Ok(result)
    }

    /// Axes that may be missing are, where an operand has too few; others must be there.
    fn leave_out_missing(&self, inputs: &[Array], terms: &mut [Term<'_>]) -> Result<()> {
        for (position, input) in inputs.iter().enumerate() {
            while input.rank() < terms[position].len()
                && let Some(name) = terms[position].iter().copied().find(|name| name.ends_with('?'))
            {
                terms.iter_mut().for_each(|term| term.retain(|other| *other != name));
            }
            if input.rank() < terms[position].len() {
                return Err(Error::value(format!(
                    "{}: Input operand {position} does not have enough dimensions (has {}, gufunc core with signature {} requires \
                     {})",
                    self.name,
                    input.rank(),
                    self.signature(),
                    terms[position].len()
                )));
            }
        }
        Ok(())
    }

    /// `(m,n),(n)->(m)`; nothing if it works element by element.
    pub fn signature(&self) -> &'static str {
        match self.computation {
            Computation::Elementwise(_) => "",
            Computation::Generalized { signature, .. } => signature,
        }
    }

    /// The axes given for an operand, or the last ones.
    fn axes_of(&self, core: &CoreAxes, position: usize, count: usize) -> Result<SmallVec<[i64; 2]>> {
        let Some(axes) = core.axes.get(position) else { return Ok(last(count)) };
        if axes.len() != count {
            let given = match axes.len() {
                1 => "the axes item is a single integer.".to_owned(),
                several => format!("{several} dimensions are specified by axes tuple."),
            };
            let message =
                format!("{}: operand {position} has {count} core dimensions, but {given}", self.name);
            return Err(Error::new(ErrorKind::Axis, message));
        }
        Ok(axes.clone())
    }

    /// The sizes of the axes that have names; all of one name have one size.
    fn core_sizes<'a>(&self, moved: &[Array], terms: &[Term<'a>]) -> Result<Vec<(&'a str, usize)>> {
        let mut sizes: Vec<(&str, usize)> = Vec::new();
        for (position, (input, term)) in moved.iter().zip(terms).enumerate() {
            let own = &input.shape()[input.rank() - term.len()..];
            for (axis, (name, &size)) in term.iter().zip(own).enumerate() {
                match sizes.iter().find(|(known, _)| known == name) {
                    None => sizes.push((name, size)),
                    Some((_, known)) if *known == size => {}
                    Some((_, known)) => {
                        return Err(Error::value(format!(
                            "{}: Input operand {position} has a mismatch in its core dimension {axis}, with gufunc signature {} \
                             (size {size} is different from {known})",
                            self.name,
                            self.signature()
                        )));
                    }
                }
            }
        }
        Ok(sizes)
    }

    /// Refuses axes that are nobody's own if they cannot be broadcast to each other, and to those of an output.
    fn check_loops(
        &self,
        inputs: &[Array],
        moved: &[Array],
        terms: &[Term<'_>],
        sizes: &[(&str, usize)],
        options: &Options,
    ) -> Result<()> {
        let result = terms.last().cloned().unwrap_or_default();
        let out = options.out.iter().flatten().next().filter(|_| options.core.are_usual());
        let of_out = out.map(|out| &out.shape()[..out.rank().saturating_sub(result.len())]);
        let of_inputs =
            moved.iter().zip(terms).map(|(input, term)| &input.shape()[..input.rank() - term.len()]);
        let loops: SmallVec<[&[usize]; 4]> = of_inputs.chain(of_out).collect();
        if layout::broadcast_shapes(&loops).is_ok() {
            return Ok(());
        }
        let remapped = |(original, own): (&Array, &&[usize])| {
            let sizes: String = own.iter().map(|size| format!("{size},")).collect();
            let new = vec!["newaxis"; result.len()].join(",");
            let sizes =
                if new.is_empty() && own.len() > 1 { sizes.trim_end_matches(',').to_owned() } else { sizes };
            format!("{}->({sizes}{new})", layout::shape_in_message(original.shape()))
        };
        let shown: Vec<String> = inputs.iter().chain(out).zip(&loops).map(remapped).collect();
        let size_of =
            |name: &&str| sizes.iter().find(|(known, _)| known == name).map_or(1, |(_, size)| *size);
        let requested: Shape = result.iter().map(size_of).collect();
        let requested: Vec<String> = requested.iter().map(ToString::to_string).collect();
        Err(Error::value(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {}  and requested shape ({})",
            shown.join(" "),
            requested.join(",")
        )))
    }
}

/// The last axes, as many.
fn last(count: usize) -> SmallVec<[i64; 2]> {
    (0..count).map(|axis| axis as i64 - count as i64).collect()
}

fn normalized(axes: &[i64], rank: usize) -> Result<SmallVec<[i64; 2]>> {
    axes.iter().map(|axis| layout::normalize_axis(*axis, rank).map(|axis| axis as i64)).collect()
}
