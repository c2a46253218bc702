//! One learner at one problem: what is typed, what runs, what came of it.

use crate::components::{EditorHandle, Piece, append};
use crate::engine::{Engine, RunEvent};
use crate::share;
use crate::storage::{Attempt, Draft, Storage};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use ndgym_curriculum::Problem;
use ndgym_protocol::{Ending, Event, Limits, Outcome, Request, Span, TestKind, TestReport};

/// Typing is stored after a pause of so many milliseconds.
const SAVE_DELAY_MS: u32 = 250;

/// The parts of the workspace, of which a phone shows one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Statement,
    Editor,
    Results,
}

impl Pane {
    pub(super) const ALL: [Pane; 3] = [Pane::Statement, Pane::Editor, Pane::Results];

    pub(super) fn name(self) -> &'static str {
        ["statement", "editor", "results"][self as usize]
    }

    pub(super) fn title(self) -> &'static str {
        ["Problem", "Code", "Results"][self as usize]
    }
}

/// The parts of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResultsTab {
    Tests,
    Output,
    Attempts,
}

/// What is asked of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Run the answer and the scratch area.
    Run,
    /// Check the answer with the visible tests.
    Check,
    /// Check the answer with all tests.
    Submit,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum End {
    Stopped,
    Finished { ending: Ending, milliseconds: f64, peak_bytes: u64 },
}

/// The state of the page; all copies are the same session.
#[derive(Clone, Copy)]
pub(super) struct Session {
    pub(super) problem: &'static Problem,
    pub(super) engine: Engine,
    pub(super) storage: Storage,
    pub(super) source: RwSignal<String>,
    pub(super) scratch: RwSignal<String>,
    pub(super) hints: RwSignal<usize>,
    pub(super) seconds: RwSignal<u32>,
    pub(super) clock_runs: RwSignal<bool>,
    pub(super) pane: RwSignal<Pane>,
    pub(super) results_tab: RwSignal<ResultsTab>,
    /// What runs now.
    pub(super) running: RwSignal<Option<Task>>,
    /// What ran last, or runs now.
    pub(super) last_task: RwSignal<Option<Task>>,
    pub(super) output: RwSignal<Vec<Piece>>,
    pub(super) reports: RwSignal<Vec<TestReport>>,
    pub(super) end: RwSignal<Option<End>>,
    /// Counts submissions, so that lists of attempts know when to look again.
    pub(super) submissions: RwSignal<usize>,
    /// What a replaced text was, to bring it back.
    pub(super) replaced: RwSignal<Option<String>>,
    pub(super) editor: StoredValue<Option<EditorHandle>, LocalStorage>,
    pub(super) scratch_editor: StoredValue<Option<EditorHandle>, LocalStorage>,
    save_timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Session {
    /// A session with what was typed last time, or the starter.
    pub(super) fn open(problem: &'static Problem, draft: Option<Draft>) -> Session {
        let draft = draft.unwrap_or_else(|| Draft {
            source: problem.starter.to_owned(),
            scratch: starting_scratch(problem),
            ..Draft::default()
        });
        let session = Session {
            problem,
            engine: Engine::expect(),
            storage: Storage::expect(),
            source: RwSignal::new(draft.source),
            scratch: RwSignal::new(draft.scratch),
            hints: RwSignal::new(draft.hints),
            seconds: RwSignal::new(draft.seconds),
            clock_runs: RwSignal::new(false),
            pane: RwSignal::new(Pane::Statement),
            results_tab: RwSignal::new(ResultsTab::Tests),
            running: RwSignal::new(None),
            last_task: RwSignal::new(None),
            output: RwSignal::new(Vec::new()),
            reports: RwSignal::new(Vec::new()),
            end: RwSignal::new(None),
            submissions: RwSignal::new(0),
            replaced: RwSignal::new(None),
            editor: StoredValue::new_local(None),
            scratch_editor: StoredValue::new_local(None),
            save_timer: StoredValue::new_local(None),
        };
        for event in ["pagehide", "visibilitychange"] {
            let listener = window_event_listener_untyped(event, move |_| session.save_now());
            on_cleanup(move || listener.remove());
        }
        on_cleanup(move || {
            session.save_now();
            // What was started here must not go on unseen.
            if session.running.try_get_untracked().flatten().is_some() {
                session.engine.stop();
            }
        });
        session
    }

    /// What the workspace's `data-state` says.
    pub(super) fn state_name(self) -> &'static str {
        use crate::engine::Progress;
        match (self.running.get(), self.engine.progress().get()) {
            (Some(_), _) => "running",
            (None, Progress::Ready | Progress::Failed(_)) => "idle",
            (None, _) => "loading",
        }
    }

    /// Takes in what was typed.
    pub(super) fn edited(self, source: String) {
        self.source.set(source);
        self.replaced.set(None);
        self.clock_runs.set(true);
        self.number_scratch();
        self.changed();
    }

    /// Takes in what was typed into the scratch area.
    pub(super) fn scratch_edited(self, scratch: String) {
        self.scratch.set(scratch);
        self.changed();
    }

    /// Notes the draft at once, and stores it after a pause.
    pub(super) fn changed(self) {
        self.storage.note_draft(&self.draft());
        let timer = Timeout::new(SAVE_DELAY_MS, move || {
            self.save_timer.try_update_value(|timer| timer.take().map(Timeout::forget));
            self.storage.save_draft(self.draft());
        });
        self.save_timer.set_value(Some(timer));
    }

    /// Stores the draft now, if anything waits for being stored.
    fn save_now(self) {
        if self.save_timer.try_update_value(|timer| timer.take().is_some()) == Some(true) {
            self.storage.save_draft(self.draft());
        }
    }

    fn draft(self) -> Draft {
        Draft {
            problem: self.problem.id.to_owned(),
            source: self.source.get_untracked(),
            scratch: self.scratch.get_untracked(),
            hints: self.hints.get_untracked(),
            seconds: self.seconds.get_untracked(),
            changed: js_sys::Date::now(),
        }
    }

    /// The scratch area's lines go on counting where the answer ends, as they do in a traceback.
    pub(super) fn number_scratch(self) {
        let first = self.answer_lines() + 1;
        self.scratch_editor.with_value(|editor| {
            if let Some(editor) = editor {
                editor.set_first_line(first);
            }
        });
    }

    fn answer_lines(self) -> u32 {
        self.source.with_untracked(|source| source.split('\n').count()) as u32
    }

    /// Puts another text in the answer's place; `replaced` keeps the old one.
    pub(super) fn replace_source(self, source: &str) {
        let old = self.source.get_untracked();
        self.set_editor(source);
        self.replaced.set(Some(old));
    }

    /// Brings the replaced text back.
    pub(super) fn restore(self) {
        if let Some(old) = self.replaced.get_untracked() {
            self.set_editor(&old);
            self.replaced.set(None);
        }
    }

    fn set_editor(self, source: &str) {
        self.editor.with_value(|editor| {
            if let Some(editor) = editor {
                editor.set_text(source);
                editor.focus();
            }
        });
    }

    /// Loads a test's call into the scratch area.
    pub(super) fn try_call(self, name: &str, setup: &str, call: &str) {
        self.pane.set(Pane::Editor);
        self.set_scratch(&format!("# The test \"{name}\"\n{}", call_text(setup, call)));
    }

    /// The address of the playground with the answer in one cell and a test's call in the next.
    pub(super) fn playground_link(self, name: &str, setup: &str, call: &str) -> String {
        let test = format!("import numpy as np\n\n# The test \"{name}\"\n{}", call_text(setup, call));
        share::cells_link(vec![self.source.get_untracked(), test])
    }

    /// Loads the problem's first example into the scratch area.
    pub(super) fn show_example(self) {
        self.set_scratch(&starting_scratch(self.problem));
    }

    fn set_scratch(self, text: &str) {
        self.scratch_editor.with_value(|editor| {
            if let Some(editor) = editor {
                editor.set_text(text);
                editor.focus();
            }
        });
    }

    /// Starts a task; while one runs, does nothing.
    pub(super) fn start(self, task: Task) {
        if self.running.get_untracked().is_some() {
            return;
        }
        self.last_task.set(Some(task));
        self.output.set(Vec::new());
        self.end.set(None);
        self.mark(None);
        self.pane.set(Pane::Results);
        if task == Task::Run {
            self.results_tab.set(ResultsTab::Output);
        } else {
            self.reports.set(Vec::new());
            self.results_tab.set(ResultsTab::Tests);
        }
        self.running.set(Some(task));
        let time_ms = f64::from(self.storage.settings().get_untracked().time_limit_seconds) * 1000.0;
        let limits = Limits { time_ms, ..Limits::default() };
        let answer = self.source.get_untracked();
        let submitted = answer.clone();
        self.engine.start(
            |id| match task {
                Task::Run => {
                    let source = format!("{answer}\n{}", self.scratch.get_untracked());
                    Request::Run { id, source, limits }
                }
                Task::Check | Task::Submit => Request::Check {
                    id,
                    problem: self.problem.id.to_owned(),
                    source: answer,
                    submit: task == Task::Submit,
                    limits,
                },
            },
            move |update| self.hear(task, &submitted, update),
        );
    }

    /// Stops what runs.
    pub(super) fn stop(self) {
        self.engine.stop();
    }

    fn hear(self, task: Task, submitted: &str, update: RunEvent) {
        // The page may have been left meanwhile.
        if self.running.is_disposed() {
            return;
        }
        match update {
            RunEvent::Event(Event::Ready) => {}
            RunEvent::Event(Event::Output { stream, text, .. }) => {
                self.output.update(|output| append(output, stream, &text))
            }
            RunEvent::Event(Event::Test { report, .. }) => {
                self.reports.update(|reports| reports.push(report))
            }
            RunEvent::Event(Event::Finished { ending, milliseconds, peak_bytes, .. }) => {
                self.mark(span_of(&ending));
                self.finish(task, submitted, End::Finished { ending, milliseconds, peak_bytes });
            }
            RunEvent::Stopped => self.finish(task, submitted, End::Stopped),
        }
    }

    fn finish(self, task: Task, submitted: &str, end: End) {
        let nothing_tested = self.reports.with_untracked(Vec::is_empty);
        // An answer that breaks before the first test: its traceback is what helps.
        if task != Task::Run && nothing_tested {
            self.results_tab.set(ResultsTab::Output);
        }
        let count = task == Task::Submit && end != End::Stopped;
        self.end.set(Some(end));
        if count {
            self.keep_attempt(submitted);
        }
        self.running.set(None);
    }

    fn keep_attempt(self, submitted: &str) {
        let ((passed, total), right) = untrack(|| (self.score(), self.is_right()));
        if right {
            self.clock_runs.set(false);
        }
        self.storage.add_attempt(Attempt {
            problem: self.problem.id.to_owned(),
            source: submitted.to_owned(),
            when: js_sys::Date::now(),
            right,
            passed,
            total,
            seconds: self.seconds.get_untracked(),
            hints: self.hints.get_untracked(),
        });
        self.submissions.update(|count| *count += 1);
    }

    /// Tests passed, and tests run.
    pub(super) fn score(self) -> (usize, usize) {
        self.reports.with(|reports| {
            (reports.iter().filter(|report| report.outcome == Outcome::Passed).count(), reports.len())
        })
    }

    /// Whether the last check ended with every test passed that has to.
    pub(super) fn is_right(self) -> bool {
        let completed = self.end.with(|end| {
            matches!(end, Some(End::Finished { ending: Ending::Completed | Ending::Exited { .. }, .. }))
        });
        let passed = self.reports.with(|reports| {
            !reports.is_empty()
                && reports
                    .iter()
                    .all(|report| report.outcome == Outcome::Passed || report.kind == TestKind::Extra)
        });
        completed && passed
    }

    /// Shows a line of the answer, or of the scratch area after it.
    pub(super) fn go_to_line(self, line: u32) {
        let lines = self.answer_lines();
        let (editor, line) =
            if line > lines { (self.scratch_editor, line - lines) } else { (self.editor, line) };
        self.pane.set(Pane::Editor);
        editor.with_value(|editor| {
            if let Some(editor) = editor {
                editor.go_to_line(line);
            }
        });
    }

    /// Marks where an error points, or takes the marks away.
    fn mark(self, span: Option<Span>) {
        let lines = self.answer_lines();
        let set =
            |editor: StoredValue<Option<EditorHandle>, LocalStorage>, span: Option<Span>, shift: u32| {
                let Span { line, column, end_line, end_column } =
                    span.unwrap_or(Span { line: 0, column: 0, end_line: 0, end_column: 0 });
                editor.with_value(|editor| {
                    if let Some(editor) = editor {
                        let [line, end_line] = [line, end_line].map(|line| line.saturating_sub(shift));
                        editor.mark_error(line, column, end_line, end_column);
                    }
                });
            };
        set(self.editor, span.filter(|span| span.line <= lines), 0);
        set(self.scratch_editor, span.filter(|span| span.line > lines), lines);
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

/// A fresh scratch area shows the problem's first example.
fn starting_scratch(problem: &Problem) -> String {
    problem.tests.iter().find(|test| test.visible).map_or_else(String::new, |test| {
        format!("# Runs after your code; never submitted.\n{}", call_text(test.setup, test.call))
    })
}

fn call_text(setup: &str, call: &str) -> String {
    let setup = setup.trim();
    let separator = if setup.is_empty() { "" } else { "\n" };
    format!("{setup}{separator}print({call})\n")
}
