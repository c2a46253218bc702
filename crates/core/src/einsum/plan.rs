//! What an Einstein sum does, said without data: loops, sizes, cost, and the order in which operands are best taken together.
//!
//! Costs are counted as `numpy.einsum_path` counts them, and the order is the one it finds with `optimize="optimal"`. Source:
//! D. G. A. Smith and J. Gray, "opt_einsum", Journal of Open Source Software 3 (2018).

use super::{ELLIPSIS, Label, Read, Subscripts, is_ellipsis, name, read};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::Result;

/// The loops of an Einstein sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// A label for each axis of each operand.
    pub operands: Vec<Vec<Label>>,
    /// Labels of the result's axes.
    pub output: Vec<Label>,
    /// Every label once, in the order of its first appearance, with its size.
    pub sizes: Vec<(Label, usize)>,
    /// Shapes of the operands: an axis of size 1 stretches to its label's size.
    pub shapes: Vec<Vec<usize>>,
}

/// One step on the way: some operands become one.
#[derive(Clone, Debug, PartialEq)]
pub struct Contraction {
    /// Their places in the list of operands there are then, largest first; the product goes to the list's end.
    pub positions: Vec<usize>,
    /// Their labels.
    pub inputs: Vec<Vec<Label>>,
    /// Labels of the product.
    pub output: Vec<Label>,
    /// Multiplications and additions.
    pub flops: f64,
    /// Elements of the product.
    pub elements: f64,
}

/// How a label is written: its letter, or the place of an ellipsis' axis.
pub fn label_text(label: Label) -> String {
    if is_ellipsis(label) {
        format!("…{}", i64::from(label) - i64::from(ELLIPSIS) - 64)
    } else {
        name(label).to_string()
    }
}

impl Plan {
    /// The plan of a sum over operands of these shapes.
    ///
    /// # Errors
    /// `ValueError` as [`super::einsum`] gives it.
    ///
    /// ```
    /// use ndgym_core::einsum::{Plan, Subscripts};
    /// let plan = Plan::new(&Subscripts::parse("ij,jk").unwrap(), &[vec![2, 3], vec![3, 4]]).unwrap();
    /// assert_eq!(plan.shape(), [2, 4]);
    /// assert_eq!(plan.summed(), ['j' as u32]);
    /// assert_eq!(plan.flops(), 48.0);
    /// ```
    pub fn new(subscripts: &Subscripts, shapes: &[Vec<usize>]) -> Result<Plan> {
        // One number in memory, seen with each shape.
        let number = Array::zeros(&[], DType::Float64)?;
        let arrays: Vec<Array> =
            shapes.iter().map(|shape| number.view(shape, &vec![0; shape.len()], 0)).collect();
        let Read { axes, output, sizes, .. } = read(subscripts, &arrays)?;
        Ok(Plan {
            operands: axes.into_iter().map(|labels| labels.to_vec()).collect(),
            output: output.to_vec(),
            sizes,
            shapes: shapes.to_vec(),
        })
    }

    /// A label's size.
    pub fn size(&self, label: Label) -> usize {
        self.sizes.iter().find(|(known, _)| *known == label).map_or(1, |(_, size)| *size)
    }

    /// The result's shape.
    pub fn shape(&self) -> Vec<usize> {
        self.output.iter().map(|label| self.size(*label)).collect()
    }

    /// Labels that are summed over, in the order of their first appearance.
    pub fn summed(&self) -> Vec<Label> {
        self.sizes.iter().map(|(label, _)| *label).filter(|label| !self.output.contains(label)).collect()
    }

    /// Multiplications and additions of all loops inside each other.
    pub fn flops(&self) -> f64 {
        let every: Vec<Label> = self.sizes.iter().map(|(label, _)| *label).collect();
        let labels: usize = self.operands.iter().map(|labels| set(labels).len()).sum();
        self.cost(&every, labels > every.len(), self.operands.len())
    }

    /// The cheapest order whose intermediate results are no larger than the largest operand or the result.
    pub fn optimal(&self) -> Vec<Contraction> {
        let count = self.operands.len();
        if count < 3 || set(&self.output).len() == self.sizes.len() {
            return self.along(&[(0..count).collect()]);
        }
        let terms = self.operands.iter().chain([&self.output]);
        let limit = terms.map(|labels| self.elements(&set(labels))).fold(0.0, f64::max);
        let start: Vec<Vec<Label>> = self.operands.iter().map(|labels| set(labels)).collect();
        let mut found: Vec<Found> = vec![(0.0, Vec::new(), start)];
        for step in 0..count - 1 {
            let mut longer = Vec::new();
            for (cost, path, remaining) in &found {
                for pair in pairs(count - step) {
                    let (product, left, taken) = self.contract(&pair, remaining);
                    if self.elements(&product) <= limit {
                        let sums = taken.len() > product.len();
                        let path = path.iter().cloned().chain([pair]).collect();
                        longer.push((cost + self.cost(&taken, sums, 2), path, left));
                    }
                }
            }
            if longer.is_empty() {
                let mut path = cheapest(found);
                path.push((0..count - step).collect());
                return self.along(&path);
            }
            found = longer;
        }
        self.along(&cheapest(found))
    }

    /// Operands taken together one after the other, as they stand.
    pub fn left_to_right(&self) -> Vec<Contraction> {
        let count = self.operands.len();
        match count {
            0..=2 => self.along(&[(0..count).collect()]),
            // The product stands last.
            _ => {
                let first = [vec![0, 1]].into_iter();
                let rest = (1..count - 1).map(|step| vec![0, count - 1 - step]);
                self.along(&first.chain(rest).collect::<Vec<_>>())
            }
        }
    }

    /// The steps of a path: which positions are taken together, each time.
    fn along(&self, path: &[Vec<usize>]) -> Vec<Contraction> {
        let mut sets: Vec<Vec<Label>> = self.operands.iter().map(|labels| set(labels)).collect();
        let mut terms = self.operands.clone();
        let mut steps = Vec::new();
        for (at, taken_together) in path.iter().enumerate() {
            let (product, left, taken) = self.contract(taken_together, &sets);
            let mut positions = taken_together.clone();
            positions.sort_unstable();
            positions.reverse();
            let inputs = positions.iter().map(|position| terms.remove(*position)).collect();
            let output = if at + 1 == path.len() { self.output.clone() } else { self.by_size(&product) };
            terms.push(output.clone());
            steps.push(Contraction {
                inputs,
                output,
                flops: self.cost(&taken, taken.len() > product.len(), positions.len()),
                elements: self.elements(&product),
                positions,
            });
            sets = left;
        }
        steps
    }

    /// Labels of the product, operands then left (the product last), and all labels that took part.
    fn contract(
        &self,
        positions: &[usize],
        sets: &[Vec<Label>],
    ) -> (Vec<Label>, Vec<Vec<Label>>, Vec<Label>) {
        let (mut taken, mut kept, mut left) = (Vec::new(), self.output.clone(), Vec::new());
        for (at, labels) in sets.iter().enumerate() {
            if positions.contains(&at) {
                taken.extend(labels);
            } else {
                kept.extend(labels);
                left.push(labels.clone());
            }
        }
        let taken = set(&taken);
        let product: Vec<Label> = taken.iter().copied().filter(|label| kept.contains(label)).collect();
        left.push(product.clone());
        (product, left, taken)
    }

    /// The smallest first, as `einsum_path` writes intermediate results.
    fn by_size(&self, labels: &[Label]) -> Vec<Label> {
        let mut sorted = labels.to_vec();
        sorted.sort_unstable_by_key(|label| (self.size(*label), *label));
        sorted
    }

    fn elements(&self, labels: &[Label]) -> f64 {
        labels.iter().map(|label| self.size(*label) as f64).product()
    }

    fn cost(&self, labels: &[Label], sums: bool, operands: usize) -> f64 {
        let each = operands.saturating_sub(1).max(1) + usize::from(sums);
        self.elements(labels) * each as f64
    }
}

/// Each label once.
fn set(labels: &[Label]) -> Vec<Label> {
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

fn pairs(count: usize) -> impl Iterator<Item = Vec<usize>> {
    (0..count).flat_map(move |first| (first + 1..count).map(move |second| vec![first, second]))
}

/// A path so far: what it costs, its steps, and the operands that are left.
type Found = (f64, Vec<Vec<usize>>, Vec<Vec<Label>>);

/// The path of the first of the cheapest.
fn cheapest(found: Vec<Found>) -> Vec<Vec<usize>> {
    let least = found.iter().map(|(cost, ..)| *cost).fold(f64::INFINITY, f64::min);
    found.into_iter().find(|(cost, ..)| *cost <= least).map(|(_, path, _)| path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str, shapes: &[&[usize]]) -> Plan {
        let shapes: Vec<Vec<usize>> = shapes.iter().map(|shape| shape.to_vec()).collect();
        Plan::new(&Subscripts::parse(text).unwrap(), &shapes).unwrap()
    }

    fn path(steps: &[Contraction]) -> Vec<Vec<usize>> {
        let sorted = |step: &Contraction| step.positions.iter().rev().copied().collect();
        steps.iter().map(sorted).collect()
    }

    // Expected: np.einsum_path(…, optimize="optimal") of NumPy 2.4; its "Optimized FLOP count" has 1 more.
    /// Subscripts, shapes, FLOPs in one loop, the best order and its FLOPs.
    type Case = (&'static str, &'static [&'static [usize]], f64, &'static [[usize; 2]], f64);

    #[test]
    fn the_optimal_order_and_its_cost_are_numpys() {
        let cases: [Case; 4] = [
            ("ij,jk,kl->il", &[&[2, 50], &[50, 3], &[3, 40]], 36_000.0, &[[0, 1], [0, 1]], 1_080.0),
            ("ij,jk,kl->il", &[&[50, 4], &[4, 60], &[60, 3]], 108_000.0, &[[1, 2], [0, 1]], 2_640.0),
            (
                "ea,fb,abcd,gc,hd->efgh",
                &[&[10, 10], &[10, 10], &[10, 10, 10, 10], &[10, 10], &[10, 10]],
                5e8,
                &[[0, 2], [0, 3], [0, 2], [0, 1]],
                8e5,
            ),
            ("i,ij,j->", &[&[6], &[6, 7], &[7]], 126.0, &[[1, 2], [0, 1]], 96.0),
        ];
        for (text, shapes, naive, order, flops) in cases {
            let plan = plan(text, shapes);
            let steps = plan.optimal();
            assert_eq!(plan.flops(), naive, "{text}");
            assert_eq!(path(&steps), order, "{text}");
            assert_eq!(steps.iter().map(|step| step.flops).sum::<f64>(), flops, "{text}");
        }
    }

    #[test]
    fn two_operands_or_none_to_sum_are_one_step() {
        assert_eq!(path(&plan("ij,jk", &[&[2, 3], &[3, 4]]).optimal()), [[0, 1]]);
        assert_eq!(path(&plan("i,j,k->ijk", &[&[2], &[3], &[4]]).optimal()), [[0, 1, 2]]);
        assert_eq!(path(&plan("i,ij,j->", &[&[2], &[2, 3], &[3]]).left_to_right()), [[0, 1], [0, 1]]);
        assert_eq!(
            path(&plan("i,i,i,i->", &[&[2], &[2], &[2], &[2]]).left_to_right()),
            [[0, 1], [0, 2], [0, 1]]
        );
    }

    #[test]
    fn labels_sizes_and_stretched_axes() {
        let plan = plan("...ij,...j", &[&[5, 1, 2, 3], &[4, 3]]);
        assert_eq!(plan.shape(), [5, 4, 2]);
        assert_eq!(
            plan.output.iter().map(|label| label_text(*label)).collect::<Vec<_>>(),
            ["…-2", "…-1", "i"]
        );
        assert_eq!(plan.summed(), ['j' as Label]);
    }
}
