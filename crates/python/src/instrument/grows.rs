//! Whether a loop makes longer what it goes over.

use std::collections::HashSet;

use rustpython_vm::compiler::ast::visitor::{self, Visitor};
use rustpython_vm::compiler::ast::{Expr, Operator, Stmt};

/// The methods by which a list grows. Sets and dictionaries notice that they changed, and end the loop.
const GROWING: &[&str] = &["append", "extend", "insert"];

/// Whether the body of `for … in iterable` adds to something that the iterable names.
pub(super) fn is_grown_by(iterable: &Expr, body: &[Stmt]) -> bool {
    let mut names = Names::default();
    names.visit_expr(iterable);
    let mut growth = Growth { of: names.0, found: false };
    body.iter().for_each(|statement| growth.visit_stmt(statement));
    growth.found
}

#[derive(Default)]
struct Names<'a>(HashSet<&'a str>);

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        self.0.extend(last_name(expression));
        visitor::walk_expr(self, expression);
    }
}

/// The name of a variable or an attribute.
fn last_name(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

struct Growth<'a> {
    of: HashSet<&'a str>,
    found: bool,
}

impl Growth<'_> {
    fn is_of(&self, expression: &Expr) -> bool {
        last_name(expression).is_some_and(|name| self.of.contains(name))
    }
}

impl<'a> Visitor<'a> for Growth<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::AugAssign(assignment) = statement
            && assignment.op == Operator::Add
            && self.is_of(&assignment.target)
        {
            self.found = true;
        }
        visitor::walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression
            && let Expr::Attribute(method) = &*call.func
            && GROWING.contains(&method.attr.as_str())
            && self.is_of(&method.value)
        {
            self.found = true;
        }
        visitor::walk_expr(self, expression);
    }
}
