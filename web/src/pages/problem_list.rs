//! All problems, to be filtered by skill, difficulty and state.

use crate::components::{Icon, Picture};
use crate::engine::Engine;
use crate::storage::Storage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ndgym_curriculum::{Difficulty, Problem, Skill, problems};
use std::collections::HashMap;

/// How far the learner is with a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    Started,
    Solved,
}

impl State {
    const ALL: [State; 3] = [State::New, State::Started, State::Solved];

    fn name(self) -> &'static str {
        match self {
            State::New => "New",
            State::Started => "Started",
            State::Solved => "Solved",
        }
    }

    fn class(self) -> &'static str {
        match self {
            State::New => "state",
            State::Started => "state started",
            State::Solved => "state solved",
        }
    }

    fn picture(self) -> Picture {
        match self {
            State::New => Picture::Circle,
            State::Started => Picture::HalfCircle,
            State::Solved => Picture::Check,
        }
    }
}

/// The list.
#[component]
pub(crate) fn ProblemListPage() -> impl IntoView {
    crate::site::set_title("Problems");
    Engine::expect().warm_when_idle();
    crate::components::preload_editor();
    let states = RwSignal::new(HashMap::new());
    let storage = Storage::expect();
    spawn_local(async move {
        let known = known_states(storage).await;
        states.try_set(known);
    });
    let state_of = move |problem: &Problem| {
        states.with(|states: &HashMap<String, State>| states.get(problem.id).copied().unwrap_or(State::New))
    };
    let skill = RwSignal::new(String::new());
    let difficulty = RwSignal::new(String::new());
    let state = RwSignal::new(String::new());
    let fits = move |problem: &Problem| {
        let has = |choice: RwSignal<String>, is: &dyn Fn(&str) -> bool| {
            choice.with(|choice| choice.is_empty() || is(choice))
        };
        has(skill, &|choice| problem.skills.iter().any(|skill| skill.code() == choice))
            && has(difficulty, &|choice| problem.difficulty.name() == choice)
            && has(state, &|choice| state_of(problem).name() == choice)
    };
    let shown = move || problems().iter().filter(|problem| fits(problem)).collect::<Vec<_>>();
    let skills = Skill::ALL
        .into_iter()
        .filter(|skill| problems().iter().any(|problem| problem.skills.contains(skill)));
    let difficulties = [Difficulty::Easy, Difficulty::Medium, Difficulty::Hard];
    let clear = move |_| [skill, difficulty, state].into_iter().for_each(|filter| filter.set(String::new()));
    view! {
        <div class="page">
            <h1>"Problems"</h1>
            <p class="lead">"The ten an interviewer is most likely to ask. Each takes ten to twenty minutes."</p>
            <div class="filters" role="group" aria-label="Filters">
                <Filter
                    name="Skill"
                    choice=skill
                    options=skills.map(|skill| (skill.code(), skill.name())).collect()
                />
                <Filter
                    name="Difficulty"
                    choice=difficulty
                    options=difficulties.map(|difficulty| (difficulty.name(), difficulty.name())).to_vec()
                />
                <Filter name="State" choice=state options=State::ALL.map(|state| (state.name(), state.name())).to_vec() />
            </div>
            <p class="visually-hidden" aria-live="polite">{move || format!("{} problems", shown().len())}</p>
            <ul class="problem-list" data-testid="problem-list">
                {move || {
                    shown().into_iter().map(|problem| view! { <Row problem state=state_of(problem) /> }).collect_view()
                }}
            </ul>
            <Show when=move || shown().is_empty()>
                <p class="lead">
                    "No problem fits all three filters. "
                    <button class="link" on:click=clear>"Show all problems"</button>
                </p>
            </Show>
        </div>
    }
}

async fn known_states(storage: Storage) -> HashMap<String, State> {
    let mut states: HashMap<String, State> =
        storage.drafts().await.into_iter().map(|draft| (draft.problem, State::Started)).collect();
    for attempt in storage.attempts().await {
        let state = states.entry(attempt.problem).or_insert(State::Started);
        if attempt.right {
            *state = State::Solved;
        }
    }
    states
}

#[component]
fn Filter(
    name: &'static str,
    choice: RwSignal<String>,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    view! {
        <label>
            {name}
            <select prop:value=choice on:change=move |event| choice.set(event_target_value(&event))>
                <option value="">"All"</option>
                {options
                    .into_iter()
                    .map(|(value, text)| view! { <option value=value>{text}</option> })
                    .collect_view()}
            </select>
        </label>
    }
}

#[component]
fn Row(problem: &'static Problem, state: State) -> impl IntoView {
    view! {
        <li>
            <a href=format!("problems/{}/", problem.id) data-testid=format!("problem-{}", problem.id)>
                <span class="label number">{problem.label}</span>
                <span class="text">
                    <span class="title">{problem.title}</span>
                    <span class="summary">{problem.summary}</span>
                </span>
                <span class="difficulty">{problem.difficulty.name()}</span>
                <span class="minutes">{problem.minutes}" min"</span>
                <span class=state.class()>
                    <Icon picture=state.picture() />
                    {state.name()}
                </span>
            </a>
        </li>
    }
}
