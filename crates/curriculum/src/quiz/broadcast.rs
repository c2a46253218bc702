//! Do these shapes broadcast, and to what, or which axis clashes?

use super::{Answer, Dice, Explanation, Generator, Part, Question};
use crate::{Difficulty, Skill};
use ndgym_core::Reason;
use ndgym_core::layout::{broadcast_shapes, shape_as_tuple};

pub(super) const GENERATOR: Generator =
    Generator { id: "broadcast", title: "Do these shapes broadcast?", skills: &[Skill::Broadcasting], make };

fn make(dice: &mut Dice, difficulty: Difficulty) -> Question {
    loop {
        let shapes = shapes(dice, difficulty);
        let parts = parts(&shapes);
        // Two clashing axes would have two right answers, two equal shapes none worth asking for.
        if let Some(parts) = parts
            && shapes.windows(2).any(|pair| pair[0] != pair[1])
        {
            return question(shapes, parts);
        }
    }
}

/// Sizes of a common result, and for each operand a part of its axes, some of size 1; sometimes with one size wrong.
fn shapes(dice: &mut Dice, difficulty: Difficulty) -> Vec<Vec<usize>> {
    let (rank, operands, largest) = match difficulty {
        Difficulty::Easy => (2, 2, 6),
        Difficulty::Medium => (3, 2, 8),
        Difficulty::Hard => (4, dice.between(2, 3), 9),
    };
    let rank = dice.between(rank - 1, rank).max(2);
    let whole: Vec<usize> = (0..rank).map(|_| dice.between(2, largest)).collect();
    let mut shapes: Vec<Vec<usize>> = (0..operands)
        .map(|operand| {
            let dropped = if dice.happens(if operand == 0 { 70 } else { 30 }) { 0 } else { dice.below(rank) };
            whole[dropped..].iter().map(|size| if dice.happens(35) { 1 } else { *size }).collect()
        })
        .collect();
    if dice.happens(45) {
        let operand = dice.below(operands);
        let axis = dice.below(shapes[operand].len());
        // Near misses are the best: a size moved by one, or its neighbour's.
        shapes[operand][axis] = match dice.below(3) {
            0 => shapes[operand][axis] + 1,
            1 => whole[dice.below(rank)],
            _ => dice.between(2, largest),
        };
    }
    shapes
}

/// The answers; None if more than one axis clashes.
fn parts(shapes: &[Vec<usize>]) -> Option<Vec<Part>> {
    let borrowed: Vec<&[usize]> = shapes.iter().map(Vec::as_slice).collect();
    let rank = shapes.iter().map(Vec::len).max().unwrap_or(0);
    let clashing: Vec<usize> = (1..=rank).filter(|axis| clashes(&borrowed, *axis)).collect();
    let outcome = broadcast_shapes(&borrowed);
    let (right, tuple) = match (&outcome, &clashing[..]) {
        (Ok(shape), _) => (0, shape.iter().map(|size| *size as i64).collect()),
        (Err(_), [axis]) => (*axis, Vec::new()),
        _ => return None,
    };
    debug_assert!(match outcome.err().and_then(|error| error.reason).as_deref() {
        Some(Reason::BroadcastClash { axis, .. }) => axis.unsigned_abs() == right,
        _ => right == 0,
    });
    let options = ["They broadcast".to_owned()]
        .into_iter()
        .chain((1..=rank).map(|axis| format!("They clash on axis -{axis}")))
        .collect();
    Some(vec![
        Part { label: "What happens?".to_owned(), answer: Answer::Choice { options, right }, only_if: None },
        Part { label: "Shape of the result".to_owned(), answer: Answer::Tuple(tuple), only_if: Some(0) },
    ])
}

/// Whether the sizes on an axis, counted from the last, which is 1, do not go together.
fn clashes(shapes: &[&[usize]], axis: usize) -> bool {
    let sizes: Vec<[usize; 1]> = shapes
        .iter()
        .filter_map(|shape| shape.len().checked_sub(axis).map(|position| [shape[position]]))
        .collect();
    broadcast_shapes(&sizes.iter().map(|size| &size[..]).collect::<Vec<_>>()).is_err()
}

fn question(shapes: Vec<Vec<usize>>, parts: Vec<Part>) -> Question {
    let names = ["a", "b", "c"];
    let code: String = shapes
        .iter()
        .zip(names)
        .map(|(shape, name)| format!("{name} = np.ones({})\n", shape_as_tuple(shape)))
        .collect();
    let sum = names[..shapes.len()].join(" + ");
    let code = format!("{code}result = {sum}");
    let listed: Vec<String> = shapes.iter().map(|shape| shape_as_tuple(shape)).collect();
    let program = format!(
        "import numpy as np\n\nshapes = [{}]\ntry:\n    result = np.broadcast_shapes(*shapes)\n    print(\"They broadcast\")\n    \
         print(result)\nexcept ValueError:\n    for axis in range(1, max(map(len, shapes)) + 1):\n        sizes = {{shape[-axis] for shape \
         in shapes if len(shape) >= axis}} - {{1}}\n        if len(sizes) > 1:\n            print(f\"They clash on axis -{{axis}}\")\n",
        listed.join(", ")
    );
    Question {
        ask: format!("What does `{sum}` give?"),
        code,
        program,
        parts,
        explanation: Explanation::Broadcast(shapes),
    }
}
