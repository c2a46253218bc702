//! An array as a grid of squares: one row for one axis, sheets one under the other for three.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// Side of a cell.
const CELL: usize = 40;
/// Room for the ruler of one axis.
const RULER: usize = 26;
/// Between two sheets.
const GAP: usize = 12;

/// What a grid shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GridPicture {
    /// Sizes as drawn, at most three.
    pub(crate) shape: Vec<usize>,
    /// Sizes the array has in memory, aligned with the last of `shape`: beyond them, cells are ghosts.
    pub(crate) own_shape: Vec<usize>,
    /// One text for each drawn cell, last axis fastest.
    pub(crate) texts: Vec<String>,
}

impl GridPicture {
    fn size_from_last(&self, axis: usize) -> usize {
        from_last(&self.shape, axis).unwrap_or(1)
    }

    /// Whether a drawn cell is one in memory, not a repetition of it.
    fn is_own(&self, index: usize) -> bool {
        let mut rest = index;
        (1..=self.shape.len()).all(|axis| {
            let drawn = self.size_from_last(axis);
            let position = rest % drawn;
            rest /= drawn;
            position < from_last(&self.own_shape, axis).unwrap_or(1)
        })
    }
}

fn from_last(shape: &[usize], axis: usize) -> Option<usize> {
    shape.len().checked_sub(axis).map(|position| shape[position])
}

/// Where things are in the picture.
#[derive(Clone, Copy, PartialEq)]
struct Geometry {
    left: usize,
    top: usize,
    sheets: usize,
    rows: usize,
    columns: usize,
}

impl Geometry {
    fn of(picture: &GridPicture) -> Geometry {
        Geometry {
            left: if picture.shape.len() > 2 { 2 * RULER } else { RULER },
            top: RULER,
            sheets: picture.size_from_last(3),
            rows: picture.size_from_last(2),
            columns: picture.size_from_last(1),
        }
    }

    fn sheet_top(self, sheet: usize) -> usize {
        self.top + sheet * (self.rows * CELL + GAP)
    }

    fn corner(self, index: usize) -> (usize, usize) {
        let column = index % self.columns;
        let row = index / self.columns % self.rows;
        let sheet = index / self.columns / self.rows;
        (self.left + column * CELL, self.sheet_top(sheet) + row * CELL)
    }

    fn width(self) -> usize {
        self.left + self.columns * CELL + 10
    }

    fn height(self) -> usize {
        self.sheet_top(self.sheets) - GAP + 10
    }
}

/// The grid, with a ruler for each axis the array has, and grips that change its sizes.
#[component]
pub(crate) fn ArrayGrid(
    /// What it shows.
    #[prop(into)]
    picture: Signal<GridPicture>,
    /// What a screen reader says.
    #[prop(into)]
    label: Signal<String>,
    /// The cell that is pointed at, in any of several grids of one drawn shape.
    pointed: RwSignal<Option<usize>>,
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
    view! {
        <svg
            class="array-grid"
            role="group"
            aria-label=label
            width=move || geometry.get().width()
            height=move || geometry.get().height()
            on:pointerleave=move |_| pointed.set(None)
        >
            {move || {
                let geometry = geometry.get();
                picture.with(|picture| {
                    (0..picture.texts.len()).map(|index| cell(picture, geometry, index, pointed)).collect_view()
                })
            }}
            {move || {
                let geometry = geometry.get();
                picture.with(|picture| {
                    (1..=picture.own_shape.len()).map(|axis| ruler(picture, geometry, axis)).collect_view()
                })
            }}
            {grips}
        </svg>
    }
}

fn cell(
    picture: &GridPicture,
    geometry: Geometry,
    index: usize,
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView + use<> {
    let (x, y) = geometry.corner(index);
    let text = picture.texts[index].clone();
    let ghost = !picture.is_own(index);
    let font_size = match text.chars().count() {
        0..=4 => 13,
        5 => 11,
        6 => 10,
        _ => 8,
    };
    view! {
        <g on:pointerenter=move |_| pointed.set(Some(index))>
            <rect
                class="cell"
                class:ghost=ghost
                class:marked=move || pointed.get() == Some(index)
                x=x
                y=y
                width=CELL
                height=CELL
                rx="2"
            />
            <text class="value" class:ghost=ghost x=x + CELL / 2 y=y + CELL / 2 style=format!("font-size: {font_size}px")>
                {text}
            </text>
        </g>
    }
}

/// A line along an axis with its size, as long as the axis is in memory.
fn ruler(picture: &GridPicture, geometry: Geometry, axis: usize) -> impl IntoView + use<> {
    let size = from_last(&picture.own_shape, axis).unwrap_or(1);
    let (left, top) = (geometry.left, geometry.top);
    let drawn = size.min(picture.size_from_last(axis));
    let ((x1, y1), (x2, y2)) = match axis {
        1 => ((left + 2, top - 7), (left + (drawn * CELL).saturating_sub(2), top - 7)),
        2 => ((left - 7, top + 2), (left - 7, top + (drawn * CELL).saturating_sub(2))),
        _ => {
            let end = geometry.sheet_top(drawn).saturating_sub(GAP);
            ((left - 7 - RULER, top + 2), (left - 7 - RULER, end.saturating_sub(2)))
        }
    };
    let (label_x, label_y) =
        if axis == 1 { ((x1 + x2) / 2, top - 18) } else { (x1.saturating_sub(11), (y1 + y2) / 2) };
    view! {
        <g class=format!("axis--{axis}")>
            <line class="ruler" x1=x1 y1=y1 x2=x2 y2=y2 />
            <text class="ruler-label" x=label_x y=label_y>
                {size}
            </text>
        </g>
    }
}

/// The knob at the end of an axis: dragged, or moved with the arrow keys, it changes the axis' size.
#[component]
fn Grip(axis: usize, picture: Signal<GridPicture>, on_resize: Callback<(usize, usize)>) -> impl IntoView {
    let size = move || picture.with(|picture| from_last(&picture.own_shape, axis).unwrap_or(1));
    let place = move || {
        picture.with(|picture| {
            let geometry = Geometry::of(picture);
            let own =
                |axis| from_last(&picture.own_shape, axis).unwrap_or(1).min(picture.size_from_last(axis));
            if axis == 1 {
                (geometry.left + own(1) * CELL, geometry.top + own(2) * CELL / 2)
            } else {
                (geometry.left + own(1) * CELL / 2, geometry.top + own(2) * CELL)
            }
        })
    };
    let dragging = RwSignal::new(false);
    let start = move |event: PointerEvent| {
        event.prevent_default();
        if let Some(grip) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Without the capture a drag ends at the grip's border, which is poorer but works.
            let _ = grip.set_pointer_capture(event.pointer_id());
        }
        dragging.set(true);
    };
    let drag = move |event: PointerEvent| {
        let Some(target) = event.current_target().filter(|_| dragging.get_untracked()) else { return };
        let Ok(grip) = target.dyn_into::<Element>() else { return };
        let Some(drawing) = grip.closest("svg").ok().flatten() else { return };
        let corner = drawing.get_bounding_client_rect();
        let geometry = picture.with_untracked(Geometry::of);
        let distance = match axis {
            1 => f64::from(event.client_x()) - corner.left() - geometry.left as f64,
            _ => f64::from(event.client_y()) - corner.top() - geometry.top as f64,
        };
        let wanted = (distance / CELL as f64).round().max(1.0) as usize;
        if wanted != size() {
            on_resize.run((axis, wanted));
        }
    };
    let press = move |event: KeyboardEvent| {
        let wanted = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" | "ArrowUp" | "ArrowLeft" => {
                let larger =
                    matches!(event.key().as_str(), "ArrowRight") || (axis == 2 && event.key() == "ArrowDown");
                if larger { size() + 1 } else { size().saturating_sub(1) }
            }
            _ => return,
        };
        event.prevent_default();
        on_resize.run((axis, wanted));
    };
    view! {
        <g
            class=format!("grip-group axis--{axis}")
            role="slider"
            tabindex="0"
            aria-label=format!("Size of axis -{axis}")
            aria-valuemin="1"
            aria-valuenow=move || size().to_string()
            on:pointerdown=start
            on:pointermove=drag
            on:pointerup=move |_| dragging.set(false)
            on:pointercancel=move |_| dragging.set(false)
            on:keydown=press
        >
            <circle class="grip" cx=move || place().0 cy=move || place().1 r="18" />
            <circle class="handle" cx=move || place().0 cy=move || place().1 r="7" />
        </g>
    }
}
