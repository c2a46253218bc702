//! The engine's clocks. On wasm std's clock traps, so the embedder hands in the browser's.

/// Where the engine reads the time.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Seconds since some fixed moment; never runs backwards.
    pub monotonic: fn() -> f64,
    /// Seconds since 1970-01-01 UTC.
    pub unix: fn() -> f64,
}

impl Clock {
    /// The operating system's clocks.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn system() -> Self {
        use std::sync::OnceLock;
        use std::time::{Instant, SystemTime, UNIX_EPOCH};

        fn monotonic() -> f64 {
            static START: OnceLock<Instant> = OnceLock::new();
            START.get_or_init(Instant::now).elapsed().as_secs_f64()
        }
        fn unix() -> f64 {
            SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |age| age.as_secs_f64())
        }
        Clock { monotonic, unix }
    }
}
