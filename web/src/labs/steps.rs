//! The core's steps of a lab's algorithm, worked out when somebody wants to see them.

use crate::diagrams::{StepPicture, Stepper};
use leptos::prelude::*;
use ndgym_core::Result;
use ndgym_core::ml::{Recorder, Step};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// What the labs pass to the core's algorithms. One type with and without notes, so that the page holds each algorithm once.
pub(crate) struct Notes {
    taken: Option<Vec<Step>>,
}

impl Notes {
    /// For the result alone.
    pub(crate) fn none() -> Notes {
        Notes { taken: None }
    }

    /// Takes note of every step.
    pub(crate) fn all() -> Notes {
        Notes { taken: Some(Vec::new()) }
    }

    /// What was noted.
    pub(crate) fn steps(self) -> Vec<Step> {
        self.taken.unwrap_or_default()
    }

    /// The same, drawn; arrays named in `weights` have a scale that begins at zero.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn pictures(self, weights: &[&str]) -> Result<Vec<StepPicture>> {
        StepPicture::all(&self.steps(), weights)
    }
}

impl Recorder for Notes {
    fn record(&mut self, step: impl FnOnce() -> Result<Step>) -> Result<()> {
        if let Some(taken) = &mut self.taken {
            taken.push(step()?);
        }
        Ok(())
    }
}

/// A part of a lab that opens and shows its algorithm one step at a time.
#[component]
pub(crate) fn StepByStep(
    /// Which algorithm: "Platt scaling".
    #[prop(into)]
    of: Signal<String>,
    /// Runs it. Heard of only while the part is open.
    make: Callback<(), Result<Vec<StepPicture>>>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let toggled = move |event: leptos::ev::Event| {
        let part = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        is_open.set(part.is_some_and(|part| part.has_attribute("open")));
    };
    view! {
        <details class="lab-steps" data-testid="lab-steps" on:toggle=toggled>
            <summary>"Step by step: " {of}</summary>
            {move || {
                is_open.get().then(|| {
                    let steps = Memo::new(move |_| make.run(()).unwrap_or_default());
                    view! { <Stepper steps /> }
                })
            }}
        </details>
    }
}
