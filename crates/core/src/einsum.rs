//! Einstein summation: products and sums over labelled axes.
//!
//! Subscripts are parsed into labels for each operand's axes. Operands are taken together two by two, each pair as a stack
//! of matrix products, so that no array of all labels is ever made.
//! Source: <https://numpy.org/doc/stable/reference/generated/numpy.einsum.html>

mod equivalent;
mod fault;
mod plan;

pub use equivalent::equivalent;
pub use fault::{Fault, fault};
pub use plan::{Contraction, Plan, label_text};

use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::{self, Opinions, Order, Shape, Strides, shape_in_message};
use crate::products::{Rounding, matmul_rounded};
use crate::ufunc::{self, Options, ReduceOptions};
use smallvec::SmallVec;
use std::cmp::Ordering;

/// The label of an axis: a letter, or beyond letters the axes of an ellipsis counted from the right.
pub type Label = u32;

/// Labels of ellipsis axes start here; the last axis has the largest.
const ELLIPSIS: Label = 0x11_0000;

type Labels = SmallVec<[Label; 8]>;

/// One operand's subscripts: labels before and after an ellipsis, if there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Labels; those after the ellipsis follow those before it.
    pub labels: Vec<Label>,
    /// Where among the labels an ellipsis stands.
    pub ellipsis: Option<usize>,
}

/// Subscripts of all operands and, if explicit, of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscripts {
    /// One for each operand.
    pub inputs: Vec<Term>,
    /// After `->`.
    pub output: Option<Term>,
}

impl Subscripts {
    /// From the text form: `"ij,jk->ik"`.
    ///
    /// # Errors
    /// `ValueError` for characters that are no letters, and for ellipses and arrows out of place.
    ///
    /// ```
    /// use ndgym_core::einsum::Subscripts;
    /// let subscripts = Subscripts::parse("ij, jk").unwrap();
    /// assert_eq!(subscripts.inputs.len(), 2);
    /// assert!(subscripts.output.is_none());
    /// ```
    pub fn parse(text: &str) -> Result<Subscripts> {
        let (inputs, output) = match text.split_once("->") {
            Some((inputs, output)) => (inputs, Some(output)),
            None => (text, None),
        };
        if output.is_none() && inputs.contains('-') {
            return Err(Error::value(
                "einstein sum subscript string does not contain proper '->' output specified",
            ));
        }
        let inputs = inputs
            .split(',')
            .enumerate()
            .map(|(number, term)| parse_term(term, || format!("in operand {number}")))
            .collect::<Result<_>>()?;
        let output = output.map(parse_output).transpose()?;
        Ok(Subscripts { inputs, output })
    }

    /// Whether the result is a view: of one operand, whose labels all stay.
    pub fn is_view(&self) -> bool {
        let [term] = &self.inputs[..] else { return false };
        let count = |label: &Label| term.labels.iter().filter(|other| *other == label).count();
        match &self.output {
            Some(output) => {
                term.ellipsis.is_some() == output.ellipsis.is_some()
                    && term.labels.iter().all(|label| output.labels.contains(label))
            }
            None => term.labels.iter().all(|label| count(label) == 1),
        }
    }
}

/// One term; `place` says in messages where it stands.
fn parse_term(text: &str, place: impl Fn() -> String) -> Result<Term> {
    let mut term = Term::default();
    let mut rest = text.trim_start();
    while let Some(letter) = rest.chars().next() {
        if letter == '.' {
            if !rest.starts_with("...") || term.ellipsis.is_some() {
                return Err(Error::value(format!(
                    "einstein sum subscripts string contains a '.' that is not part of an ellipsis ('...') {}",
                    place()
                )));
            }
            term.ellipsis = Some(term.labels.len());
            rest = rest[3..].trim_start();
            continue;
        }
        if !letter.is_ascii_alphabetic() {
            return Err(Error::value(format!(
                "invalid subscript '{letter}' in einstein sum subscripts string, subscripts must be letters"
            )));
        }
        term.labels.push(letter as Label);
        rest = rest[1..].trim_start();
    }
    Ok(term)
}

fn parse_output(text: &str) -> Result<Term> {
    let term = parse_term(text, || "in the output".to_owned())?;
    for (i, label) in term.labels.iter().enumerate() {
        if term.labels[..i].contains(label) {
            return Err(Error::value(format!(
                "einstein sum subscripts string includes output subscript '{}' multiple times",
                name(*label)
            )));
        }
    }
    Ok(term)
}

fn name(label: Label) -> char {
    char::from_u32(label).unwrap_or('?')
}

/// An array whose axes have labels, each label once.
#[derive(Clone, Debug)]
struct Labelled {
    array: Array,
    labels: Labels,
}

/// The sum that the subscripts describe. A view where only axes are moved or diagonals taken.
///
/// # Errors
/// `ValueError` for subscripts that do not fit the operands or each other; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, einsum::{Subscripts, einsum}};
/// let a = Array::from_slice(&[2, 2], &[1_i64, 2, 3, 4]).unwrap();
/// let trace = einsum(&Subscripts::parse("ii").unwrap(), &[a]).unwrap();
/// assert_eq!(trace.to_vec::<i64>(), [5]);
/// ```
pub fn einsum(subscripts: &Subscripts, operands: &[Array]) -> Result<Array> {
    let (operands, output) = prepare(subscripts, operands)?;
    let said = order_of_axes(&operands, &output);
    let mut rest = operands.into_iter();
    let Some(mut result) = rest.next() else {
        return Err(Error::value("must specify the einstein sum subscripts string and at least one operand"));
    };
    while let Some(next) = rest.next() {
        let later = rest.as_slice().iter().flat_map(|operand| operand.labels.iter().copied());
        let needed: Labels = later.chain(output.iter().copied()).collect();
        result = pair(result, next, &needed)?;
    }
    let result = arranged(&sum_out(result, &output)?, &output);
    let mut shape: Shape = result.shape().into();
    shape.resize(said[0].len(), 1);
    let mut strides = layout::strides_in_common_order(&shape, &said);
    strides.truncate(result.rank());
    let differs = |axis: usize| result.shape()[axis] > 1 && result.strides()[axis] != strides[axis];
    if subscripts.is_view() || !(0..result.rank()).any(differs) {
        return Ok(result);
    }
    let ordered = Array::empty_strided(result.shape(), strides, result.dtype())?;
    ordered.assign(&result).map(|()| ordered)
}

/// What each operand says of the order of NumPy's loops in memory, of which the result's axes are the first.
fn order_of_axes(operands: &[Labelled], output: &Labels) -> Vec<Opinions> {
    let labels = with_summed(operands, output);
    let stride = |operand: &Labelled, label: &Label| {
        let axis = operand.labels.iter().position(|known| known == label)?;
        let stride = operand.array.strides()[axis].unsigned_abs();
        (stride != 0 && operand.array.shape()[axis] != 1).then_some(stride)
    };
    operands.iter().map(|operand| labels.iter().map(|label| stride(operand, label)).collect()).collect()
}

/// The labels of NumPy's loops: those of the result, then the others in alphabetical order.
fn with_summed(operands: &[Labelled], output: &Labels) -> Labels {
    let mut summed: Labels = operands.iter().flat_map(|operand| operand.labels.iter().copied()).collect();
    summed.sort_unstable();
    summed.dedup();
    summed.retain(|label| !output.contains(label));
    output.iter().copied().chain(summed).collect()
}

fn prepare(subscripts: &Subscripts, arrays: &[Array]) -> Result<(Vec<Labelled>, Labels)> {
    let Read { operands, output, sizes, .. } = read(subscripts, arrays)?;
    let size = |label: Label| sizes.iter().find(|(known, _)| *known == label).map_or(1, |(_, size)| *size);
    let operands = operands.into_iter().map(|operand| without_stretched(operand, size)).collect();
    Ok((operands, output))
}

/// Subscripts and operands that fit each other.
struct Read {
    /// A label for each axis of each operand, as written.
    axes: Vec<Labels>,
    /// The operands, each label once.
    operands: Vec<Labelled>,
    output: Labels,
    /// The size behind each label.
    sizes: Vec<(Label, usize)>,
}

fn read(subscripts: &Subscripts, arrays: &[Array]) -> Result<Read> {
    check_count(subscripts, arrays.len())?;
    let axes = subscripts
        .inputs
        .iter()
        .zip(arrays)
        .enumerate()
        .map(|(number, (term, array))| labels_of(term, array, number))
        .collect::<Result<Vec<Labels>>>()?;
    let output = output_labels(subscripts, &axes)?;
    // An operand alone whose labels all stay is a view of it.
    let is_view = arrays.len() == 1 && axes.iter().flatten().all(|label| output.contains(label));
    let operands = axes
        .iter()
        .zip(arrays)
        .enumerate()
        .map(|(number, (labels, array))| {
            let place = || if is_view { "single operand".to_owned() } else { format!("operand {number}") };
            diagonal(array, labels, place)
        })
        .collect::<Result<Vec<_>>>()?;
    let sizes = sizes(&operands, arrays, &output)?;
    Ok(Read { axes, operands, output, sizes })
}

fn check_count(subscripts: &Subscripts, operands: usize) -> Result<()> {
    let fault = match operands.cmp(&subscripts.inputs.len()) {
        Ordering::Equal => return Ok(()),
        Ordering::Greater => "fewer",
        Ordering::Less => "more",
    };
    Err(Error::value(format!(
        "{fault} operands provided to einstein sum function than specified in the subscripts string"
    )))
}

/// A label for each axis of an operand.
fn labels_of(term: &Term, array: &Array, number: usize) -> Result<Labels> {
    let rank = array.rank();
    if term.labels.len() > rank {
        return Err(Error::value(format!(
            "einstein sum subscripts string contains too many subscripts for operand {number}"
        )));
    }
    let extra = rank - term.labels.len();
    let Some(place) = term.ellipsis else {
        if extra > 0 {
            return Err(Error::value(
                "operand has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to \
                 broadcast the extra dimensions.",
            ));
        }
        return Ok(term.labels.iter().copied().collect());
    };
    let spread = (0..extra).map(|axis| ELLIPSIS - (extra - axis) as Label + 64);
    Ok(term.labels[..place]
        .iter()
        .copied()
        .chain(spread)
        .chain(term.labels[place..].iter().copied())
        .collect())
}

fn is_ellipsis(label: Label) -> bool {
    label >= ELLIPSIS
}

fn output_labels(subscripts: &Subscripts, axes: &[Labels]) -> Result<Labels> {
    let mut spread: Labels = axes.iter().flatten().copied().filter(|label| is_ellipsis(*label)).collect();
    spread.sort_unstable();
    spread.dedup();
    let Some(output) = &subscripts.output else {
        // Labels that occur once, in alphabetical order, after the ellipsis.
        let mut single: Labels =
            axes.iter().flatten().copied().filter(|label| !is_ellipsis(*label)).collect();
        single.sort_unstable();
        let once: Labels = single
            .iter()
            .copied()
            .filter(|label| single.iter().filter(|other| *other == label).count() == 1)
            .collect();
        return Ok(spread.into_iter().chain(once).collect());
    };
    if let Some(unknown) =
        output.labels.iter().find(|label| !axes.iter().flatten().any(|known| known == *label))
    {
        return Err(Error::value(format!(
            "einstein sum subscripts string included output subscript '{}' which never appeared in an input",
            name(*unknown)
        )));
    }
    match output.ellipsis {
        Some(place) => {
            let (before, after) = output.labels.split_at(place);
            Ok(before.iter().copied().chain(spread).chain(after.iter().copied()).collect())
        }
        None if !spread.is_empty() => Err(Error::value(
            "output has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to \
             broadcast the extra dimensions.",
        )),
        None => Ok(output.labels.iter().copied().collect()),
    }
}

/// The size behind each label.
fn sizes(operands: &[Labelled], arrays: &[Array], output: &Labels) -> Result<Vec<(Label, usize)>> {
    let mut sizes: Vec<(Label, usize)> = Vec::new();
    for Labelled { array, labels } in operands {
        for (label, size) in labels.iter().zip(array.shape()) {
            match sizes.iter_mut().find(|(known, _)| known == label) {
                None => sizes.push((*label, *size)),
                Some((_, known)) if *known == 1 => *known = *size,
                Some((_, known)) if *size == 1 || known == size => {}
                Some(_) => return Err(clash(operands, arrays, output)),
            }
        }
    }
    Ok(sizes)
}

fn clash(operands: &[Labelled], arrays: &[Array], output: &Labels) -> Error {
    let all = with_summed(operands, output);
    let remapped: String = operands
        .iter()
        .zip(arrays)
        .map(|(operand, original)| {
            let size = |label: &Label| match operand.labels.iter().position(|known| known == label) {
                Some(axis) => operand.array.shape()[axis].to_string(),
                None => "newaxis".to_owned(),
            };
            // New axes in front are not named.
            let sizes: Vec<String> = all.iter().map(size).skip_while(|size| size == "newaxis").collect();
            let comma = if all.len() == 1 { "," } else { "" };
            let shape = match original.rank() == operand.array.rank() {
                true => original.shape(),
                false => operand.array.shape(),
            };
            format!("{}->({}{comma}) ", shape_in_message(shape), sizes.join(","))
        })
        .collect();
    Error::value(format!(
        "operands could not be broadcast together with remapped shapes [original->remapped]: {remapped}"
    ))
}

/// Axes with the same label taken together: a view of their diagonal.
fn diagonal(array: &Array, labels: &Labels, operand: impl Fn() -> String) -> Result<Labelled> {
    if (1..labels.len()).all(|axis| !labels[..axis].contains(&labels[axis])) {
        return Ok(Labelled { array: array.clone(), labels: labels.clone() });
    }
    let mut kept = Labels::new();
    let mut shape = Shape::new();
    let mut strides = Strides::new();
    for (axis, label) in labels.iter().enumerate() {
        match kept.iter().position(|known| known == label) {
            None => {
                kept.push(*label);
                shape.push(array.shape()[axis]);
                strides.push(array.strides()[axis]);
            }
            Some(place) if shape[place] == array.shape()[axis] => strides[place] += array.strides()[axis],
            Some(place) => {
                return Err(Error::value(format!(
                    "dimensions in {} for collapsing index '{}' don't match ({} != {})",
                    operand(),
                    name(*label),
                    shape[place],
                    array.shape()[axis]
                )));
            }
        }
    }
    Ok(Labelled { array: array.view(&shape, &strides, array.offset()), labels: kept })
}

/// Without axes of size 1 whose label has more elsewhere: they stretch by themselves.
fn without_stretched(operand: Labelled, size: impl Fn(Label) -> usize) -> Labelled {
    if !operand.array.shape().contains(&1) {
        return operand;
    }
    let keep: SmallVec<[usize; 8]> = (0..operand.labels.len())
        .filter(|axis| operand.array.shape()[*axis] != 1 || size(operand.labels[*axis]) == 1)
        .collect();
    select(&operand, &keep)
}

fn select(operand: &Labelled, axes: &[usize]) -> Labelled {
    let array = &operand.array;
    if axes.iter().copied().eq(0..array.rank()) {
        return operand.clone();
    }
    let shape: Shape = axes.iter().map(|axis| array.shape()[*axis]).collect();
    let strides: Strides = axes.iter().map(|axis| array.strides()[*axis]).collect();
    Labelled {
        array: array.view(&shape, &strides, array.offset()),
        labels: axes.iter().map(|axis| operand.labels[*axis]).collect(),
    }
}

/// Sums over the axes whose labels nobody needs.
fn sum_out(operand: Labelled, needed: &[Label]) -> Result<Labelled> {
    let axes: SmallVec<[usize; 8]> =
        (0..operand.labels.len()).filter(|axis| !needed.contains(&operand.labels[*axis])).collect();
    if axes.is_empty() {
        return Ok(operand);
    }
    let options = ReduceOptions { dtype: Some(operand.array.dtype()), ..ReduceOptions::default() };
    let array = if operand.array.dtype() == crate::DType::Bool {
        ufunc::LOGICAL_OR.reduce(&operand.array, &axes, &ReduceOptions::default())?
    } else {
        ufunc::ADD.reduce(&operand.array, &axes, &options)?
    };
    let labels = operand.labels.iter().copied().filter(|label| needed.contains(label)).collect();
    Ok(Labelled { array, labels })
}

/// Axes in the order of the labels.
fn arranged(operand: &Labelled, labels: &[Label]) -> Array {
    let place = |label: &Label| operand.labels.iter().position(|known| known == label);
    let order: SmallVec<[usize; 8]> = labels.iter().filter_map(place).collect();
    select(operand, &order).array
}

/// Two operands as one: a stack of matrix products, or an elementwise product if they share nothing to sum.
fn pair(a: Labelled, b: Labelled, needed: &[Label]) -> Result<Labelled> {
    let wanted = |other: &Labelled| -> Labels { needed.iter().chain(&other.labels).copied().collect() };
    let (wanted_of_a, wanted_of_b) = (wanted(&b), wanted(&a));
    let (a, b) = (sum_out(a, &wanted_of_a)?, sum_out(b, &wanted_of_b)?);
    let shared: Labels = a.labels.iter().copied().filter(|label| b.labels.contains(label)).collect();
    let (batch, summed): (Labels, Labels) = shared.iter().copied().partition(|label| needed.contains(label));
    let rows: Labels = a.labels.iter().copied().filter(|label| !shared.contains(label)).collect();
    let columns: Labels = b.labels.iter().copied().filter(|label| !shared.contains(label)).collect();
    let labels: Labels = batch.iter().chain(&rows).chain(&columns).copied().collect();
    if summed.is_empty() {
        return Ok(Labelled { array: elementwise(&a, &b, &labels)?, labels });
    }
    let sizes = |operand: &Labelled, labels: &[Label]| -> Shape {
        let size = |label: &Label| operand.labels.iter().position(|known| known == label);
        labels.iter().filter_map(size).map(|axis| operand.array.shape()[axis]).collect()
    };
    let stack = sizes(&a, &batch);
    let (m, n) = (sizes(&a, &rows), sizes(&b, &columns));
    let depth: usize = sizes(&a, &summed).iter().product();
    let join = |parts: [&[Label]; 3]| -> Labels { parts.concat().into_iter().collect() };
    let shape = |last: [usize; 2]| -> Shape { stack.iter().copied().chain(last).collect() };
    let left = arranged(&a, &join([&batch, &rows, &summed]))
        .reshape_to(&shape([m.iter().product(), depth]), Order::C)?;
    let right = arranged(&b, &join([&batch, &summed, &columns]))
        .reshape_to(&shape([depth, n.iter().product()]), Order::C)?;
    let full: Shape = stack.iter().chain(&m).chain(&n).copied().collect();
    Ok(Labelled {
        array: matmul_rounded(&left, &right, Rounding::Plain)?.reshape_to(&full, Order::C)?,
        labels,
    })
}

/// The product without a sum, axes in the order of `labels`.
fn elementwise(a: &Labelled, b: &Labelled, labels: &[Label]) -> Result<Array> {
    let spread = |operand: &Labelled| {
        let mut shape = Shape::new();
        let mut strides = Strides::new();
        for label in labels {
            match operand.labels.iter().position(|known| known == label) {
                Some(axis) => {
                    shape.push(operand.array.shape()[axis]);
                    strides.push(operand.array.strides()[axis]);
                }
                None => {
                    shape.push(1);
                    strides.push(0);
                }
            }
        }
        operand.array.view(&shape, &strides, operand.array.offset())
    };
    let results = ufunc::MULTIPLY.call(&[spread(a).into(), spread(b).into()], &Options::default())?;
    results.into_iter().next().ok_or_else(|| Error::value("no product"))
}
