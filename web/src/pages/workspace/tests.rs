//! What each test called, expected and got, and whether the answer is right.

use super::session::{End, Session, Task};
use crate::components::{Icon, Picture, Shape};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ndgym_curriculum::Test;
use ndgym_protocol::{Difference, Ending, Outcome, TestKind, TestReport};

/// The tests pane's content.
#[component]
pub(super) fn Tests(session: Session) -> impl IntoView {
    let nothing_tested = move || session.reports.with(Vec::is_empty);
    let reports = move || session.reports.get().into_iter().enumerate();
    // The first test that failed is open: it is the one to mend.
    let first_failed = Memo::new(move |_| {
        session.reports.with(|reports| reports.iter().position(|report| report.outcome != Outcome::Passed))
    });
    let visible = session.problem.tests.iter().filter(|test| test.visible);
    view! {
        <div aria-live="polite">
            <Verdict session />
        </div>
        <div class="tests-head">
            <span class="soft">{move || headline(session)}</span>
            <span class="grow"></span>
            <button
                class="small"
                data-testid="check"
                disabled=move || session.running.get().is_some()
                on:click=move |_| session.start(Task::Check)
            >
                "Run visible tests"
            </button>
        </div>
        <Show when=nothing_tested>
            {visible.clone().map(|test| view! { <Planned session test /> }).collect_view()}
        </Show>
        <For each=reports key=|(index, report)| (*index, report.name.clone(), report.milliseconds.to_bits()) let:entry>
            <Report session number=entry.0 + 1 report=entry.1 open=Signal::derive(move || first_failed.get() == Some(entry.0)) />
        </For>
    }
}

fn headline(session: Session) -> String {
    let (passed, total) = session.score();
    match (total, session.running.get()) {
        (0, None) => "Submit runs these tests and more.".to_owned(),
        (0, Some(_)) => "Testing".to_owned(),
        (total, _) => format!("{passed} of {total} tests passed"),
    }
}

/// What came of the last submission.
#[component]
fn Verdict(session: Session) -> impl IntoView {
    move || {
        let end = session.end.get().filter(|_| session.last_task.get() == Some(Task::Submit))?;
        let (passed, total) = session.score();
        let right = session.is_right();
        let text = match &end {
            End::Stopped => "You stopped the tests before they were done.".to_owned(),
            End::Finished { ending: Ending::Raised(exception), .. } if total == 0 => {
                format!("Your code raised {} before any test could run; see Output.", exception.kind)
            }
            End::Finished { ending: Ending::TimeLimit { .. }, .. } => {
                "Your code did not come to an end within the time limit.".to_owned()
            }
            End::Finished { ending: Ending::EngineFailure { message }, .. } => {
                format!("The engine broke and has been replaced; submit again. ({message})")
            }
            End::Finished { .. } if right && passed == total => format!("All {total} tests passed."),
            End::Finished { .. } if right => {
                format!("{passed} of {total} tests passed; the rest is more than the statement asks for.")
            }
            End::Finished { .. } => {
                format!("{} of {total} tests failed. The first is open below.", total - passed)
            }
        };
        let (class, data, title) = if right {
            ("verdict right", "right", "Right.")
        } else {
            ("verdict wrong", "wrong", "Not right yet.")
        };
        Some(view! {
            <div class=class data-testid="verdict" data-verdict=data>
                <p>
                    <strong>{title}</strong>
                    " "
                    {text}
                </p>
            </div>
        })
    }
}

/// A test that has not run.
#[component]
fn Planned(session: Session, test: &'static Test) -> impl IntoView {
    view! {
        <details class="test">
            <summary>
                <Icon picture=Picture::Circle />
                <span>{test.name}</span>
                <span></span>
            </summary>
            <div class="details">
                <pre>{called(test.setup, test.call)}</pre>
                <p class="tests-head">
                    <span class="grow"></span>
                    <InPlayground link=move || session.playground_link(test.name, test.setup, test.call) />
                </p>
            </div>
        </details>
    }
}

/// A test that ran.
#[component]
fn Report(session: Session, number: usize, report: TestReport, open: Signal<bool>) -> impl IntoView {
    let passed = report.outcome == Outcome::Passed;
    let text = called(&report.setup, &report.call);
    let reason = reason(&report);
    let try_it = {
        let report = report.clone();
        move |_| session.try_call(&report.name, &report.setup, &report.call)
    };
    let link = {
        let report = report.clone();
        move || session.playground_link(&report.name, &report.setup, &report.call)
    };
    view! {
        <details
            class="test"
            data-testid=format!("test-{number}")
            data-outcome=outcome_name(&report.outcome)
            open=open
        >
            <summary>
                <Icon picture=if passed { Picture::Check } else { Picture::Cross } />
                <span>
                    {report.name.clone()}
                    <span class="visually-hidden">{if passed { ": passed" } else { ": failed" }}</span>
                </span>
                <span class="kind">{kind_name(report.kind)}</span>
                {reason.map(|reason| view! { <span class="reason">{reason}</span> })}
            </summary>
            <div class="details">
                <pre>{text}</pre>
                {match report.outcome.clone() {
                    Outcome::Differed(difference) => {
                        view! { <Differed difference rtol=report.rtol atol=report.atol /> }.into_any()
                    }
                    Outcome::Raised(exception) => {
                        view! {
                            <h4>"It raised"</h4>
                            <pre>{exception.traceback}</pre>
                        }
                            .into_any()
                    }
                    Outcome::Passed | Outcome::Refused { .. } | Outcome::TimeLimit { .. } => ().into_any(),
                }}
                <p class="tests-head">
                    <span class="soft number">{format!("{:.1} ms", report.milliseconds)}</span>
                    <span class="grow"></span>
                    <button class="small" on:click=try_it>"Try it"</button>
                    <InPlayground link />
                </p>
            </div>
        </details>
    }
}

/// Takes a test and the answer, as it stands then, to the playground.
#[component]
fn InPlayground(link: impl Fn() -> String + 'static) -> impl IntoView {
    let navigate = use_navigate();
    view! {
        <button
            class="small"
            data-testid="to-playground"
            on:click=move |_| navigate(&format!("/{}", link()), NavigateOptions::default())
        >
            "Open in the playground"
        </button>
    }
}

fn called(setup: &str, call: &str) -> String {
    let setup = setup.trim();
    if setup.is_empty() { call.to_owned() } else { format!("{setup}\n{call}") }
}

fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Differed(_) => "differed",
        Outcome::Raised(_) => "raised",
        Outcome::Refused { .. } => "refused",
        Outcome::TimeLimit { .. } => "time-limit",
    }
}

fn kind_name(kind: TestKind) -> &'static str {
    match kind {
        TestKind::Ordinary => "",
        TestKind::Edge => "edge",
        TestKind::Stress => "stress",
        TestKind::Large => "large",
        TestKind::Extra => "extra",
    }
}

/// One sentence on what is wrong.
fn reason(report: &TestReport) -> Option<String> {
    match &report.outcome {
        Outcome::Passed => None,
        Outcome::Differed(difference) => Some(difference.reason.clone()),
        Outcome::Raised(exception) if exception.message.is_empty() => Some(exception.kind.clone()),
        Outcome::Raised(exception) => Some(format!("{}: {}", exception.kind, exception.message)),
        Outcome::Refused { reason } => Some(reason.clone()),
        Outcome::TimeLimit { line: Some(line) } => {
            Some(format!("Line {line} was still running at the time limit."))
        }
        Outcome::TimeLimit { line: None } => Some("The call was still running at the time limit.".to_owned()),
    }
}

/// Expected and got, side by side, then in full.
#[component]
fn Differed(difference: Difference, rtol: f64, atol: f64) -> impl IntoView {
    let Difference { at, expected, got, expected_shape, got_shape, expected_dtype, got_dtype, first, .. } =
        difference;
    let shapes_differ = expected_shape != got_shape;
    let types_differ = expected_dtype != got_dtype;
    let shape = |sizes: Option<Vec<usize>>| match sizes {
        Some(sizes) => view! { <Shape sizes /> }.into_any(),
        None => "not an array".into_any(),
    };
    let dtype = |name: Option<String>| name.unwrap_or_else(|| "not an array".to_owned());
    let arrays = expected_shape.is_some() || got_shape.is_some();
    view! {
        {(!at.is_empty()).then(|| view! { <h4>"In the part "<code>{at}</code></h4> })}
        <table class="comparison">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">"expected"</th>
                    <th scope="col">"got"</th>
                </tr>
            </thead>
            <tbody>
                {arrays
                    .then(|| {
                        view! {
                            <tr class:differs=shapes_differ>
                                <th scope="row">"shape"</th>
                                <td>{shape(expected_shape)}</td>
                                <td>{shape(got_shape)}</td>
                            </tr>
                            <tr class:differs=types_differ>
                                <th scope="row">"dtype"</th>
                                <td>{dtype(expected_dtype)}</td>
                                <td>{dtype(got_dtype)}</td>
                            </tr>
                        }
                    })}
                {first
                    .map(|cell| {
                        view! {
                            <tr class="differs">
                                <th scope="row">"first at "<span class="number">{format!("{:?}", cell.index)}</span></th>
                                <td>{cell.expected}</td>
                                <td>{cell.got}</td>
                            </tr>
                        }
                    })}
            </tbody>
        </table>
        {remarks(difference.mismatched, difference.greatest, (difference.nan_count, difference.inf_count), (rtol, atol))
            .map(|text| view! { <p class="soft">{text}</p> })}
        <h4>"Expected"</h4>
        <pre>{expected}</pre>
        <h4>"Got"</h4>
        <pre>{got}</pre>
    }
}

fn remarks(
    mismatched: Option<(u64, u64)>,
    greatest: Option<(f64, f64)>,
    (nan_count, inf_count): (u64, u64),
    (rtol, atol): (f64, f64),
) -> Option<String> {
    let mut parts = Vec::new();
    if let Some((count, of)) = mismatched {
        parts.push(format!("{count} of {of} cells differ."));
    }
    for (count, what) in [(nan_count, "NaN"), (inf_count, "infinite")] {
        match count {
            0 => {}
            1 => parts.push(format!("1 cell is {what}.")),
            count => parts.push(format!("{count} cells are {what}.")),
        }
    }
    // Where NaN is all that differs, there is no distance to tell.
    if let Some((absolute, relative)) = greatest.filter(|(absolute, _)| *absolute > 0.0) {
        parts.push(format!(
            "Greatest difference {absolute:.3e}, relative {relative:.3e}; allowed: rtol {rtol:e}, atol {atol:e}."
        ));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}
