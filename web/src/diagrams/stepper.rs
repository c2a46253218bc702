//! An algorithm one step at a time: what the core's step form recorded, with its formula, NumPy line and arrays.

use super::formula::Formula;
use super::heat_map::{ArrayMaps, ArrayPicture, Scale};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use ndgym_core::Result;
use ndgym_core::ml::{Named, Step};
use ndgym_curriculum::highlight;
use web_sys::KeyboardEvent;

/// How long a step stays when the steps are played.
const STAY_MS: u32 = 2500;

/// A step, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StepPicture {
    title: &'static str,
    formula: &'static str,
    line: &'static str,
    inputs: Vec<ArrayPicture>,
    outputs: Vec<ArrayPicture>,
    remark: &'static str,
}

impl StepPicture {
    /// Draws steps. Arrays named in `weights` have a scale that begins at zero.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn all(steps: &[Step], weights: &[&str]) -> Result<Vec<StepPicture>> {
        let draw = |named: &Named| {
            let scale = if weights.contains(&named.name) { Scale::Sequential } else { Scale::Diverging };
            ArrayPicture::new(named.name, &named.axes, &named.array, scale)
        };
        steps
            .iter()
            .map(|step| {
                Ok(StepPicture {
                    title: step.title,
                    formula: step.formula,
                    line: step.line,
                    inputs: step.inputs.iter().map(draw).collect::<Result<_>>()?,
                    outputs: step.outputs.iter().map(draw).collect::<Result<_>>()?,
                    remark: step.remark,
                })
            })
            .collect()
    }
}

/// The steps, one at a time: buttons, a slider, the arrow keys. Nothing plays by itself.
#[component]
pub(crate) fn Stepper(
    /// All steps, in order.
    #[prop(into)]
    steps: Signal<Vec<StepPicture>>,
) -> impl IntoView {
    let wanted = RwSignal::new(0_usize);
    let count = Memo::new(move |_| steps.with(Vec::len));
    let at = Memo::new(move |_| wanted.get().min(count.get().saturating_sub(1)));
    let timer = StoredValue::new_local(None::<Interval>);
    let playing = RwSignal::new(false);
    let stop = move || {
        timer.set_value(None);
        playing.set(false);
    };
    let go = move |to: usize| wanted.set(to.min(count.get_untracked().saturating_sub(1)));
    let play = move |_| {
        if playing.get_untracked() {
            return stop();
        }
        playing.set(true);
        timer.set_value(Some(Interval::new(STAY_MS, move || {
            let next = at.get_untracked() + 1;
            if next < count.get_untracked() { go(next) } else { stop() }
        })));
    };
    let key = move |event: KeyboardEvent| {
        // The cells of a map and the slider have their own use for the arrows.
        if event.target() != event.current_target() {
            return;
        }
        match event.key().as_str() {
            "ArrowLeft" => go(at.get_untracked().saturating_sub(1)),
            "ArrowRight" => go(at.get_untracked() + 1),
            "Home" => go(0),
            "End" => go(usize::MAX),
            _ => return,
        }
        event.prevent_default();
        stop();
    };
    view! {
        <section class="stepper" data-testid="stepper" tabindex="0" aria-label="Step by step" on:keydown=key>
            <div class="stepper-bar">
                <button class="small" disabled=move || at.get() == 0 on:click=move |_| go(at.get_untracked().saturating_sub(1))>
                    "Previous"
                </button>
                <button
                    class="small"
                    data-testid="stepper-next"
                    disabled=move || { at.get() + 1 >= count.get() }
                    on:click=move |_| go(at.get_untracked() + 1)
                >
                    "Next"
                </button>
                <button class="small quiet" on:click=play>
                    {move || if playing.get() { "Pause" } else { "Play" }}
                </button>
                <input
                    type="range"
                    aria-label="Step"
                    min="0"
                    max=move || count.get().saturating_sub(1)
                    prop:value=move || at.get().to_string()
                    on:input=move |event| go(event_target_value(&event).parse().unwrap_or(0))
                />
                <span class="soft">{move || format!("{} of {}", at.get() + 1, count.get())}</span>
            </div>
            {move || steps.with(|steps| steps.get(at.get()).cloned()).map(|step| view! { <OneStep step /> })}
        </section>
    }
}

#[component]
fn OneStep(step: StepPicture) -> impl IntoView {
    let pointed = RwSignal::new(None);
    let maps = move |arrays: Vec<ArrayPicture>| {
        arrays
            .into_iter()
            .map(|array| view! { <ArrayMaps picture=Signal::stored(array) pointed width=240 /> })
            .collect_view()
    };
    view! {
        <h3 aria-live="polite">{step.title}</h3>
        <Formula latex=step.formula />
        <pre class="code-view" inner_html=highlight::python(step.line)></pre>
        <div class="flow">
            <div class="side">{maps(step.inputs)}</div>
            <span class="arrow" aria-hidden="true">"→"</span>
            <div class="side">{maps(step.outputs)}</div>
        </div>
        <p class="remark">
            <b>"An interviewer listens for: "</b>
            {step.remark}
        </p>
    }
}
