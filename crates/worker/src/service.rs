//! Answers requests, each with a fresh interpreter that was made ready while the worker was idle; but the cells of a session
//! share one.

use std::cell::{Cell, RefCell};

use ndgym_judge::{Judge, Submission};
use ndgym_protocol::{Ending, Event, Limits, Request, RequestId, SessionId, Stream};
use ndgym_python::{Config, Engine};

use crate::browser;

/// Name of the learner's text in tracebacks.
const FILENAME: &str = "solution.py";

thread_local! {
    /// The interpreter for the next request.
    static SPARE: RefCell<Option<Engine>> = const { RefCell::new(None) };
    /// The session's interpreter. While there is one, no other is made ready: what that holds would count as the session's.
    static SESSION: RefCell<Option<(SessionId, Engine)>> = const { RefCell::new(None) };
    /// Checks submissions; made after the first request or when first needed, and kept.
    static JUDGE: RefCell<Option<Judge>> = const { RefCell::new(None) };
    /// The request being answered, and when that began.
    static CURRENT: Cell<Option<(RequestId, f64)>> = const { Cell::new(None) };
}

/// Sends an event to the page.
pub(crate) fn send(event: &Event) {
    match serde_json::to_string(event) {
        Ok(text) => browser::post(&text),
        Err(error) => wasm_bindgen::throw_str(&error.to_string()),
    }
}

/// Makes the interpreter for the next request.
pub(crate) fn prepare() {
    if SPARE.with_borrow(Option::is_none)
        && let Ok(engine) = new_engine()
    {
        SPARE.set(Some(engine));
    }
}

fn new_engine() -> Result<Engine, String> {
    Engine::new(Config {
        limits: Limits::default(),
        clock: browser::clock(),
        output: Box::new(send_output),
        input: None,
        argv: vec![FILENAME.to_owned()],
    })
}

fn send_output(stream: Stream, text: &str) {
    if let Some((id, _)) = CURRENT.get() {
        send(&Event::Output { id, stream, text: text.to_owned() });
    }
}

/// Answers one request, then gets ready for the next.
pub(crate) fn answer(request: Request) {
    if let Err(message) = browser::guarded(move || run(request)) {
        // A panic has reported itself, and then there is no current request any more.
        finish(Ending::EngineFailure { message: explain(&message) }, 0);
        return;
    }
    browser::when_idle(|| {
        if SESSION.with_borrow(Option::is_none) {
            prepare_judge();
            prepare();
        }
    });
}

/// What the browser's words for the end of an engine mean.
fn explain(thrown: &str) -> String {
    let lower = thrown.to_lowercase();
    if lower.contains("stack") || lower.contains("recursion") {
        "the program nests calls or data deeper than this browser allows".to_owned()
    } else {
        format!("the engine ran out of memory or failed ({thrown})")
    }
}

fn run(request: Request) {
    let (id, limits) = request.bounds();
    let kept = kept_session(&request);
    CURRENT.set(Some((id, browser::milliseconds())));
    if matches!(request, Request::Check { .. }) {
        prepare_judge();
    }
    let engine = kept.or_else(|| SPARE.take()).map_or_else(new_engine, Ok);
    match engine {
        Ok(mut engine) => {
            engine.set_limits(limits);
            let ending = match request {
                Request::Run { source, .. } => engine.run(&source, FILENAME),
                Request::Cell { session, name, source, .. } => {
                    let ending = engine.run_cell(&source, &name);
                    let peak_bytes = engine.peak_bytes();
                    SESSION.set(Some((session, engine)));
                    return finish(ending, peak_bytes);
                }
                Request::Check { problem, source, submit, .. } => {
                    check(id, &problem, Submission { source: &source, filename: FILENAME, submit }, &engine)
                }
            };
            let peak_bytes = engine.peak_bytes();
            // What the program's exit handlers print belongs to the run.
            drop(engine);
            finish(ending, peak_bytes);
        }
        Err(message) => finish(Ending::EngineFailure { message }, 0),
    }
}

/// The interpreter of the request's session. A session that the request does not belong to ends here, before the request
/// begins: what its exit handlers print is nobody's.
fn kept_session(request: &Request) -> Option<Engine> {
    let (kept, engine) = SESSION.take()?;
    matches!(request, Request::Cell { session, .. } if *session == kept).then_some(engine)
}

/// Runs a submission and its tests.
fn check(id: RequestId, problem: &str, submission: Submission<'_>, engine: &Engine) -> Ending {
    let Some(problem) = ndgym_curriculum::problem(problem) else {
        return Ending::EngineFailure { message: format!("there is no problem '{problem}'") };
    };
    let Some(judge) = JUDGE.take() else {
        return Ending::EngineFailure { message: "the judge's interpreter does not start".to_owned() };
    };
    let ending = judge.check(problem, submission, engine, &mut |report| send(&Event::Test { id, report }));
    JUDGE.set(Some(judge));
    ending
}

/// Makes the judge. It is to be there before the interpreter whose memory is counted.
fn prepare_judge() {
    if JUDGE.with_borrow(Option::is_none) {
        SPARE.set(None);
        // A failure shows when the judge is needed.
        JUDGE.set(Judge::new(browser::clock()).ok());
    }
}

/// Ends the current request.
fn finish(ending: Ending, peak_bytes: u64) {
    if let Some((id, start)) = CURRENT.take() {
        send(&Event::Finished { id, ending, milliseconds: browser::milliseconds() - start, peak_bytes });
    }
}

/// Tells the page, as the last thing this worker does, that the engine broke.
pub(crate) fn report_panic(message: &str) {
    finish(Ending::EngineFailure { message: message.to_owned() }, 0);
}
