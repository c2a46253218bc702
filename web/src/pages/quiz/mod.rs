//! The quiz: questions that never run out, each explained by the picture of its lab. A link brings the same questions.

mod explanation;
mod question;
mod summary;

use crate::labs::{LabState, LabStore};
use crate::share::{self, Fault};
use crate::storage::{QuizAnswer, Rating, Storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ndgym_curriculum::Difficulty;
use ndgym_curriculum::quiz::{GENERATORS, Generator, generator};
use question::QuestionView;
use serde::{Deserialize, Serialize};
use summary::Summary;

/// Which question is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct QuizState {
    /// The generator's name; empty for all in turn.
    kind: String,
    /// 0 easy, 1 medium, 2 hard.
    difficulty: u8,
    /// Begins the series.
    seed: u32,
    /// How many questions of the series came before.
    number: u32,
}

impl LabState for QuizState {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (self.kind.is_empty() || generator(&self.kind).is_some()) && self.difficulty <= 2
    }
}

const DIFFICULTIES: [Difficulty; 3] = [Difficulty::Easy, Difficulty::Medium, Difficulty::Hard];

impl QuizState {
    fn generator(&self) -> &'static Generator {
        generator(&self.kind).unwrap_or(GENERATORS[self.number as usize % GENERATORS.len()])
    }

    fn difficulty(&self) -> Difficulty {
        DIFFICULTIES[usize::from(self.difficulty) % 3]
    }

    /// The seed of this question of the series.
    fn question_seed(&self) -> u64 {
        u64::from(self.seed) << 20 | u64::from(self.number)
    }
}

/// The page.
#[component]
pub(crate) fn QuizPage() -> impl IntoView {
    crate::site::set_title("Quiz");
    let store = LabStore::<QuizState>::open();
    let state = store.state;
    // Whoever comes without a link gets questions of their own.
    if state.with_untracked(|state| *state == QuizState::default()) {
        state.update(|state| state.seed = fresh_seed());
    }
    let answers = RwSignal::new(Vec::<QuizAnswer>::new());
    let storage = Storage::expect();
    spawn_local(async move {
        let known = storage.quiz_answers().await;
        answers.try_update(|answers| answers.splice(0..0, known).count());
    });
    let on_answer = Callback::new(move |right: bool| {
        let answer = state.with_untracked(|state| QuizAnswer {
            kind: state.generator().id.to_owned(),
            difficulty: state.difficulty,
            seed: state.question_seed(),
            skills: state.generator().skills.iter().map(|skill| skill.code().to_owned()).collect(),
            right,
            rating: None,
            when: js_sys::Date::now(),
        });
        answers.update(|answers| answers.push(answer.clone()));
        storage.save_quiz_answer(answer);
    });
    let on_rating = Callback::new(move |rating: Rating| {
        let rated = answers.try_update(|answers| {
            let answer = answers.last_mut()?;
            answer.rating = Some(rating);
            Some(answer.clone())
        });
        if let Some(answer) = rated.flatten() {
            storage.save_quiz_answer(answer);
        }
    });
    view! {
        <div class="page quiz" data-testid="quiz">
            <h1>"Quiz"</h1>
            <p class="lead">"Say it before you run it: shapes, strides, views. The questions never run out, and each answer is shown."</p>
            <FaultNotice store />
            <Choices store />
            {move || {
                let state = state.get();
                let question = state.generator().question(state.question_seed(), state.difficulty());
                let next = Callback::new(move |()| store.state.update(|state| state.number = state.number.wrapping_add(1)));
                view! { <QuestionView question number=state.number + 1 on_answer on_rating next /> }
            }}
            <Summary answers />
        </div>
    }
}

fn fresh_seed() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

#[component]
fn FaultNotice(store: LabStore<QuizState>) -> impl IntoView {
    move || {
        store.fault.get().map(|fault| {
            let reason = match fault {
                Fault::OtherVersion => "This link was made by another version of this page.",
                Fault::Unreadable => "This link is damaged.",
            };
            view! { <p class="notice" role="status" data-testid="quiz-fault">{reason}" Here are other questions."</p> }
        })
    }
}

/// Kind, difficulty, link.
#[component]
fn Choices(store: LabStore<QuizState>) -> impl IntoView {
    let state = store.state;
    let begin = move |change: &dyn Fn(&mut QuizState)| {
        state.update(|state| {
            change(state);
            state.number = 0;
            state.seed = fresh_seed();
        });
    };
    let kinds = [("", "Both kinds")]
        .into_iter()
        .chain(GENERATORS.iter().map(|generator| (generator.id, generator.title)));
    let address =
        move || format!("quiz/#{}", state.with(|state| share::to_fragment(QuizState::VERSION, state)));
    view! {
        <div class="quiz-choices">
            <div class="presets" role="group" aria-label="Kind">
                {kinds
                    .map(|(kind, title)| {
                        view! {
                            <button
                                class="chip"
                                aria-pressed=move || state.with(|state| state.kind == kind).to_string()
                                on:click=move |_| begin(&|state| state.kind = kind.to_owned())
                            >
                                {title}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <div class="presets" role="group" aria-label="Difficulty">
                {DIFFICULTIES
                    .iter()
                    .zip(0_u8..)
                    .map(|(difficulty, number)| {
                        view! {
                            <button
                                class="chip"
                                data-testid=format!("difficulty-{number}")
                                aria-pressed=move || state.with(|state| state.difficulty == number).to_string()
                                on:click=move |_| begin(&|state| state.difficulty = number)
                            >
                                {difficulty.name()}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <a class="soft" href=address rel="external" data-testid="quiz-link">"Link to this question and those after it"</a>
        </div>
    }
}
