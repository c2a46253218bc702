//! Arrays as pictures, for every page that shows one. Axes are numbered from the last, -1, and have its colour
//! everywhere; what is true of shapes and strides the core says.

mod alignment;
mod array_grid;
mod broadcasting;
mod plot;

pub(crate) use broadcasting::Broadcasting;
pub(crate) use plot::{Field, Form, Handle, Handling, Mark, Plot, PlotAxis};
