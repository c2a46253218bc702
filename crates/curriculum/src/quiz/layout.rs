//! Shape, strides, view or copy after a chain of operations?

use super::{Answer, Dice, Explanation, Generator, Part, Question};
use crate::chain::{Chain, Item, Kind, Operation, Start, follow};
use crate::{Difficulty, Skill};
use ndgym_core::layout::Order;
use ndgym_core::{Array, DType};

pub(super) const GENERATOR: Generator = Generator {
    id: "layout",
    title: "Shape, strides, view or copy?",
    skills: &[Skill::Reshaping, Skill::MemoryLayout],
    make,
};

fn make(dice: &mut Dice, difficulty: Difficulty) -> Question {
    let steps = match difficulty {
        Difficulty::Easy => 1,
        Difficulty::Medium => 2,
        Difficulty::Hard => 3,
    };
    loop {
        let start = start(dice, difficulty);
        let mut operations: Vec<Operation> = Vec::new();
        // An operation that the core refuses is drawn again.
        for _ in 0..40 {
            let chain = chain(&start, &operations);
            if operations.len() == steps {
                break;
            }
            let Some(last) = chain.links.last() else { break };
            operations.push(operation(dice, difficulty, &last.array));
            if self::chain(&start, &operations).failure.is_some() {
                operations.pop();
            }
        }
        let chain = chain(&start, &operations);
        let worth_asking = operations.len() == steps
            && chain
                .links
                .last()
                .is_some_and(|link| link.array.size() > 1 && !link.array.shape().contains(&0))
            && operations.windows(2).all(|pair| pair[0] != pair[1]);
        if worth_asking {
            return question(start, &operations, &chain, difficulty);
        }
    }
}

fn chain(start: &Start, operations: &[Operation]) -> Chain {
    follow(start, operations.iter().cloned().map(Ok))
}

fn start(dice: &mut Dice, difficulty: Difficulty) -> Start {
    let shapes: &[&[usize]] = match difficulty {
        Difficulty::Easy => &[&[12], &[3, 4], &[4, 6], &[2, 5], &[6, 3]],
        Difficulty::Medium => &[&[3, 4], &[4, 6], &[2, 3, 4], &[6, 5], &[3, 2, 4]],
        Difficulty::Hard => &[&[4, 6], &[2, 3, 4], &[4, 2, 3], &[3, 4, 5], &[5, 6]],
    };
    let dtype = match difficulty {
        Difficulty::Easy => DType::Int64,
        Difficulty::Medium => dice.pick(&[DType::Int64, DType::Float64, DType::Int32]),
        Difficulty::Hard => dice.pick(&[DType::Int64, DType::Float32, DType::Int16, DType::UInt8]),
    };
    let fortran = difficulty == Difficulty::Hard && dice.happens(25);
    Start { shape: dice.pick(shapes).to_vec(), dtype, fortran }
}

fn operation(dice: &mut Dice, difficulty: Difficulty, array: &Array) -> Operation {
    let kinds = match difficulty {
        Difficulty::Easy => 6,
        Difficulty::Medium => 9,
        Difficulty::Hard => 13,
    };
    let rank = array.rank();
    match dice.below(kinds) {
        0 | 1 => Operation::Index(items(dice, difficulty, array)),
        2 => Operation::Transpose(None),
        3 => Operation::Reshape(reshape(dice, array.size()), Order::C),
        4 => Operation::Ravel(Order::C),
        5 => Operation::Index(vec![Item::List(
            (0..dice.between(2, 3)).map(|_| dice.below(array.shape()[0]) as i64).collect(),
        )]),
        6 => Operation::Copy(Order::C),
        7 => Operation::Flatten(Order::C),
        8 => Operation::SwapAxes(0, dice.below(rank) as i64),
        9 => Operation::Reshape(reshape(dice, array.size()), Order::F),
        10 => Operation::BroadcastTo(
            [dice.between(2, 4)].iter().chain(array.shape()).map(|size| *size as i64).collect(),
        ),
        11 => Operation::Diagonal(0),
        _ => Operation::SlidingWindow(dice.between(2, 3) as i64, dice.below(rank) as i64),
    }
}

fn items(dice: &mut Dice, difficulty: Difficulty, array: &Array) -> Vec<Item> {
    let negative = if difficulty == Difficulty::Easy { 0 } else { 35 };
    let all = Item::Slice(None, None, None);
    let mut items: Vec<Item> = array
        .shape()
        .iter()
        .map(|&size| match dice.below(6) {
            0 => Item::Integer(dice.below(size) as i64),
            1 if dice.happens(negative) => Item::Slice(None, None, Some(-1)),
            1 => Item::Slice(None, None, Some(2)),
            2 => Item::Slice(Some(dice.between(1, 2) as i64), None, None),
            3 if dice.happens(negative) => Item::Slice(None, None, Some(-2)),
            3 => Item::Slice(None, Some(dice.between(1, size) as i64), None),
            _ => all.clone(),
        })
        .collect();
    if difficulty == Difficulty::Hard && dice.happens(20) {
        items.insert(dice.below(items.len() + 1), Item::NewAxis);
    }
    while items.len() > 1 && items.last() == Some(&all) {
        items.pop();
    }
    items
}

/// Two or three factors of the size, at times one of them left to NumPy.
fn reshape(dice: &mut Dice, size: usize) -> Vec<i64> {
    let factor = |dice: &mut Dice, size: usize| {
        let factors: Vec<usize> = (1..=size).filter(|factor| size.is_multiple_of(*factor)).collect();
        if factors.is_empty() { 1 } else { dice.pick(&factors) }
    };
    let first = factor(dice, size);
    let mut shape = vec![first as i64, (size / first.max(1)) as i64];
    if dice.happens(30) {
        let second = factor(dice, size / first.max(1));
        shape = vec![first as i64, second as i64, (size / first.max(1) / second.max(1)) as i64];
    }
    if dice.happens(30) {
        let unknown = dice.below(shape.len());
        shape[unknown] = -1;
    }
    shape
}

fn question(start: Start, operations: &[Operation], chain: &Chain, difficulty: Difficulty) -> Question {
    // There is a last link: a chain that is worth asking about has one.
    let link = &chain.links[chain.links.len() - 1];
    let name = &link.name;
    let is_view = chain.links[1..].iter().all(|link| link.kind == Kind::View);
    let mut parts = vec![
        part(
            format!("Shape of {name}"),
            Answer::Tuple(link.array.shape().iter().map(|size| *size as i64).collect()),
        ),
        part(
            "View or copy of a?".to_owned(),
            Answer::Choice {
                options: vec![
                    format!("View: {name} shares memory with a"),
                    format!("Copy: {name} has its own memory"),
                ],
                right: usize::from(!is_view),
            },
        ),
    ];
    let mut printed = format!(
        "print({name}.shape)\nprint(\"View: {name} shares memory with a\" if np.shares_memory({name}, a) else \"Copy: {name} has its own \
         memory\")\n"
    );
    if difficulty != Difficulty::Easy {
        let strides = link.array.byte_strides().iter().map(|stride| *stride as i64).collect();
        parts.insert(1, part(format!("Strides of {name}, in bytes"), Answer::Tuple(strides)));
        printed = printed.replacen('\n', &format!("\nprint({name}.strides)\n"), 1);
    }
    let asked =
        if difficulty == Difficulty::Easy { "What is its shape" } else { "What are its shape and strides" };
    Question {
        ask: format!("Look at `{name}`. {asked}, and is it a view of `a` or a copy?"),
        code: chain.code(),
        program: format!("import numpy as np\n\n{}\n{printed}", chain.code()),
        parts,
        explanation: Explanation::Chain(
            start,
            operations.iter().map(|operation| operation.code("x")).collect(),
        ),
    }
}

fn part(label: String, answer: Answer) -> Part {
    Part { label, answer, only_if: None }
}
