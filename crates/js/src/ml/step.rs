//! Steps as plain objects.

use crate::error::Thrown;
use crate::memory;
use crate::types::Steps;
use ndgym_core::Result;
use ndgym_core::ml::{Named, Recorder, Step};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

/// Takes note of steps if there is a list to put them on.
pub(super) struct Notes {
    list: Option<Steps>,
    steps: Vec<Step>,
}

impl Notes {
    pub(super) fn new(list: Option<Steps>) -> Notes {
        Notes { list, steps: Vec::new() }
    }

    /// Puts what was noted on the list.
    pub(super) fn hand_over(self) -> std::result::Result<(), Thrown> {
        let Some(list) = self.list else { return Ok(()) };
        let list: js_sys::Array = list.unchecked_into();
        for step in &self.steps {
            list.push(&serde_wasm_bindgen::to_value(&StepObject::new(step)?)?);
        }
        Ok(())
    }
}

impl Recorder for Notes {
    fn record(&mut self, step: impl FnOnce() -> Result<Step>) -> Result<()> {
        if self.list.is_some() {
            self.steps.push(step()?);
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct StepObject<'a> {
    title: &'a str,
    formula: &'a str,
    line: &'a str,
    inputs: Vec<NamedObject<'a>>,
    outputs: Vec<NamedObject<'a>>,
    remark: &'a str,
}

#[derive(Serialize)]
struct NamedObject<'a> {
    name: &'a str,
    axes: &'a [&'a str],
    shape: &'a [usize],
    dtype: &'a str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    data: JsValue,
}

impl<'a> StepObject<'a> {
    fn new(step: &'a Step) -> Result<StepObject<'a>> {
        let objects = |named: &'a [Named]| named.iter().map(NamedObject::new).collect::<Result<Vec<_>>>();
        Ok(StepObject {
            title: step.title,
            formula: step.formula,
            line: step.line,
            inputs: objects(&step.inputs)?,
            outputs: objects(&step.outputs)?,
            remark: step.remark,
        })
    }
}

impl<'a> NamedObject<'a> {
    fn new(named: &'a Named) -> Result<NamedObject<'a>> {
        Ok(NamedObject {
            name: named.name,
            axes: &named.axes,
            shape: named.array.shape(),
            dtype: named.array.dtype().family_name(),
            data: memory::copied(&named.array)?,
        })
    }
}
