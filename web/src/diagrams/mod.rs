//! Arrays as pictures, for every page that shows one. Axes are numbered from the last, -1, and have its colour
//! everywhere; what is true of shapes and strides the core says.

mod alignment;
mod array_grid;
mod arrows;
mod broadcasting;
mod chain;
mod clash;
mod formula;
mod heat_map;
mod memory_strip;
mod plot;
mod stepper;

pub(crate) use alignment::{Alignment, Row};
pub(crate) use array_grid::{ArrayGrid, CellMark, GridPicture, Marks, flat_index, from_last, unflatten};
pub(crate) use arrows::{Arrow, ArrowFrame, ArrowLook};
pub(crate) use broadcasting::Broadcasting;
pub(crate) use chain::{ChainPicture, ChainView};
pub(crate) use clash::{Clash, ClashMessage, Repair, repairs};
pub(crate) use heat_map::{ArrayMaps, ArrayPicture, HeatMap, HeatPicture, Scale, short};
pub(crate) use memory_strip::{MemoryStrip, StripPicture};
pub(crate) use plot::{Field, Form, Handle, Handling, Mark, Plot, PlotAxis};
pub(crate) use stepper::{StepPicture, Stepper};
