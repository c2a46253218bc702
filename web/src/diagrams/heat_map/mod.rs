//! Values as colours: on a canvas, so that matrices of thousands of cells follow the hand. Small ones carry their numbers.

mod picture;

use picture::SPECIAL_SIDE;
pub(crate) use picture::{ArrayPicture, HeatPicture, Scale};

use crate::components::Shape;
use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, Element, ImageData, KeyboardEvent, PointerEvent};

/// Cells that carry a number are at least this wide.
const WIDE_CELL: usize = 46;
const TALL_CELL: usize = 30;
/// Sides of cells without a number.
const LARGEST_CELL: usize = 20;
const SMALLEST_CELL: usize = 2;
/// Maps that are much taller than wide are about so tall at most.
const TALLEST: usize = 320;
/// Maps of so few rows are strips: their cells are tall, however narrow.
const STRIP: usize = 4;
/// Up to so many columns and rows, cells carry their numbers.
const NUMBERED: (usize, usize) = (10, 16);

/// Row and column of the cell that is pointed at; several maps may share it.
pub(crate) type Pointed = RwSignal<Option<(usize, usize)>>;

/// Width and height of a cell, in pixels of the page.
fn cell_size(picture: &HeatPicture, width: usize) -> (usize, usize) {
    if is_numbered(picture, width) {
        return (WIDE_CELL, TALL_CELL);
    }
    let wide = (width / picture.columns.max(1)).clamp(SMALLEST_CELL, LARGEST_CELL);
    let tall = match picture.rows {
        rows if rows <= STRIP => LARGEST_CELL,
        rows if rows > 2 * picture.columns => (TALLEST / rows).clamp(SMALLEST_CELL, wide),
        _ => wide,
    };
    (wide, tall)
}

fn is_numbered(picture: &HeatPicture, width: usize) -> bool {
    picture.columns <= NUMBERED.0.min(width / WIDE_CELL) && picture.rows <= NUMBERED.1
}

/// One matrix. The arrow keys move the pointed cell, Enter presses it.
#[component]
pub(crate) fn HeatMap(
    /// What it shows.
    #[prop(into)]
    picture: Signal<HeatPicture>,
    /// Its name, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The cell that is pointed at.
    pointed: Pointed,
    /// Room for it, in pixels.
    #[prop(default = 300)]
    width: usize,
    /// Whether a cell is outlined beside the pointed one.
    #[prop(optional)]
    marked: Option<Callback<(usize, usize), bool>>,
    /// Hears of cells that are pressed.
    #[prop(optional)]
    on_press: Option<Callback<(usize, usize)>>,
    /// Hears of cells that a drag comes to; `on_press` does, where this is left out.
    #[prop(optional)]
    on_drag: Option<Callback<(usize, usize)>>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            picture.with(|picture| paint(&canvas, picture, width));
        }
    });
    let size = Memo::new(move |_| {
        picture.with(|picture| {
            let (wide, tall) = cell_size(picture, width);
            (picture.rows, picture.columns, wide, tall)
        })
    });
    let cell_at = move |event: &PointerEvent| {
        let corner = event.current_target()?.dyn_into::<Element>().ok()?.get_bounding_client_rect();
        let (rows, columns, wide, tall) = size.get_untracked();
        let column = ((f64::from(event.client_x()) - corner.left()) / wide as f64).max(0.0) as usize;
        let row = ((f64::from(event.client_y()) - corner.top()) / tall as f64).max(0.0) as usize;
        (row < rows && column < columns).then_some((row, column))
    };
    let point = move |event: PointerEvent| {
        let cell = cell_at(&event);
        if pointed.get_untracked() != cell {
            pointed.set(cell);
            // A drag with the button down draws.
            if let (1, Some(cell), Some(on_drag)) = (event.buttons(), cell, on_drag.or(on_press)) {
                on_drag.run(cell);
            }
        }
    };
    let press = move |event: PointerEvent| {
        if let Some(cell) = cell_at(&event) {
            pointed.set(Some(cell));
            if let Some(on_press) = on_press {
                on_press.run(cell);
            }
        }
    };
    let key = move |event: KeyboardEvent| {
        let (rows, columns, ..) = size.get_untracked();
        let Some(cell) = moved(&event.key(), pointed.get_untracked(), rows, columns) else {
            if let ("Enter" | " ", Some(cell), Some(on_press)) =
                (event.key().as_str(), pointed.get_untracked(), on_press)
            {
                event.prevent_default();
                on_press.run(cell);
            }
            return;
        };
        event.prevent_default();
        pointed.set(Some(cell));
    };
    let spoken = move || {
        let cell = pointed.get().filter(|(row, column)| *row < size.get().0 && *column < size.get().1);
        match cell {
            Some((row, column)) => {
                let value = picture.with(|picture| picture.text(row, column));
                format!("{}, row {row}, column {column}: {value}", label.get())
            }
            None => {
                format!("{}, {} by {}. Arrow keys read the cells.", label.get(), size.get().0, size.get().1)
            }
        }
    };
    view! {
        <div
            class="heat-map"
            class:pressable=on_press.is_some()
            class:drawable=on_drag.is_some()
            tabindex="0"
            role="application"
            aria-label=spoken
            style=move || {
                let (rows, columns, wide, tall) = size.get();
                format!("width: {}px; height: {}px", columns * wide, rows * tall)
            }
            on:pointermove=point
            on:pointerdown=press
            on:pointerleave=move |_| pointed.set(None)
            on:keydown=key
        >
            <canvas node_ref=canvas></canvas>
            {move || numbers(picture, size.get(), width)}
            {move || marked.map(|marked| outlines(size.get(), marked))}
            {move || {
                let (rows, columns, wide, tall) = size.get();
                pointed
                    .get()
                    .filter(|(row, column)| *row < rows && *column < columns)
                    .map(|cell| view! { <i class="pointed" style=box_style(cell, wide, tall)></i> })
            }}
        </div>
    }
}

/// Where an arrow key leads.
fn moved(key: &str, from: Option<(usize, usize)>, rows: usize, columns: usize) -> Option<(usize, usize)> {
    let step: (isize, isize) = match key {
        "ArrowLeft" => (0, -1),
        "ArrowRight" => (0, 1),
        "ArrowUp" => (-1, 0),
        "ArrowDown" => (1, 0),
        _ => return None,
    };
    let Some((row, column)) = from else { return (rows > 0 && columns > 0).then_some((0, 0)) };
    let kept = |at: usize, by: isize, size: usize| at.saturating_add_signed(by).min(size.saturating_sub(1));
    Some((kept(row, step.0, rows), kept(column, step.1, columns)))
}

fn box_style((row, column): (usize, usize), wide: usize, tall: usize) -> String {
    format!("left: {}px; top: {}px; width: {wide}px; height: {tall}px", column * wide, row * tall)
}

/// Outlines of all marked cells.
fn outlines(
    (rows, columns, wide, tall): (usize, usize, usize, usize),
    marked: Callback<(usize, usize), bool>,
) -> impl IntoView {
    (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .filter(|cell| marked.run(*cell))
        .map(|cell| view! { <i class="marked" style=box_style(cell, wide, tall)></i> })
        .collect_view()
}

/// The numbers in the cells of a small map.
fn numbers(
    picture: Signal<HeatPicture>,
    (rows, columns, wide, tall): (usize, usize, usize, usize),
    width: usize,
) -> Option<impl IntoView> {
    picture.with(|picture| {
        is_numbered(picture, width).then(|| {
            (0..rows)
                .flat_map(|row| (0..columns).map(move |column| (row, column)))
                .map(|(row, column)| {
                    let value = picture.values[row * columns + column];
                    view! {
                        <span class="number" data-value=value.to_string() style=box_style((row, column), wide, tall)>
                            {short(value)}
                        </span>
                    }
                })
                .collect_view()
        })
    })
}

/// A number in few characters; an infinity's sign is already drawn.
pub(crate) fn short(value: f64) -> String {
    match value.abs() {
        _ if value.is_nan() => "nan".to_owned(),
        _ if value.is_infinite() => String::new(),
        size if size == value.abs().round() && size < 10_000.0 => format!("{value:.0}"),
        size if size >= 10_000.0 || size < 0.005 => format!("{value:.0e}"),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
    .replace('-', "−")
}

fn paint(canvas: &web_sys::HtmlCanvasElement, picture: &HeatPicture, width: usize) {
    let (wide, tall) = cell_size(picture, width);
    // The canvas has square cells; the style stretches it.
    let side = match wide.min(tall) {
        // Nothing is drawn inside so small a cell: one pixel will do.
        small if small < SPECIAL_SIDE => 1,
        side => side,
    };
    let (across, down) = ((picture.columns * side) as u32, (picture.rows * side) as u32);
    if across == 0 || down == 0 {
        return;
    }
    canvas.set_width(across);
    canvas.set_height(down);
    let pixels = picture.pixels(side, !is_numbered(picture, width));
    let Ok(image) = ImageData::new_with_u8_clamped_array(Clamped(&pixels), across) else { return };
    let context =
        canvas.get_context("2d").ok().flatten().and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok());
    if let Some(context) = context {
        // A browser without a canvas shows the numbers alone.
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}

/// An array of any rank: its name and shape, a map for each sheet, and the legend.
#[component]
pub(crate) fn ArrayMaps(
    /// What it shows.
    #[prop(into)]
    picture: Signal<ArrayPicture>,
    /// The cell that is pointed at, in all sheets.
    pointed: Pointed,
    /// Room for a sheet, in pixels.
    #[prop(default = 300)]
    width: usize,
) -> impl IntoView {
    let count = Memo::new(move |_| picture.with(|picture| picture.sheets.len()));
    let sheet = move |at: usize| {
        let label = Signal::derive(move || picture.with(|picture| place_name(picture, at)));
        let one =
            Memo::new(move |_| picture.with(|picture| picture.sheets.get(at).cloned().unwrap_or_default()));
        view! {
            <div class="sheet">
                {move || (count.get() > 1).then(|| view! { <span class="place">{label}</span> })}
                <HeatMap picture=one label pointed width />
            </div>
        }
    };
    view! {
        <figure class="array-maps">
            <figcaption>
                {move || {
                    picture
                        .with(|picture| {
                            let axes = (!picture.axes.is_empty()).then(|| format!(" ({})", picture.axes.join(", ")));
                            view! {
                                <b>{picture.name.clone()}</b>
                                " "
                                <Shape sizes=picture.shape.clone() />
                                <span class="soft">{axes}</span>
                            }
                        })
                }}
            </figcaption>
            <div class="sheets">{move || (0..count.get()).map(&sheet).collect_view()}</div>
            <Readout picture pointed />
            {move || picture.with(|picture| picture.left_out.clone()).map(|text| view! { <p class="soft">{text}</p> })}
        </figure>
    }
}

fn place_name(picture: &ArrayPicture, sheet: usize) -> String {
    let place: Vec<String> = picture.place(sheet).iter().map(ToString::to_string).collect();
    if place.is_empty() { picture.name.clone() } else { format!("{}[{}]", picture.name, place.join(", ")) }
}

/// The legend, and the pointed cell's value as NumPy prints it.
#[component]
fn Readout(picture: Signal<ArrayPicture>, pointed: Pointed) -> impl IntoView {
    let text = move || {
        let (row, column) = pointed.get()?;
        picture.with(|picture| {
            let inside = picture.sheets.first().filter(|sheet| row < sheet.rows && column < sheet.columns)?;
            let index =
                if picture.shape.len() < 2 { format!("{column}") } else { format!("{row}, {column}") };
            let dots = if picture.shape.len() > 2 { "…, " } else { "" };
            let values: Vec<String> = match picture.sheets.as_slice() {
                [_] => vec![inside.text(row, column)],
                sheets => {
                    sheets.iter().map(|sheet| short(sheet.values[row * sheet.columns + column])).collect()
                }
            };
            Some(format!("{}[{dots}{index}] = {}", picture.name, values.join("  ")))
        })
    };
    let legend = move || {
        picture.with(|picture| {
            let sheet = picture.sheets.first()?;
            let (low, class) = match sheet.scale {
                Scale::Diverging => (short(-sheet.limit), "legend diverging"),
                Scale::Sequential => ("0".to_owned(), "legend sequential"),
            };
            Some(view! {
                <span class=class aria-label="Legend">
                    {low}
                    <i></i>
                    {short(sheet.limit)}
                </span>
            })
        })
    };
    view! {
        <p class="readout">
            {legend} <output>{text}</output>
        </p>
    }
}
