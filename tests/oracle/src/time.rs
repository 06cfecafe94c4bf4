//! Time: sleeping and deadlines.

use crate::cancel::{self, Cancelled, Node};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

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
