//! The expressions that may stand in an index here, a small part of Python: numbers, slices, lists, comparisons of `a`, a few
//! functions of NumPy.

mod evaluate;
mod parse;

pub(super) use evaluate::{Trouble, Value, evaluate, index_items};
pub(super) use parse::{parse_index, parse_value};

/// What was typed, as a tree.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Integer(i64),
    Float(f64),
    Bool(bool),
    None,
    Ellipsis,
    /// `a`
    Array,
    List(Vec<Expression>),
    Tuple(Vec<Expression>),
    Slice(Box<[Option<Expression>; 3]>),
    /// `x[i, j]`
    Item(Box<Expression>, Vec<Expression>),
    /// `np.name(…)`, or a method, whose first argument is its object.
    Call {
        function: Function,
        arguments: Vec<Expression>,
        axis: Option<i64>,
        keepdims: bool,
    },
    Unary(Unary, Box<Expression>),
    Binary(Binary, Box<Expression>, Box<Expression>),
}

/// Functions that may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Array,
    Arange,
    Ix,
    Nonzero,
    Argmax,
    Argmin,
    Argsort,
}

/// Operators before their operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Minus,
    Not,
}

/// Operators between their operands, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Or,
    And,
    Add,
    Subtract,
    Multiply,
    Remainder,
}
