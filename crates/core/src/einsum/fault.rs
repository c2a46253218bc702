//! Where in a subscripts text the error is, and what would mend it.

use super::{Label, Plan, Subscripts, label_text, labels_of, name, output_labels};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::Error;
use std::ops::Range;

/// An error in subscripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// As NumPy says it.
    pub error: Error,
    /// Bytes of the text that are to blame.
    pub at: Range<usize>,
    /// One sentence more than NumPy says.
    pub explanation: String,
    /// The text mended, where that is plain.
    pub repair: Option<String>,
}

/// What is wrong with subscripts for operands of these shapes; None if nothing is.
///
/// ```
/// let fault = ndgym_core::einsum::fault("ij,jk->iz", &[vec![2, 3], vec![3, 4]]).unwrap();
/// assert_eq!(fault.at, 8..9);
/// assert_eq!(fault.repair.as_deref(), Some("ij,jk->i"));
/// ```
pub fn fault(text: &str, shapes: &[Vec<usize>]) -> Option<Fault> {
    let written = Written::of(text);
    let subscripts = match Subscripts::parse(text) {
        Ok(subscripts) => subscripts,
        Err(error) => return Some(written.unreadable(error)),
    };
    let error = Plan::new(&subscripts, shapes).err()?;
    if subscripts.inputs.len() != shapes.len() {
        return Some(written.miscounted(error, shapes));
    }
    let rank_fault =
        subscripts.inputs.iter().zip(shapes).enumerate().find_map(|(number, (term, shape))| {
            labels_of(term, &seen_as(shape)?, number).err().map(|_| number)
        });
    if let Some(number) = rank_fault {
        return Some(written.misfit(error, number, shapes[number].len()));
    }
    let arrays = shapes.iter().filter_map(|shape| seen_as(shape));
    let axes: Vec<_> = (subscripts.inputs.iter().zip(arrays).enumerate())
        .filter_map(|(number, (term, array))| labels_of(term, &array, number).ok())
        .collect();
    if output_labels(&subscripts, &axes).is_err() {
        return Some(written.wrong_output(error, &subscripts));
    }
    let axes: Vec<Vec<Label>> = axes.into_iter().map(|labels| labels.to_vec()).collect();
    Some(written.clashing(error, &axes, shapes))
}

fn seen_as(shape: &[usize]) -> Option<Array> {
    Some(Array::zeros(&[], DType::Float64).ok()?.view(shape, &vec![0; shape.len()], 0))
}

/// The text in its parts, each with its place.
struct Written<'t> {
    text: &'t str,
    inputs: Vec<Range<usize>>,
    output: Option<Range<usize>>,
}

impl<'t> Written<'t> {
    fn of(text: &'t str) -> Self {
        let arrow = text.find("->");
        let end = arrow.unwrap_or(text.len());
        let mut start = 0;
        let inputs = text[..end].split(',').map(|term| {
            let range = start..start + term.len();
            start = range.end + 1;
            range
        });
        Written { text, inputs: inputs.collect(), output: arrow.map(|at| at + 2..text.len()) }
    }

    fn without(&self, range: Range<usize>) -> Option<String> {
        Some(format!("{}{}", &self.text[..range.start], &self.text[range.end..]))
    }

    fn with(&self, at: usize, addition: &str) -> Option<String> {
        Some(format!("{}{addition}{}", &self.text[..at], &self.text[at..]))
    }

    /// Places of a label in a part of the text.
    fn places(&self, part: Range<usize>, label: char) -> impl Iterator<Item = usize> {
        self.text[part.clone()].match_indices(label).map(move |(at, _)| part.start + at)
    }

    /// A letter that is not there yet.
    fn fresh(&self, count: usize) -> String {
        ('i'..='z').chain('a'..='h').filter(|letter| !self.text.contains(*letter)).take(count).collect()
    }

    fn unreadable(&self, error: Error) -> Fault {
        // An output label that stands there twice.
        if let Some(output) = self.output.clone() {
            let twice = self.text[output.clone()].char_indices().find(|(at, label)| {
                label.is_ascii_alphabetic() && self.text[output.clone()][..*at].contains(*label)
            });
            if let Some((at, label)) = twice.filter(|_| error.message.contains("multiple times")) {
                let at = output.start + at..output.start + at + 1;
                return Fault {
                    error,
                    explanation: format!(
                        "Each axis of the result needs a label of its own; '{label}' stands there twice."
                    ),
                    repair: self.without(at.clone()),
                    at,
                };
            }
        }
        let is_wrong = |(_, letter): &(usize, char)| match error.message.contains("'.'") {
            true => *letter == '.',
            false => !letter.is_ascii_alphabetic() && !letter.is_whitespace() && !".,".contains(*letter),
        };
        let arrow = self.output.as_ref().map(|output| output.start - 2..output.start);
        let outside = |(at, _): &(usize, char)| !arrow.as_ref().is_some_and(|arrow| arrow.contains(at));
        let found = self.text.char_indices().filter(outside).find(is_wrong);
        let at = found.map_or(0..self.text.len(), |(at, letter)| at..at + letter.len_utf8());
        let explanation = if error.message.contains("'.'") {
            "Dots stand only three together, once in each term: '...' means all axes that have no letter."
        } else {
            "Labels are letters from a to z or A to Z, one for each axis."
        };
        Fault { error, explanation: explanation.to_owned(), repair: self.without(at.clone()), at }
    }

    fn miscounted(&self, error: Error, shapes: &[Vec<usize>]) -> Fault {
        let terms = self.inputs.len();
        let end = self.inputs.last().map_or(0, |term| term.end);
        let (at, repair) = if terms > shapes.len() {
            let first = &self.inputs[shapes.len()];
            let from = first.start.saturating_sub(1);
            (from..end, self.without(from..end))
        } else {
            let missing = shapes[terms..].iter().map(|shape| format!(",{}", self.fresh(shape.len())));
            (0..end, self.with(end, &missing.collect::<String>()))
        };
        let explanation =
            format!("{terms} terms stand before the arrow, and there are {} operands.", shapes.len());
        Fault { error, at, explanation, repair }
    }

    fn misfit(&self, error: Error, number: usize, rank: usize) -> Fault {
        let term = self.inputs[number].clone();
        let letters =
            self.text[term.clone()].char_indices().filter(|(_, letter)| letter.is_ascii_alphabetic());
        let places: Vec<usize> = letters.map(|(at, _)| term.start + at).collect();
        let explanation = format!("Operand {number} has {rank} axes and its term {} labels.", places.len());
        let repair = match places.get(rank) {
            Some(first) => self.without(*first..term.end),
            None => self.with(term.end, &self.fresh(rank - places.len())),
        };
        Fault { error, at: term, explanation, repair }
    }

    fn wrong_output(&self, error: Error, subscripts: &Subscripts) -> Fault {
        let output = self.output.clone().unwrap_or(self.text.len()..self.text.len());
        let known = |label: Label| subscripts.inputs.iter().any(|term| term.labels.contains(&label));
        let labels = subscripts.output.iter().flat_map(|term| &term.labels);
        match labels.copied().find(|label| !known(*label)).map(name) {
            Some(label) => {
                let at = self.places(output.clone(), label).next().map_or(output, |at| at..at + 1);
                let explanation =
                    format!("No operand has an axis '{label}', so nothing says how long it is.");
                Fault { error, explanation, repair: self.without(at.clone()), at }
            }
            None => Fault {
                error,
                explanation:
                    "The axes that '...' stands for must go somewhere: name them in the result, too."
                        .to_owned(),
                repair: self.with(output.start, "..."),
                at: output,
            },
        }
    }

    fn clashing(&self, error: Error, axes: &[Vec<Label>], shapes: &[Vec<usize>]) -> Fault {
        let mut seen: Vec<(Label, usize, usize)> = Vec::new();
        for (number, (labels, shape)) in axes.iter().zip(shapes).enumerate() {
            for (label, size) in labels.iter().zip(shape) {
                let before = seen.iter().find(|(known, other, at)| {
                    known == label && other != size && (*at == number || (*other != 1 && *size != 1))
                });
                if let Some((_, other, _)) = before {
                    let term = self.inputs[number].clone();
                    let at = self.places(term.clone(), name(*label)).last().map_or(term, |at| at..at + 1);
                    let explanation = format!(
                        "'{}' is {other} long in one place and {size} in another; one label is one loop.",
                        label_text(*label)
                    );
                    let repair = self.fresh(1);
                    let repair = Some(format!("{}{repair}{}", &self.text[..at.start], &self.text[at.end..]));
                    return Fault { error, at, explanation, repair };
                }
                seen.push((*label, *size, number));
            }
        }
        Fault { error, at: 0..self.text.len(), explanation: String::new(), repair: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, shapes: &[&[usize]]) -> (String, Option<String>) {
        let shapes: Vec<Vec<usize>> = shapes.iter().map(|shape| shape.to_vec()).collect();
        let fault = fault(text, &shapes).expect("there is a fault");
        let mended = fault.repair.clone();
        if let Some(mended) = &mended {
            let again = super::fault(mended, &shapes);
            assert!(again.is_none_or(|again| again.error != fault.error), "{text} is not mended by {mended}");
        }
        (text[fault.at].to_owned(), mended)
    }

    #[test]
    fn faults_are_found_where_they_are_and_mended() {
        let two: &[&[usize]] = &[&[2, 3], &[3, 4]];
        let is = |text: &str, shapes: &[&[usize]], at: &str, repair: &str| {
            assert_eq!(marked(text, shapes), (at.to_owned(), Some(repair.to_owned())), "{text}");
        };
        is("i1,jk->ik", two, "1", "i,jk->ik");
        is("ij,jk->>ik", two, ">", "ij,jk->ik");
        is("ij,jk->iik", two, "i", "ij,jk->ik");
        is("ij,jk->iz", two, "z", "ij,jk->i");
        is("ij,jk,kl", two, ",kl", "ij,jk");
        is("ij->ij", two, "ij", "ij,kl->ij");
        is("ijk,jl", two, "ijk", "ij,jl");
        is("i,jk", two, "i", "il,jk");
        is("ij,ik", two, "i", "ij,lk");
        is(".ij,jk", two, ".", "ij,jk");
        is(
            "...ij,jk->ik",
            &[&[5, 2, 3], &[3, 4]],
            "ik",
            "ij,jk->...ik".replace("ij,jk", "...ij,jk").as_str(),
        );
        is("ii", &[&[2, 3]], "i", "ij");
        assert_eq!(fault("ij,jk", &[vec![2, 3], vec![3, 4]]), None);
        assert_eq!(fault("ij,jk", &[vec![2, 1], vec![3, 4]]), None);
    }
}
