//! Where polls go in a syntax tree.
//!
//! - A `while` polls before each turn; what is in a short loop that cannot grow much is written out several times, so that
//!   it polls but once for these.
//! - What a `for` or a comprehension goes over becomes `<poll> @ …`, or `<poll>(…)` where it is `range(…)`.
//!   Where its body makes that longer, each turn polls, too.
//! - A function that calls what may run on polls before it does so, on the paths that do; a lambda polls before all else.
//!
//! The nodes take the place of what they guard, so tracebacks and line numbers stay those of the learner's text.

use std::cell::RefCell;

use ruff_python_ast::helpers::is_docstring_stmt;
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::compiler::ast::visitor::transformer::{self, Transformer};
use rustpython_vm::compiler::ast::{
    AtomicNodeIndex, Comprehension, ElifElseClause, Expr, ExprAttribute, ExprBinOp, ExprContext, ExprIf,
    ExprList, ExprNoneLiteral, ExprNumberLiteral, ExprTuple, ExprUnaryOp, Identifier, Number, Operator, Stmt,
    StmtBreak, StmtDelete, StmtFunctionDef, StmtIf, StmtPass, StmtReturn, StmtWhile, Suite, UnaryOp,
};

use super::calls::{self, Names, Scope};
use super::constants;
use super::grows;
use super::numbers::Numbers;
use super::repeat;

/// Loops over no more elements than these, which the text itself lists, need no polls.
const FEW: usize = 8;

/// Puts polls into a module.
pub(super) fn add_polls(body: &mut Suite, scope: Scope) {
    let names = Names::of(body, scope);
    let numbers = if scope == Scope::Own { Numbers::of(None, body) } else { Numbers::default() };
    Polls { names: &names, numbers: RefCell::new(numbers) }.visit_body(body);
}

struct Polls<'n> {
    names: &'n Names,
    /// Those of the scope that is being visited.
    numbers: RefCell<Numbers>,
}

impl Transformer for Polls<'_> {
    fn visit_stmt(&self, statement: &mut Stmt) {
        // Before what is inside is rewritten.
        let inside = match statement {
            Stmt::FunctionDef(function) => Some(Numbers::of(Some(&function.parameters), &function.body)),
            Stmt::ClassDef(_) => Some(Numbers::default()),
            _ => None,
        };
        if let Stmt::FunctionDef(function) = statement {
            self.guard_function(function);
        }
        let outside = inside.map(|numbers| self.numbers.replace(numbers));
        transformer::walk_stmt(self, statement);
        if let Some(numbers) = outside {
            self.numbers.replace(numbers);
        }
        match statement {
            Stmt::For(block) if !block.is_async => {
                // A list that grows on the way has no end.
                if grows::is_grown_by(&block.iter, &block.body) {
                    block.body.insert(0, poll_statement(block.target.range()));
                }
                pace_expression(&mut block.iter, self.names);
            }
            Stmt::While(block) => guard_while(block, &self.numbers.borrow()),
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
            pace_expression(&mut comprehension.iter, self.names);
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
            if let Stmt::Return(result) = &body[at]
                && let Some(choice) = result.value.as_deref().and_then(Expr::as_if_expr)
                && !calls(&choice.test)
            {
                body[at] = returning_if(choice.clone(), result.range);
            }
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
                // These poll themselves: the one before its first turn, the other in every turn.
                Stmt::For(block) if !block.is_async && !calls(&block.iter) => return,
                Stmt::While(block) if !calls(&block.test) => {}
                other => {
                    let range = other.range();
                    body.insert(at, poll_statement(range));
                    return;
                }
            }
        }
    }
}

/// Makes `if test: return a` and `else: return b` of `return a if test else b`.
fn returning_if(choice: ExprIf, range: TextRange) -> Stmt {
    let [body, orelse] = [choice.body, choice.orelse].map(|value| {
        let result = StmtReturn { node_index: AtomicNodeIndex::NONE, range, value: Some(value) };
        [Stmt::Return(result)].into_iter().collect()
    });
    if_statement(range, *choice.test, body, Some(orelse))
}

/// Makes `expression if ~<poll> else None` of an expression.
fn guard_expression(expression: &mut Expr) {
    let range = expression.range();
    let none = Expr::NoneLiteral(ExprNoneLiteral { node_index: AtomicNodeIndex::NONE, range });
    let body = std::mem::replace(expression, none.clone());
    let operand = Box::new(poll_object(range));
    let poll = ExprUnaryOp { node_index: AtomicNodeIndex::NONE, range, op: UnaryOp::Invert, operand };
    *expression = Expr::If(ExprIf {
        node_index: AtomicNodeIndex::NONE,
        range,
        test: Box::new(Expr::UnaryOp(poll)),
        body: Box::new(body),
        orelse: Box::new(none),
    });
}

/// Polls before a loop's body, of which it makes several copies if that does no harm: `while test: <poll>; …; if not test:
/// break; …`.
fn guard_while(block: &mut StmtWhile, numbers: &Numbers) {
    let turns = if block.orelse.is_empty() { repeat::turns(&block.test, &block.body, numbers) } else { 1 };
    if turns > 1 {
        // What `continue` is left goes on with the test of the loop itself, which is the same test.
        let body = without_continue(std::mem::take(&mut block.body));
        let mut again = body.clone();
        if !matches!(&*block.test, Expr::BooleanLiteral(literal) if literal.value) {
            again.insert(0, break_unless(&block.test));
        }
        block.body = body.into_iter().chain(std::iter::repeat_n(again, turns - 1).flatten()).collect();
    }
    block.body.insert(0, poll_statement(block.test.range()));
}

/// `if not test: break`.
fn break_unless(test: &Expr) -> Stmt {
    let range = test.range();
    let node_index = AtomicNodeIndex::NONE;
    let leave = Stmt::Break(StmtBreak { node_index: node_index.clone(), range });
    let operand = Box::new(test.clone());
    let refusal = Expr::UnaryOp(ExprUnaryOp { node_index, range, op: UnaryOp::Not, operand });
    if_statement(range, refusal, [leave].into_iter().collect(), None)
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

/// Makes `<poll> @ expression` of an expression, or `<poll>(…)` of `range(…)`.
fn pace_expression(expression: &mut Expr, names: &Names) {
    let range = expression.range();
    match expression {
        Expr::Tuple(ExprTuple { elts, .. }) | Expr::List(ExprList { elts, .. })
            if elts.len() <= FEW && !elts.iter().any(Expr::is_starred_expr) => {}
        Expr::Call(call) if names.is_surely("range", &call.func) => {
            *call.func = poll_object(call.func.range());
        }
        _ => {
            let none = Expr::NoneLiteral(ExprNoneLiteral { node_index: AtomicNodeIndex::NONE, range });
            let iterable = std::mem::replace(expression, none);
            *expression = Expr::BinOp(ExprBinOp {
                node_index: AtomicNodeIndex::NONE,
                range,
                left: Box::new(poll_object(range)),
                op: Operator::MatMult,
                right: Box::new(iterable),
            });
        }
    }
}

/// `<poll>`.
fn poll_object(range: TextRange) -> Expr {
    let value = Number::Float(constants::stand_in());
    Expr::NumberLiteral(ExprNumberLiteral { node_index: AtomicNodeIndex::NONE, range, value })
}

/// `del <poll>.step`, the cheapest way to ask.
fn poll_statement(range: TextRange) -> Stmt {
    let target = Expr::Attribute(ExprAttribute {
        node_index: AtomicNodeIndex::NONE,
        range,
        value: Box::new(poll_object(range)),
        attr: Identifier::new("step", range),
        ctx: ExprContext::Del,
    });
    Stmt::Delete(StmtDelete {
        node_index: AtomicNodeIndex::NONE,
        range,
        targets: vec![target],
        runtime_targets: None,
    })
}

fn if_statement(range: TextRange, test: Expr, body: Suite, orelse: Option<Suite>) -> Stmt {
    let node_index = AtomicNodeIndex::NONE;
    let elif_else_clauses = orelse.map(|body| ElifElseClause {
        node_index: node_index.clone(),
        range,
        test: None,
        body,
        runtime_body: None,
        runtime_orelse: None,
    });
    Stmt::If(StmtIf {
        node_index,
        range,
        test: Box::new(test),
        body,
        elif_else_clauses: elif_else_clauses.into_iter().collect(),
        runtime_body: None,
    })
}
