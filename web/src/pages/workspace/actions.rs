//! Run, Submit, Stop, and what the engine is doing.

use super::session::{Session, Task};
use crate::components::{Icon, Picture};
use crate::engine::Progress;
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
            <Status session />
        </div>
    }
}

/// One line on what happens now; a bar while the engine comes.
#[component]
fn Status(session: Session) -> impl IntoView {
    let progress = session.engine.progress();
    let text = move || match (progress.get(), session.running.get()) {
        (Progress::Waiting, _) => String::new(),
        (Progress::Downloading { bytes, total }, _) => {
            let [bytes, total] = [bytes, total].map(|bytes| bytes / 1e6);
            if total > 0.0 {
                format!("Loading Python: {bytes:.1} of {total:.1} MB")
            } else {
                format!("Loading Python: {bytes:.1} MB")
            }
        }
        (Progress::Starting, _) => "Starting Python".to_owned(),
        (Progress::Failed(_), _) => "Python could not be loaded".to_owned(),
        (Progress::Ready, Some(Task::Run)) => "Running".to_owned(),
        (Progress::Ready, Some(_)) => "Testing".to_owned(),
        (Progress::Ready, None) => String::new(),
    };
    let share = move || match progress.get() {
        Progress::Downloading { bytes, total } if total > 0.0 => Some((bytes / total * 100.0).min(100.0)),
        Progress::Starting => Some(100.0),
        _ => None,
    };
    view! {
        <div class="status">
            <span role="status" data-testid="engine-progress">{text}</span>
            {move || {
                matches!(progress.get(), Progress::Failed(_))
                    .then(|| {
                        view! {
                            " "
                            <button class="link" on:click=move |_| session.engine.warm()>"Try again"</button>
                        }
                    })
            }}
            {move || {
                share()
                    .map(|share| {
                        view! {
                            <div class="bar" aria-hidden="true">
                                <div style:width=format!("{share:.0}%")></div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
