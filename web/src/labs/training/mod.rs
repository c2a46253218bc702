//! A network of two layers learns to tell points apart, as far as one lets it.

mod program;
mod run;
mod state;

use super::fields::{Choice, Slider, Steps};
use super::{Challenge, Group, Lab, LabFrame, LabStore, Preset, StepByStep, now};
use crate::diagrams::{Field, Form, Handle, Handling, Mark, Plot, PlotAxis};
use leptos::prelude::*;
use run::Training;
use state::{LIMIT, MOST_STEPS, Optimizer, RATES, Start, State, moons, rings, spread};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "training",
    title: "Training a network",
    summary: "Drag the points, choose how the weights begin and how they move, and watch the boundary follow.",
    group: Group::Learning,
};

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Two moons", state: || State { steps: 60, ..State::default() } },
    Preset {
        name: "A ring",
        state: || State { points: rings(), hidden: 12, steps: 100, ..State::default() },
    },
    Preset { name: "Three groups", state: || State { points: spread(), steps: 40, ..State::default() } },
    Preset {
        name: "Weights too small",
        state: || State { start: Start::Tiny, rate: 2, steps: 60, ..State::default() },
    },
    Preset {
        name: "AdamW",
        state: || State { optimizer: Optimizer::AdamW, rate: 1, steps: 60, ..State::default() },
    },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "separate the two moons (loss below 0.05) within 100 steps.",
        is_met: |state| {
            state.points == moons()
                && state.steps <= 100
                && run::last_loss(state).is_some_and(|loss| loss < 0.05)
        },
        insight: "A larger rate, or Adam, which gives each weight its own: plain descent at 0.1 spends its steps on the flat parts.",
    },
    Challenge {
        ask: "with a rate of 0.1 or more, bring about a network that knows no more after 60 steps than before (loss still 0.69).",
        is_met: |state| {
            let after_60 = State { steps: 60, ..state.clone() };
            state.steps >= 60 && state.rate >= 2 && run::last_loss(&after_60).is_some_and(|loss| loss > 0.69)
        },
        insight: "Weights that begin near 0 give hidden values near 0, and gradients are products with them: the first layer waits for the second and the second for the first.",
    },
];

/// How long a run may keep the page from drawing, in milliseconds.
const AT_ONCE: f64 = 6.0;

/// Training between frames: as many steps as there is time for, a look, and further in the next frame.
#[derive(Clone, Copy)]
struct Work {
    state: RwSignal<State>,
    /// Where it stands: what follows goes on from there if it can.
    kept: StoredValue<Option<Training>, LocalStorage>,
    next: StoredValue<Option<AnimationFrameRequestHandle>, LocalStorage>,
    seen: RwSignal<Option<run::Seen>>,
}

impl Work {
    fn go_on(self) {
        if let Some(next) = self.next.try_update_value(Option::take).flatten() {
            next.cancel();
        }
        let Some(state) = self.state.try_get_untracked() else { return };
        let kept = self.kept.try_update_value(Option::take).flatten();
        let begun = kept.filter(|kept| kept.leads_to(&state)).map_or_else(|| Training::begin(&state), Ok);
        let start = now();
        let worked = begun.and_then(|mut training| {
            let is_there = training.go_on(&state, || now() - start < AT_ONCE)?;
            self.seen.set(Some(training.look()?));
            self.kept.set_value(Some(training));
            Ok(is_there)
        });
        if worked.is_ok_and(|is_there| !is_there) {
            self.next.set_value(request_animation_frame_with_handle(move || self.go_on()).ok());
        }
    }
}

#[component]
pub(super) fn TrainingLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let work = Work {
        state,
        kept: StoredValue::new_local(None),
        next: StoredValue::new_local(None),
        seen: RwSignal::new(None),
    };
    Effect::new(move |_| {
        state.track();
        work.go_on();
    });
    let (kept, seen) = (work.kept, work.seen);
    let ground = Signal::derive(move || {
        seen.with(|seen| seen.as_ref().map_or_else(Field::default, |seen| seen.ground.clone()))
    });
    let brush = RwSignal::new(0_u8);
    let limit = f64::from(LIMIT) / 100.0;
    let handles = Signal::derive(move || {
        state.with(|state| {
            let handle = |(at, [x, y, class]): (usize, &[i16; 3])| Handle {
                series: *class as usize,
                name: format!("Point {at}, class {class}"),
                at: (f64::from(*x) / 100.0, f64::from(*y) / 100.0),
            };
            state.points.iter().enumerate().map(handle).collect::<Vec<_>>()
        })
    });
    let rounded = |value: f64| (value * 100.0).round() as i16;
    let handling = Handling {
        handles,
        on_move: Callback::new(move |(at, (x, y)): (usize, (f64, f64))| {
            state.update(|state| {
                if let Some(point) = state.points.get_mut(at) {
                    (point[0], point[1]) = (rounded(x), rounded(y));
                }
            });
        }),
        on_add: Some(Callback::new(move |(x, y): (f64, f64)| {
            state.update(|state| state.add([rounded(x), rounded(y), i16::from(brush.get_untracked())]));
        })),
        on_remove: Some(Callback::new(move |at: usize| state.update(|state| state.remove(at)))),
    };
    let curve = Signal::derive(move || {
        seen.with(|seen| {
            let losses = seen.as_ref().map(|seen| seen.losses.clone()).unwrap_or_default();
            let points = losses.iter().enumerate().map(|(step, loss)| (step as f64, *loss)).collect();
            vec![Mark::new(0, "loss after each step", Form::Line(points))]
        })
    });
    let top = Signal::derive(move || {
        let most = seen
            .with(|seen| seen.as_ref().map_or(1.0, |seen| seen.losses.iter().copied().fold(0.1, f64::max)));
        PlotAxis::linear("loss", 0.0, if most.is_finite() { most * 1.05 } else { 1.0 })
    });
    let description = Signal::derive(move || {
        seen.with(|seen| {
            seen.as_ref().map_or_else(String::new, |seen| {
                format!(
                    "After {} steps the loss is {:.4}; {} of {} points lie on their own side of the boundary.",
                    seen.losses.len() - 1,
                    seen.loss(),
                    seen.right,
                    handles.with(Vec::len)
                )
            })
        })
    });
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(program::code))
            printed=Signal::derive(move || seen.with(|seen| seen.as_ref().map(run::Seen::printed).unwrap_or_default()))
            description
            controls=move || controls(state, brush).into_any()
        >
            <div class="plots">
                <Plot
                    label="Points and the network's decision; press on the ground to add a point, Delete takes one away"
                    x=PlotAxis::linear("x", -limit, limit)
                    y=PlotAxis::linear("y", -limit, limit)
                    marks=Vec::new()
                    field=ground
                    handling
                />
                <div class="beside">
                    <Plot
                        label="Loss over the steps"
                        x=Signal::derive(move || {
                            PlotAxis::linear("step", 0.0, state.with(|state| f64::from(state.steps.max(10))))
                        })
                        y=top
                        marks=curve
                    />
                    {move || seen.with(|seen| seen.as_ref().map(table))}
                </div>
            </div>
            <StepByStep
                of="one pass forward and back"
                make=Callback::new(move |()| {
                    seen.track();
                    kept.with_value(|kept| kept.as_ref().map_or(Ok(Vec::new()), Training::steps))
                })
            />
        </LabFrame>
    }
}

/// Gradients and hidden values as numbers.
fn table(seen: &run::Seen) -> impl IntoView + use<> {
    let rows = ["W1", "b1", "W2", "b2"].into_iter().zip(seen.norms).map(|(name, norm)| {
        view! { <tr><th scope="row">{name}</th><td data-value=norm>{format!("{norm:.4}")}</td></tr> }
    });
    view! {
        <table class="lab-numbers">
            <caption>"Where the gradient is"</caption>
            <thead><tr><th scope="col">"parameter"</th><th scope="col">"length of gradient"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
            <tfoot>
                <tr><th scope="row">"loss"</th><td data-testid="loss">{format!("{:.4}", seen.loss())}</td></tr>
                <tr><th scope="row">"points on their side"</th><td>{seen.right}</td></tr>
                <tr><th scope="row">"variance of hidden values"</th><td>{format!("{:.4}", seen.variance)}</td></tr>
                <tr><th scope="row">"hidden units shut for all points"</th><td>{seen.shut}</td></tr>
            </tfoot>
        </table>
    }
}

fn controls(state: RwSignal<State>, brush: RwSignal<u8>) -> impl IntoView {
    let set = move |change: fn(&mut State, i32)| {
        Callback::new(move |value: i32| state.update(|state| change(state, value)))
    };
    view! {
        <Steps
            value=Signal::derive(move || state.with(|state| state.steps))
            most=MOST_STEPS
            stride=2
            on_change=Callback::new(move |steps: u32| state.update(|state| state.steps = steps))
        />
        <Choice
            label="A click on the ground adds"
            options=&[(0, "● class 0"), (1, "■ class 1"), (2, "▲ class 2")]
            value=brush
            on_change=Callback::new(move |class: u8| brush.set(class))
        />
        <button
            class="small"
            on:click=move |_| state.update(|state| state.add([0, 0, i16::from(brush.get_untracked())]))
        >
            "Add a point in the middle"
        </button>
        <Choice
            label="Weights begin"
            options=&[(Start::He, "He"), (Start::Xavier, "Xavier"), (Start::Tiny, "too small"), (Start::Huge, "too large")]
            value=Signal::derive(move || state.with(|state| state.start))
            on_change=Callback::new(move |start: Start| state.update(|state| state.start = start))
        />
        <Choice
            label="Weights move by"
            options=&[(Optimizer::Sgd, "SGD"), (Optimizer::Adam, "Adam"), (Optimizer::AdamW, "AdamW")]
            value=Signal::derive(move || state.with(|state| state.optimizer))
            on_change=Callback::new(move |optimizer: Optimizer| state.update(|state| state.optimizer = optimizer))
        />
        <Slider
            label="Learning rate"
            ends=(0, RATES.len() as i32 - 1)
            value=Signal::derive(move || state.with(|state| state.rate as i32))
            shown=Signal::derive(move || state.with(|state| state.rate().to_string()))
            on_change=set(|state, value| state.rate = value.unsigned_abs() as usize)
        />
        <Slider
            label="Hidden units"
            ends=(1, 32)
            value=Signal::derive(move || state.with(|state| state.hidden as i32))
            on_change=set(|state, value| state.hidden = value.unsigned_abs() as usize)
        />
        <Slider
            label="Seed"
            ends=(0, 20)
            value=Signal::derive(move || state.with(|state| state.seed as i32))
            on_change=set(|state, value| state.seed = u64::from(value.unsigned_abs()))
        />
        <p class="soft">"Drag a point, or move it with the arrow keys; Delete or a double click takes it away."</p>
    }
}
