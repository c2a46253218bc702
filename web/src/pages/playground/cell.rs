//! One cell: its number, its code, what it wrote.

use super::notebook::{End, Notebook, NotebookCell, Phase};
use crate::components::{CodeEditor, Icon, OutputText, Picture};
use leptos::prelude::*;
use ndgym_protocol::Ending;

/// The cell.
#[component]
pub(super) fn CellView(notebook: Notebook, cell: NotebookCell) -> impl IntoView {
    let phase = move || match cell.phase.get() {
        Phase::Resting => "resting",
        Phase::Waiting => "waiting",
        Phase::Running => "running",
    };
    view! {
        <section class="cell" aria-label="Cell" data-testid="cell" data-phase=phase>
            <div class="cell-head">
                <code class="cell-number" data-testid="cell-number">{move || head(notebook, cell)}</code>
                <button
                    class="small"
                    data-testid="run-cell"
                    title="Ctrl+Enter or Shift+Enter"
                    disabled=move || cell.phase.get() != Phase::Resting
                    on:click=move |_| notebook.run(cell)
                >
                    <Icon picture=Picture::Play />
                    "Run"
                </button>
                <span class="grow"></span>
                <CellTools notebook cell />
            </div>
            <CodeEditor
                test_id="cell-editor"
                class="cell-editor"
                label="Code of a cell. Shift+Enter runs it; Tab indents; Escape, then Tab leaves the editor."
                text=cell.record.with_untracked(|record| record.code.clone())
                on_change=Callback::new(move |code| notebook.edited(cell, code))
                on_run=Callback::new(move |()| notebook.run(cell))
                on_submit=Callback::new(move |()| notebook.run_all())
                shift_enter_runs=true
                handle=cell.editor
            />
            <Written cell />
        </section>
    }
}

fn head(notebook: Notebook, cell: NotebookCell) -> String {
    match (cell.phase.get(), notebook.number(cell)) {
        (Phase::Waiting, _) | (Phase::Running, None) => "In [*]".to_owned(),
        (_, Some(number)) => format!("In [{number}]"),
        (Phase::Resting, None) => "In [ ]".to_owned(),
    }
}

#[component]
fn CellTools(notebook: Notebook, cell: NotebookCell) -> impl IntoView {
    view! {
        <div class="cell-tools" role="group" aria-label="Cell">
            <button
                class="quiet small"
                data-testid="cell-up"
                disabled=move || notebook.is_end(cell, true)
                on:click=move |_| notebook.shift(cell, true)
            >
                "Up"
            </button>
            <button
                class="quiet small"
                data-testid="cell-down"
                disabled=move || notebook.is_end(cell, false)
                on:click=move |_| notebook.shift(cell, false)
            >
                "Down"
            </button>
            <button class="quiet small" data-testid="cell-add" on:click=move |_| notebook.add_after(cell)>
                "Add below"
            </button>
            <button class="quiet small" data-testid="cell-delete" on:click=move |_| notebook.delete(cell)>
                "Delete"
            </button>
        </div>
    }
}

/// What the cell wrote, its value, and how it ended.
#[component]
fn Written(cell: NotebookCell) -> impl IntoView {
    let any = move || cell.output.with(|output| !output.is_empty()) || cell.end.with(Option::is_some);
    view! {
        <div class="output cell-output" data-testid="cell-output" hidden=move || !any()>
            <OutputText output=cell.output />
            <div role="status">{move || cell.end.get().map(|end| view! { <Ended end /> })}</div>
        </div>
    }
}

#[component]
fn Ended(end: End) -> impl IntoView {
    let remark = |text: String| view! { <span class="remark">{text}</span> }.into_any();
    let problem = |text: String| view! { <span class="remark problem">{text}</span> }.into_any();
    match end {
        End::Stopped => remark("Stopped.".to_owned()),
        End::Finished { ending, milliseconds } => match ending {
            Ending::Completed => remark(format!("{milliseconds:.0} ms")),
            Ending::Exited { code } => remark(format!("Ended with exit code {code}; the names are kept.")),
            Ending::Raised(exception) => {
                view! { <div class="traceback">{exception.traceback}</div> }.into_any()
            }
            Ending::TimeLimit { line, limit_ms } => {
                let place = line.map_or_else(String::new, |line| format!(", while line {line} was running"));
                problem(format!(
                    "Ended after the time limit of {} s{place}. The names are kept. The limit can be changed on the page Data.",
                    limit_ms / 1000.0
                ))
            }
            Ending::EngineFailure { message } => {
                problem(format!("Python broke and has been replaced; your cells are untouched. ({message})"))
            }
        },
    }
}
