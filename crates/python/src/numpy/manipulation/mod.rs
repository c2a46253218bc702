//! Shapes changed, axes moved, arrays joined and split: functions, and methods of arrays and scalars.

pub(crate) mod editing;
pub(crate) mod joining;
pub(crate) mod shapes;

pub(crate) use shapes::ManipulationMethods;
