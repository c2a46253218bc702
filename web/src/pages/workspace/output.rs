//! What a program printed, and how it ended.

use super::session::{End, Session, Task};
use crate::components::OutputText;
use leptos::prelude::*;
use ndgym_protocol::{Ending, Exception};

/// The output pane's content.
#[component]
pub(super) fn Output(session: Session) -> impl IntoView {
    let untouched = move || session.last_task.get().is_none();
    view! {
        <Show when=untouched>
            <span class="remark">"Run your code to see here what it prints."</span>
        </Show>
        <OutputText output=session.output />
        <div role="status">{move || session.end.get().map(|end| view! { <Ended session end /> })}</div>
    }
}

#[component]
fn Ended(session: Session, end: End) -> impl IntoView {
    let silent = session.output.with_untracked(Vec::is_empty);
    let tested = session.last_task.get_untracked() != Some(Task::Run);
    match end {
        End::Stopped => view! { <span class="remark">"Stopped. What was printed until then is kept."</span> }.into_any(),
        End::Finished { ending, milliseconds, peak_bytes } => match ending {
            Ending::Completed => {
                let what = match (silent, tested) {
                    (false, _) => "Finished",
                    (true, false) => "Finished, and printed nothing",
                    (true, true) => "The tests ran; your code printed nothing",
                };
                view! { <span class="remark">{what}" · "{spent(milliseconds, peak_bytes)}</span> }.into_any()
            }
            Ending::Exited { code } => {
                view! { <span class="remark">"Ended with exit code "{code}" · "{spent(milliseconds, peak_bytes)}</span> }
                    .into_any()
            }
            Ending::Raised(exception) => view! { <Traceback session exception /> }.into_any(),
            Ending::TimeLimit { line, limit_ms } => {
                view! {
                    <span class="remark problem">
                        "Ended after the time limit of "{limit_ms / 1000.0}" s"
                        {line
                            .map(|line| {
                                view! { ", while "<LineLink session line />" was running" }
                            })} ". Does a loop never end? The limit can be changed on the page Data."
                    </span>
                }
                .into_any()
            }
            Ending::EngineFailure { message } => view! {
                <span class="remark problem">
                    "The engine broke and has been replaced; your code is untouched. Run again. (" {message} ")"
                </span>
            }
            .into_any(),
        },
    }
}

fn spent(milliseconds: f64, peak_bytes: u64) -> String {
    let memory =
        if peak_bytes > 0 { format!(", {:.1} MB at most", peak_bytes as f64 / 1e6) } else { String::new() };
    format!("{milliseconds:.0} ms{memory}")
}

#[component]
fn Traceback(session: Session, exception: Exception) -> impl IntoView {
    view! {
        <div class="traceback">{exception.traceback}</div>
        {exception
            .location
            .map(|span| view! { <span class="remark"><LineLink session line=span.line />" of your code"</span> })}
    }
}

#[component]
fn LineLink(session: Session, line: u32) -> impl IntoView {
    view! {
        <button class="link" on:click=move |_| session.go_to_line(line)>
            "line "
            {line}
        </button>
    }
}
