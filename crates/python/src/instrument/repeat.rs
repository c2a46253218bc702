//! Which loops are so short that polling would be felt, and so plain that a few turns without it do no harm.
//!
//! A few turns must not multiply what the program holds: `x += x` doubles a list at each. So only such arithmetic is plain
//! as numbers alone can bear, or as adds a number.

use rustpython_vm::compiler::ast::{Expr, Number, Operator, Stmt};

/// Statements that a short loop's body has at most, those in conditions included.
const SHORT: usize = 8;

/// Whether a loop may go around a few times between polls.
pub(super) fn is_harmless(test: &Expr, body: &[Stmt]) -> bool {
    is_plain(test) && statements(body).is_some_and(|count| count <= SHORT)
}

/// How many statements, if all are plain.
fn statements(body: &[Stmt]) -> Option<usize> {
    body.iter().try_fold(0, |count, statement| {
        let within = match statement {
            Stmt::Assign(assignment) => is_plain(&assignment.value).then_some(0)?,
            Stmt::AugAssign(assignment) => {
                (is_plain(&assignment.value) && is_tame(assignment.op, &assignment.value)).then_some(0)?
            }
            Stmt::Expr(expression) => is_plain(&expression.value).then_some(0)?,
            Stmt::Return(result) => result.value.as_deref().is_none_or(is_plain).then_some(0)?,
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => 0,
            Stmt::If(block) if is_plain(&block.test) => {
                block.elif_else_clauses.iter().try_fold(statements(&block.body)?, |count, clause| {
                    clause.test.as_ref().is_none_or(is_plain).then_some(())?;
                    Some(count + statements(&clause.body)?)
                })?
            }
            _ => return None,
        };
        Some(count + 1 + within)
    })
}

/// Whether what an expression gives is no larger than what went into it, and it calls nothing that could be.
fn is_plain(expression: &Expr) -> bool {
    match expression {
        Expr::Name(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::StringLiteral(_) => true,
        Expr::Attribute(attribute) => is_plain(&attribute.value),
        Expr::Subscript(subscript) => is_plain(&subscript.value) && is_plain(&subscript.slice),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_plain),
        Expr::UnaryOp(operation) => is_plain(&operation.operand),
        Expr::BoolOp(operation) => operation.values.iter().all(is_plain),
        Expr::Compare(comparison) => {
            is_plain(&comparison.left) && comparison.comparators.iter().all(is_plain)
        }
        Expr::If(choice) => is_plain(&choice.test) && is_plain(&choice.body) && is_plain(&choice.orelse),
        Expr::BinOp(operation) => {
            let (left, right) = (&operation.left, &operation.right);
            is_plain(left)
                && is_plain(right)
                && (is_tame(operation.op, right)
                    || is_tame(operation.op, left) && operation.op != Operator::Mod)
        }
        _ => false,
    }
}

/// Whether an operator with this operand makes nothing large of whatever stands on its other side.
fn is_tame(operator: Operator, operand: &Expr) -> bool {
    match operator {
        Operator::Sub
        | Operator::Div
        | Operator::FloorDiv
        | Operator::BitAnd
        | Operator::BitXor
        | Operator::RShift => true,
        Operator::Add | Operator::Mod => is_number(operand),
        // A sequence times an integer is as many sequences.
        Operator::Mult => is_fraction(operand),
        Operator::BitOr | Operator::LShift | Operator::Pow | Operator::MatMult => false,
    }
}

/// Whether an expression, if it has a value at all, is a number or does not grow what it is added to.
fn is_number(expression: &Expr) -> bool {
    match expression {
        Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::Compare(_) => true,
        Expr::UnaryOp(operation) => is_number(&operation.operand),
        Expr::BinOp(operation) => match operation.op {
            Operator::Sub | Operator::Div | Operator::FloorDiv | Operator::RShift => true,
            Operator::Mult => is_fraction(&operation.left) || is_fraction(&operation.right),
            Operator::Add => is_number(&operation.left) || is_number(&operation.right),
            _ => false,
        },
        _ => false,
    }
}

fn is_fraction(expression: &Expr) -> bool {
    matches!(expression, Expr::NumberLiteral(literal) if matches!(literal.value, Number::Float(_)))
}
