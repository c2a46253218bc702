//! What a program wrote, as it writes it.

use leptos::prelude::*;
use ndgym_protocol::Stream;

/// Longest piece of output in one element of the page.
const PIECE_BYTES: usize = 16_384;

/// A stretch of output from one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    stream: Stream,
    text: String,
}

/// Adds a text to what was written before.
pub(crate) fn append(output: &mut Vec<Piece>, stream: Stream, text: &str) {
    match output.last_mut() {
        Some(last) if last.stream == stream && last.text.len() < PIECE_BYTES => last.text.push_str(text),
        _ => output.push(Piece { stream, text: text.to_owned() }),
    }
}

/// The output, piece by piece.
#[component]
pub(crate) fn OutputText(
    /// What was written so far.
    output: RwSignal<Vec<Piece>>,
) -> impl IntoView {
    let pieces = move || {
        let pieces = output.get().into_iter().enumerate();
        pieces.map(|(index, piece)| ((index, piece.text.len()), piece)).collect::<Vec<_>>()
    };
    view! {
        <For each=pieces key=|(key, _)| *key let:entry>
            <span class=class(entry.1.stream)>{entry.1.text}</span>
        </For>
    }
}

fn class(stream: Stream) -> &'static str {
    match stream {
        Stream::Stdout => "stdout",
        Stream::Stderr => "stderr",
        Stream::Value => "value",
    }
}
