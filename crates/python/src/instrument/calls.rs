//! Which calls in a text may run on without asking for the time.

use std::collections::HashSet;

use rustpython_vm::compiler::ast::visitor::{self, Visitor};
use rustpython_vm::compiler::ast::{Alias, Expr, ExprContext, Parameter, Stmt};

/// Builtins that come to an end by themselves, or by what they call, which asks for itself.
const HARMLESS: &[&str] = &[
    "abs",
    "all",
    "any",
    "bool",
    "bytes",
    "callable",
    "chr",
    "complex",
    "dict",
    "divmod",
    "enumerate",
    "float",
    "frozenset",
    "getattr",
    "hasattr",
    "hash",
    "id",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "max",
    "min",
    "next",
    "ord",
    "pow",
    "print",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "slice",
    "sorted",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "zip",
];

/// By these a text can bind names without writing them.
const BINDING: &[&str] = &["__builtins__", "builtins", "exec", "globals", "locals", "setattr", "vars"];

/// Whether other texts bind names where this one does.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Scope {
    Own,
    Shared,
}

/// What is known of the names in a text.
pub(super) struct Names {
    scope: Scope,
    /// Bound somewhere other than by `import`.
    bound: HashSet<String>,
    /// Bound by `import`: the attributes of modules are native, or ask for themselves.
    modules: HashSet<String>,
}

impl Names {
    pub(super) fn of(body: &[Stmt], scope: Scope) -> Names {
        let mut names = Names { scope, bound: HashSet::new(), modules: HashSet::new() };
        body.iter().for_each(|statement| names.visit_stmt(statement));
        names
    }

    /// Whether an expression can be nothing but this builtin.
    pub(super) fn is_surely(&self, builtin: &str, expression: &Expr) -> bool {
        self.scope == Scope::Own && self.is_builtin(builtin, expression)
    }

    fn is_builtin(&self, builtin: &str, expression: &Expr) -> bool {
        matches!(expression, Expr::Name(name) if name.id.as_str() == builtin) && !self.bound.contains(builtin)
    }

    fn is_harmless(&self, callee: &Expr) -> bool {
        match callee {
            Expr::Name(_) => HARMLESS.iter().any(|builtin| self.is_builtin(builtin, callee)),
            Expr::Attribute(attribute) => self.is_module(&attribute.value),
            _ => false,
        }
    }

    /// Whether an expression is a module, or a part of one: `np`, `np.linalg`.
    fn is_module(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Name(name) => {
                self.modules.contains(name.id.as_str()) && !self.bound.contains(name.id.as_str())
            }
            Expr::Attribute(attribute) => self.is_module(&attribute.value),
            _ => false,
        }
    }

    fn bind(&mut self, name: &str) {
        self.bound.insert(name.to_owned());
    }
}

impl<'a> Visitor<'a> for Names {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.bind(function.name.as_str()),
            Stmt::ClassDef(class) => self.bind(class.name.as_str()),
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    self.modules.insert(name.split('.').next().unwrap_or(name).to_owned());
                }
                return;
            }
            _ => {}
        }
        visitor::walk_stmt(self, statement);
    }

    fn visit_alias(&mut self, alias: &'a Alias) {
        self.bind(alias.asname.as_ref().unwrap_or(&alias.name).as_str());
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.bind(parameter.name.as_str());
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            if !matches!(name.ctx, ExprContext::Load) {
                self.bind(name.id.as_str());
            } else if BINDING.contains(&name.id.as_str()) {
                self.scope = Scope::Shared;
            }
        }
        visitor::walk_expr(self, expression);
    }
}

/// Finds out whether a piece of the tree, when it runs, calls what may run on.
struct Calls<'n> {
    names: &'n Names,
    found: bool,
}

pub(super) fn in_expression(expression: &Expr, names: &Names) -> bool {
    let mut calls = Calls { names, found: false };
    calls.visit_expr(expression);
    calls.found
}

pub(super) fn in_statement(statement: &Stmt, names: &Names) -> bool {
    let mut calls = Calls { names, found: false };
    calls.visit_stmt(statement);
    calls.found
}

impl<'a> Visitor<'a> for Calls<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            // The body does not run where it is defined.
            Stmt::FunctionDef(function) => {
                function.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Call(call) if !self.names.is_harmless(&call.func) => self.found = true,
            Expr::Lambda(_) => {}
            _ if !self.found => visitor::walk_expr(self, expression),
            _ => {}
        }
    }
}
