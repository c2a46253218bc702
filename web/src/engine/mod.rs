//! The engine as the page sees it: requests go in, updates come out, and it can always be stopped.
//!
//! The engine's wasm is downloaded and compiled once. Two workers are started from it: one works, the other is a spare
//! that takes over at once when the first is stopped, hangs or breaks.

mod download;
mod worker;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ndgym_protocol::{Ending, Event, Request, RequestId, SessionId};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use worker::EngineWorker;

/// What a run may take beyond its limit before its worker is ended: the engine ends runs itself, and more kindly.
const GRACE_MS: f64 = 1500.0;
/// How long the first worker has the machine to itself before the spare starts.
const SPARE_DELAY_MS: u32 = 400;
/// After so many workers that died before they were ready, no further one is started unasked.
const MOST_FAILED_STARTS: u32 = 2;

/// How far the engine's start has come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Progress {
    /// Nobody has asked for it yet.
    Waiting,
    /// So many of so many bytes are here; a total of 0 is unknown.
    Downloading { bytes: f64, total: f64 },
    /// The first worker is getting ready.
    Starting,
    /// Requests are answered at once.
    Ready,
    /// It cannot be started, for this reason.
    Failed(String),
}

/// What a run tells the one who asked for it.
#[allow(clippy::large_enum_variant, reason = "handed on at once, never stored")]
#[derive(Clone, Debug)]
pub(crate) enum RunEvent {
    /// The engine says so; after [`Event::Finished`] nothing follows.
    Event(Event),
    /// The run was stopped; nothing follows.
    Stopped,
}

/// Handle on the engine; all copies are the same engine.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    progress: RwSignal<Progress>,
    /// The session whose names a worker keeps.
    kept_session: RwSignal<Option<SessionId>>,
    state: StoredValue<State, LocalStorage>,
}

#[derive(Default)]
struct State {
    module: Option<JsValue>,
    workers: Vec<EngineWorker>,
    run: Option<Run>,
    /// The worker that keeps the session.
    session_worker: Option<u32>,
    last_worker: u32,
    last_request: RequestId,
    last_session: SessionId,
    failed_starts: u32,
}

struct Run {
    request: Request,
    observer: Rc<dyn Fn(RunEvent)>,
    /// The worker that has it; none while it waits for one.
    worker: Option<u32>,
    watchdog: Option<Timeout>,
}

impl Run {
    fn id(&self) -> RequestId {
        self.request.bounds().0
    }

    fn time_ms(&self) -> f64 {
        self.request.bounds().1.time_ms
    }

    fn session(&self) -> Option<SessionId> {
        match self.request {
            Request::Cell { session, .. } => Some(session),
            Request::Run { .. } | Request::Check { .. } => None,
        }
    }
}

impl Engine {
    /// Makes the engine known to all components. Nothing is loaded yet.
    pub(crate) fn provide() {
        provide_context(Engine {
            progress: RwSignal::new(Progress::Waiting),
            kept_session: RwSignal::new(None),
            state: StoredValue::new_local(State::default()),
        });
    }

    /// The engine.
    pub(crate) fn expect() -> Engine {
        expect_context()
    }

    /// How far its start has come.
    pub(crate) fn progress(self) -> Signal<Progress> {
        self.progress.into()
    }

    /// A number for a session that begins with its first cell; whichever was kept before ends then.
    pub(crate) fn new_session(self) -> SessionId {
        self.state
            .try_update_value(|state| {
                state.last_session += 1;
                state.last_session
            })
            .unwrap_or_default()
    }

    /// The session whose names are kept: the one of the last cell, unless its worker has ended since.
    pub(crate) fn kept_session(self) -> Signal<Option<SessionId>> {
        self.kept_session.into()
    }

    /// Starts loading, unless that is done or under way.
    pub(crate) fn warm(self) {
        if matches!(self.progress.get_untracked(), Progress::Waiting | Progress::Failed(_)) {
            self.state.update_value(|state| state.failed_starts = 0);
            self.progress.set(Progress::Downloading { bytes: 0.0, total: crate::site::engine_files().bytes });
            spawn_local(async move { self.load().await });
        }
    }

    /// [`warm`](Self::warm), once the page has had time to show itself.
    pub(crate) fn warm_when_idle(self) {
        Timeout::new(1500, move || self.warm()).forget();
    }

    /// Starts a run and tells `observer` all about it. While another run is under way, does nothing.
    pub(crate) fn start(
        self,
        request: impl FnOnce(RequestId) -> Request,
        observer: impl Fn(RunEvent) + 'static,
    ) {
        if self.state.with_value(|state| state.run.is_some()) {
            return;
        }
        self.state.update_value(|state| {
            state.last_request += 1;
            state.run = Some(Run {
                request: request(state.last_request),
                observer: Rc::new(observer),
                worker: None,
                watchdog: None,
            });
        });
        self.warm();
        self.dispatch();
    }

    /// Ends the run under way, at once.
    pub(crate) fn stop(self) {
        if let Some(run) = self.take_run() {
            self.replace(run.worker);
            (run.observer)(RunEvent::Stopped);
        }
    }

    async fn load(self) {
        let files = crate::site::engine_files();
        let total = files.bytes;
        let progress = self.progress;
        let module = match self.state.with_value(|state| state.module.clone()) {
            Some(module) => Ok(module),
            None => {
                let address = format!("{}ndgym-worker_bg.wasm", files.folder);
                download::compiled(&address, move |bytes| {
                    progress.set(Progress::Downloading { bytes, total })
                })
                .await
            }
        };
        match module {
            Ok(module) => {
                progress.set(Progress::Starting);
                self.state.update_value(|state| state.module = Some(module));
                self.hire();
            }
            Err(reason) => self.fail(&format!("The engine could not be loaded: {reason}")),
        }
    }

    /// Starts one more worker.
    fn hire(self) {
        self.state.update_value(|state| {
            let Some(module) = &state.module else { return };
            state.last_worker += 1;
            let number = state.last_worker;
            let heard = move |text: String| self.hear(number, &text);
            let died = move |reason: String| self.bury(number, &reason);
            match EngineWorker::start(number, module, heard, died) {
                Ok(worker) => state.workers.push(worker),
                Err(reason) => {
                    Timeout::new(0, move || self.fail(&format!("No worker can be started: {reason}")))
                        .forget();
                }
            }
        });
    }

    /// Hands the waiting run to a worker that is ready: a cell to the one that keeps a session (the cell goes on with it or
    /// takes its place), anything else rather to another.
    fn dispatch(self) {
        let sent = self.state.try_update_value(|state| {
            let run = state.run.as_mut().filter(|run| run.worker.is_none())?;
            let (keeper, session) = (state.session_worker, run.session());
            let fits = |worker: &&EngineWorker| (Some(worker.number()) == keeper) == session.is_some();
            let ready = || state.workers.iter().filter(|worker| worker.is_ready());
            let worker = ready().find(fits).or_else(|| ready().next())?;
            run.worker = Some(worker.number());
            if session.is_some() {
                state.session_worker = run.worker;
                self.kept_session.set(session);
            } else if keeper == run.worker {
                state.session_worker = None;
                self.kept_session.set(None);
            }
            let text = serde_json::to_string(&run.request).map_err(|error| error.to_string());
            Some(text.and_then(|text| worker.send(&text)))
        });
        match sent.flatten() {
            Some(Ok(())) => self.set_watchdog(),
            Some(Err(reason)) => self.finish_with(Ending::EngineFailure { message: reason }),
            None => {}
        }
    }

    /// Ends the run if nothing more comes of it within its limit and a little.
    fn set_watchdog(self) {
        self.state.update_value(|state| {
            if let Some(run) = &mut state.run {
                let limit_ms = run.time_ms();
                let patience = (limit_ms + GRACE_MS).min(f64::from(i32::MAX)) as u32;
                run.watchdog = Some(Timeout::new(patience, move || {
                    let worker = self.state.with_value(|state| state.run.as_ref().and_then(|run| run.worker));
                    self.replace(worker);
                    self.finish_with(Ending::TimeLimit { line: None, limit_ms });
                }));
            }
        });
    }

    /// A worker said something.
    fn hear(self, number: u32, text: &str) {
        let event = match serde_json::from_str::<Event>(text) {
            Ok(event) => event,
            Err(error) => return self.bury(number, &format!("it sent what nobody understands: {error}")),
        };
        let id = match &event {
            Event::Ready => return self.welcome(number),
            Event::Output { id, .. } | Event::Test { id, .. } | Event::Finished { id, .. } => *id,
        };
        let is_current = self.state.with_value(|state| state.run.as_ref().is_some_and(|run| run.id() == id));
        if !is_current {
            return;
        }
        match event {
            Event::Finished { ending, milliseconds, peak_bytes, .. } => {
                if matches!(ending, Ending::EngineFailure { .. }) {
                    self.replace(Some(number));
                }
                if let Some(run) = self.take_run() {
                    (run.observer)(RunEvent::Event(Event::Finished { id, ending, milliseconds, peak_bytes }));
                }
            }
            event => {
                // Each test has the whole limit for itself.
                if matches!(event, Event::Test { .. }) {
                    self.set_watchdog();
                }
                let observer =
                    self.state.with_value(|state| state.run.as_ref().map(|run| Rc::clone(&run.observer)));
                if let Some(observer) = observer {
                    observer(RunEvent::Event(event));
                }
            }
        }
    }

    /// A worker is ready.
    fn welcome(self, number: u32) {
        self.state.update_value(|state| {
            state.failed_starts = 0;
            if let Some(worker) = state.workers.iter_mut().find(|worker| worker.number() == number) {
                worker.set_ready();
            }
        });
        self.progress.set(Progress::Ready);
        self.dispatch();
        Timeout::new(SPARE_DELAY_MS, move || {
            if self.state.with_value(|state| state.workers.len() < 2) {
                self.hire();
            }
        })
        .forget();
    }

    /// A worker died by itself.
    fn bury(self, number: u32, reason: &str) {
        let (was_ready, had_run) = self.state.with_value(|state| {
            let ready = state.workers.iter().any(|worker| worker.number() == number && worker.is_ready());
            (ready, state.run.as_ref().is_some_and(|run| run.worker == Some(number)))
        });
        if !was_ready {
            self.state.update_value(|state| state.failed_starts += 1);
        }
        if self.state.with_value(|state| state.failed_starts) >= MOST_FAILED_STARTS {
            self.dismiss(number);
            if self.state.with_value(|state| state.workers.is_empty()) {
                self.fail(&format!("The engine does not start: {reason}"));
            }
        } else {
            self.replace(Some(number));
        }
        if had_run {
            self.finish_with(Ending::EngineFailure { message: reason.to_owned() });
        }
    }

    /// Ends a worker and starts another in its place.
    fn replace(self, number: Option<u32>) {
        let Some(number) = number else { return };
        self.dismiss(number);
        if !self.state.with_value(|state| state.workers.iter().any(EngineWorker::is_ready)) {
            self.progress.set(Progress::Starting);
        }
        self.hire();
    }

    /// Ends a worker, and with it the session it keeps.
    fn dismiss(self, number: u32) {
        let kept = self.state.try_update_value(|state| {
            state.workers.retain(|worker| worker.number() != number);
            state.session_worker.take_if(|keeper| *keeper == number)
        });
        if kept.flatten().is_some() {
            self.kept_session.set(None);
        }
    }

    fn fail(self, reason: &str) {
        self.progress.set(Progress::Failed(reason.to_owned()));
        self.finish_with(Ending::EngineFailure { message: reason.to_owned() });
    }

    /// Ends the run under way in the engine's place.
    fn finish_with(self, ending: Ending) {
        if let Some(run) = self.take_run() {
            let id = run.id();
            (run.observer)(RunEvent::Event(Event::Finished { id, ending, milliseconds: 0.0, peak_bytes: 0 }));
        }
    }

    fn take_run(self) -> Option<Run> {
        self.state.try_update_value(|state| state.run.take()).flatten()
    }
}
