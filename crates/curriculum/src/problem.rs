//! The types of a problem.

/// One problem: everything its page shows, and with feature `tests` everything its grading needs.
#[derive(Debug, PartialEq)]
pub struct Problem {
    /// Name of its folder, such as `a01-softmax`.
    pub id: &'static str,
    /// Short label, such as `A1`.
    pub label: &'static str,
    /// Its name, such as `Softmax`.
    pub title: &'static str,
    /// One plain sentence for lists.
    pub summary: &'static str,
    /// Time an interviewer would give.
    pub minutes: u32,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// The skills it trains.
    pub skills: &'static [Skill],
    /// The lessons that prepare it, such as `L4`.
    pub lessons: &'static [&'static str],
    /// Names the answer must define.
    pub entry_points: &'static [&'static str],
    /// The call with its arguments and defaults, such as `softmax(logits)`.
    pub signature: &'static str,
    /// Names of the returned parts, in order; one name if a single value is returned.
    pub returns: &'static [&'static str],
    /// Relative tolerance of the tests, unless a test states its own.
    pub rtol: f64,
    /// Absolute tolerance of the tests, unless a test states its own.
    pub atol: f64,
    /// The statement, as HTML with MathML.
    pub statement_html: &'static str,
    /// The code the editor starts with.
    pub starter: &'static str,
    /// Direction, key step, full solution; as HTML with MathML.
    pub hints_html: [&'static str; 3],
    /// What earns which verdict; as HTML.
    pub rubric: Rubric,
    /// What a strong candidate says while writing; as HTML.
    pub think_aloud: &'static [&'static str],
    /// Questions an interviewer asks next.
    pub follow_ups: &'static [FollowUp],
    /// The visible tests; with feature `tests` the held-back ones too.
    pub tests: &'static [Test],
    /// References and naive answers.
    #[cfg(feature = "tests")]
    pub grading: Grading,
}

/// How hard a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difficulty {
    /// One idea.
    Easy,
    /// Two or three ideas that must fit together.
    Medium,
    /// Many steps, each with a trap.
    Hard,
}

impl Difficulty {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Difficulty::Easy => "Easy",
            Difficulty::Medium => "Medium",
            Difficulty::Hard => "Hard",
        }
    }
}

/// One of the eight skills of the self-assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skill {
    /// Create arrays: zeros, eye, random.
    Creation,
    /// Reshape and transpose.
    Reshaping,
    /// Apply broadcasting.
    Broadcasting,
    /// Vectorise a loop.
    Vectorising,
    /// Matrix multiplication.
    MatrixProduct,
    /// Boolean and fancy indexing.
    Indexing,
    /// Explain memory layout and strides.
    MemoryLayout,
    /// Machine-learning operations without loops.
    MlOperations,
}

impl Skill {
    /// All eight, in the order of their codes.
    pub const ALL: [Skill; 8] = [
        Skill::Creation,
        Skill::Reshaping,
        Skill::Broadcasting,
        Skill::Vectorising,
        Skill::MatrixProduct,
        Skill::Indexing,
        Skill::MemoryLayout,
        Skill::MlOperations,
    ];

    /// `S1` to `S8`.
    pub fn code(self) -> &'static str {
        ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"][self as usize]
    }

    /// A short name for it.
    pub fn name(self) -> &'static str {
        [
            "Array creation",
            "Reshape and transpose",
            "Broadcasting",
            "Vectorisation",
            "Matrix products",
            "Indexing and masks",
            "Memory layout",
            "ML without loops",
        ][self as usize]
    }
}

/// What earns which verdict; each text is HTML.
#[derive(Debug, PartialEq)]
pub struct Rubric {
    /// Strong Hire.
    pub strong: &'static str,
    /// Lean Hire.
    pub lean: &'static str,
    /// No Hire.
    pub no: &'static str,
}

/// A question an interviewer asks next, and the insight that answers it; both HTML.
#[derive(Debug, PartialEq)]
pub struct FollowUp {
    /// The question.
    pub question: &'static str,
    /// The answer.
    pub answer: &'static str,
}

/// One test of a problem.
#[derive(Debug, PartialEq)]
pub struct Test {
    /// Its name, unique in its problem.
    pub name: &'static str,
    /// What it examines.
    pub kind: TestKind,
    /// Whether it runs before submission and a learner sees its input.
    pub visible: bool,
    /// Python statements that prepare the arguments; `np` is there already.
    pub setup: &'static str,
    /// The Python expression under test.
    pub call: &'static str,
    /// Relative tolerance, as in `numpy.testing.assert_allclose`.
    pub rtol: f64,
    /// Absolute tolerance, likewise.
    pub atol: f64,
    /// Where the expected value comes from.
    #[cfg(feature = "tests")]
    pub expectation: Expectation,
    /// Python function `canonical(result)` that maps equally right answers to one; applied to both sides.
    #[cfg(feature = "tests")]
    pub canonical: Option<&'static str>,
    /// Whether the call may change its arguments in place.
    #[cfg(feature = "tests")]
    pub in_place: bool,
}

/// What a test examines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TestKind {
    /// The ordinary case of the statement.
    Ordinary,
    /// Borders: one row, one class, empty, ties.
    Edge,
    /// Values that break an unstable formula.
    Stress,
    /// Large input: time and memory.
    Large,
    /// More than the statement demands; missing it does not make the answer wrong.
    Extra,
}

/// Where a test's expected value comes from.
#[cfg(feature = "tests")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The call's value with the problem's reference in place of the answer.
    Reference,
    /// The value of this Python expression after the setup.
    Value(&'static str),
    /// These Python statements hold: they see the setup's names and `result`, and assert.
    Check(&'static str),
}

/// What only the grading side may see.
#[cfg(feature = "tests")]
#[derive(Debug, PartialEq)]
pub struct Grading {
    /// A solution that earns a Strong Hire.
    pub reference: &'static str,
    /// The answer most people write first, which fails.
    pub naive: &'static str,
    /// Why it fails; HTML.
    pub naive_html: &'static str,
}
