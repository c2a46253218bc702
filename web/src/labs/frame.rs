//! What every lab has around its picture: presets, link, reset, the NumPy program that computes the same, a challenge.

use super::fields::Chips;
use super::{Lab, LabState, LabStore};
use crate::components::CodeView;
use crate::share::{self, Fault};
use gloo_timers::callback::Timeout;
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

/// How long the hand must rest before a challenge looks at the state.
const REST_MS: u32 = 200;

/// What the frame needs to know of a lab's state, whatever that is made of: the page holds the frame once, not for every lab.
#[derive(Clone)]
struct Around {
    fault: Signal<Option<Fault>>,
    presets: Vec<&'static str>,
    chosen: Signal<Option<usize>>,
    choose: Callback<usize>,
    is_default: Signal<bool>,
    reset: Callback<()>,
    can_undo: Signal<bool>,
    undo_reset: Callback<()>,
    link: Callback<(), String>,
    /// What to bring about, and what there is to learn from it.
    challenges: Vec<[&'static str; 2]>,
    /// Poses a challenge: a state that fits already is no answer to it.
    pose: Callback<()>,
    /// Whether the state answers a challenge.
    is_met: Callback<usize, bool>,
    /// Hears of the state's changes.
    track: Callback<()>,
}

impl Around {
    fn new<T: LabState>(
        store: LabStore<T>,
        presets: &'static [Preset<T>],
        challenges: &'static [Challenge<T>],
    ) -> Around {
        let state = store.state;
        let posed = StoredValue::new(state.get_untracked());
        Around {
            fault: store.fault.into(),
            presets: presets.iter().map(|preset| preset.name).collect(),
            chosen: Memo::new(move |_| {
                state.with(|state| presets.iter().position(|preset| *state == (preset.state)()))
            })
            .into(),
            choose: Callback::new(move |at: usize| {
                if let Some(preset) = presets.get(at) {
                    state.set((preset.state)());
                }
            }),
            is_default: Signal::derive(move || state.with(|state| *state == T::default())),
            reset: Callback::new(move |()| store.reset()),
            can_undo: Signal::derive(move || store.before_reset.with(Option::is_some)),
            undo_reset: Callback::new(move |()| store.undo_reset()),
            link: Callback::new(move |()| store.link()),
            challenges: challenges.iter().map(|challenge| [challenge.ask, challenge.insight]).collect(),
            pose: Callback::new(move |()| posed.set_value(state.get_untracked())),
            is_met: Callback::new(move |at: usize| {
                state.with_untracked(|state| {
                    posed.with_value(|posed| posed != state)
                        && challenges.get(at).is_some_and(|challenge| (challenge.is_met)(state))
                })
            }),
            track: Callback::new(move |()| state.track()),
        }
    }
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
    let around = Around::new(store, presets, challenges);
    view! { <Frame lab around code printed description controls picture=children() /> }
}

#[component]
fn Frame(
    lab: Lab,
    around: Around,
    code: Signal<String>,
    printed: Signal<String>,
    description: Signal<String>,
    controls: ViewFn,
    picture: AnyView,
) -> impl IntoView {
    crate::site::set_title(lab.title);
    let Around { fault, chosen, choose, .. } = around;
    view! {
        <article class="page lab" data-testid="lab" data-lab=lab.id>
            <p class="crumb"><a href="labs/">"Labs"</a></p>
            <h1>{lab.title}</h1>
            <p class="lead">{lab.summary}</p>
            <FaultNotice fault />
            <div class="lab-bar">
                <div class="presets" role="group" aria-label="Examples">
                    <Chips names=around.presets.clone() chosen choose test_id="lab-preset" />
                </div>
                <span class="grow"></span>
                <Tools around=around.clone() />
            </div>
            <div class="lab-stage">
                <div class="lab-picture" data-testid="lab-picture" tabindex="0" role="region" aria-label="Picture">
                    {picture}
                </div>
                <div class="lab-controls" role="group" aria-label="Controls">{controls.run()}</div>
            </div>
            <p class="visually-hidden" aria-live="polite" data-testid="lab-description">{description}</p>
            <Program code printed />
            <Challenges around />
        </article>
    }
}

#[component]
fn FaultNotice(fault: Signal<Option<Fault>>) -> impl IntoView {
    move || {
        fault.get().map(|fault| {
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
fn Tools(around: Around) -> impl IntoView {
    let Around { is_default, reset, can_undo, undo_reset, link, .. } = around;
    let copied = RwSignal::new(None::<Result<(), String>>);
    let copy = move |_| {
        let link = link.run(());
        spawn_local(async move {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&link)).await;
            copied.try_set(Some(written.map(|_| ()).map_err(|_| link)));
        });
    };
    view! {
        <div class="lab-tools">
            <Show when=move || can_undo.get()>
                <button class="quiet small" on:click=move |_| undo_reset.run(())>"Undo reset"</button>
            </Show>
            <button class="quiet small" data-testid="lab-reset" disabled=is_default on:click=move |_| reset.run(())>
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
fn Challenges(around: Around) -> impl IntoView {
    let Around { challenges, pose, is_met, track, .. } = around;
    let at = RwSignal::new(0_usize);
    // A challenge that was met once stays met while its insight is read.
    let met = RwSignal::new(false);
    // Some challenges compute a lot to be judged: not under the moving hand.
    let pending = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        track.run(());
        let judge = move || {
            if at.try_get_untracked().is_some_and(|at| is_met.run(at)) {
                met.set(true);
            }
        };
        pending.set_value(Some(Timeout::new(REST_MS, judge)));
    });
    let count = challenges.len();
    let next = move |_| {
        pose.run(());
        met.set(false);
        at.update(|at| *at = (*at + 1) % count.max(1));
    };
    move || {
        let [ask, insight] = *challenges.get(at.get())?;
        Some(view! {
            <section class="lab-challenge" aria-label="Challenge" data-testid="lab-challenge" data-met=move || met.get().to_string()>
                <h2>"Try: "{ask}</h2>
                <div role="status">
                    {move || met.get().then(|| view! { <p class="insight">{insight}</p> })}
                </div>
                {(count > 1)
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
