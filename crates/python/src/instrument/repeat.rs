//! How often a loop may go around between polls: more than once where polling would be felt, and a few turns do no harm.
//!
//! A few turns must not multiply what the program holds: `x += x` doubles a list at each. So only such arithmetic is plain
//! as numbers alone can bear, or as adds a number.

use rustpython_vm::compiler::ast::{Expr, Operator, Stmt};

use super::numbers::{self, Numbers};

/// Statements that a short loop's body has at most, those in conditions included.
const SHORT: usize = 8;

/// Turns of a short and plain loop.
const MANY: usize = 8;

/// How many turns a loop may take with one poll, where some names are known to be numbers.
pub(super) fn turns(test: &Expr, body: &[Stmt], numbers: &Numbers) -> usize {
    let plain = Plain { numbers };
    let harmless = plain.includes(test) && plain.statements(body).is_some_and(|count| count <= SHORT);
    if harmless { MANY } else { 1 }
}

struct Plain<'n> {
    numbers: &'n Numbers,
}

impl Plain<'_> {
    /// How many statements, if all are plain.
    fn statements(&self, body: &[Stmt]) -> Option<usize> {
        body.iter().try_fold(0, |count, statement| {
            let (within, plain) = match statement {
                Stmt::Assign(assignment) => (0, self.includes(&assignment.value)),
                Stmt::AugAssign(assignment) => {
                    let (target, value) = (&assignment.target, &assignment.value);
                    (0, self.includes(value) && self.is_tame(target, assignment.op, value))
                }
                Stmt::Expr(expression) => (0, self.includes(&expression.value)),
                Stmt::Return(result) => (0, result.value.as_deref().is_none_or(|value| self.includes(value))),
                Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => (0, true),
                Stmt::If(block) => {
                    let clauses = &block.elif_else_clauses;
                    let mut tests = clauses.iter().filter_map(|clause| clause.test.as_ref());
                    let bodies = clauses.iter().map(|clause| &clause.body).chain([&block.body]);
                    let within = bodies.map(|body| self.statements(body)).sum::<Option<usize>>()?;
                    (within, self.includes(&block.test) && tests.all(|test| self.includes(test)))
                }
                _ => return None,
            };
            plain.then_some(count + 1 + within)
        })
    }

    /// Whether what an expression gives is no larger than what went into it, and it calls nothing that could be.
    fn includes(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Name(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::StringLiteral(_) => true,
            Expr::Attribute(attribute) => self.includes(&attribute.value),
            Expr::Subscript(subscript) => self.includes(&subscript.value) && self.includes(&subscript.slice),
            Expr::Tuple(tuple) => tuple.elts.iter().all(|element| self.includes(element)),
            Expr::UnaryOp(operation) => self.includes(&operation.operand),
            Expr::BoolOp(operation) => operation.values.iter().all(|value| self.includes(value)),
            Expr::Compare(comparison) => {
                self.includes(&comparison.left)
                    && comparison.comparators.iter().all(|comparator| self.includes(comparator))
            }
            Expr::If(choice) => {
                self.includes(&choice.test) && self.includes(&choice.body) && self.includes(&choice.orelse)
            }
            Expr::BinOp(operation) => {
                let (left, right) = (&operation.left, &operation.right);
                self.includes(left) && self.includes(right) && self.is_tame(left, operation.op, right)
            }
            _ => false,
        }
    }

    /// Whether an operator makes nothing large of its operands.
    fn is_tame(&self, left: &Expr, operator: Operator, right: &Expr) -> bool {
        let is_number = |operand: &Expr| self.numbers.include(operand);
        match operator {
            Operator::Sub
            | Operator::Div
            | Operator::FloorDiv
            | Operator::BitAnd
            | Operator::BitXor
            | Operator::RShift => true,
            // A template that is its own filling is nobody's.
            Operator::Mod => true,
            Operator::Add => is_number(left) || is_number(right),
            // A sequence times an integer is as many sequences, and two large numbers make one as long as both.
            Operator::Mult => {
                numbers::is_fraction(left)
                    || numbers::is_fraction(right)
                    || is_number(left) && right.is_number_literal_expr()
                    || left.is_number_literal_expr() && is_number(right)
            }
            Operator::BitOr | Operator::LShift | Operator::Pow | Operator::MatMult => false,
        }
    }
}
