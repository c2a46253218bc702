//! The problem in words, its hints and the clock.

use super::session::Session;
use super::timer::Timer;
use crate::components::{Icon, Picture};
use leptos::prelude::*;

const HINT_TITLES: [&str; 3] = ["Hint 1: a direction", "Hint 2: the key step", "Hint 3: a full solution"];

/// The left pane.
#[component]
pub(super) fn StatementPane(session: Session) -> impl IntoView {
    let problem = session.problem;
    let skills = problem.skills.iter().map(|skill| skill.name()).collect::<Vec<_>>().join(", ");
    view! {
        <section class="pane statement-pane" aria-label="Problem">
            <div class="pane-body" tabindex="0">
                <h1 class="title">{problem.label}" "{problem.title}</h1>
                <p class="facts">
                    <span>{problem.difficulty.name()}</span>
                    <span>{problem.minutes}" min"</span>
                    <span>{skills}</span>
                </p>
                <div class="prose" inner_html=problem.statement_html></div>
                <div class="hints">
                    {(0..problem.hints_html.len()).map(|index| view! { <Hint session index /> }).collect_view()}
                </div>
            </div>
            <Timer session />
        </section>
    }
}

/// A hint, closed until it is asked for; it can be opened once the one before it has been.
#[component]
fn Hint(session: Session, index: usize) -> impl IntoView {
    let open = RwSignal::new(false);
    let number = index + 1;
    let locked = move || session.hints.get() < index;
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() && session.hints.get_untracked() < number {
            session.hints.set(number);
            session.changed();
        }
    };
    let id = format!("hint-text-{number}");
    view! {
        <div class="hint" data-testid=format!("hint-{number}")>
            <button
                aria-expanded=move || open.get().to_string()
                aria-controls=id.clone()
                disabled=locked
                on:click=toggle
            >
                <Icon picture=Picture::Chevron />
                {HINT_TITLES[index]}
                {move || locked().then(|| format!(" (after hint {index})"))}
            </button>
            <div id=id>
                <Show when=move || open.get()>
                    <div class="prose" inner_html=session.problem.hints_html[index]></div>
                </Show>
            </div>
        </div>
    }
}
