//! The clock: it starts with the first change, can be paused, and never rings.

use super::session::Session;
use leptos::prelude::*;
use std::time::Duration;

/// How often the clock's time is stored, in seconds.
const STORE_EVERY: u32 = 10;

/// Time spent, of the time an interviewer would give.
#[component]
pub(super) fn Timer(session: Session) -> impl IntoView {
    let tick = move || {
        if session.clock_runs.get_untracked() && !document().hidden() {
            session.seconds.update(|seconds| *seconds += 1);
            if session.seconds.get_untracked().is_multiple_of(STORE_EVERY) {
                session.changed();
            }
        }
    };
    if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    let reset = move |_| {
        session.clock_runs.set(false);
        session.seconds.set(0);
        session.changed();
    };
    view! {
        <div class="timer" role="group" aria-label="Clock">
            <output aria-label="Time spent">
                {move || {
                    let seconds = session.seconds.get();
                    format!("{:02}:{:02}", seconds / 60, seconds % 60)
                }}
            </output>
            <span class="soft">"of "{session.problem.minutes}" min"</span>
            <button class="quiet small" on:click=move |_| session.clock_runs.update(|runs| *runs = !*runs)>
                {move || if session.clock_runs.get() { "Pause" } else { "Start" }}
            </button>
            <button class="quiet small" disabled=move || session.seconds.get() == 0 on:click=reset>"Reset clock"</button>
        </div>
    }
}
