//! Controls that several labs have: a slider, a choice, a tick box, a row of steps.

use gloo_timers::callback::Interval;
use leptos::prelude::*;

/// A slider over whole numbers, with what it stands for beside it.
#[component]
pub(crate) fn Slider(
    /// What it sets.
    label: &'static str,
    /// Its ends.
    ends: (i32, i32),
    /// Where it stands.
    #[prop(into)]
    value: Signal<i32>,
    /// Hears where it goes.
    #[prop(into)]
    on_change: Callback<i32>,
    /// What the value means, if not the number itself.
    #[prop(optional, into)]
    shown: Option<Signal<String>>,
) -> impl IntoView {
    let text = move || shown.map_or_else(|| value.get().to_string(), |shown| shown.get());
    view! {
        <label class="field">
            <span>{label}</span>
            <output>{text}</output>
            <input
                type="range"
                // The label is the output's, which comes first.
                aria-label=label
                min=ends.0
                max=ends.1
                aria-valuetext=text
                prop:value=move || value.get().to_string()
                on:input=move |event| {
                    if let Ok(value) = event_target_value(&event).parse() {
                        on_change.run(value);
                    }
                }
            />
        </label>
    }
}

/// One of a few values.
#[component]
pub(crate) fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    /// What is chosen.
    label: &'static str,
    /// The values and their names.
    options: &'static [(T, &'static str)],
    /// Which it is.
    #[prop(into)]
    value: Signal<T>,
    /// Hears which it becomes.
    #[prop(into)]
    on_change: Callback<T>,
) -> impl IntoView {
    // The page holds the buttons once, not for every type of value.
    let names: Vec<&'static str> = options.iter().map(|(_, name)| *name).collect();
    let chosen = Memo::new(move |_| options.iter().position(|(option, _)| *option == value.get()));
    let choose = Callback::new(move |at: usize| {
        if let Some((option, _)) = options.get(at) {
            on_change.run(*option);
        }
    });
    view! {
        <div class="field choice" role="group" aria-label=label>
            <span>{label}</span>
            <div class="options">
                <Chips names chosen choose />
            </div>
        </div>
    }
}

/// Buttons of which one is pressed.
#[component]
pub(crate) fn Chips(
    /// What they say.
    names: Vec<&'static str>,
    /// Which is pressed.
    #[prop(into)]
    chosen: Signal<Option<usize>>,
    /// Hears which is chosen.
    choose: Callback<usize>,
    /// What tests know each by.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let chip = move |(at, name): (usize, &'static str)| {
        view! {
            <button
                class="chip"
                data-testid=test_id
                aria-pressed=move || (chosen.get() == Some(at)).to_string()
                on:click=move |_| choose.run(at)
            >
                {name}
            </button>
        }
    };
    names.into_iter().enumerate().map(chip).collect_view()
}

/// A tick box.
#[component]
pub(crate) fn Tick(
    /// What it switches.
    label: &'static str,
    /// Whether it is on.
    #[prop(into)]
    value: Signal<bool>,
    /// Hears what it becomes.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="field">
            <input type="checkbox" prop:checked=value on:change=move |event| on_change.run(event_target_checked(&event)) />
            <span>{label}</span>
        </label>
    }
}

/// How often a run takes a step.
const RUN_MS: u32 = 50;

/// Buttons that go on, run, and go back to the beginning. Nothing runs by itself.
#[component]
pub(crate) fn Steps(
    /// How many steps are done.
    #[prop(into)]
    value: Signal<u32>,
    /// As many as there can be.
    most: u32,
    /// How many a run takes at a time.
    #[prop(default = 1)]
    stride: u32,
    /// Hears how many it becomes.
    #[prop(into)]
    on_change: Callback<u32>,
) -> impl IntoView {
    let run = StoredValue::new_local(None::<Interval>);
    let running = RwSignal::new(false);
    let stop = move || {
        run.set_value(None);
        running.set(false);
    };
    let go_on = move |by: u32| {
        let next = (value.get_untracked() + by).min(most);
        on_change.run(next);
        if next == most {
            stop();
        }
    };
    let toggle = move |_| {
        if running.get_untracked() {
            stop();
        } else {
            running.set(true);
            run.set_value(Some(Interval::new(RUN_MS, move || go_on(stride))));
        }
    };
    let at_end = move || value.get() >= most;
    view! {
        <div class="field steps" role="group" aria-label="Steps">
            <span>"Steps done"</span>
            <output data-testid="steps-done">{value}</output>
            <div class="options">
                <button class="small" data-testid="step" disabled=at_end on:click=move |_| go_on(1)>"Step"</button>
                <button class="small" data-testid="run" disabled=at_end on:click=toggle>
                    {move || if running.get() { "Pause" } else { "Run" }}
                </button>
                <button
                    class="small"
                    disabled=move || value.get() == 0
                    on:click=move |_| {
                        stop();
                        on_change.run(0);
                    }
                >
                    "Back to the start"
                </button>
            </div>
        </div>
    }
}
