//! What a subscripts text means, asked of the core, and the program that shows the same.

use super::State;
use crate::diagrams::{GridPicture, flat_index, unflatten};
use ndgym_core::einsum::{self, Contraction, Fault, Label, Plan, Subscripts};
use ndgym_core::format::{PrintOptions, array_str, scalar_str};
use ndgym_core::layout::{Order, shape_as_tuple};
use ndgym_core::{Array, DType, Error, Scalar, creation};

/// The operands' names.
pub(super) const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// A sum that works, as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sum {
    pub(super) plan: Plan,
    pub(super) operands: Vec<GridPicture>,
    /// The operands' cells, in C order.
    values: Vec<Vec<i64>>,
    pub(super) result: GridPicture,
    /// The result's cells, each as a number of its own.
    pub(super) results: Vec<String>,
    /// The cheapest order.
    pub(super) steps: Vec<Contraction>,
    /// From left to right.
    pub(super) in_order: Vec<Contraction>,
    /// The same without einsum.
    pub(super) equivalent: Option<Vec<String>>,
    /// The result as NumPy prints it.
    text: String,
}

/// The sum, or what is wrong with its text.
pub(super) fn compute(state: &State) -> Result<Sum, Box<Fault>> {
    if let Some(fault) = einsum::fault(&state.subscripts, &state.shapes) {
        return Err(Box::new(fault));
    }
    let failed = |error: Error| {
        let at = 0..state.subscripts.len();
        Box::new(Fault { error, at, explanation: String::new(), repair: None })
    };
    sum(state).map_err(failed)
}

fn sum(state: &State) -> Result<Sum, Error> {
    let subscripts = Subscripts::parse(&state.subscripts)?;
    let plan = Plan::new(&subscripts, &state.shapes)?;
    let operands = state.shapes.iter().map(|shape| operand(shape)).collect::<Result<Vec<_>, _>>()?;
    let result = einsum::einsum(&subscripts, &operands)?;
    let cells = (0..result.size()).map(|cell| scalar_str(result.get(&unflatten(cell, result.shape()))));
    Ok(Sum {
        operands: operands.iter().map(GridPicture::of).collect(),
        values: operands.iter().map(|array| array.to_vec::<i64>()).collect(),
        result: GridPicture::of(&result),
        results: cells.collect(),
        steps: plan.optimal(),
        in_order: plan.left_to_right(),
        equivalent: einsum::equivalent(&plan, &NAMES[..operands.len()]),
        text: array_str(&result, &PrintOptions::default()),
        plan,
    })
}

/// 0, 1, 2, … in this shape.
fn operand(shape: &[usize]) -> Result<Array, Error> {
    let size: usize = shape.iter().product();
    let numbers =
        creation::arange(Scalar::Int64(0), Scalar::Int64(size as i64), Scalar::Int64(1), DType::Int64)?;
    numbers.reshape_to(shape, Order::C)
}

/// One product of the sum.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    /// Every label with its index.
    pub(super) at: Vec<(Label, usize)>,
    /// The cell of each operand, in C order, and its value.
    pub(super) factors: Vec<(usize, i64)>,
}

impl Sum {
    /// How many products make up a cell of the result.
    pub(super) fn terms(&self) -> usize {
        self.plan.summed().iter().map(|label| self.plan.size(*label)).product()
    }

    /// One of the products that make up a cell of the result, numbered as the loops come to them.
    pub(super) fn term(&self, cell: usize, number: usize) -> Term {
        let summed = self.plan.summed();
        let sizes: Vec<usize> = summed.iter().map(|label| self.plan.size(*label)).collect();
        let free = self.plan.output.iter().copied().zip(unflatten(cell, &self.plan.shape()));
        let at: Vec<(Label, usize)> =
            free.chain(summed.iter().copied().zip(unflatten(number, &sizes))).collect();
        let operands = self.plan.operands.iter().zip(&self.plan.shapes).zip(&self.values);
        let factors = operands.map(|((labels, shape), values)| {
            let cell = flat_index(&place(labels, shape, &at), shape);
            (cell, values.get(cell).copied().unwrap_or(0))
        });
        Term { factors: factors.collect(), at }
    }
}

/// The index of an operand's cell, where the loops stand at `at`. An axis of size 1 stretches.
fn place(labels: &[Label], shape: &[usize], at: &[(Label, usize)]) -> Vec<usize> {
    let along = |(label, size): (&Label, &usize)| {
        let index = at.iter().find(|(known, _)| known == label).map_or(0, |(_, index)| *index);
        if *size == 1 { 0 } else { index }
    };
    labels.iter().zip(shape).map(along).collect()
}

/// The whole program; one that raises says so itself.
pub(super) fn code(state: &State, sum: &Result<Sum, Box<Fault>>) -> String {
    let mut code = "import numpy as np\n\n".to_owned();
    for (name, shape) in NAMES.iter().zip(&state.shapes) {
        let size: usize = shape.iter().product();
        let made = match &shape[..] {
            [_] => format!("np.arange({size})"),
            _ => format!("np.arange({size}).reshape({})", shape_as_tuple(shape)),
        };
        code += &format!("{name} = {made}\n");
    }
    let names = NAMES[..state.shapes.len()].join(", ");
    let call = format!("(\"{}\", {names}", state.subscripts);
    let Ok(sum) = sum else {
        code += &format!("try:\n    np.einsum{call})\nexcept ValueError as error:\n    print(error)\n");
        return code;
    };
    code += &format!("total = np.einsum{call})\nprint(total)\n");
    if let Some(lines) = &sum.equivalent {
        code += &format!(
            "\n# The same without einsum:\n{}\nprint(np.array_equal(total, result))\n",
            lines.join("\n")
        );
    }
    if sum.operands.len() > 2 {
        code += &format!(
            "\n# In which order the operands are best taken together:\nprint(np.einsum_path{call}, optimize=\"optimal\")[0])\n"
        );
    }
    code
}

/// What that prints.
pub(super) fn printed(sum: &Result<Sum, Box<Fault>>) -> String {
    let sum = match sum {
        Ok(sum) => sum,
        Err(fault) => return format!("{}\n", fault.error.message),
    };
    let mut text = format!("{}\n", sum.text);
    if sum.equivalent.is_some() {
        text += "True\n";
    }
    if sum.operands.len() > 2 {
        let step = |step: &Contraction| {
            let mut positions: Vec<String> = step.positions.iter().map(usize::to_string).collect();
            positions.reverse();
            format!(", ({})", positions.join(", "))
        };
        text += &format!("['einsum_path'{}]\n", sum.steps.iter().map(step).collect::<String>());
    }
    text
}
