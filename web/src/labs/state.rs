//! A lab's state: what its link restores, its presets set and its reset brings back.

use crate::share::{self, Fault};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// How long the address waits for the hand to rest.
const ADDRESS_DELAY_MS: u32 = 250;

/// Everything a learner can set in a lab, and nothing that can be computed from it.
pub(crate) trait LabState:
    Clone + PartialEq + Default + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Raised when old links can no longer be read.
    const VERSION: u32;

    /// Whether the page can draw it: a link may bring anything that has the right form.
    fn is_sound(&self) -> bool;
}

/// A lab's state, tied to the page's address.
pub(crate) struct LabStore<T: LabState> {
    /// The state; set it freely.
    pub(crate) state: RwSignal<T>,
    /// Why the link that was opened shows the default instead.
    pub(crate) fault: RwSignal<Option<Fault>>,
    /// The state before the last reset.
    pub(crate) before_reset: RwSignal<Option<T>>,
}

impl<T: LabState> Clone for LabStore<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: LabState> Copy for LabStore<T> {}

impl<T: LabState> LabStore<T> {
    /// Reads the address, and from then on keeps it up to date.
    pub(crate) fn open() -> LabStore<T> {
        let (state, fault) = read_address::<T>();
        let store = LabStore {
            state: RwSignal::new(state),
            fault: RwSignal::new(fault),
            before_reset: RwSignal::new(None),
        };
        let pending = StoredValue::new_local(None::<Timeout>);
        Effect::new(move |first: Option<()>| {
            store.state.track();
            if first.is_some() {
                pending.set_value(Some(write_later(Box::new(move || store.fragment()))));
            }
        });
        // Somebody pastes another link of the same lab into the address bar.
        on_other_link(Box::new(move || {
            let (state, fault) = read_address::<T>();
            store.fault.set(fault);
            if store.state.with_untracked(|now| *now != state) {
                store.state.set(state);
            }
        }));
        store
    }

    /// Back to the default; [`Self::undo_reset`] takes it back.
    pub(crate) fn reset(self) {
        self.before_reset.set(Some(self.state.get_untracked()));
        self.fault.set(None);
        self.state.set(T::default());
    }

    /// As it was before the reset.
    pub(crate) fn undo_reset(self) {
        if let Some(state) = self.before_reset.try_update(Option::take).flatten() {
            self.state.set(state);
        }
    }

    /// The page's whole address with this state in it.
    pub(crate) fn link(self) -> String {
        with_fragment(&self.state.with_untracked(|state| share::to_fragment(T::VERSION, state)))
    }

    /// What the address' fragment is: nothing for the default.
    fn fragment(self) -> String {
        let of = |state: &T| (*state != T::default()).then(|| share::to_fragment(T::VERSION, state));
        self.state.try_with_untracked(of).flatten().unwrap_or_default()
    }
}

/// The state that the address holds; the default where it holds none, or none that can be used.
fn read_address<T: LabState>() -> (T, Option<Fault>) {
    match share::from_fragment::<T>(T::VERSION, &fragment_now()) {
        None => (T::default(), None),
        Some(Ok(state)) if state.is_sound() => (state, None),
        Some(Ok(_)) => (T::default(), Some(Fault::Unreadable)),
        Some(Err(fault)) => (T::default(), Some(fault)),
    }
}

fn fragment_now() -> String {
    window().location().hash().unwrap_or_default()
}

/// The page's whole address with this fragment; without any if it is empty.
fn with_fragment(fragment: &str) -> String {
    let address = window().location().href().unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    if fragment.is_empty() { page.to_owned() } else { format!("{page}#{fragment}") }
}

fn on_other_link(heard: Box<dyn Fn()>) {
    let listener = window_event_listener(leptos::ev::hashchange, move |_| heard());
    on_cleanup(move || listener.remove());
}

/// Puts a fragment into the address once the hand rests, without a step in the history: Back leads to the page before, not
/// through every drag.
fn write_later(fragment: Box<dyn Fn() -> String>) -> Timeout {
    Timeout::new(ADDRESS_DELAY_MS, move || {
        if let Ok(history) = window().history() {
            // The router's own entry stays what it is; a browser that refuses keeps the old address.
            let entry = history.state().unwrap_or(JsValue::NULL);
            let _ = history.replace_state_with_url(&entry, "", Some(&with_fragment(&fragment())));
        }
    })
}
