//! Earlier submissions of this problem.

use super::session::{Pane, Session};
use crate::components::{Icon, Picture};
use crate::storage::Attempt;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The list, newest first.
#[component]
pub(super) fn Attempts(session: Session) -> impl IntoView {
    let attempts = RwSignal::new(Vec::<Attempt>::new());
    Effect::new(move |_| {
        session.submissions.track();
        spawn_local(async move {
            let mut own = session.storage.attempts().await;
            own.retain(|attempt| attempt.problem == session.problem.id);
            own.reverse();
            attempts.try_set(own);
        });
    });
    view! {
        <Show when=move || attempts.with(Vec::is_empty)>
            <p class="soft">"Each submission is kept here, with its code. There is none yet."</p>
        </Show>
        <ul class="attempts">
            {move || attempts.get().into_iter().map(|attempt| view! { <Row session attempt /> }).collect_view()}
        </ul>
    }
}

#[component]
fn Row(session: Session, attempt: Attempt) -> impl IntoView {
    let when = js_sys::Date::new(&attempt.when.into())
        .to_locale_string("default", &wasm_bindgen::JsValue::UNDEFINED);
    let Attempt { source, right, passed, total, .. } = attempt;
    view! {
        <li>
            <span class="state" class:solved=right>
                <Icon picture=if right { Picture::Check } else { Picture::Cross } />
                {if right { "Right" } else { "Not right" }}
            </span>
            <span class="number">{passed}"/"{total}</span>
            <span class="when">{String::from(when)}</span>
            <button
                class="small"
                on:click=move |_| {
                    session.pane.set(Pane::Editor);
                    session.replace_source(&source);
                }
            >
                "Load"
            </button>
        </li>
    }
}
