//! What the page keeps in the browser: drafts, attempts, the playground's cells, answers to the quiz, settings.
//!
//! They live in IndexedDB (`database`); what was typed in the last moment also in `localStorage` (`unsaved`), which is
//! written at once. Without storage (private windows, full disks) everything works for as long as the page is open.

mod archive;
mod database;
mod records;
mod unsaved;

pub(crate) use archive::{Archive, News};
pub(crate) use records::{Attempt, Cell, Draft, QuizAnswer, Rating, Settings};

use database::Database;
use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// Handle on the storage; all copies are the same storage.
#[derive(Clone, Copy)]
pub(crate) struct Storage {
    settings: RwSignal<Settings>,
    fault: RwSignal<Option<String>>,
    state: StoredValue<State, LocalStorage>,
}

enum State {
    /// Those who wait hear when it is open, or will never be.
    Opening(Vec<oneshot::Sender<()>>),
    Open(Rc<Database>),
    Closed,
}

impl Storage {
    /// Makes the storage known to all components and starts opening it.
    pub(crate) fn provide() {
        let storage = Storage {
            settings: RwSignal::new(Settings::default()),
            fault: RwSignal::new(None),
            state: StoredValue::new_local(State::Opening(Vec::new())),
        };
        provide_context(storage);
        spawn_local(async move { storage.open().await });
    }

    /// The storage.
    pub(crate) fn expect() -> Storage {
        expect_context()
    }

    /// The settings; the defaults until the stored ones have been read.
    pub(crate) fn settings(self) -> Signal<Settings> {
        self.settings.into()
    }

    /// Why nothing can be stored, if so.
    pub(crate) fn fault(self) -> Signal<Option<String>> {
        self.fault.into()
    }

    /// Changes the settings and keeps them.
    pub(crate) fn set_settings(self, settings: Settings) {
        self.settings.set(settings);
        spawn_local(async move {
            if let Some(database) = self.database().await {
                self.note(database.put(database::SETTINGS, &"settings".into(), &settings).await);
            }
        });
    }

    /// The draft of a problem, the newest there is.
    pub(crate) async fn draft(self, problem: &str) -> Option<Draft> {
        let stored = match self.database().await {
            Some(database) => self.note(database.get::<Draft>(database::DRAFTS, problem).await).flatten(),
            None => None,
        };
        unsaved::newer(stored, unsaved::read(problem))
    }

    /// Notes a draft for the case that the page ends before [`save_draft`](Self::save_draft) does; takes effect at once.
    pub(crate) fn note_draft(self, draft: &Draft) {
        unsaved::write(draft);
    }

    /// Keeps a draft.
    pub(crate) fn save_draft(self, draft: Draft) {
        spawn_local(async move {
            if let Some(database) = self.database().await
                && self
                    .note(database.put(database::DRAFTS, &draft.problem.as_str().into(), &draft).await)
                    .is_some()
            {
                unsaved::forget(&draft);
            }
        });
    }

    /// All drafts.
    pub(crate) async fn drafts(self) -> Vec<Draft> {
        self.all(database::DRAFTS).await
    }

    /// The playground's cells, in their order, each as it was typed last.
    pub(crate) async fn cells(self) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self.all(database::CELLS).await;
        for noted in unsaved::read_all::<Cell>() {
            match cells.iter_mut().find(|cell| cell.id == noted.id) {
                Some(cell) if cell.changed < noted.changed => *cell = noted,
                Some(_) => {}
                None => cells.push(noted),
            }
        }
        cells.sort_by(|a, b| a.place.total_cmp(&b.place));
        cells
    }

    /// [`note_draft`](Self::note_draft) for a cell.
    pub(crate) fn note_cell(self, cell: &Cell) {
        unsaved::write(cell);
    }

    /// Keeps a cell.
    pub(crate) fn save_cell(self, cell: Cell) {
        spawn_local(async move {
            if let Some(database) = self.database().await
                && self.note(database.put(database::CELLS, &cell.id.as_str().into(), &cell).await).is_some()
            {
                unsaved::forget(&cell);
            }
        });
    }

    /// Deletes a cell.
    pub(crate) fn delete_cell(self, cell: Cell) {
        unsaved::forget(&cell);
        spawn_local(async move {
            if let Some(database) = self.database().await {
                self.note(database.delete(database::CELLS, &cell.id).await);
            }
        });
    }

    /// All attempts, oldest first.
    pub(crate) async fn attempts(self) -> Vec<Attempt> {
        self.all(database::ATTEMPTS).await
    }

    /// Keeps an attempt.
    pub(crate) fn add_attempt(self, attempt: Attempt) {
        spawn_local(async move {
            if let Some(database) = self.database().await {
                self.note(database.add(database::ATTEMPTS, &[attempt]).await);
            }
        });
    }

    /// All answers to the quiz, oldest first.
    pub(crate) async fn quiz_answers(self) -> Vec<QuizAnswer> {
        self.all(database::QUIZ).await
    }

    /// Keeps an answer to the quiz, in the place of what was kept of it before.
    pub(crate) fn save_quiz_answer(self, answer: QuizAnswer) {
        spawn_local(async move {
            if let Some(database) = self.database().await {
                // Its time is a number beyond all that the store gives out by itself, and rises like those.
                self.note(database.put(database::QUIZ, &answer.when.into(), &answer).await);
            }
        });
    }

    /// Everything there is.
    pub(crate) async fn export(self) -> Archive {
        Archive::new(
            self.drafts().await,
            self.attempts().await,
            self.cells().await,
            self.quiz_answers().await,
            self.settings.get_untracked(),
        )
    }

    /// Adds what an archive holds. A draft replaces an older one of the same problem, a cell an older state of itself; attempts
    /// and answers that are there already are left out. Tells what came in.
    pub(crate) async fn import(self, archive: Archive) -> Result<News, String> {
        let database = self.database().await.ok_or("Nothing can be stored in this browser.")?;
        let (drafts, attempts) = (self.drafts().await, self.attempts().await);
        let news = archive.news(&drafts, &attempts, &self.cells().await, &self.quiz_answers().await);
        for draft in &news.drafts {
            database.put(database::DRAFTS, &draft.problem.as_str().into(), draft).await?;
        }
        for cell in &news.cells {
            database.put(database::CELLS, &cell.id.as_str().into(), cell).await?;
        }
        database.add(database::ATTEMPTS, &news.attempts).await?;
        database.add(database::QUIZ, &news.quiz).await?;
        self.set_settings(archive.settings);
        Ok(news)
    }

    /// Deletes everything.
    pub(crate) async fn clear(self) -> Result<(), String> {
        unsaved::forget_all();
        self.settings.set(Settings::default());
        match self.database().await {
            Some(database) => database.clear().await,
            None => Ok(()),
        }
    }

    async fn open(self) {
        let opened = Database::open().await;
        let state = match opened {
            Ok(database) => {
                let database = Rc::new(database);
                if let Some(Some(settings)) = self.note(database.get(database::SETTINGS, "settings").await) {
                    self.settings.set(settings);
                }
                State::Open(database)
            }
            Err(reason) => {
                self.fault.set(Some(reason));
                State::Closed
            }
        };
        let before = self.state.try_update_value(|current| std::mem::replace(current, state));
        if let Some(State::Opening(waiting)) = before {
            for waiter in waiting {
                // One who no longer waits need not know.
                let _ = waiter.send(());
            }
        }
    }

    /// The database, once it is open; none if it cannot be opened.
    async fn database(self) -> Option<Rc<Database>> {
        let opening = self.state.try_update_value(|state| match state {
            State::Opening(waiting) => {
                let (sender, receiver) = oneshot::channel();
                waiting.push(sender);
                Some(receiver)
            }
            State::Open(_) | State::Closed => None,
        });
        if let Some(opening) = opening.flatten() {
            // A sender that is gone has nothing more to say than one that spoke.
            let _ = opening.await;
        }
        self.state.with_value(|state| match state {
            State::Open(database) => Some(Rc::clone(database)),
            State::Opening(_) | State::Closed => None,
        })
    }

    async fn all<T: serde::de::DeserializeOwned>(self, store: &str) -> Vec<T> {
        match self.database().await {
            Some(database) => self.note(database.all(store).await).unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Shows a failure to the user.
    fn note<T>(self, result: Result<T, String>) -> Option<T> {
        result.map_err(|reason| self.fault.set(Some(reason))).ok()
    }
}
