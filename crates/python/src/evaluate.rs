//! Expressions evaluated in a namespace of their own.

use rustpython_vm::builtins::PyDictRef;
use rustpython_vm::compiler::Mode;
use rustpython_vm::scope::Scope;
use rustpython_vm::{PyResult, VirtualMachine};

use ndgym_protocol::Ending;

use crate::engine::{Engine, compile};
use crate::value::Value;

/// What is evaluated, and what it can see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evaluation<'a> {
    /// Names of `__main__` that are visible here.
    pub names: &'a [&'a str],
    /// Values under names of their own.
    pub given: &'a [(&'a str, &'a Value)],
    /// Statements that run first; `np` is numpy.
    pub setup: &'a str,
    /// The expression.
    pub expression: &'a str,
    /// Whether to find out which of the setup's values the expression changes.
    pub watch: bool,
}

/// What came of an evaluation.
#[derive(Debug)]
pub struct Evaluated {
    /// The expression's value.
    pub value: Value,
    /// How long the expression took.
    pub milliseconds: f64,
    /// Names of the values that the expression changed.
    pub changed: Vec<String>,
}

impl Engine {
    /// Which of `names` are not defined in `__main__`.
    #[must_use]
    pub fn missing<'a>(&self, names: &[&'a str]) -> Vec<&'a str> {
        let missing = self.enter("", |vm, main| {
            Ok(names.iter().copied().filter(|name| !main.contains_key(*name, vm)).collect())
        });
        missing.unwrap_or_default()
    }

    /// Evaluates an expression after its setup, within the limits, in a namespace that ends with it. `filename` names the text
    /// that was run.
    ///
    /// # Errors
    /// How setup or expression ended instead.
    pub fn evaluate(&self, evaluation: &Evaluation<'_>, filename: &str) -> Result<Evaluated, Ending> {
        let clock = self.clock();
        self.enter(filename, |vm, main| {
            let namespace = namespace(evaluation, main, vm)?;
            let scope = Scope::with_builtins(None, namespace.clone(), vm);
            if !evaluation.setup.is_empty() {
                let code = compile(evaluation.setup, Mode::Exec, "<setup>", vm)?;
                vm.run_code_obj(code, scope.clone())?;
            }
            let before = if evaluation.watch { values(&namespace, evaluation, vm)? } else { Vec::new() };
            let code = compile(evaluation.expression, Mode::Eval, "<test>", vm)?;
            let start = (clock.monotonic)();
            let result = vm.run_code_obj(code, scope)?;
            let milliseconds = ((clock.monotonic)() - start) * 1000.0;
            let value = Value::of(&result, vm)?;
            let mut changed = Vec::new();
            for (name, old) in before {
                let object = namespace.get_item_opt(name.as_str(), vm)?;
                let new = object.map(|object| Value::of(&object, vm)).transpose()?;
                if !new.is_some_and(|new| new.same(&old)) {
                    changed.push(name);
                }
            }
            Ok(Evaluated { value, milliseconds, changed })
        })
    }
}

/// The namespace an evaluation starts with.
fn namespace(evaluation: &Evaluation<'_>, main: &PyDictRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let namespace = vm.ctx.new_dict();
    namespace.set_item("__name__", vm.ctx.new_str("__test__").into(), vm)?;
    namespace.set_item("np", vm.import("numpy", 0)?, vm)?;
    for (name, value) in evaluation.given {
        namespace.set_item(*name, value.to_object(vm)?, vm)?;
    }
    for name in evaluation.names {
        if let Some(object) = main.get_item_opt(*name, vm)? {
            namespace.set_item(*name, object, vm)?;
        }
    }
    Ok(namespace)
}

/// Copies of the values that the setup made.
fn values(
    namespace: &PyDictRef,
    evaluation: &Evaluation<'_>,
    vm: &VirtualMachine,
) -> PyResult<Vec<(String, Value)>> {
    let mut values = Vec::new();
    for (key, object) in namespace.clone() {
        let Ok(name) = key.try_into_value::<String>(vm) else { continue };
        if name != "np" && !name.starts_with("__") && !evaluation.names.contains(&name.as_str()) {
            values.push((name, Value::of(&object, vm)?));
        }
    }
    Ok(values)
}
