//! Arrays as pictures, for every page that shows one. Axes are numbered from the last, -1, and have its colour
//! everywhere; what is true of shapes and strides the core says.

mod alignment;
mod array_grid;
mod broadcasting;

pub(crate) use broadcasting::Broadcasting;
