//! How far the engine's start has come, and what it does.

use crate::engine::{Engine, Progress};
use leptos::prelude::*;

/// One line on what happens now; a bar while the engine comes.
#[component]
pub(crate) fn EngineStatus(
    /// The engine.
    engine: Engine,
    /// What it does, in a word.
    doing: Signal<Option<&'static str>>,
) -> impl IntoView {
    let progress = engine.progress();
    let text = move || match progress.get() {
        Progress::Waiting => String::new(),
        Progress::Downloading { bytes, total } => {
            let [bytes, total] = [bytes, total].map(|bytes| bytes / 1e6);
            if total > 0.0 {
                format!("Loading Python: {bytes:.1} of {total:.1} MB")
            } else {
                format!("Loading Python: {bytes:.1} MB")
            }
        }
        Progress::Starting => "Starting Python".to_owned(),
        Progress::Failed(_) => "Python could not be loaded".to_owned(),
        Progress::Ready => doing.get().unwrap_or_default().to_owned(),
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
                            <button class="link" on:click=move |_| engine.warm()>"Try again"</button>
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
