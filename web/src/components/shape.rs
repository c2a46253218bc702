//! A shape in words, each size in its axis' colour.

use leptos::prelude::*;

/// A shape as Python prints it; strides too.
#[component]
pub(crate) fn Shape<T: ToString>(
    /// Sizes (or strides), first axis first.
    sizes: Vec<T>,
) -> impl IntoView {
    let rank = sizes.len();
    let end = if rank == 1 { ",)" } else { ")" };
    let sizes = sizes
        .into_iter()
        .enumerate()
        .map(|(position, size)| {
            let axis = position as isize - rank as isize;
            view! {
                {(position > 0).then_some(", ")}
                <span class="axis" data-axis=axis.to_string()>
                    {size.to_string()}
                </span>
            }
        })
        .collect_view();
    view! { <code class="shape">"("{sizes}{end}</code> }
}
