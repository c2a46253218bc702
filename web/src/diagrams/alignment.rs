//! Shapes written under each other, aligned at the last axis, as broadcasting compares them.

use leptos::prelude::*;

/// One shape of the table.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// The array's name.
    pub(super) name: &'static str,
    /// Its sizes.
    pub(super) shape: RwSignal<Vec<usize>>,
    /// Hears which axis (1 is the last) is to get which size.
    pub(super) on_resize: Callback<(usize, usize)>,
}

/// The table: a column for each axis, a row for each operand, and the result.
#[component]
pub(super) fn Alignment(
    /// The operands.
    rows: [Row; 2],
    /// The result's shape; none if the shapes clash.
    #[prop(into)]
    result: Signal<Option<Vec<usize>>>,
    /// The axis (1 is the last) on which they clash.
    #[prop(into)]
    clash: Signal<Option<usize>>,
) -> impl IntoView {
    let rank = Memo::new(move |_| rows.iter().map(|row| row.shape.with(Vec::len)).max().unwrap_or(0));
    let axes = move || (1..=rank.get()).rev();
    view! {
        <table class="alignment">
            <caption class="visually-hidden">"Shapes, aligned at the last axis"</caption>
            <thead>
                <tr>
                    <td></td>
                    {move || {
                        axes()
                            .map(|axis| {
                                view! {
                                    <th scope="col" class=format!("axis--{axis}")>
                                        <span class="axis-name">"axis −"{axis}</span>
                                    </th>
                                }
                            })
                            .collect_view()
                    }}
                </tr>
            </thead>
            <tbody>
                {rows
                    .map(|row| {
                        view! {
                            <tr>
                                <th scope="row">{row.name}</th>
                                {move || axes().map(|axis| view! { <SizeCell row axis clash /> }).collect_view()}
                            </tr>
                        }
                    })
                    .collect_view()}
                <tr>
                    <th scope="row">"a + b"</th>
                    {move || {
                        axes()
                            .map(|axis| {
                                let size = result
                                    .with(|shape| shape.as_ref().and_then(|shape| size_from_last(shape, axis)));
                                view! {
                                    <td class=format!("result axis--{axis}")>
                                        {size.map_or("?".to_owned(), |size| size.to_string())}
                                    </td>
                                }
                            })
                            .collect_view()
                    }}
                </tr>
            </tbody>
        </table>
    }
}

fn size_from_last(shape: &[usize], axis: usize) -> Option<usize> {
    shape.len().checked_sub(axis).map(|position| shape[position])
}

/// One size, to be made larger or smaller; an axis the array lacks counts as size 1.
#[component]
fn SizeCell(row: Row, axis: usize, clash: Signal<Option<usize>>) -> impl IntoView {
    let Row { name, shape, on_resize } = row;
    let size = Memo::new(move |_| shape.with(|shape| size_from_last(shape, axis)));
    move || match size.get() {
        None => {
            view! { <td class="absent" title="An axis that is missing counts as 1">"(1)"</td> }.into_any()
        }
        Some(size) => view! {
            <td class=format!("axis--{axis}") class:clash=move || clash.get() == Some(axis)>
                <div class="size">
                    <button
                        aria-label=format!("{name}: make axis -{axis} smaller")
                        disabled=size <= 1
                        on:click=move |_| on_resize.run((axis, size - 1))
                    >
                        "−"
                    </button>
                    <output>{size}</output>
                    <button
                        aria-label=format!("{name}: make axis -{axis} larger")
                        on:click=move |_| on_resize.run((axis, size + 1))
                    >
                        "+"
                    </button>
                </div>
            </td>
        }
        .into_any(),
    }
}
