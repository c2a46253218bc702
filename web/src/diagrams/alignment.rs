//! Shapes written under each other, aligned at the last axis, as broadcasting compares them.

use super::array_grid::from_last;
use leptos::prelude::*;

/// One shape of the table.
#[derive(Clone)]
pub(crate) struct Row {
    /// The array's name.
    pub(crate) name: String,
    /// Its sizes.
    pub(crate) shape: Signal<Vec<usize>>,
    /// Hears which axis (1 is the last) is to get which size. Without it, sizes stay.
    pub(crate) on_resize: Option<Callback<(usize, usize)>>,
}

/// The table: a column for each axis, a row for each operand, and the result.
#[component]
pub(crate) fn Alignment(
    /// The operands.
    rows: Vec<Row>,
    /// What the result is called.
    #[prop(into)]
    total: String,
    /// The result's shape; none if the shapes clash.
    #[prop(into)]
    result: Signal<Option<Vec<usize>>>,
    /// The axis (1 is the last) on which they clash.
    #[prop(into)]
    clash: Signal<Option<usize>>,
) -> impl IntoView {
    let shapes: Vec<_> = rows.iter().map(|row| row.shape).collect();
    let rank = Memo::new(move |_| shapes.iter().map(|shape| shape.with(Vec::len)).max().unwrap_or(0));
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
                    .into_iter()
                    .map(|row| {
                        let name = row.name.clone();
                        view! {
                            <tr>
                                <th scope="row">{name}</th>
                                {move || {
                                    axes()
                                        .map(|axis| view! { <SizeCell row=row.clone() axis clash result /> })
                                        .collect_view()
                                }}
                            </tr>
                        }
                    })
                    .collect_view()}
                <tr>
                    <th scope="row">{total}</th>
                    {move || {
                        axes()
                            .map(|axis| {
                                let size =
                                    result.with(|shape| shape.as_ref().and_then(|shape| from_last(shape, axis)));
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

/// One size, to be made larger or smaller; an axis the array lacks counts as size 1.
#[component]
fn SizeCell(
    row: Row,
    axis: usize,
    clash: Signal<Option<usize>>,
    result: Signal<Option<Vec<usize>>>,
) -> impl IntoView {
    let Row { name, shape, on_resize } = row;
    let size = Memo::new(move |_| shape.with(|shape| from_last(shape, axis)));
    let stretched = move || {
        let whole = result.with(|result| result.as_ref().and_then(|result| from_last(result, axis)));
        size.get().unwrap_or(1) == 1 && whole.is_some_and(|whole| whole != 1)
    };
    move || {
        match (size.get(), on_resize) {
        (None, _) => {
            view! {
                <td class="absent" class:stretched=stretched title="An axis that is missing counts as 1">"(1)"</td>
            }
            .into_any()
        }
        (Some(size), None) => view! {
            <td class=format!("size-only axis--{axis}") class:stretched=stretched class:clash=move || clash.get() == Some(axis)>
                <output>{size}</output>
            </td>
        }
        .into_any(),
        (Some(size), Some(on_resize)) => view! {
            <td class=format!("axis--{axis}") class:stretched=stretched class:clash=move || clash.get() == Some(axis)>
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
}
