//! Building blocks that several pages use.

mod code_view;
mod editor;
mod engine_status;
mod header;
mod icon;
mod output;
mod shape;

pub(crate) use code_view::CodeView;
pub(crate) use editor::{CodeEditor, EditorHandle, preload_editor};
pub(crate) use engine_status::EngineStatus;
pub(crate) use header::{Header, StorageNotice};
pub(crate) use icon::{Icon, Picture};
pub(crate) use output::{OutputText, Piece, append};
pub(crate) use shape::Shape;
