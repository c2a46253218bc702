//! The right pane: tests, output, attempts.

use super::attempts::Attempts;
use super::output::Output;
use super::session::{ResultsTab, Session};
use super::tests::Tests;
use leptos::prelude::*;

const TABS: [(ResultsTab, &str, &str); 3] = [
    (ResultsTab::Tests, "Tests", "tests"),
    (ResultsTab::Output, "Output", "output"),
    (ResultsTab::Attempts, "Attempts", "attempts"),
];

/// The pane.
#[component]
pub(super) fn ResultsPane(session: Session) -> impl IntoView {
    let tab = session.results_tab;
    let hidden = move |own: ResultsTab| move || tab.get() != own;
    view! {
        <section class="pane results-pane" aria-label="Results">
            <div class="tabs" role="tablist" aria-label="Results">
                {TABS
                    .map(|(own, title, id)| {
                        view! {
                            <button
                                role="tab"
                                id=format!("{id}-tab")
                                aria-controls=format!("{id}-panel")
                                aria-selected=move || (tab.get() == own).to_string()
                                on:click=move |_| tab.set(own)
                            >
                                {title}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <div
                class="pane-body"
                role="tabpanel"
                id="tests-panel"
                aria-labelledby="tests-tab"
                tabindex="0"
                data-testid="tests"
                hidden=hidden(ResultsTab::Tests)
            >
                <Tests session />
            </div>
            <div
                class="pane-body output"
                role="tabpanel"
                id="output-panel"
                aria-labelledby="output-tab"
                tabindex="0"
                data-testid="output"
                hidden=hidden(ResultsTab::Output)
            >
                <Output session />
            </div>
            <div
                class="pane-body"
                role="tabpanel"
                id="attempts-panel"
                aria-labelledby="attempts-tab"
                tabindex="0"
                hidden=hidden(ResultsTab::Attempts)
            >
                <Attempts session />
            </div>
        </section>
    }
}
