//! What a plot shows: lines, points, bands, arrows, bars, in data's own units.

use super::scale::PlotAxis;
use super::{BOTTOM, LEFT, RIGHT, TOP, place};
use leptos::prelude::*;
use std::fmt::Write;

/// One thing of a plot. Series have a colour, a dash and a shape each: colour never stands alone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    /// Which of the six looks it has, from 0.
    pub(crate) series: usize,
    /// What the legend calls it; without a name it is not there.
    pub(crate) name: String,
    /// Its form.
    pub(crate) form: Form,
}

/// Forms of marks. Values that have no place (NaN) leave a gap.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// Joined by straight lines.
    Line(Vec<(f64, f64)>),
    /// Each by itself.
    Points(Vec<(f64, f64)>),
    /// Like points, larger and hollow: what the eye shall find.
    Rings(Vec<(f64, f64)>),
    /// Between two values at each x.
    Band(Vec<(f64, f64, f64)>),
    /// From one place to another.
    Arrows(Vec<[(f64, f64); 2]>),
    /// Boxes: left, right, bottom, top.
    Bars(Vec<[f64; 4]>),
}

impl Form {
    /// Whether there is nothing to draw.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Form::Line(points) | Form::Points(points) | Form::Rings(points) => points.is_empty(),
            Form::Band(rows) => rows.is_empty(),
            Form::Arrows(arrows) => arrows.is_empty(),
            Form::Bars(boxes) => boxes.is_empty(),
        }
    }
}

impl Mark {
    /// A mark with a name in the legend.
    pub(crate) fn new(series: usize, name: &str, form: Form) -> Mark {
        Mark { series, name: name.to_owned(), form }
    }

    pub(super) fn draw(&self, x: &PlotAxis, y: &PlotAxis) -> AnyView {
        let at = |point: &(f64, f64)| place(x, y, point.0, point.1);
        match &self.form {
            Form::Line(points) => view! { <path class="line" d=path(points.iter().map(at)) /> }.into_any(),
            Form::Points(points) => {
                view! { <path class="points" d=shapes(points.iter().map(at), self.series, 3.6) /> }.into_any()
            }
            Form::Rings(points) => {
                view! { <path class="rings" d=shapes(points.iter().map(at), self.series, 8.0) /> }.into_any()
            }
            Form::Band(rows) => view! { <path class="band" d=band(rows, x, y) /> }.into_any(),
            Form::Arrows(arrows) => {
                let ends = arrows.iter().map(|[from, to]| [at(from), at(to)]);
                let shafts: String = ends.clone().map(|ends| path(ends.into_iter())).collect();
                let heads: String = ends.map(head).collect();
                view! {
                    <path class="line" d=shafts />
                    <path class="head" d=heads />
                }
                .into_any()
            }
            Form::Bars(boxes) => {
                let d: String = boxes.iter().map(|sides| bar(sides, x, y)).collect();
                view! { <path class="bar" d=d /> }.into_any()
            }
        }
    }

    /// Its sign in the legend.
    pub(super) fn sign(&self) -> impl IntoView + use<> {
        let spot = || shapes([(16.0, 7.0)].into_iter(), self.series, 4.0);
        let (class, d) = match &self.form {
            Form::Points(_) => ("points", spot()),
            Form::Rings(_) => ("rings", spot()),
            Form::Band(_) => ("band", "M2 2H30V12H2Z".to_owned()),
            Form::Bars(_) => ("bar", "M2 2H30V12H2Z".to_owned()),
            Form::Line(_) | Form::Arrows(_) => ("line", "M1 7H31".to_owned()),
        };
        let tip = matches!(self.form, Form::Arrows(_)).then(|| head([(1.0, 7.0), (31.0, 7.0)]));
        view! {
            <svg class=format!("sign series-{}", self.series % 6) width="32" height="14" aria-hidden="true">
                <path class=class d=d />
                <path class="head" d=tip />
            </svg>
        }
    }
}

/// Joined up, broken where a place is missing.
fn path(places: impl Iterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    let mut pen = false;
    for (x, y) in places {
        if x.is_finite() && y.is_finite() {
            // Far outside the frame is as good as outside; huge numbers break browsers' paths.
            let (x, y) = (x.clamp(-1e4, 1e4), y.clamp(-1e4, 1e4));
            let _ = write!(d, "{}{x:.1} {y:.1}", if pen { 'L' } else { 'M' });
        }
        pen = x.is_finite() && y.is_finite();
    }
    d
}

/// A small shape at each place: disc, square, triangle, diamond, cross, triangle on its tip.
pub(super) fn shapes(places: impl Iterator<Item = (f64, f64)>, series: usize, r: f64) -> String {
    let mut d = String::new();
    for (x, y) in places.filter(|(x, y)| x.is_finite() && y.is_finite()) {
        let _ = match series % 6 {
            0 => write!(d, "M{:.1} {y:.1}a{r} {r} 0 1 0 {w} 0a{r} {r} 0 1 0 -{w} 0Z", x - r, w = 2.0 * r),
            1 => write!(d, "M{:.1} {:.1}h{w}v{w}h-{w}Z", x - 0.9 * r, y - 0.9 * r, w = 1.8 * r),
            2 => write!(d, "M{x:.1} {:.1}l{r} {h}h-{w}Z", y - 1.1 * r, h = 1.9 * r, w = 2.0 * r),
            3 => write!(d, "M{x:.1} {:.1}l{r} {r}l-{r} {r}l-{r} -{r}Z", y - r),
            4 => write!(
                d,
                "M{:.1} {:.1}h{t}v{t}h{t}v{t}h-{t}v{t}h-{t}v-{t}h-{t}v-{t}h{t}Z",
                x - r / 3.0,
                y - r,
                t = 2.0 * r / 3.0
            ),
            _ => write!(d, "M{x:.1} {:.1}l{r} -{h}h-{w}Z", y + 1.1 * r, h = 1.9 * r, w = 2.0 * r),
        };
    }
    d
}

fn band(rows: &[(f64, f64, f64)], x: &PlotAxis, y: &PlotAxis) -> String {
    let lower = rows.iter().map(|row| place(x, y, row.0, row.1));
    let upper = rows.iter().rev().map(|row| place(x, y, row.0, row.2));
    format!("{}Z", path(lower.chain(upper)))
}

/// The head of an arrow between two places; too short ones are a dot.
fn head([from, to]: [(f64, f64); 2]) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    if !length.is_finite() {
        return String::new();
    }
    let (ux, uy) = if length > 0.0 { (dx / length, dy / length) } else { (1.0, 0.0) };
    let head = length.min(8.0);
    let wing =
        |side: f64| (to.0 - head * ux - side * 0.5 * head * uy, to.1 - head * uy + side * 0.5 * head * ux);
    let (left, right) = (wing(1.0), wing(-1.0));
    format!("M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z", left.0, left.1, to.0, to.1, right.0, right.1)
}

fn bar(sides: &[f64; 4], x: &PlotAxis, y: &PlotAxis) -> String {
    let (left, bottom) = place(x, y, sides[0], sides[2]);
    let (right, top) = place(x, y, sides[1], sides[3]);
    if ![left, right, bottom, top].iter().all(|side| side.is_finite()) {
        return String::new();
    }
    let (left, right) = (left.clamp(LEFT, RIGHT), right.clamp(LEFT, RIGHT));
    let (bottom, top) = (bottom.clamp(TOP, BOTTOM), top.clamp(TOP, BOTTOM));
    format!("M{left:.1} {bottom:.1}V{top:.1}H{right:.1}V{bottom:.1}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_without_a_place_leaves_a_gap() {
        let x = PlotAxis::linear("", 0.0, 1.0);
        let points = [(0.0, 0.0), (0.5, f64::NAN), (1.0, 1.0), (1.0, 0.5)];
        let d = path(points.iter().map(|point| place(&x, &x, point.0, point.1)));
        assert_eq!(d.matches('M').count(), 2);
        assert_eq!(d.matches('L').count(), 1);
        assert!(!d.contains("NaN"));
    }
}
