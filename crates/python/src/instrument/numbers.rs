//! Which names of a scope are numbers whenever they have a value at all.

use std::collections::HashSet;

use rustpython_vm::compiler::ast::visitor::{self, Visitor};
use rustpython_vm::compiler::ast::{
    Comprehension, ExceptHandler, Expr, ExprContext, Number, Operator, Parameters, Pattern, Stmt,
};

/// Names known to be numbers, or at least to be nothing that a number can be added to and that grows by it.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashSet<String>);

impl Numbers {
    /// Those of a function, or of a module whose names no other text binds.
    pub(super) fn of(parameters: Option<&Parameters>, body: &[Stmt]) -> Numbers {
        let mut bindings = Bindings::default();
        if let Some(parameters) = parameters {
            parameters.iter().for_each(|parameter| bindings.bind_unknown(parameter.name().as_str()));
        }
        body.iter().for_each(|statement| bindings.visit_stmt(statement));
        let Bindings { known, unknown } = bindings;
        let names = known.iter().map(|(name, _)| *name).filter(|name| !unknown.contains(*name));
        let mut numbers = Numbers(names.map(str::to_owned).collect());
        // What depends on something else than numbers goes, then what depends on that.
        loop {
            let before = numbers.0.len();
            for (name, value) in &known {
                if !value.is_number(&numbers) {
                    numbers.0.remove(*name);
                }
            }
            if numbers.0.len() == before {
                return numbers;
            }
        }
    }

    /// Whether an expression, if it has a value at all, is a number or does not grow what it is added to.
    pub(super) fn include(&self, expression: &Expr) -> bool {
        match expression {
            Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::Compare(_) => true,
            Expr::Name(name) => self.0.contains(name.id.as_str()),
            Expr::UnaryOp(operation) => self.include(&operation.operand),
            Expr::If(choice) => self.include(&choice.body) && self.include(&choice.orelse),
            Expr::BinOp(operation) => self.include_result(&operation.left, operation.op, &operation.right),
            _ => false,
        }
    }

    fn include_result(&self, left: &Expr, operator: Operator, right: &Expr) -> bool {
        match operator {
            Operator::Sub | Operator::Div | Operator::FloorDiv | Operator::RShift => true,
            // Sequences are added to sequences only; a text is formatted by anything.
            Operator::Add => self.include(left) || self.include(right),
            Operator::Mult => {
                is_fraction(left) || is_fraction(right) || self.include(left) && self.include(right)
            }
            Operator::Mod => self.include(left),
            _ => self.include(left) && self.include(right),
        }
    }
}

pub(super) fn is_fraction(expression: &Expr) -> bool {
    matches!(expression, Expr::NumberLiteral(literal) if matches!(literal.value, Number::Float(_)))
}

/// What a name is bound to.
enum Value<'a> {
    /// To what an expression gives.
    Of(&'a Expr),
    /// By `target operator= value`.
    By(&'a Expr, Operator, &'a Expr),
    /// To a number.
    Number,
}

impl Value<'_> {
    fn is_number(&self, numbers: &Numbers) -> bool {
        match self {
            Value::Of(expression) => numbers.include(expression),
            Value::By(target, operator, value) => numbers.include_result(target, *operator, value),
            Value::Number => true,
        }
    }
}

/// All bindings of a scope's names.
#[derive(Default)]
struct Bindings<'a> {
    known: Vec<(&'a str, Value<'a>)>,
    unknown: HashSet<&'a str>,
}

impl<'a> Bindings<'a> {
    fn bind_unknown(&mut self, name: &'a str) {
        self.unknown.insert(name);
    }

    fn bind(&mut self, target: &'a Expr, value: &'a Expr) {
        match (target, value) {
            (Expr::Name(name), _) => self.known.push((name.id.as_str(), Value::Of(value))),
            (Expr::Tuple(targets), Expr::Tuple(values)) if targets.elts.len() == values.elts.len() => {
                targets.elts.iter().zip(&values.elts).for_each(|(target, value)| self.bind(target, value));
            }
            _ => self.visit_expr(target),
        }
    }
}

impl<'a> Visitor<'a> for Bindings<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Assign(assignment) => {
                self.visit_expr(&assignment.value);
                assignment.targets.iter().for_each(|target| self.bind(target, &assignment.value));
            }
            Stmt::AugAssign(assignment) => {
                self.visit_expr(&assignment.value);
                match &*assignment.target {
                    Expr::Name(name) => {
                        let value = Value::By(&assignment.target, assignment.op, &assignment.value);
                        self.known.push((name.id.as_str(), value));
                    }
                    other => self.visit_expr(other),
                }
            }
            Stmt::AnnAssign(assignment) if let Some(value) = &assignment.value => {
                self.visit_expr(value);
                self.bind(&assignment.target, value);
            }
            Stmt::For(block) => {
                match (&*block.target, &*block.iter) {
                    (Expr::Name(name), Expr::Call(call)) if matches!(&*call.func, Expr::Name(callee) if callee.id.as_str() == "range") =>
                    {
                        self.known.push((name.id.as_str(), Value::Number));
                    }
                    (target, _) => self.visit_expr(target),
                }
                self.visit_expr(&block.iter);
                block.body.iter().chain(&block.orelse).for_each(|statement| self.visit_stmt(statement));
            }
            // Their bodies are scopes of their own, but may reach out.
            Stmt::FunctionDef(function) => {
                self.bind_unknown(function.name.as_str());
                Outward(self).visit_body(&function.body);
            }
            Stmt::ClassDef(class) => {
                self.bind_unknown(class.name.as_str());
                Outward(self).visit_body(&class.body);
            }
            Stmt::Global(declaration) => {
                declaration.names.iter().for_each(|name| self.bind_unknown(name.as_str()));
            }
            Stmt::Nonlocal(declaration) => {
                declaration.names.iter().for_each(|name| self.bind_unknown(name.as_str()));
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    self.bind_unknown(name.split('.').next().unwrap_or(name));
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    self.bind_unknown(alias.asname.as_ref().unwrap_or(&alias.name).as_str());
                }
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression
            && !matches!(name.ctx, ExprContext::Load)
        {
            self.bind_unknown(name.id.as_str());
        }
        visitor::walk_expr(self, expression);
    }

    fn visit_comprehension(&mut self, comprehension: &'a Comprehension) {
        // Its targets are names of its own.
        self.visit_expr(&comprehension.iter);
        comprehension.ifs.iter().for_each(|condition| self.visit_expr(condition));
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(clause) = handler;
        if let Some(name) = &clause.name {
            self.bind_unknown(name.as_str());
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let captured = match pattern {
            Pattern::MatchAs(capture) => capture.name.as_ref(),
            Pattern::MatchStar(capture) => capture.name.as_ref(),
            Pattern::MatchMapping(capture) => capture.rest.as_ref(),
            _ => None,
        };
        captured.into_iter().for_each(|name| self.bind_unknown(name.as_str()));
        visitor::walk_pattern(self, pattern);
    }
}

/// Finds the names of an outer scope that an inner one says it binds.
struct Outward<'b, 'a>(&'b mut Bindings<'a>);

impl<'a> Visitor<'a> for Outward<'_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Global(_) | Stmt::Nonlocal(_) => self.0.visit_stmt(statement),
            _ => visitor::walk_stmt(self, statement),
        }
    }
}
