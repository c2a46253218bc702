//! The playground: free cells that share one interpreter, kept in the browser, shared by link.

mod cell;
mod link;
mod notebook;

use crate::components::{EngineStatus, Icon, Picture};
use crate::engine::Engine;
use crate::storage::{Cell, Storage};
use cell::CellView;
use leptos::prelude::*;
use leptos::task::spawn_local;
use link::CopyLink;
use notebook::{Notebook, Notice};

/// The page. It reads the cells first: an editor must never start with an older text than what was typed.
#[component]
pub(crate) fn PlaygroundPage() -> impl IntoView {
    crate::site::set_title("Playground");
    Engine::expect().warm();
    crate::components::preload_editor();
    let storage = Storage::expect();
    let stored = RwSignal::new(None::<Vec<Cell>>);
    spawn_local(async move {
        let cells = storage.cells().await;
        stored.try_set(Some(cells));
    });
    move || stored.get().map(|cells| view! { <Playground notebook=Notebook::open(cells) /> })
}

#[component]
fn Playground(notebook: Notebook) -> impl IntoView {
    link::follow(notebook);
    let running = move || notebook.is_running();
    view! {
        <div class="page playground" data-testid="playground" data-state=move || notebook.state_name()>
            <h1>"Playground"</h1>
            <p class="lead">
                "Cells run in one Python session and share their names. They are kept in this browser, and nowhere else."
            </p>
            <div class="playground-bar" role="group" aria-label="Actions">
                <button class="primary" data-testid="run-all" title="Ctrl+Shift+Enter in a cell" on:click=move |_| notebook.run_all()>
                    <Icon picture=Picture::Play />
                    "Run all"
                </button>
                <button data-testid="stop" disabled=move || !running() on:click=move |_| notebook.stop()>
                    <Icon picture=Picture::Square />
                    "Stop"
                </button>
                <button
                    data-testid="restart"
                    title="Forgets all names; the cells stay"
                    disabled=move || !notebook.has_names()
                    on:click=move |_| notebook.restart()
                >
                    "Restart"
                </button>
                <EngineStatus engine=notebook.engine doing=Signal::derive(move || running().then_some("Running")) />
                <span class="grow"></span>
                <CopyLink notebook />
                <button class="quiet" data-testid="reset" title="Deletes all cells" on:click=move |_| notebook.reset()>
                    "Reset"
                </button>
            </div>
            <Notices notebook />
            <div class="cells">
                <For each=move || notebook.cells.get() key=|cell| cell.key() let:cell>
                    <CellView notebook cell />
                </For>
                <Show when=move || notebook.cells.with(Vec::is_empty)>
                    <p class="soft">"There are no cells."</p>
                </Show>
            </div>
            <button data-testid="add-cell" on:click=move |_| notebook.add_at_end()>"Add a cell"</button>
        </div>
    }
}

/// What happened to cells and names, and the way back.
#[component]
fn Notices(notebook: Notebook) -> impl IntoView {
    view! {
        <div role="status">
            {move || {
                notebook
                    .removed
                    .with(Option::is_some)
                    .then(|| {
                        view! {
                            <p class="notice" data-testid="removed">
                                {move || notebook.removed.with(|removed| removed.as_ref().map(|removed| removed.what))}
                                " "
                                <button class="link" data-testid="undo" on:click=move |_| notebook.undo()>
                                    "Undo"
                                </button>
                            </p>
                        }
                    })
            }}
            {move || {
                notebook
                    .notice
                    .get()
                    .map(|notice| {
                        let data = notice.name();
                        view! {
                            <p class="notice" data-testid="notice" data-notice=data>
                                {notice.text()}
                                " "
                                {(notice == Notice::NamesGone)
                                    .then(|| {
                                        view! {
                                            <button class="link" on:click=move |_| notebook.run_all()>
                                                "Run all"
                                            </button>
                                        }
                                    })}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
