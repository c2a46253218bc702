//! Attention: scores, masks, softmax and weighted sum of every head; how heads are split in memory; tiles.

mod compute;
mod state;

use super::fields::{Choice, Slider, Tick};
use super::{Group, Lab, LabFrame, LabStore};
use crate::components::Shape;
use crate::diagrams::{ArrayMaps, ArrayPicture, HeatMap, Stepper, short};
use compute::{Computed, code, compute};
use leptos::prelude::*;
use state::{CHALLENGES, MOST_HEADS, MOST_TOKENS, MOST_WIDTH, Mask, PRESETS, State, View};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "attention",
    title: "Attention",
    summary: "Who looks at whom: scores, masks and weights of every head, how heads lie in memory, and tiles that need less of it.",
    group: Group::Layers,
    view: || view! { <AttentionLab /> }.into_any(),
};

type Outcome = Memo<Result<Computed, String>>;

#[component]
fn AttentionLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let computed: Outcome = Memo::new(move |_| state.with(compute).map_err(|error| error.message));
    let printed = Signal::derive(move || {
        computed.with(|computed| computed.as_ref().map_or_else(Clone::clone, |found| found.printed.clone()))
    });
    let description = Signal::derive(move || {
        computed.with(|computed| match computed {
            Ok(found) => format!(
                "Scores of variance {:.2}; a row's largest weight is {:.2} on average.",
                found.variance, found.saturation
            ),
            Err(message) => message.clone(),
        })
    });
    let is_drawn = Memo::new(move |_| computed.with(Result::is_ok));
    let shown = Memo::new(move |_| state.with(|state| state.view));
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed
            description
            controls=move || view! { <Controls state /> }
        >
            <Choice
                label="Picture"
                options=&[
                    (View::Heads, "Heads"),
                    (View::Steps, "Step by step"),
                    (View::Memory, "Split and join"),
                    (View::Tiles, "Tiles"),
                ]
                value=shown
                on_change=move |view: View| state.update(|state| state.view = view)
            />
            {move || match (is_drawn.get(), shown.get()) {
                (false, _) => view! { <p class="notice" role="status">{printed}</p> }.into_any(),
                (true, View::Heads) => view! { <Heads state computed /> }.into_any(),
                (true, View::Steps) => {
                    view! { <Stepper steps=Signal::derive(move || part(computed, |found| found.steps.clone())) /> }
                        .into_any()
                }
                (true, View::Memory) => view! { <Memory computed /> }.into_any(),
                (true, View::Tiles) => view! { <Tiles state computed /> }.into_any(),
            }}
        </LabFrame>
    }
}

/// A part of what was computed; nothing if there is nothing.
fn part<T: Default>(computed: Outcome, choose: fn(&Computed) -> T) -> T {
    computed.with(|computed| computed.as_ref().map(choose).unwrap_or_default())
}

/// Variance and saturation, the mask, and the maps of all heads, linked by the pointed cell.
#[component]
fn Heads(state: RwSignal<State>, computed: Outcome) -> impl IntoView {
    let pointed = RwSignal::new(None);
    let maps =
        move |choose: fn(&Computed) -> Option<ArrayPicture>| Memo::new(move |_| part(computed, choose));
    let draw = move |picture: Memo<Option<ArrayPicture>>| {
        let there = Memo::new(move |_| picture.with(Option::is_some));
        let picture = Signal::derive(move || picture.get().unwrap_or_default());
        move || there.get().then(|| view! { <ArrayMaps picture pointed width=280 /> })
    };
    let toggle = Callback::new(move |cell: (usize, usize)| {
        state.update(|state| {
            state.mask = Mask::Drawn;
            match state.drawn.iter().position(|hidden| *hidden == cell) {
                Some(at) => {
                    state.drawn.remove(at);
                }
                None => state.drawn.push(cell),
            }
        });
    });
    let is_drawn_by_hand =
        Memo::new(move |_| state.with(|state| state.mask == Mask::Drawn && state.tokens <= 16));
    let mask = Signal::derive(move || {
        part(computed, |found| found.mask.sheets.first().cloned()).unwrap_or_default()
    });
    view! {
        <dl class="facts">
            <dt>"variance of the scores"</dt>
            <dd data-testid="variance">{move || short(part(computed, |found| found.variance))}</dd>
            <dt>"a row's largest weight, on average"</dt>
            <dd>{move || short(part(computed, |found| found.saturation))}</dd>
        </dl>
        {move || is_drawn_by_hand.get().then(|| view! {
            <figure class="array-maps">
                <figcaption>"mask: press a cell to hide a key (column) from a query (row)"</figcaption>
                <HeatMap picture=mask label="Mask" pointed on_press=toggle width=280 />
            </figure>
        })}
        {draw(maps(|found| Some(found.weights.clone())))}
        {draw(maps(|found| Some(found.scores.clone())))}
        {draw(maps(|found| Some(found.output.clone())))}
    }
}

/// Where the elements go when heads are split and joined.
#[component]
fn Memory(computed: Outcome) -> impl IntoView {
    let pointed = RwSignal::new(None);
    move || {
        part(computed, |found| found.moves.clone())
            .into_iter()
            .map(|step| {
                let kind = if step.is_copy { "a copy" } else { "a view" };
                view! {
                    <section class="move">
                        <p>
                            <code>{step.line}</code>
                            " "
                            <Shape sizes=step.shape />
                            " strides "
                            <code>{step.strides}</code>
                            " "
                            <span class:copied=step.is_copy>{kind}</span>
                        </p>
                        <ArrayMaps picture=Signal::stored(step.picture) pointed width=560 />
                    </section>
                }
            })
            .collect_view()
    }
}

/// The running maximum, sum and output, tile by tile, and the memory they save.
#[component]
fn Tiles(state: RwSignal<State>, computed: Outcome) -> impl IntoView {
    let sizes = Memo::new(move |_| state.with(|state| (state.tokens, state.tile)));
    let share = move || 100.0 * sizes.get().1 as f64 / sizes.get().0 as f64;
    view! {
        <dl class="facts">
            <dt>"all scores at once, T × T"</dt>
            <dd>{move || format!("{} bytes", 8 * sizes.get().0 * sizes.get().0)}</dd>
            <dt>"a tile of scores, T × tile"</dt>
            <dd>{move || format!("{} bytes", 8 * sizes.get().0 * sizes.get().1)}</dd>
        </dl>
        <div class="bar memory-share" aria-hidden="true">
            <div style=move || format!("width: {:.1}%", share())></div>
        </div>
        <p class="soft">"One head, without its mask: every tile changes only the running maximum, sum and output."</p>
        <Stepper steps=Signal::derive(move || part(computed, |found| found.tiles.clone())) />
    }
}

#[component]
fn Controls(state: RwSignal<State>) -> impl IntoView {
    let size = move |label: &'static str, most: usize, read: fn(&mut State) -> &mut usize| {
        let value = Signal::derive(move || {
            let mut state = state.get();
            *read(&mut state) as i32
        });
        let set = move |to: i32| {
            state.update(|state| {
                *read(state) = to as usize;
                state.settle();
            });
        };
        view! { <Slider label ends=(1, most as i32) value on_change=set /> }
    };
    view! {
        {size("Tokens", MOST_TOKENS, |state| &mut state.tokens)}
        {size("Heads", MOST_HEADS, |state| &mut state.heads)}
        {size("Width of a head, d", MOST_WIDTH, |state| &mut state.width)}
        <Tick
            label="Divide by the root of d"
            value=Signal::derive(move || state.with(|state| state.scaled))
            on_change=move |on: bool| state.update(|state| state.scaled = on)
        />
        <Choice
            label="Mask"
            options=&[
                (Mask::Nothing, "None"),
                (Mask::Causal, "Causal"),
                (Mask::Padding, "Padding"),
                (Mask::Drawn, "Drawn"),
            ]
            value=Signal::derive(move || state.with(|state| state.mask))
            on_change=move |mask: Mask| state.update(|state| state.mask = mask)
        />
        {size("Tokens in a tile", MOST_TOKENS, |state| &mut state.tile)}
        <Slider
            label="Head of the steps"
            ends=(0, MOST_HEADS as i32 - 1)
            value=Signal::derive(move || state.with(|state| state.head as i32))
            on_change=move |head: i32| state.update(|state| {
                state.head = head as usize;
                state.settle();
            })
        />
        <button class="small" on:click=move |_| state.update(|state| state.seed = (state.seed + 1) % 10_000)>"Draw again"</button>
    }
}
