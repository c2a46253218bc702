//! The cells, what runs, and what came of it.

use crate::components::{EditorHandle, Piece, append};
use crate::engine::{Engine, Progress, RunEvent};
use crate::storage::{Cell, Storage};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use ndgym_protocol::{Ending, Event, Limits, Request, SessionId, Span};

/// Typing is stored after a pause of so many milliseconds.
const SAVE_DELAY_MS: u32 = 250;

/// The cell of one who has none yet.
const EXAMPLE: &str = "import numpy as np\n\na = np.arange(6).reshape(2, 3)\na.sum(axis=1, keepdims=True)\n";

/// How a cell ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum End {
    Stopped,
    Finished { ending: Ending, milliseconds: f64 },
}

/// Where a cell is between being asked for and being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Resting,
    Waiting,
    Running,
}

/// What is to be told beside the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// The session has ended without having been asked to.
    NamesGone,
    /// The session was ended.
    Restarted,
    /// So many cells came with a link.
    Arrived(usize),
    /// All cells of a link are here already.
    Known,
    /// A link cannot be read.
    BadLink,
}

impl Notice {
    pub(super) fn name(self) -> &'static str {
        match self {
            Notice::NamesGone => "names-gone",
            Notice::Restarted => "restarted",
            Notice::Arrived(_) => "arrived",
            Notice::Known => "known",
            Notice::BadLink => "bad-link",
        }
    }

    pub(super) fn text(self) -> String {
        match self {
            Notice::NamesGone => {
                "Python had to be started anew, so the names of the cells before are gone.".to_owned()
            }
            Notice::Restarted => "Python starts anew with the next cell: no names are left.".to_owned(),
            Notice::Arrived(1) => "A cell came with the link. It has not run yet: read it first.".to_owned(),
            Notice::Arrived(count) => {
                format!("{count} cells came with the link. They have not run yet: read them first.")
            }
            Notice::Known => "The cells of this link are here already.".to_owned(),
            Notice::BadLink => {
                "This link is damaged, or was made by another version of this page. Your cells are untouched."
                    .to_owned()
            }
        }
    }
}

/// Cells taken away, to be brought back.
#[derive(Clone)]
pub(super) struct Removed {
    /// What happened.
    pub(super) what: &'static str,
    cells: Vec<Cell>,
    /// Stands in their place and goes when they come back, unless it was used.
    stand_in: Option<NotebookCell>,
}

/// One cell; all copies are the same cell.
#[derive(Clone, Copy)]
pub(super) struct NotebookCell {
    pub(super) record: RwSignal<Cell>,
    pub(super) phase: RwSignal<Phase>,
    /// Session and number of its last run.
    pub(super) ran: RwSignal<Option<(SessionId, u32)>>,
    pub(super) output: RwSignal<Vec<Piece>>,
    pub(super) end: RwSignal<Option<End>>,
    pub(super) editor: StoredValue<Option<EditorHandle>, LocalStorage>,
    save_timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl PartialEq for NotebookCell {
    fn eq(&self, other: &NotebookCell) -> bool {
        self.record == other.record
    }
}

impl NotebookCell {
    fn new(record: Cell) -> NotebookCell {
        NotebookCell {
            record: RwSignal::new(record),
            phase: RwSignal::new(Phase::Resting),
            ran: RwSignal::new(None),
            output: RwSignal::new(Vec::new()),
            end: RwSignal::new(None),
            editor: StoredValue::new_local(None),
            save_timer: StoredValue::new_local(None),
        }
    }

    /// Its own for ever.
    pub(super) fn key(self) -> String {
        self.record.with_untracked(|record| record.id.clone())
    }

    fn place(self) -> f64 {
        self.record.with_untracked(|record| record.place)
    }

    fn is_blank(self) -> bool {
        self.record.with_untracked(|record| record.code.trim().is_empty())
    }

    fn mark(self, span: Option<Span>) {
        let Span { line, column, end_line, end_column } =
            span.unwrap_or(Span { line: 0, column: 0, end_line: 0, end_column: 0 });
        self.editor.with_value(|editor| {
            if let Some(editor) = editor {
                editor.mark_error(line, column, end_line, end_column);
            }
        });
    }
}

/// The state of the page; all copies are the same notebook.
#[derive(Clone, Copy)]
pub(super) struct Notebook {
    pub(super) engine: Engine,
    storage: Storage,
    /// The cells in their order.
    pub(super) cells: RwSignal<Vec<NotebookCell>>,
    pub(super) notice: RwSignal<Option<Notice>>,
    pub(super) removed: RwSignal<Option<Removed>>,
    queue: RwSignal<Vec<NotebookCell>>,
    running: RwSignal<Option<NotebookCell>>,
    /// The session that cells run in, once one did.
    session: RwSignal<Option<SessionId>>,
    /// Number of the last run in this session.
    count: StoredValue<u32>,
    /// Owns the cells' signals.
    owner: StoredValue<Owner>,
}

impl Notebook {
    /// A notebook with these cells, or with an example.
    pub(super) fn open(cells: Vec<Cell>) -> Notebook {
        let notebook = Notebook {
            engine: Engine::expect(),
            storage: Storage::expect(),
            cells: RwSignal::new(Vec::new()),
            notice: RwSignal::new(None),
            removed: RwSignal::new(None),
            queue: RwSignal::new(Vec::new()),
            running: RwSignal::new(None),
            session: RwSignal::new(None),
            count: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        let cells = if cells.is_empty() { vec![example()] } else { cells };
        notebook.cells.set(cells.into_iter().map(|cell| notebook.make(cell)).collect());
        notebook.watch_session();
        for event in ["pagehide", "visibilitychange"] {
            let listener = window_event_listener_untyped(event, move |_| notebook.save_now());
            on_cleanup(move || listener.remove());
        }
        on_cleanup(move || {
            notebook.save_now();
            // What was started here must not go on unseen.
            if notebook.running.try_get_untracked().flatten().is_some() {
                notebook.engine.stop();
            }
        });
        notebook
    }

    /// Notices when the session's interpreter has gone.
    fn watch_session(self) {
        let kept = self.engine.kept_session();
        Effect::new(move |before: Option<Option<SessionId>>| {
            let now = kept.get();
            let session = self.session.get_untracked();
            if session.is_some() && before.flatten() == session && now != session {
                self.session.set(None);
                self.notice.set(Some(Notice::NamesGone));
            }
            now
        });
    }

    fn make(self, record: Cell) -> NotebookCell {
        self.owner.with_value(|owner| owner.with(|| NotebookCell::new(record)))
    }

    /// What the page's `data-state` says.
    pub(super) fn state_name(self) -> &'static str {
        match (self.running.get(), self.engine.progress().get()) {
            (Some(_), _) => "running",
            (None, Progress::Ready | Progress::Failed(_)) => "idle",
            (None, _) => "loading",
        }
    }

    /// Whether a cell runs.
    pub(super) fn is_running(self) -> bool {
        self.running.with(Option::is_some)
    }

    /// Whether there is a session with names.
    pub(super) fn has_names(self) -> bool {
        self.session.with(Option::is_some)
    }

    /// The number of a cell's last run, if it was in the session that goes on.
    pub(super) fn number(self, cell: NotebookCell) -> Option<u32> {
        let (session, number) = cell.ran.get()?;
        (self.session.get() == Some(session)).then_some(number)
    }

    /// Takes in what was typed: notes it at once, and stores it after a pause.
    pub(super) fn edited(self, cell: NotebookCell, code: String) {
        cell.record.update(|record| {
            record.code = code;
            record.changed = js_sys::Date::now();
        });
        self.storage.note_cell(&cell.record.get_untracked());
        let timer = Timeout::new(SAVE_DELAY_MS, move || {
            cell.save_timer.try_update_value(|timer| timer.take().map(Timeout::forget));
            if let Some(record) = cell.record.try_get_untracked() {
                self.storage.save_cell(record);
            }
        });
        cell.save_timer.set_value(Some(timer));
    }

    /// Stores what waits for being stored.
    fn save_now(self) {
        for cell in self.cells.try_get_untracked().unwrap_or_default() {
            if cell.save_timer.try_update_value(|timer| timer.take().is_some()) == Some(true)
                && let Some(record) = cell.record.try_get_untracked()
            {
                self.storage.save_cell(record);
            }
        }
    }

    fn save(self, cell: NotebookCell) {
        self.storage.save_cell(cell.record.get_untracked());
    }

    /// Adds an empty cell at the end, to be typed into.
    pub(super) fn add_at_end(self) {
        self.add_codes(vec![String::new()]);
    }

    /// Adds an empty cell after another.
    pub(super) fn add_after(self, cell: NotebookCell) {
        let cells = self.cells.get_untracked();
        let Some(at) = cells.iter().position(|other| *other == cell) else { return };
        let place = match cells.get(at + 1) {
            Some(next) => f64::midpoint(cell.place(), next.place()),
            None => cell.place() + 1.0,
        };
        let new = self.make(new_cell(String::new(), place));
        self.cells.update(|cells| cells.insert(at + 1, new));
        self.save(new);
    }

    /// Adds cells at the end.
    pub(super) fn add_codes(self, codes: Vec<String>) {
        let mut place = self.cells.with_untracked(|cells| cells.last().map_or(0.0, |cell| cell.place()));
        for code in codes {
            place += 1.0;
            let new = self.make(new_cell(code, place));
            self.cells.update(|cells| cells.push(new));
            self.save(new);
        }
    }

    /// Makes the example give way to cells that come: it goes if nobody used it, and is kept for good if it ran.
    pub(super) fn replace_example(self) {
        for cell in self.cells.get_untracked() {
            // One that was moved or changed is the learner's own.
            if cell.record.with_untracked(|record| record.place != 0.0 || record.code != EXAMPLE) {
                continue;
            }
            if cell.ran.get_untracked().is_some() || cell.phase.get_untracked() != Phase::Resting {
                self.save(cell);
            } else {
                self.take_away(vec![cell]);
            }
        }
    }

    /// Whether a cell comes before all others, or after them.
    pub(super) fn is_end(self, cell: NotebookCell, first: bool) -> bool {
        self.cells.with(|cells| if first { cells.first() } else { cells.last() } == Some(&cell))
    }

    /// Exchanges a cell with its neighbour.
    pub(super) fn shift(self, cell: NotebookCell, up: bool) {
        let cells = self.cells.get_untracked();
        let Some(at) = cells.iter().position(|other| *other == cell) else { return };
        let other = if up { at.checked_sub(1) } else { Some(at + 1) };
        let Some((other, neighbour)) = other.and_then(|at| Some((at, *cells.get(at)?))) else { return };
        let places = (cell.place(), neighbour.place());
        for (moved, place) in [(cell, places.1), (neighbour, places.0)] {
            moved.record.update(|record| {
                record.place = place;
                record.changed = js_sys::Date::now();
            });
            self.save(moved);
        }
        self.cells.update(|cells| cells.swap(at, other));
    }

    /// Takes a cell away.
    pub(super) fn delete(self, cell: NotebookCell) {
        self.take_away(vec![cell]);
        let removed =
            Removed { what: "A cell was deleted.", cells: vec![cell.record.get_untracked()], stand_in: None };
        self.removed.set(Some(removed));
    }

    /// Takes all cells away, ends the session, and puts the example there.
    pub(super) fn reset(self) {
        self.restart();
        let cells = self.cells.get_untracked();
        self.take_away(cells.clone());
        self.cells.set(vec![self.make(example())]);
        self.notice.set(None);
        self.removed.set(Some(Removed {
            what: "All cells were deleted.",
            cells: cells.into_iter().map(|cell| cell.record.get_untracked()).collect(),
            stand_in: self.cells.with_untracked(|cells| cells.first().copied()),
        }));
    }

    fn take_away(self, gone: Vec<NotebookCell>) {
        if self.running.get_untracked().is_some_and(|cell| gone.contains(&cell)) {
            self.stop();
        }
        self.queue.update(|queue| queue.retain(|cell| !gone.contains(cell)));
        self.cells.update(|cells| cells.retain(|cell| !gone.contains(cell)));
        for cell in gone {
            cell.save_timer.set_value(None);
            self.storage.delete_cell(cell.record.get_untracked());
        }
    }

    /// Brings back what was taken away last.
    pub(super) fn undo(self) {
        let Some(removed) = self.removed.try_update(Option::take).flatten() else { return };
        if let Some(cell) = removed.stand_in
            && cell.record.with_untracked(|record| record.code == EXAMPLE)
        {
            self.take_away(vec![cell]);
        }
        for record in removed.cells {
            let cell = self.make(record);
            self.cells.update(|cells| {
                let at = cells.partition_point(|other| other.place() <= cell.place());
                cells.insert(at, cell);
            });
            self.save(cell);
        }
    }

    /// Runs a cell, after those that were asked for before.
    pub(super) fn run(self, cell: NotebookCell) {
        if cell.phase.get_untracked() == Phase::Resting {
            cell.phase.set(Phase::Waiting);
            self.queue.update(|queue| queue.push(cell));
            self.advance();
        }
    }

    /// Runs all cells in their order.
    pub(super) fn run_all(self) {
        for cell in self.cells.get_untracked() {
            if !cell.is_blank() {
                self.run(cell);
            }
        }
    }

    /// Ends what runs. Its worker ends with it, and so do all names.
    pub(super) fn stop(self) {
        self.clear_queue();
        self.engine.stop();
    }

    /// Ends the session.
    pub(super) fn restart(self) {
        if self.running.with_untracked(Option::is_some) {
            self.stop();
        }
        self.session.set(None);
        self.notice.set(Some(Notice::Restarted));
    }

    fn clear_queue(self) {
        for cell in self.queue.try_update(std::mem::take).unwrap_or_default() {
            cell.phase.set(Phase::Resting);
        }
    }

    fn advance(self) {
        if self.running.with_untracked(Option::is_some) || self.queue.with_untracked(Vec::is_empty) {
            return;
        }
        if let Some(cell) = self.queue.try_update(|queue| queue.remove(0)) {
            self.start(cell);
        }
    }

    fn start(self, cell: NotebookCell) {
        let session = self.session.get_untracked().unwrap_or_else(|| {
            self.count.set_value(0);
            self.engine.new_session()
        });
        self.session.set(Some(session));
        self.count.update_value(|count| *count += 1);
        let number = self.count.get_value();
        self.notice.set(None);
        self.running.set(Some(cell));
        cell.phase.set(Phase::Running);
        cell.ran.set(Some((session, number)));
        cell.output.set(Vec::new());
        cell.end.set(None);
        cell.mark(None);
        let time_ms = f64::from(self.storage.settings().get_untracked().time_limit_seconds) * 1000.0;
        let limits = Limits { time_ms, ..Limits::default() };
        let source = cell.record.with_untracked(|record| record.code.clone());
        let name = format!("In [{number}]");
        self.engine.start(
            |id| Request::Cell { id, session, name, source, limits },
            move |update| self.hear(cell, update),
        );
    }

    fn hear(self, cell: NotebookCell, update: RunEvent) {
        // The page may have been left meanwhile.
        if self.running.is_disposed() {
            return;
        }
        match update {
            RunEvent::Event(Event::Output { stream, text, .. }) => {
                cell.output.update(|output| append(output, stream, &text));
            }
            RunEvent::Event(Event::Finished { ending, milliseconds, .. }) => {
                cell.mark(span_of(&ending));
                self.finish(cell, End::Finished { ending, milliseconds });
            }
            RunEvent::Event(Event::Ready | Event::Test { .. }) => {}
            RunEvent::Stopped => self.finish(cell, End::Stopped),
        }
    }

    fn finish(self, cell: NotebookCell, end: End) {
        let went_well = matches!(end, End::Finished { ending: Ending::Completed, .. });
        cell.end.set(Some(end));
        cell.phase.set(Phase::Resting);
        self.running.set(None);
        if !went_well {
            self.clear_queue();
        }
        self.advance();
    }
}

fn span_of(ending: &Ending) -> Option<Span> {
    match ending {
        Ending::Raised(exception) => exception.location,
        Ending::TimeLimit { line: Some(line), .. } => {
            Some(Span { line: *line, column: 0, end_line: *line, end_column: 0 })
        }
        _ => None,
    }
}

fn example() -> Cell {
    new_cell(EXAMPLE.to_owned(), 0.0)
}

fn new_cell(code: String, place: f64) -> Cell {
    let changed = js_sys::Date::now();
    let chance = (js_sys::Math::random() * 2_f64.powi(52)) as u64;
    Cell { id: format!("{:x}-{chance:x}", changed as u64), code, place, changed }
}
