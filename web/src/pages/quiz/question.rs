//! One question: what is asked, the answers, and whether they are right.

use super::explanation::ExplanationView;
use crate::components::{CodeView, Icon, Picture};
use crate::storage::Rating;
use leptos::prelude::*;
use ndgym_curriculum::quiz::{Answer, Part, Question};

/// How an answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Right,
    Wrong,
}

/// What became of the whole question: of each part, none for those that were not asked.
type Verdict = Vec<Option<Found>>;

/// The question; `on_answer` hears the first check, `on_rating` how the learner says it was found, `next` that the learner
/// goes on.
#[component]
pub(super) fn QuestionView(
    question: Question,
    number: u32,
    on_answer: Callback<bool>,
    on_rating: Callback<Rating>,
    next: Callback<()>,
) -> impl IntoView {
    let answers: Vec<RwSignal<String>> =
        question.parts.iter().map(|_| RwSignal::new(String::new())).collect();
    let verdict = RwSignal::new(None::<Verdict>);
    let complaint = RwSignal::new(None::<&'static str>);
    let parts = StoredValue::new(question.parts.clone());
    let explanation = question.explanation.clone();
    let given = answers.clone();
    let check = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if verdict.with_untracked(Option::is_some) {
            next.run(());
            return;
        }
        let given: Vec<String> = given.iter().map(|answer| answer.get_untracked()).collect();
        match parts.with_value(|parts| judge(parts, &given)) {
            Ok(found) => {
                let right = found.iter().all(|found| *found != Some(Found::Wrong));
                complaint.set(None);
                verdict.set(Some(found));
                on_answer.run(right);
            }
            Err(reason) => complaint.set(Some(reason)),
        }
    };
    let is_right = move || {
        verdict.with(|verdict| {
            verdict.as_ref().map(|found| found.iter().all(|found| *found != Some(Found::Wrong)))
        })
    };
    let rows: Vec<_> = question
        .parts
        .iter()
        .enumerate()
        .map(|(position, part)| {
            let first = answers[0];
            let wanted = part.only_if.and_then(|option| match &question.parts[0].answer {
                Answer::Choice { options, .. } => options.get(option).cloned(),
                Answer::Tuple(_) => None,
            });
            let asked = move || wanted.as_ref().is_none_or(|wanted| first.with(|first| first == wanted));
            let (part, answer) = (part.clone(), answers[position]);
            view! {
                <Show when=asked>
                    <PartView part=part.clone() position answer verdict />
                </Show>
            }
        })
        .collect();
    view! {
        <form
            class="question"
            data-testid="question"
            data-verdict=move || is_right().map(|right| if right { "right" } else { "wrong" })
            on:submit=check
        >
            <h2 tabindex="-1">"Question "{number}</h2>
            <p>{with_code(&question.ask)}</p>
            <CodeView code=Signal::stored(question.code.clone()) test_id="quiz-code" />
            <div class="parts">{rows}</div>
            <p class="fault" role="status">{complaint}</p>
            <div class="row">
                <button class="primary" type="submit" data-testid="quiz-submit">
                    {move || if verdict.with(Option::is_some) { "Next question" } else { "Check" }}
                </button>
                <span role="status" class="outcome">
                    {move || {
                        is_right()
                            .map(|right| {
                                let (picture, text) =
                                    if right { (Picture::Check, "Right.") } else { (Picture::Cross, "Not quite: see why.") };
                                view! {
                                    <span class=if right { "good" } else { "bad" }>
                                        <Icon picture />
                                        {text}
                                    </span>
                                }
                            })
                    }}
                </span>
            </div>
            {move || verdict.with(Option::is_some).then(|| view! { <SelfRating on_rating /> })}
            {move || {
                verdict.with(Option::is_some).then(|| view! { <ExplanationView explanation=explanation.clone() /> })
            }}
        </form>
    }
}

/// How the answer was found; may be left out, and be changed.
#[component]
fn SelfRating(on_rating: Callback<Rating>) -> impl IntoView {
    let chosen = RwSignal::new(None::<Rating>);
    let choices =
        [(Rating::Guessed, "Guessed"), (Rating::WorkedOut, "Worked it out"), (Rating::Knew, "Knew it")];
    view! {
        <div class="row rating" role="group" aria-label="How did you find it?" data-testid="rating">
            <span class="soft">"How did you find it?"</span>
            {choices
                .map(|(rating, name)| {
                    view! {
                        <button
                            class="chip"
                            type="button"
                            aria-pressed=move || (chosen.get() == Some(rating)).to_string()
                            on:click=move |_| {
                                chosen.set(Some(rating));
                                on_rating.run(rating);
                            }
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// Compares; an answer that is missing or cannot be read is no wrong answer yet.
fn judge(parts: &[Part], given: &[String]) -> Result<Verdict, &'static str> {
    let asked = |part: &Part| match (part.only_if, parts.first().map(|part| &part.answer)) {
        (Some(option), Some(Answer::Choice { options, .. })) => options.get(option) == given.first(),
        _ => true,
    };
    parts
        .iter()
        .zip(given)
        .map(|(part, given)| {
            if !asked(part) {
                return Ok(None);
            }
            if given.trim().is_empty() {
                return Err("Answer every part first.");
            }
            match part.answer.accepts(given) {
                Some(true) => Ok(Some(Found::Right)),
                Some(false) => Ok(Some(Found::Wrong)),
                None => Err("Write numbers between brackets, such as (3, 4)."),
            }
        })
        .collect()
}

#[component]
fn PartView(
    part: Part,
    position: usize,
    answer: RwSignal<String>,
    verdict: RwSignal<Option<Verdict>>,
) -> impl IntoView {
    let found = move || {
        verdict.with(|verdict| verdict.as_ref().and_then(|found| found.get(position).copied().flatten()))
    };
    let right_answer = part.answer.text();
    let done = move || verdict.with(Option::is_some);
    let field = match &part.answer {
        Answer::Tuple(_) => view! {
            <label class="typed">
                <span>{part.label.clone()}</span>
                <input
                    class="code-input"
                    type="text"
                    spellcheck="false"
                    autocomplete="off"
                    placeholder="( , )"
                    data-testid=format!("answer-{position}")
                    readonly=done
                    prop:value=answer
                    on:input=move |event| answer.set(event_target_value(&event))
                />
            </label>
        }
        .into_any(),
        Answer::Choice { options, .. } => {
            let choices = options
                .iter()
                .enumerate()
                .map(|(number, option)| {
                    let value = option.clone();
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name=format!("part-{position}")
                                value=option.clone()
                                data-testid=format!("answer-{position}-{number}")
                                disabled=done
                                on:change=move |_| answer.set(value.clone())
                            />
                            {option.clone()}
                        </label>
                    }
                })
                .collect_view();
            view! { <fieldset><legend>{part.label.clone()}</legend>{choices}</fieldset> }.into_any()
        }
    };
    view! {
        <div class="part" data-found=move || found().map(|found| if found == Found::Right { "right" } else { "wrong" })>
            {field}
            {move || {
                found()
                    .map(|found| match found {
                        Found::Right => {
                            view! { <span class="good"><Icon picture=Picture::Check />"right"</span> }.into_any()
                        }
                        Found::Wrong => {
                            view! {
                                <span class="bad">
                                    <Icon picture=Picture::Cross />
                                    "it is "
                                    <code data-testid=format!("right-{position}")>{right_answer.clone()}</code>
                                </span>
                            }
                            .into_any()
                        }
                    })
            }}
        </div>
    }
}

/// A text whose parts in backticks are code.
fn with_code(text: &str) -> Vec<AnyView> {
    text.split('`')
        .enumerate()
        .map(|(number, part)| {
            let part = part.to_owned();
            if number % 2 == 1 { view! { <code>{part}</code> }.into_any() } else { part.into_any() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Vec<Part> {
        let options = ["They broadcast", "They clash"].map(str::to_owned).to_vec();
        vec![
            Part { label: String::new(), answer: Answer::Choice { options, right: 0 }, only_if: None },
            Part { label: String::new(), answer: Answer::Tuple(vec![3, 4]), only_if: Some(0) },
        ]
    }

    #[test]
    fn parts_that_are_not_asked_do_not_count() {
        let judge = |first: &str, second: &str| judge(&parts(), &[first.to_owned(), second.to_owned()]);
        assert_eq!(judge("They broadcast", "3 4"), Ok(vec![Some(Found::Right), Some(Found::Right)]));
        assert_eq!(judge("They broadcast", "(4, 3)"), Ok(vec![Some(Found::Right), Some(Found::Wrong)]));
        assert_eq!(judge("They clash", ""), Ok(vec![Some(Found::Wrong), None]));
        assert!(
            judge("They broadcast", "").is_err()
                && judge("They broadcast", "four").is_err()
                && judge("", "").is_err()
        );
    }
}
