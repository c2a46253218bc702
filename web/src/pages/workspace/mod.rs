//! A problem's page: statement, editor, results.

mod actions;
mod attempts;
mod code;
mod output;
mod results;
mod session;
mod statement;
mod tests;
mod timer;

use crate::storage::Storage;
use actions::Actions;
use code::CodePane;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use ndgym_curriculum::Problem;
use results::ResultsPane;
use session::{Pane, Session};
use statement::StatementPane;

/// The page of the problem that the address names.
#[component]
pub(crate) fn WorkspacePage() -> impl IntoView {
    let params = use_params_map();
    let problem = Memo::new(move |_| {
        let id = params.with(|params| params.get("id")).unwrap_or_default();
        Known(ndgym_curriculum::problem(&id))
    });
    move || match problem.get().0 {
        Some(problem) => view! { <Opening problem /> }.into_any(),
        None => view! { <super::NotFoundPage what="problem" /> }.into_any(),
    }
}

/// Problems are compared by their ids.
#[derive(Clone, Copy)]
struct Known(Option<&'static Problem>);

impl PartialEq for Known {
    fn eq(&self, other: &Known) -> bool {
        self.0.map(|problem| problem.id) == other.0.map(|problem| problem.id)
    }
}

/// Reads the draft, then shows the workspace: an editor must never start with an older text than what was typed.
#[component]
fn Opening(problem: &'static Problem) -> impl IntoView {
    crate::site::set_title(problem.title);
    crate::engine::Engine::expect().warm();
    crate::components::preload_editor();
    let storage = Storage::expect();
    let draft = RwSignal::new(None);
    spawn_local(async move {
        let found = storage.draft(problem.id).await;
        draft.try_set(Some(found));
    });
    move || draft.get().map(|draft| view! { <Workspace session=Session::open(problem, draft) /> })
}

#[component]
fn Workspace(session: Session) -> impl IntoView {
    view! {
        <div
            class="workspace"
            data-state=move || session.state_name()
            data-tab=move || session.pane.get().name()
        >
            <div class="tabs pane-tabs" role="tablist" aria-label="Panes">
                {Pane::ALL
                    .map(|pane| {
                        view! {
                            <button
                                role="tab"
                                data-testid=format!("tab-{}", pane.name())
                                aria-selected=move || (session.pane.get() == pane).to_string()
                                on:click=move |_| session.pane.set(pane)
                            >
                                {pane.title()}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <StatementPane session />
            <CodePane session />
            <ResultsPane session />
            <Actions session />
        </div>
    }
}
