//! Time: sleeping and deadlines.

use crate::cancel::{self, Cancelled, Node};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::LazyLock;
pub use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How much slower the clock of this crate runs, from the environment variable `ASR_ORACLE_SLOWDOWN`: tasks
/// ordered by sleeps a few milliseconds apart keep their order on a busy machine.
static SLOWDOWN: LazyLock<u32> =
    LazyLock::new(|| std::env::var("ASR_ORACLE_SLOWDOWN").ok().and_then(|s| s.parse().ok()).unwrap_or(1));

fn after(d: Duration) -> Instant {
    Instant::now() + d * *SLOWDOWN
}

/// A deadline passed before the work was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    deadline: Duration,
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "deadline of {:?} has elapsed", self.deadline)
    }
}

impl std::error::Error for Elapsed {}

/// Suspends the current task for at least `d`.
pub fn sleep(d: Duration) {
    let end = after(d);
    cancel::wait_until(|| Instant::now() >= end);
}

/// Runs `f` in the calling task; cancels it when `d` has passed and returns when its clean-up is done (T11).
pub fn timeout<T>(d: Duration, f: impl FnOnce() -> T) -> Result<T, Elapsed> {
    let outer = cancel::inherited();
    let node = Node::under(outer.clone(), Some(after(d)));
    let outcome = catch_unwind(AssertUnwindSafe(|| cancel::within(&node, f)));
    if outcome.is_err() {
        node.cancel();
    }
    node.join_children();
    match outcome {
        Ok(value) => Ok(value),
        Err(payload) if payload.is::<Cancelled>() && !outer.is_some_and(|n| n.is_cancelled()) => {
            Err(Elapsed { deadline: d })
        }
        Err(payload) => resume_unwind(payload),
    }
}

impl Elapsed {
    pub fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Here the time that was given: when cancellation began is not measured.
    pub fn cancelled_after(&self) -> Duration {
        self.deadline
    }

    /// Here the time that was given: when the clean-up was done is not measured.
    pub fn total(&self) -> Duration {
        self.deadline
    }
}

/// Suspends the current task until then.
pub fn sleep_until(at: Instant) {
    sleep(at.saturating_duration_since(Instant::now()));
}

/// As [`timeout`], until a moment.
pub fn timeout_at<T>(at: Instant, f: impl FnOnce() -> T) -> Result<T, Elapsed> {
    timeout(at.saturating_duration_since(Instant::now()), f)
}

/// Ticks that do not drift.
pub fn interval(period: Duration) -> Interval {
    assert!(period > Duration::ZERO, "an interval needs a period");
    Interval { next: Instant::now(), period }
}

/// See [`interval`].
#[derive(Debug)]
pub struct Interval {
    next: Instant,
    period: Duration,
}

impl Interval {
    pub fn tick(&mut self) -> Instant {
        let due = self.next;
        sleep_until(due);
        self.next = due + self.period;
        due
    }

    pub fn period(&self) -> Duration {
        self.period
    }

    pub fn reset(&mut self) {
        self.next = Instant::now() + self.period;
    }
}
