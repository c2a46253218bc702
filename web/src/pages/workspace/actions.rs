//! Run, Submit, Stop.

use super::session::{Session, Task};
use crate::components::{EngineStatus, Icon, Picture};
use leptos::prelude::*;

/// The bar of buttons.
#[component]
pub(super) fn Actions(session: Session) -> impl IntoView {
    let running = move || session.running.get().is_some();
    view! {
        <div class="actions" role="group" aria-label="Actions">
            <button
                class="primary"
                data-testid="run"
                title="Ctrl+Enter"
                disabled=running
                on:click=move |_| session.start(Task::Run)
            >
                <Icon picture=Picture::Play />
                "Run"
            </button>
            <button
                data-testid="submit"
                title="Ctrl+Shift+Enter"
                disabled=running
                on:click=move |_| session.start(Task::Submit)
            >
                <Icon picture=Picture::Check />
                "Submit"
            </button>
            <button data-testid="stop" disabled=move || !running() on:click=move |_| session.stop()>
                <Icon picture=Picture::Square />
                "Stop"
            </button>
            <EngineStatus engine=session.engine doing=Signal::derive(move || doing(session)) />
        </div>
    }
}

fn doing(session: Session) -> Option<&'static str> {
    session.running.get().map(|task| if task == Task::Run { "Running" } else { "Testing" })
}
