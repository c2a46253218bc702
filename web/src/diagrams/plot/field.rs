//! What lies behind a plot: regions of classes, or a surface in steps, painted on a canvas.

use super::mark::shapes;
use super::{BOTTOM, LEFT, RIGHT, TOP};
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// The colours of series, as `--axis-1` … of tokens.css; painted thinly, they suit light and dark grounds.
const COLOURS: [[u8; 3]; 6] =
    [[0, 114, 178], [217, 143, 0], [0, 158, 115], [185, 98, 143], [86, 180, 233], [213, 94, 0]];
/// How strongly the border between two regions is painted.
const BORDER: u8 = 150;

/// A grid of cells over the whole plot, the top row first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Field {
    /// Cells in a row.
    pub(crate) columns: usize,
    /// The region each cell belongs to; between two regions there is a border.
    pub(crate) regions: Vec<u8>,
    /// How strongly each cell is painted: 0 to 1.
    pub(crate) strengths: Vec<f32>,
    /// Whether all regions have the first colour (a surface in steps) or each has its own (classes).
    pub(crate) one_colour: bool,
}

impl Field {
    /// Places all over the plot, by the region that they lie in.
    fn strewn(&self) -> [Vec<(f64, f64)>; COLOURS.len()] {
        let mut places = [const { Vec::new() }; COLOURS.len()];
        let rows = self.regions.len().checked_div(self.columns).unwrap_or(0);
        if self.one_colour || rows == 0 {
            return places;
        }
        let (wide, tall) = (RIGHT - LEFT, BOTTOM - TOP);
        let (across, down) = ((wide / STREWN_EVERY) as usize, (tall / STREWN_EVERY) as usize);
        let middle = |at: usize, of: usize| (at as f64 + 0.5) / of as f64;
        for (row, column) in (0..down).flat_map(|row| (0..across).map(move |column| (row, column))) {
            let (x, y) = (middle(column, across), middle(row, down));
            let cell = (y * rows as f64) as usize * self.columns + (x * self.columns as f64) as usize;
            let region = usize::from(self.regions[cell]) % COLOURS.len();
            places[region].push((LEFT + x * wide, TOP + y * tall));
        }
        places
    }

    /// Bytes of the picture: red, green, blue, opacity of each cell.
    fn pixels(&self) -> Vec<u8> {
        let mut pixels = Vec::with_capacity(self.regions.len() * 4);
        for (at, (region, strength)) in self.regions.iter().zip(&self.strengths).enumerate() {
            let right = (at % self.columns + 1 < self.columns).then(|| self.regions.get(at + 1)).flatten();
            let below = self.regions.get(at + self.columns);
            let is_border = [right, below].into_iter().flatten().any(|other| other != region);
            let colour = COLOURS[if self.one_colour { 0 } else { usize::from(*region) % COLOURS.len() }];
            pixels.extend(colour);
            pixels.push(if is_border { BORDER } else { (strength.clamp(0.0, 1.0) * 110.0) as u8 });
        }
        pixels
    }
}

/// How far apart the signs of a region stand, in the plot's units.
const STREWN_EVERY: f64 = 34.0;

/// Over each region the shape of its series, small and faint: a region is not told by its colour alone.
#[component]
pub(super) fn Strewn(field: Signal<Field>) -> impl IntoView {
    move || {
        let sign = |(series, places): (usize, Vec<(f64, f64)>)| {
            let d = shapes(places.into_iter(), series, 2.2);
            view! { <path class=format!("strewn series-{series}") d=d /> }
        };
        field.with(Field::strewn).into_iter().enumerate().map(sign).collect_view()
    }
}

/// Paints a field; the picture is as large as its frame.
#[component]
pub(super) fn FieldCanvas(field: Signal<Field>) -> impl IntoView {
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        // A browser without a canvas shows the plot without its ground.
        let _ = field.with(|field| paint(&canvas, field));
    });
    view! { <canvas node_ref=canvas class="plot-field" aria-hidden="true"></canvas> }
}

fn paint(canvas: &HtmlCanvasElement, field: &Field) -> Option<()> {
    let columns = field.columns;
    let rows = field.regions.len().checked_div(columns)?;
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    canvas.set_width(columns as u32);
    canvas.set_height(rows as u32);
    let pixels = field.pixels();
    let image =
        ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), columns as u32, rows as u32).ok()?;
    context.put_image_data(&image, 0.0, 0.0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_lie_between_regions_and_nowhere_else() {
        let field =
            Field { columns: 3, regions: vec![0, 0, 1, 0, 0, 1], strengths: vec![0.5; 6], one_colour: false };
        let opacities: Vec<u8> = field.pixels().chunks(4).map(|pixel| pixel[3]).collect();
        assert_eq!(opacities, [55, BORDER, 55, 55, BORDER, 55]);
    }
}
