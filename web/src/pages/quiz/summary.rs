//! How the learner stands, skill by skill.

use crate::storage::{QuizAnswer, Rating};
use leptos::prelude::*;
use ndgym_curriculum::Skill;

/// How many of the latest answers are shown.
const LATEST: usize = 20;

/// What the answers say of one skill.
#[derive(Clone, Debug, PartialEq)]
struct Standing {
    skill: Skill,
    answered: usize,
    right: usize,
    /// Right ones that were guessed, as the learner says.
    guessed: usize,
    /// The latest answers, oldest first.
    latest: Vec<bool>,
}

/// One for each skill that was asked for.
fn standings(answers: &[QuizAnswer]) -> Vec<Standing> {
    Skill::ALL
        .into_iter()
        .filter_map(|skill| {
            let all =
                || answers.iter().filter(|answer| answer.skills.iter().any(|code| code == skill.code()));
            let of_skill: Vec<bool> = all().map(|answer| answer.right).collect();
            (!of_skill.is_empty()).then(|| Standing {
                skill,
                answered: of_skill.len(),
                right: of_skill.iter().filter(|right| **right).count(),
                guessed: all()
                    .filter(|answer| answer.right && answer.rating == Some(Rating::Guessed))
                    .count(),
                latest: of_skill[of_skill.len().saturating_sub(LATEST)..].to_vec(),
            })
        })
        .collect()
}

/// In words, from the latest answers.
fn judgement(latest: &[bool]) -> &'static str {
    let right = latest.iter().filter(|right| **right).count();
    match (latest.len(), right * 100 / latest.len().max(1)) {
        (0..5, _) => "too few answers to say",
        (_, 90..) => "steady",
        (_, 70..90) => "nearly there",
        (_, 40..70) => "shaky",
        _ => "worth a visit to the lab",
    }
}

/// The table.
#[component]
pub(super) fn Summary(answers: RwSignal<Vec<QuizAnswer>>) -> impl IntoView {
    let standings = Memo::new(move |_| answers.with(|answers| standings(answers)));
    view! {
        <section class="quiz-summary" aria-label="How you stand">
            <h2>"How you stand"</h2>
            {move || {
                if standings.with(Vec::is_empty) {
                    view! { <p class="soft">"Nothing answered yet. What you answer is kept in this browser."</p> }.into_any()
                } else {
                    view! {
                        <div class="scroll">
                            <table data-testid="quiz-summary">
                                <thead>
                                    <tr>
                                        <th scope="col">"Skill"</th>
                                        <th scope="col">"Right"</th>
                                        <th scope="col">{format!("Latest {LATEST}")}</th>
                                        <th scope="col"></th>
                                    </tr>
                                </thead>
                                <tbody>{standings.get().into_iter().map(row).collect_view()}</tbody>
                            </table>
                        </div>
                    }
                    .into_any()
                }
            }}
        </section>
    }
}

fn row(standing: Standing) -> impl IntoView {
    let words = judgement(&standing.latest);
    let guessed = (standing.guessed > 0).then(|| format!(", {} guessed", standing.guessed));
    let right = standing.latest.iter().filter(|right| **right).count();
    let marks = standing
        .latest
        .iter()
        .map(|right| view! { <span class=if *right { "mark right" } else { "mark wrong" }></span> })
        .collect_view();
    view! {
        <tr data-testid=format!("standing-{}", standing.skill.code())>
            <th scope="row">{standing.skill.name()}</th>
            <td class="number">{standing.right}" of "{standing.answered}{guessed}</td>
            <td>
                <span class="marks" role="img" aria-label=format!("{right} of the latest {}", standing.latest.len())>{marks}</span>
            </td>
            <td>{words}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standings_count_by_skill_and_forget_old_answers() {
        let answer =
            |right| QuizAnswer { skills: vec!["S2".into(), "S7".into()], right, ..QuizAnswer::default() };
        let answers: Vec<QuizAnswer> = (0..30).map(|number| answer(number >= 10)).collect();
        let found = standings(&answers);
        assert_eq!(found.iter().map(|standing| standing.skill.code()).collect::<Vec<_>>(), ["S2", "S7"]);
        assert_eq!((found[0].right, found[0].answered, judgement(&found[0].latest)), (20, 30, "steady"));
        assert_eq!(judgement(&[true, false]), "too few answers to say");
        assert_eq!(judgement(&[false; 6]), "worth a visit to the lab");
    }
}
