//! The list of labs, and the page of each.

use super::NotFoundPage;
use crate::labs::{Group, LABS, Lab, lab};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The list.
#[component]
pub(crate) fn LabListPage() -> impl IntoView {
    crate::site::set_title("Labs");
    view! {
        <div class="page">
            <h1>"Labs"</h1>
            <p class="lead">
                "Move an idea with your own hands: every picture is computed here, by the same code that runs your NumPy."
            </p>
            {Group::ALL
                .into_iter()
                .map(|group| {
                    let labs = LABS.iter().filter(move |lab| lab.group == group);
                    view! {
                        <section class="lab-group">
                            <h2>{group.title()}</h2>
                            <ul class="lab-list">{labs.map(|lab| view! { <Row lab=*lab /> }).collect_view()}</ul>
                        </section>
                    }
                })
                .collect_view()}
            <section class="lab-group">
                <h2>"Speed"</h2>
                <ul class="lab-list">
                    <li>
                        <a href="race/" data-testid="labs-race">
                            <span class="title">"Race"</span>
                            <span class="summary">
                                "Loop against vectorised against einsum, timed in this browser while you watch."
                            </span>
                        </a>
                    </li>
                </ul>
            </section>
        </div>
    }
}

#[component]
fn Row(lab: Lab) -> impl IntoView {
    view! {
        <li>
            <a href=format!("labs/{}/", lab.id) data-testid=format!("lab-{}", lab.id)>
                <span class="title">{lab.title}</span>
                <span class="summary">{lab.summary}</span>
            </a>
        </li>
    }
}

/// A lab.
#[component]
pub(crate) fn LabPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    move || id.with(|id| lab(id)).unwrap_or_else(|| view! { <NotFoundPage what="lab" /> }.into_any())
}
