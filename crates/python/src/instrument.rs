//! Lets the interpreter notice, while it runs a learner's own loops and calls, that the time is up.
//!
//! On single-threaded wasm nobody can interrupt the interpreter from outside, so the text itself is made to
//! ask: the syntax tree gets `if <poll>: pass` at the head of every loop body and function, a first condition
//! in every comprehension, and a condition around every lambda's body. `<poll>` is an object whose truth
//! calls [`limits::poll`]; its name cannot be written in Python. The nodes take the place of what they guard,
//! so tracebacks and line numbers stay those of the learner's text.

use ruff_python_ast::helpers::is_docstring_stmt;
use ruff_source_file::SourceFileBuilder;
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::builtins::PyCode;
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::compiler::ast::visitor::transformer::{self, Transformer};
use rustpython_vm::compiler::ast::{
    AtomicNodeIndex, Comprehension, Expr, ExprContext, ExprIf, ExprName, ExprNoneLiteral, Stmt, StmtIf,
    StmtPass, name::Name,
};
use rustpython_vm::compiler::{CompileError, Mode, codegen, parser};
use rustpython_vm::protocol::PyNumberMethods;
use rustpython_vm::types::AsNumber;
use rustpython_vm::{PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use crate::limits;

/// Name of the polling object among the builtins.
const POLL: &str = "<poll>";

/// An object whose truth is a poll, and true.
#[pyclass(module = "ndgym", name = "Poll")]
#[derive(Debug, PyPayload)]
struct Poll;

#[pyclass(with(AsNumber))]
impl Poll {}

impl AsNumber for Poll {
    fn as_number() -> &'static PyNumberMethods {
        static AS_NUMBER: PyNumberMethods = PyNumberMethods {
            boolean: Some(|_, vm| limits::poll(vm).map(|()| true)),
            ..PyNumberMethods::NOT_IMPLEMENTED
        };
        &AS_NUMBER
    }
}

/// Makes the polling object known to the interpreter.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let _ = Poll::make_static_type();
    vm.builtins.set_attr(vm.ctx.intern_str(POLL), Poll.into_ref(&vm.ctx), vm)
}

/// Compiles a module's text, which must be known to be valid, with polls in it.
pub(crate) fn compile(
    source: &str,
    filename: &str,
    vm: &VirtualMachine,
) -> Result<PyRef<PyCode>, CompileError> {
    let file = SourceFileBuilder::new(filename, source).finish();
    let parsed = parser::parse(source, parser::ParseOptions::from(parser::Mode::Module))
        .map_err(|error| CompileError::from_ruff_parse_error(error, &file, Mode::Exec))?;
    let mut tree = parsed.into_syntax();
    if let rustpython_vm::compiler::ast::Mod::Module(module) = &mut tree {
        Polls.visit_body(&mut module.body);
    }
    let code = codegen::compile::compile_top(tree, file, Mode::Exec, vm.compile_opts())?;
    Ok(PyCode::new_ref_from_bytecode(vm, code))
}

/// Puts the polls into a syntax tree.
struct Polls;

impl Transformer for Polls {
    fn visit_stmt(&self, statement: &mut Stmt) {
        transformer::walk_stmt(self, statement);
        match statement {
            Stmt::For(block) => block.body.insert(0, poll_statement(block.target.range())),
            Stmt::While(block) => block.body.insert(0, poll_statement(block.test.range())),
            Stmt::FunctionDef(function) => {
                let after_docstring = usize::from(function.body.first().is_some_and(is_docstring_stmt));
                function.body.insert(after_docstring, poll_statement(function.name.range()));
            }
            _ => {}
        }
    }

    fn visit_expr(&self, expression: &mut Expr) {
        transformer::walk_expr(self, expression);
        if let Expr::Lambda(lambda) = expression {
            let range = lambda.body.range();
            let none = Expr::NoneLiteral(ExprNoneLiteral { node_index: AtomicNodeIndex::NONE, range });
            let body = std::mem::replace(&mut *lambda.body, none.clone());
            *lambda.body = Expr::If(ExprIf {
                node_index: AtomicNodeIndex::NONE,
                range,
                test: Box::new(poll_expression(range)),
                body: Box::new(body),
                orelse: Box::new(none),
            });
        }
    }

    fn visit_comprehension(&self, comprehension: &mut Comprehension) {
        transformer::walk_comprehension(self, comprehension);
        let poll = poll_expression(comprehension.target.range());
        comprehension.ifs.insert(0, poll);
    }
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
    Stmt::If(StmtIf {
        node_index: AtomicNodeIndex::NONE,
        range,
        test: Box::new(poll_expression(range)),
        body: [pass].into_iter().collect(),
        elif_else_clauses: Vec::new(),
        runtime_body: None,
    })
}
