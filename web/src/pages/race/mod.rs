//! Loop against vectorised against einsum, timed in this browser, on the way that a learner's own code takes.

mod pairs;

use crate::components::CodeView;
use crate::diagrams::{Form, Mark, Plot, PlotAxis};
use crate::engine::{Engine, Progress, RunEvent};
use crate::share;
use leptos::prelude::*;
use ndgym_protocol::{Ending, Event, Limits, Request, Stream};
use pairs::{Measured, PAIRS, Pair, in_words};

/// All sizes of one pair together may take so long.
const LIMIT_MS: f64 = 120_000.0;

/// Where a race stands.
#[derive(Clone, Debug, PartialEq)]
enum Standing {
    Ready,
    Running,
    Done,
    Stopped,
    Failed(String),
}

/// What was measured of each pair, and the race that is on.
#[derive(Clone, Copy)]
struct Race {
    chosen: RwSignal<usize>,
    measured: RwSignal<Vec<Vec<Measured>>>,
    standing: RwSignal<Standing>,
    /// What the program wrote since its last whole line.
    rest: StoredValue<String>,
}

impl Race {
    fn new() -> Race {
        Race {
            chosen: RwSignal::new(0),
            measured: RwSignal::new(vec![Vec::new(); PAIRS.len()]),
            standing: RwSignal::new(Standing::Ready),
            rest: StoredValue::new(String::new()),
        }
    }

    fn pair(self) -> &'static Pair {
        &PAIRS[self.chosen.get().min(PAIRS.len() - 1)]
    }

    fn start(self) {
        let at = self.chosen.get_untracked();
        let pair = &PAIRS[at];
        self.measured.update(|measured| measured[at].clear());
        self.rest.set_value(String::new());
        self.standing.set(Standing::Running);
        let limits = Limits { time_ms: LIMIT_MS, ..Limits::default() };
        let source = pair.program();
        Engine::expect().start(|id| Request::Run { id, source, limits }, move |event| self.hear(at, event));
    }

    fn hear(self, at: usize, event: RunEvent) {
        match event {
            RunEvent::Stopped => self.standing.set(Standing::Stopped),
            RunEvent::Event(Event::Output { stream: Stream::Stdout, text, .. }) => self.read(at, &text),
            RunEvent::Event(Event::Finished { ending, .. }) => self.standing.set(match ending {
                Ending::Completed => Standing::Done,
                Ending::Raised(exception) => {
                    Standing::Failed(format!("{}: {}", exception.kind, exception.message))
                }
                Ending::TimeLimit { limit_ms, .. } => {
                    Standing::Failed(format!("it took more than {} s", limit_ms / 1000.0))
                }
                Ending::EngineFailure { message } => Standing::Failed(message),
                Ending::Exited { code } => Standing::Failed(format!("the program exited with {code}")),
            }),
            RunEvent::Event(_) => {}
        }
    }

    fn read(self, at: usize, text: &str) {
        let text = self.rest.with_value(|rest| format!("{rest}{text}"));
        let (lines, rest) = text.rsplit_once('\n').unwrap_or(("", &text));
        let found: Vec<Measured> =
            lines.lines().filter_map(|line| Measured::read(&PAIRS[at], line)).collect();
        self.rest.set_value(rest.to_owned());
        self.measured.update(|measured| measured[at].extend(found));
    }
}

/// The page.
#[component]
pub(crate) fn RacePage() -> impl IntoView {
    crate::site::set_title("Race");
    let engine = Engine::expect();
    engine.warm_when_idle();
    let race = Race::new();
    on_cleanup(move || engine.stop());
    let running = Memo::new(move |_| race.standing.with(|standing| *standing == Standing::Running));
    view! {
        <article class="page lab race" data-testid="race" data-standing=move || word(&race.standing.get())>
            <p class="crumb"><a href="labs/">"Labs"</a></p>
            <h1>"Race: loop, vectorised, einsum"</h1>
            <p class="lead">
                "The same result three ways, timed now, in this browser, by a program that you can read and change."
            </p>
            <div class="lab-bar">
                <div class="presets" role="group" aria-label="What is computed">
                    {PAIRS
                        .iter()
                        .enumerate()
                        .map(|(at, pair)| {
                            view! {
                                <button
                                    class="chip"
                                    data-testid="race-pair"
                                    disabled=running
                                    aria-pressed=move || (race.chosen.get() == at).to_string()
                                    on:click=move |_| {
                                        race.chosen.set(at);
                                        race.standing.set(Standing::Ready);
                                    }
                                >
                                    {pair.name}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
                <span class="grow"></span>
                {move || {
                    if running.get() {
                        view! { <button data-testid="race-stop" on:click=move |_| engine.stop()>"Stop"</button> }.into_any()
                    } else {
                        view! {
                            <button class="primary" data-testid="race-start" on:click=move |_| race.start()>"Start the race"</button>
                        }
                        .into_any()
                    }
                }}
            </div>
            <p role="status" class="race-standing" data-testid="race-standing">{move || standing_text(race, engine)}</p>
            <div class="lab-stage">
                <div class="lab-picture" tabindex="0" role="region" aria-label="Picture"><Times race /></div>
                <div class="lab-controls"><Table race /></div>
            </div>
            <p class="race-remark">{move || race.pair().remark}</p>
            <Contestants race />
            <Honesty race />
        </article>
    }
}

fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Ready => "ready",
        Standing::Running => "running",
        Standing::Done => "done",
        Standing::Stopped => "stopped",
        Standing::Failed(_) => "failed",
    }
}

fn standing_text(race: Race, engine: Engine) -> String {
    let count = race.measured.with(|measured| measured[race.chosen.get()].len());
    match (race.standing.get(), engine.progress().get()) {
        (Standing::Running, Progress::Failed(reason)) => reason,
        (Standing::Running, Progress::Ready) => {
            format!("Running: {count} times measured so far. Keep this tab in front.")
        }
        (Standing::Running, _) => "The engine is loading.".to_owned(),
        (Standing::Ready, _) if count == 0 => "Nothing is measured yet; nothing starts by itself.".to_owned(),
        (Standing::Ready | Standing::Done, _) => {
            format!("{count} times measured; each is the best of three averages.")
        }
        (Standing::Stopped, _) => format!("Stopped after {count} measured times."),
        (Standing::Failed(reason), _) => format!("The race ended early: {reason}"),
    }
}

/// The times over n, both axes logarithmic.
#[component]
fn Times(race: Race) -> impl IntoView {
    let mine = Memo::new(move |_| race.measured.with(|measured| measured[race.chosen.get()].clone()));
    let span = move |of: fn(&Measured) -> f64, otherwise: (f64, f64)| {
        mine.with(|mine| {
            let low = mine.iter().map(of).fold(f64::INFINITY, f64::min);
            let high = mine.iter().map(of).fold(0.0, f64::max);
            if mine.is_empty() { otherwise } else { (low, high) }
        })
    };
    let marks = move || {
        mine.with(|mine| {
            let pair = race.pair();
            (0..pair.contestants.len())
                .flat_map(|contestant| {
                    let own: Vec<(f64, f64)> = mine
                        .iter()
                        .filter(|one| one.contestant == contestant)
                        .map(|one| (one.n, one.seconds))
                        .collect();
                    [
                        Mark::new(contestant, "", Form::Line(own.clone())),
                        Mark::new(contestant, pair.contestants[contestant].name, Form::Points(own)),
                    ]
                })
                .collect::<Vec<_>>()
        })
    };
    let label = move || {
        let count = mine.with(Vec::len);
        format!(
            "Time of a call over n, both axes logarithmic: {count} points; the table beside has the numbers"
        )
    };
    view! {
        <Plot
            label=Signal::derive(label)
            x=Signal::derive(move || {
                let (low, high) = span(|one| one.n, (1.0, 1e6));
                PlotAxis::log(&format!("n: {}", race.pair().size), low, high)
            })
            y=Signal::derive(move || {
                let (low, high) = span(|one| one.seconds, (1e-7, 1.0));
                PlotAxis::log("seconds a call", low, high)
            })
            marks=Signal::derive(marks)
        />
    }
}

/// The times as numbers, each with how often the vectorised one goes into it.
#[component]
fn Table(race: Race) -> impl IntoView {
    let rows = move || {
        let pair = race.pair();
        let mine = race.measured.with(|measured| measured[race.chosen.get()].clone());
        let mut sizes: Vec<f64> = mine.iter().map(|one| one.n).collect();
        sizes.dedup();
        let of = |n: f64, contestant: usize| {
            mine.iter().find(|one| one.n == n && one.contestant == contestant).map(|one| one.seconds)
        };
        sizes
            .into_iter()
            .map(|n| {
                let cells = (0..pair.contestants.len()).map(|contestant| {
                    let ratio = of(n, contestant)
                        .zip(of(n, 1))
                        .filter(|_| contestant != 1)
                        .map(|(own, base)| own / base);
                    view! {
                        <td>
                            {of(n, contestant).map_or("–".to_owned(), in_words)}
                            {ratio.map(|ratio| view! { <span class="soft">{format!("× {ratio:.1}")}</span> })}
                        </td>
                    }
                });
                view! { <tr><th scope="row">{n}</th>{cells.collect_view()}</tr> }
            })
            .collect_view()
    };
    view! {
        <table class="lab-numbers race-table" data-testid="race-table">
            <caption>"Time of a call, and how often the vectorised one goes into it"</caption>
            <thead>
                <tr>
                    <th scope="col">"n"</th>
                    <th scope="col">"loop"</th>
                    <th scope="col">"vectorised"</th>
                    <th scope="col">"einsum"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The code of each, and of the whole race.
#[component]
fn Contestants(race: Race) -> impl IntoView {
    view! {
        <section class="lab-program" aria-label="The code">
            <div class="head">
                <h2>"The contestants"</h2>
                <a class="button small" data-testid="race-playground" href=move || share::playground_link(&race.pair().program())>
                    "Open in the playground"
                </a>
            </div>
            <div class="race-contestants">
                {move || {
                    race.pair()
                        .contestants
                        .map(|contestant| {
                            view! { <CodeView code=Signal::stored(contestant.code.to_owned()) test_id="race-code" /> }
                        })
                        .collect_view()
                }}
            </div>
            <details>
                <summary>"The whole program, with its clock"</summary>
                <CodeView code=Signal::derive(move || race.pair().program()) test_id="race-program" />
            </details>
        </section>
    }
}

/// What these times say, and what they do not.
#[component]
fn Honesty(race: Race) -> impl IntoView {
    view! {
        <section class="race-honesty">
            <h2>"What these times say"</h2>
            <p>
                "They are of this browser, on your machine, at this moment. The Python here is RustPython, compiled to \
                 WebAssembly: its loops are slower than those of CPython, so the distance between loop and vectorised is wider \
                 here than on your own machine. For a measure: one turn of the loop of \
                 the dot product takes about 190 ns in CPython 3.11 with NumPy 2.4, on one core of a server's Xeon, best of many. "
                {move || turn_here(race)}
                " The program runs unchanged in CPython: copy it and see what your own machine says."
            </p>
            <p>
                "A browser's clock is coarse on purpose (often a tenth of a millisecond), so each time is an average over as many \
                 calls as take 20 ms, and the best of three such averages. A contestant that took more than a quarter of a second \
                 does not try the next size. Before a time counts, the three results are compared."
            </p>
        </section>
    }
}

/// What a turn of the dot product's loop took here, if that race has been run: the longest loop that was measured.
fn turn_here(race: Race) -> String {
    let loops = race.measured.with(|measured| {
        measured[0].iter().filter(|one| one.contestant == 0).max_by(|a, b| a.n.total_cmp(&b.n)).copied()
    });
    match loops {
        Some(longest) => {
            format!("Here it took {}, in the race above.", in_words(longest.seconds / longest.n))
        }
        None => "Run the race of dot, and what a turn takes here stands here.".to_owned(),
    }
}
