//! An address that leads nowhere.

use leptos::prelude::*;

/// Says that there is no such page or problem, and leads on.
#[component]
pub(crate) fn NotFoundPage(
    /// What there is none of: a page or a problem.
    what: &'static str,
) -> impl IntoView {
    crate::site::set_title("Not found");
    view! {
        <div class="page">
            <h1>"There is no such "{what}</h1>
            <p class="lead">"The address may be mistyped or out of date."</p>
            <p>
                <a href="problems/">"All problems"</a>
                " · "
                <a href="./">"Home"</a>
            </p>
        </div>
    }
}
