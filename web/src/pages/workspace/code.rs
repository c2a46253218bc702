//! The answer's editor and the scratch area under it.

use super::session::{Session, Task};
use crate::components::CodeEditor;
use leptos::prelude::*;

/// The middle pane.
#[component]
pub(super) fn CodePane(session: Session) -> impl IntoView {
    let on_run = Callback::new(move |()| session.start(Task::Run));
    let on_submit = Callback::new(move |()| session.start(Task::Submit));
    let is_starter = move || session.source.with(|source| source == session.problem.starter);
    view! {
        <section class="pane editor-pane" aria-label="Code">
            <div class="head">
                <code>{session.problem.signature}</code>
                <span class="grow"></span>
                <Show when=move || session.replaced.with(Option::is_some)>
                    <button class="small" on:click=move |_| session.restore()>"Undo"</button>
                </Show>
                <button
                    class="quiet small"
                    disabled=is_starter
                    on:click=move |_| session.replace_source(session.problem.starter)
                >
                    "Reset to starter"
                </button>
            </div>
            <CodeEditor
                test_id="editor"
                class="editor-frame"
                label="Your answer. Tab indents; Escape, then Tab leaves the editor."
                text=session.source.get_untracked()
                on_change=Callback::new(move |text| session.edited(text))
                on_run
                on_submit
                handle=session.editor
            />
            <div class="head scratch-head">
                <span class="grow">"Scratch: runs after your code"</span>
                <button class="quiet small" on:click=move |_| session.show_example()>"Show an example"</button>
            </div>
            <CodeEditor
                test_id="scratch"
                class="scratch-frame"
                label="Scratch area: runs after your answer, is never submitted. Escape, then Tab leaves it."
                text=session.scratch.get_untracked()
                on_change=Callback::new(move |text| session.scratch_edited(text))
                on_run
                on_submit
                handle=session.scratch_editor
                on_ready=Callback::new(move |()| session.number_scratch())
            />
        </section>
    }
}
