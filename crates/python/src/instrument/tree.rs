//! Where polls go in a syntax tree.
//!
//! - `while test: …` becomes `for [] in <poll>: if not test: break; …`, which costs less than a statement; what is in a short
//!   loop that cannot grow much is written out several times, so that it polls but once for these.
//! - What a `for` or a comprehension goes over becomes `<poll> @ …`.
//! - A function that calls what may run on polls before it does so, on the paths that do; a lambda polls before all else.
//!
//! The nodes take the place of what they guard, so tracebacks and line numbers stay those of the learner's text.

use ruff_python_ast::helpers::is_docstring_stmt;
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::compiler::ast::visitor::transformer::{self, Transformer};
use rustpython_vm::compiler::ast::{
    AtomicNodeIndex, Comprehension, ElifElseClause, Expr, ExprBinOp, ExprContext, ExprIf, ExprList, ExprName,
    ExprNoneLiteral, ExprUnaryOp, Operator, Stmt, StmtBreak, StmtFor, StmtFunctionDef, StmtIf, StmtPass,
    StmtWhile, Suite, UnaryOp, name::Name,
};

use super::POLL;
use super::calls::{self, Names};
use super::repeat;

/// How often a short loop's body is written out.
const COPIES: usize = 8;

/// Puts polls into a module.
pub(super) fn add_polls(body: &mut Suite) {
    let names = Names::of(body);
    Polls { names: &names }.visit_body(body);
}

struct Polls<'n> {
    names: &'n Names,
}

impl Transformer for Polls<'_> {
    fn visit_stmt(&self, statement: &mut Stmt) {
        // Before what is inside is rewritten.
        if let Stmt::FunctionDef(function) = statement {
            self.guard_function(function);
        }
        transformer::walk_stmt(self, statement);
        match statement {
            Stmt::For(block) if !block.is_async => pace_expression(&mut block.iter),
            Stmt::While(block) if block.orelse.is_empty() => *statement = polled_while(block),
            Stmt::While(block) => block.body.insert(0, poll_statement(block.test.range())),
            _ => {}
        }
    }

    fn visit_expr(&self, expression: &mut Expr) {
        transformer::walk_expr(self, expression);
        if let Expr::Lambda(lambda) = expression
            && calls::in_expression(&lambda.body, self.names)
        {
            guard_expression(&mut lambda.body);
        }
    }

    fn visit_comprehension(&self, comprehension: &mut Comprehension) {
        transformer::walk_comprehension(self, comprehension);
        if !comprehension.is_async {
            pace_expression(&mut comprehension.iter);
        }
    }
}

impl Polls<'_> {
    fn guard_function(&self, function: &mut StmtFunctionDef) {
        // Methods that operators call may recurse without a call to be seen.
        if function.name.as_str().starts_with("__") {
            let after_docstring = usize::from(function.body.first().is_some_and(is_docstring_stmt));
            function.body.insert(after_docstring, poll_statement(function.name.range()));
        } else {
            self.guard_block(&mut function.body);
        }
    }

    /// Polls before the first statement that calls what may run on; in conditions only where they come to it.
    fn guard_block(&self, body: &mut Suite) {
        let calls = |expression: &Expr| calls::in_expression(expression, self.names);
        for at in 0..body.len() {
            if !calls::in_statement(&body[at], self.names) {
                continue;
            }
            let range = body[at].range();
            match &mut body[at] {
                Stmt::If(block)
                    if !calls(&block.test)
                        && !block
                            .elif_else_clauses
                            .iter()
                            .any(|clause| clause.test.as_ref().is_some_and(calls)) =>
                {
                    self.guard_block(&mut block.body);
                    block.elif_else_clauses.iter_mut().for_each(|clause| self.guard_block(&mut clause.body));
                }
                Stmt::Return(block) => {
                    if let Some(value) = &mut block.value {
                        self.guard_value(value);
                    }
                    return;
                }
                _ => {
                    body.insert(at, poll_statement(range));
                    return;
                }
            }
        }
    }

    /// Polls before a value is worked out; of a conditional one, only before the part that calls.
    fn guard_value(&self, value: &mut Expr) {
        match value {
            Expr::If(choice) if !calls::in_expression(&choice.test, self.names) => {
                for part in [&mut choice.body, &mut choice.orelse] {
                    if calls::in_expression(part, self.names) {
                        self.guard_value(part);
                    }
                }
            }
            _ => guard_expression(value),
        }
    }
}

/// Makes `expression if <poll> else None` of an expression.
fn guard_expression(expression: &mut Expr) {
    let range = expression.range();
    let none = Expr::NoneLiteral(ExprNoneLiteral { node_index: AtomicNodeIndex::NONE, range });
    let body = std::mem::replace(expression, none.clone());
    *expression = Expr::If(ExprIf {
        node_index: AtomicNodeIndex::NONE,
        range,
        test: Box::new(poll_expression(range)),
        body: Box::new(body),
        orelse: Box::new(none),
    });
}

/// Makes `for [] in <poll>: if not test: break; …` of `while test: …`.
fn polled_while(block: &mut StmtWhile) -> Stmt {
    let range = block.test.range();
    let node_index = AtomicNodeIndex::NONE;
    let mut body = std::mem::take(&mut block.body);
    let copies = if repeat::is_harmless(&block.test, &body) { COPIES } else { 1 };
    let nothing = Expr::NoneLiteral(ExprNoneLiteral { node_index: node_index.clone(), range });
    let test = std::mem::replace(&mut *block.test, nothing);
    if !matches!(&test, Expr::BooleanLiteral(literal) if literal.value) {
        let refusal =
            ExprUnaryOp { node_index: node_index.clone(), range, op: UnaryOp::Not, operand: Box::new(test) };
        let leave = Stmt::Break(StmtBreak { node_index: node_index.clone(), range });
        body.insert(0, if_statement(range, Expr::UnaryOp(refusal), leave));
    }
    // What `continue` is left goes on with the test of the first copy, which is the same test.
    let body = if copies > 1 { without_continue(body) } else { body };
    let body: Suite = std::iter::repeat_n(body, copies).flatten().collect();
    let target = ExprList {
        node_index: node_index.clone(),
        range,
        elts: Vec::new(),
        runtime_elts: None,
        ctx: ExprContext::Store,
    };
    Stmt::For(StmtFor {
        node_index,
        range: block.range,
        is_async: false,
        target: Box::new(Expr::List(target)),
        iter: Box::new(poll_expression(range)),
        body,
        runtime_body: None,
        orelse: Default::default(),
        runtime_orelse: None,
        runtime_type_comment: None,
        runtime_type_comment_bytes: None,
    })
}

/// Makes `if test: … else: rest` of `if test: …; continue` and the rest of a loop's body, so that the next copy follows.
fn without_continue(mut body: Suite) -> Suite {
    let skips = |statement: &Stmt| {
        matches!(statement, Stmt::If(block)
            if block.elif_else_clauses.is_empty() && matches!(block.body.last(), Some(Stmt::Continue(_))))
    };
    let Some(at) = body.iter().position(skips) else { return body };
    let rest: Suite = body.drain(at + 1..).collect();
    if let Some(Stmt::If(block)) = body.last_mut() {
        let range = block.range;
        if block.body.len() > 1 {
            block.body.pop();
        } else {
            let pass =
                Stmt::Pass(StmtPass { node_index: AtomicNodeIndex::NONE, range: block.body[0].range() });
            block.body = [pass].into_iter().collect();
        }
        if !rest.is_empty() {
            let body = without_continue(rest);
            let node_index = AtomicNodeIndex::NONE;
            block.elif_else_clauses.push(ElifElseClause {
                node_index,
                range,
                test: None,
                body,
                runtime_body: None,
                runtime_orelse: None,
            });
        }
    }
    body
}

/// Makes `<poll> @ expression` of an expression.
fn pace_expression(expression: &mut Expr) {
    let range = expression.range();
    let none = Expr::NoneLiteral(ExprNoneLiteral { node_index: AtomicNodeIndex::NONE, range });
    let iterable = std::mem::replace(expression, none);
    *expression = Expr::BinOp(ExprBinOp {
        node_index: AtomicNodeIndex::NONE,
        range,
        left: Box::new(poll_expression(range)),
        op: Operator::MatMult,
        right: Box::new(iterable),
    });
}

fn poll_expression(range: TextRange) -> Expr {
    Expr::Name(ExprName {
        node_index: AtomicNodeIndex::NONE,
        range,
        id: Name::new_static(POLL),
        ctx: ExprContext::Load,
    })
}

fn poll_statement(range: TextRange) -> Stmt {
    let pass = Stmt::Pass(StmtPass { node_index: AtomicNodeIndex::NONE, range });
    if_statement(range, poll_expression(range), pass)
}

fn if_statement(range: TextRange, test: Expr, body: Stmt) -> Stmt {
    Stmt::If(StmtIf {
        node_index: AtomicNodeIndex::NONE,
        range,
        test: Box::new(test),
        body: [body].into_iter().collect(),
        elif_else_clauses: Vec::new(),
        runtime_body: None,
    })
}
