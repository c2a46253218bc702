//! What every lab has around its picture: presets, link, reset, the NumPy program that computes the same, a challenge.

use super::{Lab, LabState, LabStore};
use crate::components::CodeView;
use crate::share::{self, Fault};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// A state worth looking at.
#[derive(Clone, Copy)]
pub(crate) struct Preset<T: 'static> {
    /// What its chip says.
    pub(crate) name: &'static str,
    /// Makes the state.
    pub(crate) state: fn() -> T,
}

/// "What happens if": something to bring about by hand.
#[derive(Clone, Copy)]
pub(crate) struct Challenge<T: 'static> {
    /// What to bring about: "Make the naive softmax overflow in float32 but not in float64."
    pub(crate) ask: &'static str,
    /// Whether the state does.
    pub(crate) is_met: fn(&T) -> bool,
    /// What there is to learn from it, shown when it is done.
    pub(crate) insight: &'static str,
}

/// The page of a lab. Children are the picture, `controls` stand beside it.
#[component]
pub(crate) fn LabFrame<T: LabState>(
    /// Which one.
    lab: Lab,
    /// Its state.
    store: LabStore<T>,
    /// Chips above the picture.
    presets: &'static [Preset<T>],
    /// One at a time, under the code.
    challenges: &'static [Challenge<T>],
    /// A complete program: it runs as it stands, and prints `printed`.
    #[prop(into)]
    code: Signal<String>,
    /// What the core says the program prints, to the letter.
    #[prop(into)]
    printed: Signal<String>,
    /// The picture in one or two sentences, for those who do not see it; said again when it changes.
    #[prop(into)]
    description: Signal<String>,
    /// Beside the picture.
    #[prop(into)]
    controls: ViewFn,
    /// The picture.
    children: Children,
) -> impl IntoView {
    crate::site::set_title(lab.title);
    view! {
        <article class="page lab" data-testid="lab" data-lab=lab.id>
            <p class="crumb"><a href="labs/">"Labs"</a></p>
            <h1>{lab.title}</h1>
            <p class="lead">{lab.summary}</p>
            <FaultNotice store />
            <div class="lab-bar">
                <Presets store presets />
                <span class="grow"></span>
                <Tools store />
            </div>
            <div class="lab-stage">
                <div class="lab-picture" data-testid="lab-picture" tabindex="0" role="region" aria-label="Picture">
                    {children()}
                </div>
                <div class="lab-controls" role="group" aria-label="Controls">{controls.run()}</div>
            </div>
            <p class="visually-hidden" aria-live="polite" data-testid="lab-description">{description}</p>
            <Program code printed />
            <Challenges store challenges />
        </article>
    }
}

#[component]
fn FaultNotice<T: LabState>(store: LabStore<T>) -> impl IntoView {
    move || {
        store.fault.get().map(|fault| {
            let reason = match fault {
                Fault::OtherVersion => "This link was made by another version of this page.",
                Fault::Unreadable => "This link is damaged, or asks for more than this page can draw.",
            };
            view! {
                <p class="notice" role="status" data-testid="lab-fault">
                    {reason}" You see the lab as it opens."
                </p>
            }
        })
    }
}

#[component]
fn Presets<T: LabState>(store: LabStore<T>, presets: &'static [Preset<T>]) -> impl IntoView {
    view! {
        <div class="presets" role="group" aria-label="Examples">
            {presets
                .iter()
                .map(|preset| {
                    let make = preset.state;
                    let chosen = Memo::new(move |_| store.state.with(|state| *state == make()));
                    view! {
                        <button
                            class="chip"
                            data-testid="lab-preset"
                            aria-pressed=move || chosen.get().to_string()
                            on:click=move |_| store.state.set(make())
                        >
                            {preset.name}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn Tools<T: LabState>(store: LabStore<T>) -> impl IntoView {
    let copied = RwSignal::new(None::<Result<(), String>>);
    let copy = move |_| {
        let link = store.link();
        spawn_local(async move {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&link)).await;
            copied.try_set(Some(written.map(|_| ()).map_err(|_| link)));
        });
    };
    let is_default = Memo::new(move |_| store.state.with(|state| *state == T::default()));
    view! {
        <div class="lab-tools">
            <Show when=move || store.before_reset.with(Option::is_some)>
                <button class="quiet small" on:click=move |_| store.undo_reset()>"Undo reset"</button>
            </Show>
            <button class="quiet small" data-testid="lab-reset" disabled=is_default on:click=move |_| store.reset()>
                "Reset"
            </button>
            <button class="quiet small" data-testid="lab-link" on:click=copy>"Copy link"</button>
            <span role="status" class="soft">
                {move || match copied.get() {
                    None => String::new().into_any(),
                    Some(Ok(())) => "Copied".into_any(),
                    Some(Err(link)) => view! { <a href=link rel="external">"Link to this state"</a> }.into_any(),
                }}
            </span>
        </div>
    }
}

#[component]
fn Program(code: Signal<String>, printed: Signal<String>) -> impl IntoView {
    view! {
        <section class="lab-program" aria-label="The same in NumPy">
            <div class="head">
                <h2>"The same in NumPy"</h2>
                <a
                    class="button small"
                    data-testid="lab-playground"
                    href=move || code.with(|code| share::playground_link(code))
                >
                    "Open in the playground"
                </a>
            </div>
            <div class="sides">
                <CodeView code test_id="lab-code" />
                <figure>
                    <figcaption>"prints"</figcaption>
                    <pre data-testid="lab-printed" tabindex="0">{printed}</pre>
                </figure>
            </div>
        </section>
    }
}

/// One challenge at a time; the next once it is met, or when the learner wants to move on.
#[component]
fn Challenges<T: LabState>(store: LabStore<T>, challenges: &'static [Challenge<T>]) -> impl IntoView {
    let at = RwSignal::new(0_usize);
    // A challenge that was met once stays met while its insight is read.
    let met = RwSignal::new(false);
    // A state that happens to fit when the challenge is posed is no answer to it.
    let posed = StoredValue::new(store.state.get_untracked());
    Effect::new(move |_| {
        let Some(challenge) = challenges.get(at.get()) else { return };
        let answered =
            store.state.with(|state| (challenge.is_met)(state) && posed.with_value(|posed| posed != state));
        if answered {
            met.set(true);
        }
    });
    let next = move |_| {
        posed.set_value(store.state.get_untracked());
        met.set(false);
        at.update(|at| *at = (*at + 1) % challenges.len().max(1));
    };
    move || {
        let challenge = challenges.get(at.get())?;
        Some(view! {
            <section class="lab-challenge" aria-label="Challenge" data-testid="lab-challenge" data-met=move || met.get().to_string()>
                <h2>"Try: "{challenge.ask}</h2>
                <div role="status">
                    {move || met.get().then(|| view! { <p class="insight">{challenge.insight}</p> })}
                </div>
                {(challenges.len() > 1)
                    .then(|| {
                        view! {
                            <button class="small" on:click=next>
                                {move || if met.get() { "Next challenge" } else { "Another challenge" }}
                            </button>
                        }
                    })}
            </section>
        })
    }
}
