//! An array as a grid of squares: one row for one axis, sheets one under the other for three, side by side for four.
//!
//! The pointer and the arrow keys point at cells; other pictures and texts follow through the `pointed` signal.

mod geometry;
mod grip;
mod picture;

pub(crate) use picture::{CellMark, GridPicture, Marks, flat_index, from_last, unflatten};
pub(super) use picture::{classes_of, slots};

use geometry::{CELL, Geometry};
use grip::Grip;
use leptos::prelude::*;
use picture::GridCell;
use web_sys::{KeyboardEvent, PointerEvent};

/// The grid, with a ruler for each axis the array has, and grips that change its sizes.
#[component]
pub(crate) fn ArrayGrid(
    /// What it shows.
    #[prop(into)]
    picture: Signal<GridPicture>,
    /// What a screen reader says.
    #[prop(into)]
    label: Signal<String>,
    /// The cell that is pointed at (its flat index), in any of several grids of one drawn shape.
    #[prop(into)]
    pointed: Signal<Option<usize>>,
    /// Hears which cell is pointed at; the same signal, as a rule.
    #[prop(into)]
    point: SignalSetter<Option<usize>>,
    /// What is special about some cells.
    #[prop(optional, into)]
    marks: Signal<Marks>,
    /// Hears a click on a cell, or Enter.
    #[prop(optional)]
    on_choose: Option<Callback<usize>>,
    /// Hears which axis (1 is the last) is to get which size. Without it there are no grips.
    #[prop(optional)]
    on_resize: Option<Callback<(usize, usize)>>,
) -> impl IntoView {
    let geometry = Memo::new(move |_| picture.with(Geometry::of));
    let grips = move || {
        let on_resize = on_resize?;
        let rank = picture.with(|picture| picture.own_shape.len());
        Some((1..=rank.min(2)).map(|axis| view! { <Grip axis picture on_resize /> }).collect_view())
    };
    let name = move || {
        let cell = pointed.get().and_then(|flat| picture.with(|picture| picture.describe(flat)));
        let part = if picture.with(GridPicture::is_summary) { ", drawn in part" } else { "" };
        let cell = cell.map_or(String::new(), |cell| format!("; {cell}"));
        label.with(|label| format!("{label}{part}{cell}"))
    };
    let press = move |event: KeyboardEvent| {
        if event.target() != event.current_target() {
            return; // A grip's key.
        }
        if let (Some(choose), Some(flat), "Enter" | " ") = (on_choose, pointed.get_untracked(), &*event.key())
        {
            event.prevent_default();
            choose.run(flat);
        } else if let Some(next) =
            picture.with_untracked(|picture| step(picture, pointed.get_untracked(), &event.key()))
        {
            event.prevent_default();
            point.set(Some(next));
        }
    };
    view! {
        <svg
            class="array-grid"
            class:choosable=on_choose.is_some()
            role="group"
            tabindex="0"
            aria-label=name
            width=move || geometry.with(Geometry::width)
            height=move || geometry.with(Geometry::height)
            on:pointerleave=move |event: PointerEvent| {
                // A finger that is lifted leaves what it pointed at.
                if event.pointer_type() == "mouse" {
                    point.set(None);
                }
            }
            on:keydown=press
        >
            {move || {
                geometry.with(|geometry| {
                    picture.with(|picture| {
                        picture
                            .cells
                            .iter()
                            .map(|cell| {
                                let from = picture.origin(cell).map(|slot| geometry.corner(slot));
                                cell_view(cell, geometry, from, (pointed, point), marks, on_choose)
                            })
                            .collect_view()
                    })
                })
            }}
            {move || geometry.with(|geometry| picture.with(|picture| left_out(picture, geometry)))}
            {move || {
                geometry.with(|geometry| {
                    picture.with(|picture| {
                        let rank = picture.own_shape.len().min(4);
                        (1..=rank).map(|axis| ruler(picture, geometry, axis)).collect_view()
                    })
                })
            }}
            {grips}
        </svg>
    }
}

/// Where a key leads.
fn step(picture: &GridPicture, from: Option<usize>, key: &str) -> Option<usize> {
    let (across, down) = match key {
        "ArrowRight" => (1, 0),
        "ArrowLeft" => (-1, 0),
        "ArrowDown" => (0, 1),
        "ArrowUp" => (0, -1),
        "Home" => return picture.cells.first().map(|cell| cell.flat),
        "End" => return picture.cells.last().map(|cell| cell.flat),
        _ => return None,
    };
    match from {
        Some(flat) => picture.neighbour(flat, across, down),
        None => picture.cells.first().map(|cell| cell.flat),
    }
}

fn cell_view(
    cell: &GridCell,
    geometry: &Geometry,
    from: Option<(usize, usize)>,
    (pointed, point): (Signal<Option<usize>>, SignalSetter<Option<usize>>),
    marks: Signal<Marks>,
    on_choose: Option<Callback<usize>>,
) -> impl IntoView + use<> {
    let (x, y) = geometry.corner(cell.slot);
    let width = geometry.cell;
    let text = cell.text.clone();
    let room = (width - 4) as f64;
    let font_size = (room / text.chars().count().max(1) as f64 / 0.6).min(13.0);
    let base = if cell.is_ghost { "cell ghost" } else { "cell" };
    let flat = cell.flat;
    // Where a repetition comes from, for those who see it move.
    let origin = from.map(|(from_x, from_y)| {
        let distance = |from: usize, to: usize| from as isize - to as isize;
        format!("--from-x: {}px; --from-y: {}px", distance(from_x, x), distance(from_y, y))
    });
    let class = classes_of(base, flat, pointed, marks);
    view! {
        <g
            class=class
            style=origin
            on:pointerenter=move |_| point.set(Some(flat))
            on:click=move |_| {
                if let Some(choose) = on_choose {
                    choose.run(flat);
                }
            }
        >
            <rect x=x y=y width=width height=CELL rx="2" />
            <text class="value" x=x + width / 2 y=y + CELL / 2 style=format!("font-size: {font_size:.1}px")>
                {text}
            </text>
        </g>
    }
}

/// A "…" for each run of positions that is not drawn.
fn left_out(picture: &GridPicture, geometry: &Geometry) -> impl IntoView + use<> {
    let mut dots = Vec::new();
    for (axis, slots) in picture.slots.iter().enumerate() {
        let Some(gap) = slots.iter().position(Option::is_none) else { continue };
        let across = axis == 0 || axis == 3;
        let (from, along) = if across { (0, 1) } else { (1, 0) };
        let mut slot = [0; 4];
        slot[axis] = gap;
        let others = if axis < 2 { picture.slots[along].len() } else { 1 };
        for other in 0..others {
            if axis < 2 {
                slot[along] = other;
            }
            let (x, y) = geometry.corner(slot);
            let place = if from == 0 { (x + 12, y + CELL / 2) } else { (x + geometry.cell / 2, y + 12) };
            dots.push((place, if across { "…" } else { "⋮" }));
        }
    }
    dots.into_iter()
        .map(|((x, y), text)| view! { <text class="left-out" x=x y=y>{text}</text> })
        .collect_view()
}

/// A line along an axis with its size, as long as the axis is in memory.
fn ruler(picture: &GridPicture, geometry: &Geometry, axis: usize) -> impl IntoView + use<> {
    let size = from_last(&picture.own_shape, axis).unwrap_or(1);
    let all = picture.slots[axis - 1].len();
    let drawn = if picture.slots[axis - 1].contains(&None) { all } else { size.min(all) };
    let [(x1, y1), (x2, y2), (label_x, label_y)] = geometry.ruler(axis, geometry.length(axis, drawn));
    view! {
        <g class=format!("axis--{axis}")>
            <title>{format!("axis −{axis}, size {size}")}</title>
            <line class="ruler" x1=x1 y1=y1 x2=x2 y2=y2 />
            <text class="ruler-label" x=label_x y=label_y>
                {size}
            </text>
        </g>
    }
}
