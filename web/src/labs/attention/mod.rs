//! Attention: scores, masks, softmax and weighted sum of every head; how heads are split in memory; tiles.

mod compute;
mod state;

use super::fields::{Choice, Slider, Tick};
use super::{Group, Lab, LabFrame, LabStore};
use crate::components::Shape;
use crate::diagrams::{ArrayMaps, ArrayPicture, HeatMap, Stepper, short};
use compute::{Computed, code, compute};
use leptos::prelude::*;
use state::{CHALLENGES, MOST_HEADS, MOST_SEQUENCES, MOST_TOKENS, MOST_WIDTH, Mask, PRESETS, State, View};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "attention",
    title: "Attention",
    summary: "Who looks at whom: scores, masks and weights of every head, how heads lie in memory, and tiles that need less of it.",
    group: Group::Layers,
};

type Outcome = Memo<Result<Computed, String>>;

#[component]
pub(super) fn AttentionLab() -> impl IntoView {
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
    // A memo each: whoever reads one borrows it.
    let draw = move |choose: fn(&Computed) -> ArrayPicture| {
        let picture = Memo::new(move |_| part(computed, choose));
        view! { <ArrayMaps picture pointed width=280 /> }
    };
    let is_drawn_by_hand = Memo::new(move |_| state.with(|state| state.mask == Mask::Drawn));
    view! {
        <dl class="facts">
            <dt>"variance of the scores"</dt>
            <dd data-testid="variance">{move || short(part(computed, |found| found.variance))}</dd>
            <dt>"a row's largest weight, on average"</dt>
            <dd>{move || short(part(computed, |found| found.saturation))}</dd>
        </dl>
        {move || is_drawn_by_hand.get().then(|| view! { <DrawnMask state computed pointed /> })}
        {draw(|found| found.weights.clone())}
        {draw(|found| found.scores.clone())}
        {draw(|found| found.output.clone())}
    }
}

/// The mask, to be drawn with pointer or keys.
#[component]
fn DrawnMask(
    state: RwSignal<State>,
    computed: Outcome,
    pointed: RwSignal<Option<(usize, usize)>>,
) -> impl IntoView {
    let mask = Signal::derive(move || {
        part(computed, |found| found.mask.sheets.first().cloned()).unwrap_or_default()
    });
    // Cells beside the pointed one that are drawn with it.
    let brush = RwSignal::new(0_i32);
    // What the first cell of a drag became, and where the drag has come to.
    let stroke = StoredValue::new((true, (0, 0)));
    let paint = move |(row, column): (usize, usize), hidden: bool| {
        let reach = brush.get_untracked().unsigned_abs() as usize;
        state.update(|state| {
            for row in row.saturating_sub(reach)..=row + reach {
                for column in column.saturating_sub(reach)..=column + reach {
                    state.hide((row, column), hidden);
                }
            }
        });
        stroke.set_value((hidden, (row, column)));
    };
    let press = Callback::new(move |cell: (usize, usize)| {
        let hidden = state.with_untracked(|state| state.is_hidden(cell.0, cell.1));
        paint(cell, !hidden);
    });
    // A fast hand skips cells: what lies between is drawn, too.
    let drag = Callback::new(move |cell: (usize, usize)| {
        let (hidden, from) = stroke.get_value();
        let far = from.0.abs_diff(cell.0).max(from.1.abs_diff(cell.1)).max(1);
        let between = |from: usize, to: usize, step: usize| (from * (far - step) + to * step + far / 2) / far;
        for step in 1..=far {
            paint((between(from.0, cell.0, step), between(from.1, cell.1, step)), hidden);
        }
    });
    view! {
        <figure class="array-maps" data-testid="drawn-mask">
            <figcaption>"mask: press or drag to hide a key (column) from a query (row), or to show it again"</figcaption>
            <HeatMap picture=mask label="Mask" pointed on_press=press on_drag=drag width=520 />
            <div class="mask-tools">
                <Slider label="Brush" ends=(0, 6) value=brush shown=Signal::derive(move || { (2 * brush.get() + 1).to_string() }) on_change=move |to: i32| brush.set(to) />
                <button class="small" on:click=move |_| state.update(|state| state.drawn.clear())>"Show everything"</button>
            </div>
        </figure>
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

/// How many sequences there are, and how long each is where the mask hides padding.
#[component]
fn Lengths(state: RwSignal<State>) -> impl IntoView {
    let count = Memo::new(move |_| state.with(|state| state.lengths.len()));
    let is_padding = Memo::new(move |_| state.with(|state| state.mask == Mask::Padding));
    let tokens = Memo::new(move |_| state.with(|state| state.tokens as i32));
    let length = move |at: usize| {
        let label: &'static str =
            ["Valid length of sequence 0", "Valid length of sequence 1", "Valid length of sequence 2"][at];
        let value = Signal::derive(move || {
            state.with(|state| state.lengths.get(at).map_or(1, |length| *length as i32))
        });
        view! {
            <Slider label ends=(1, tokens.get()) value on_change=move |to: i32| state.update(|state| {
                if let Some(length) = state.lengths.get_mut(at) {
                    *length = to as usize;
                }
            }) />
        }
    };
    view! {
        {move || is_padding.get().then(|| (0..count.get()).map(length).collect_view())}
        <Slider
            label="Sequences"
            ends=(1, MOST_SEQUENCES as i32)
            value=Signal::derive(move || count.get() as i32)
            on_change=move |to: i32| state.update(|state| state.set_sequences(to as usize))
        />
        {move || {
            (count.get() > 1).then(|| view! {
                <Slider
                    label="Sequence in the picture"
                    ends=(0, count.get() as i32 - 1)
                    value=Signal::derive(move || state.with(|state| state.sequence as i32))
                    on_change=move |to: i32| state.update(|state| {
                        state.sequence = to as usize;
                        state.settle();
                    })
                />
            })
        }}
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
        <Lengths state />
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
