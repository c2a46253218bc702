//! The same sum without `einsum`: products, sums and transposes, as one would write them.

use super::{Label, Plan, is_ellipsis};

/// A value on the way.
#[derive(Clone, Debug)]
struct Value {
    /// How it is written.
    text: String,
    /// Whether it needs brackets before a method or beside an operator.
    compound: bool,
    /// A label for each axis, no label twice.
    labels: Vec<Label>,
    /// The axes' sizes: 1 where an axis stretches.
    sizes: Vec<usize>,
}

/// Lines of NumPy that compute the same, the last of which defines `result`. The operands are called by `names`; they are
/// taken together in the plan's best order. None for axes of `...`, which have no fixed place to write down.
///
/// ```
/// use ndgym_core::einsum::{Plan, Subscripts, equivalent};
/// let plan = Plan::new(&Subscripts::parse("ij,kj->ki").unwrap(), &[vec![2, 3], vec![4, 3]]).unwrap();
/// assert_eq!(equivalent(&plan, &["a", "b"]).unwrap(), ["result = (a @ b.T).T"]);
/// ```
pub fn equivalent(plan: &Plan, names: &[&str]) -> Option<Vec<String>> {
    if plan.sizes.iter().any(|(label, _)| is_ellipsis(*label)) || names.len() != plan.operands.len() {
        return None;
    }
    let mut values: Vec<Value> = (0..names.len()).map(|at| operand(plan, names, at)).collect();
    let steps = plan.optimal();
    let mut lines = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let mut taken: Vec<Value> = step.positions.iter().map(|position| values.remove(*position)).collect();
        let mut product = taken.pop()?;
        while let Some(next) = taken.pop() {
            let later = taken.iter().flat_map(|value| &value.labels);
            let needed: Vec<Label> = step.output.iter().chain(later).copied().collect();
            product = pair(product, next, &needed);
        }
        let product = arranged(summed(product, &step.output), &step.output);
        let name = if at + 1 == steps.len() { "result".to_owned() } else { format!("step{}", at + 1) };
        lines.push(format!("{name} = {}", product.text));
        values.push(Value { text: name, compound: false, ..product });
    }
    Some(lines)
}

/// An operand, the diagonals of its repeated labels taken.
fn operand(plan: &Plan, names: &[&str], at: usize) -> Value {
    let (labels, sizes) = (plan.operands[at].clone(), plan.shapes[at].clone());
    let mut value = Value { text: names[at].to_owned(), compound: false, labels, sizes };
    while let Some((first, second)) = repeated(&value.labels) {
        let (label, size) = (value.labels[first], value.sizes[first]);
        let axes = if (first, second) == (0, 1) {
            String::new()
        } else {
            format!(", axis1={first}, axis2={second}")
        };
        value.text = format!("np.diagonal({}{axes})", value.text);
        for axis in [second, first] {
            value.labels.remove(axis);
            value.sizes.remove(axis);
        }
        value.labels.push(label);
        value.sizes.push(size);
    }
    value
}

fn repeated(labels: &[Label]) -> Option<(usize, usize)> {
    let mut pairs =
        (0..labels.len()).flat_map(|first| (first + 1..labels.len()).map(move |second| (first, second)));
    pairs.find(|(first, second)| labels[*first] == labels[*second])
}

impl Value {
    /// Its text where something binds closer.
    fn bracketed(&self) -> String {
        if self.compound { format!("({})", self.text) } else { self.text.clone() }
    }

    fn place(&self, label: Label) -> Option<usize> {
        self.labels.iter().position(|known| *known == label)
    }

    fn size(&self, label: Label) -> usize {
        self.place(label).map_or(1, |axis| self.sizes[axis])
    }
}

/// Sums over the labels nobody needs.
fn summed(value: Value, needed: &[Label]) -> Value {
    let gone: Vec<usize> =
        (0..value.labels.len()).filter(|axis| !needed.contains(&value.labels[*axis])).collect();
    let axis = match gone.as_slice() {
        [] => return value,
        _ if gone.len() == value.labels.len() => String::new(),
        [one] => format!("axis={one}"),
        _ => format!("axis=({})", gone.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    };
    let text = format!("{}.sum({axis})", value.bracketed());
    let kept = |axis: &usize| !gone.contains(axis);
    Value {
        text,
        compound: false,
        labels: (0..value.labels.len()).filter(kept).map(|axis| value.labels[axis]).collect(),
        sizes: (0..value.labels.len()).filter(kept).map(|axis| value.sizes[axis]).collect(),
    }
}

/// The axes in another order.
fn arranged(value: Value, labels: &[Label]) -> Value {
    if value.labels == labels {
        return value;
    }
    let order: Vec<usize> = labels.iter().filter_map(|label| value.place(*label)).collect();
    let is_reversed = order.iter().rev().copied().eq(0..order.len());
    let text = if is_reversed {
        format!("{}.T", value.bracketed())
    } else {
        let axes: Vec<String> = order.iter().map(usize::to_string).collect();
        format!("{}.transpose({})", value.bracketed(), axes.join(", "))
    };
    let sizes = labels.iter().map(|label| value.size(*label)).collect();
    Value { text, compound: false, labels: labels.to_vec(), sizes }
}

/// The product of two values, summed over what nobody needs.
fn pair(a: Value, b: Value, needed: &[Label]) -> Value {
    let with = |other: &Value| -> Vec<Label> { needed.iter().chain(&other.labels).copied().collect() };
    let (for_a, for_b) = (with(&b), with(&a));
    let (a, b) = (summed(a, &for_a), summed(b, &for_b));
    let shared: Vec<Label> = a.labels.iter().copied().filter(|label| b.labels.contains(label)).collect();
    let (batch, sums): (Vec<Label>, Vec<Label>) =
        shared.iter().copied().partition(|label| needed.contains(label));
    let rows: Vec<Label> = a.labels.iter().copied().filter(|label| !shared.contains(label)).collect();
    let columns: Vec<Label> = b.labels.iter().copied().filter(|label| !shared.contains(label)).collect();
    let is_matrix_product = match (sums.as_slice(), rows.len(), columns.len()) {
        ([sum], 1, 1) => a.size(*sum) == b.size(*sum),
        ([sum], 0 | 1, 0 | 1) => batch.is_empty() && a.size(*sum) == b.size(*sum),
        _ => false,
    };
    let sizes = |labels: &[Label]| labels.iter().map(|label| a.size(*label).max(b.size(*label))).collect();
    if is_matrix_product {
        let labels = [&batch[..], &rows, &columns].concat();
        let sizes = sizes(&labels);
        let left = arranged(a, &[&batch[..], &rows, &sums].concat());
        let right = arranged(b, &[&batch[..], &sums, &columns].concat());
        let text = format!("{} @ {}", left.bracketed(), right.bracketed());
        return Value { text, compound: true, labels, sizes };
    }
    // The result's own order first, so that it need not be transposed.
    let own = needed.iter().copied().filter(|label| a.labels.contains(label) || b.labels.contains(label));
    let mut kept: Vec<Label> = Vec::new();
    own.for_each(|label| {
        if !kept.contains(&label) {
            kept.push(label);
        }
    });
    let labels = [&kept[..], &sums].concat();
    let sizes = sizes(&labels);
    let text = format!("{} * {}", aligned(a, &labels), aligned(b, &labels));
    summed(Value { text, compound: true, labels, sizes }, needed)
}

/// A value with its axes where `labels` has them, so that it broadcasts with others that are.
fn aligned(value: Value, labels: &[Label]) -> String {
    let own: Vec<Label> = labels.iter().copied().filter(|label| value.labels.contains(label)).collect();
    let value = arranged(value, &own);
    let Some(first) = labels.iter().position(|label| own.contains(label)) else { return value.bracketed() };
    let items: Vec<&str> =
        labels[first..].iter().map(|label| if own.contains(label) { ":" } else { "None" }).collect();
    // Missing axes in front come by themselves.
    if items.contains(&"None") {
        format!("{}[{}]", value.bracketed(), items.join(", "))
    } else {
        value.bracketed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::einsum::Subscripts;

    // What the texts compute, tests/einsum.rs has from real NumPy; here only how they read.
    #[test]
    fn sums_read_as_one_would_write_them() {
        let is = |text: &str, shapes: &[&[usize]], lines: &[&str]| {
            let shapes: Vec<Vec<usize>> = shapes.iter().map(|shape| shape.to_vec()).collect();
            let plan = Plan::new(&Subscripts::parse(text).unwrap(), &shapes).unwrap();
            let names = ["a", "b", "c"];
            assert_eq!(equivalent(&plan, &names[..shapes.len()]).unwrap(), lines, "{text}");
        };
        let (one, two, three): (&[usize], &[usize], &[usize]) = (&[3], &[3, 3], &[3, 3, 3]);
        is("ij->ji", &[two], &["result = a.T"]);
        is("ij->", &[two], &["result = a.sum()"]);
        is("ij->j", &[two], &["result = a.sum(axis=0)"]);
        is("ijk->ki", &[three], &["result = a.sum(axis=1).T"]);
        is("ii", &[two], &["result = np.diagonal(a).sum()"]);
        is("ij,jk", &[two, two], &["result = a @ b"]);
        is("ij,kj->ik", &[two, two], &["result = a @ b.T"]);
        is("bij,bjk->bik", &[three, three], &["result = a @ b"]);
        is("bij,bkj->bik", &[three, three], &["result = a @ b.transpose(0, 2, 1)"]);
        is("i,i", &[one, one], &["result = a @ b"]);
        is("i,j->ij", &[one, one], &["result = a[:, None] * b"]);
        is("ij,ij->i", &[two, two], &["result = (a * b).sum(axis=1)"]);
        is("ij,j->ij", &[two, one], &["result = a * b"]);
        is("ij,i->ij", &[two, one], &["result = a * b[:, None]"]);
        is("i,ij,j->", &[one, two, one], &["step1 = a @ b", "result = c @ step1"]);
        is(
            "ijk,jil->kl",
            &[three, three],
            &["result = (a.transpose(2, 0, 1)[:, None, :, :] * b.T).sum(axis=(2, 3))"],
        );
    }
}
