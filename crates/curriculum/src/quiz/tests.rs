use super::*;

const DIFFICULTIES: [Difficulty; 3] = [Difficulty::Easy, Difficulty::Medium, Difficulty::Hard];

fn questions(count: u64) -> impl Iterator<Item = Question> {
    GENERATORS.into_iter().flat_map(move |generator| {
        DIFFICULTIES
            .into_iter()
            .flat_map(move |difficulty| (0..count).map(move |seed| generator.question(seed, difficulty)))
    })
}

#[test]
fn a_seed_gives_one_question_and_seeds_give_many() {
    for generator in GENERATORS {
        for difficulty in DIFFICULTIES {
            let codes: std::collections::HashSet<String> =
                (0..200).map(|seed| generator.question(seed, difficulty).code).collect();
            assert!(codes.len() > 100, "{}, {difficulty:?}: {} of 200", generator.id, codes.len());
            assert_eq!(generator.question(7, difficulty), generator.question(7, difficulty));
        }
    }
}

#[test]
fn every_option_is_right_at_times_and_every_answer_is_accepted_as_it_is_written() {
    let mut right = std::collections::HashSet::new();
    for question in questions(600) {
        for part in &question.parts {
            assert_eq!(part.answer.accepts(&part.answer.text()), Some(true));
            if let Answer::Choice { right: option, .. } = &part.answer {
                right.insert((question.parts.len(), *option));
            }
        }
    }
    // They broadcast, three axes; view or copy, without strides and with them.
    assert!(
        [(2, 0), (2, 1), (2, 2), (2, 3), (3, 0), (3, 1)].iter().all(|option| right.contains(option)),
        "{right:?}"
    );
}

#[test]
fn tuples_are_read_as_people_type_them() {
    let answer = Answer::Tuple(vec![3, -4]);
    for typed in ["(3, -4)", "3,-4", " 3 -4 ", "[3, −4]", "(3,-4,)"] {
        assert_eq!(answer.accepts(typed), Some(true), "{typed}");
    }
    assert_eq!(answer.accepts("(3, 4)"), Some(false));
    assert_eq!(answer.accepts("three"), None);
    assert_eq!(Answer::Tuple(vec![]).accepts("()"), Some(true));
}

#[test]
#[ignore = "writes programs and answers for a real NumPy to check"]
fn programs_for_numpy() {
    for question in questions(300) {
        let answers: Vec<String> = question
            .parts
            .iter()
            .filter(|part| match (&question.parts[0].answer, part.only_if) {
                (Answer::Choice { right, .. }, Some(option)) => *right == option,
                _ => true,
            })
            .map(|part| part.answer.text())
            .collect();
        println!("@@@{}===\n{}", question.program, answers.join("\n"));
    }
}
