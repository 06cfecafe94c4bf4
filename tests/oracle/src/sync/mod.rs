//! What `asr::sync` adds to `std::sync`. Waits look again and again; a cancelled one takes nothing.

pub mod broadcast;
pub mod oneshot;
pub mod watch;

use crate::cancel;
use std::error::Error;
use std::fmt;
pub use std::sync::{
    Arc, Barrier, BarrierWaitResult, Condvar, LazyLock, LockResult, Mutex, MutexGuard, Once, OnceLock,
    OnceState, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError, TryLockResult,
    WaitTimeoutResult, Weak, atomic, mpsc,
};

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until `take` has something.
pub(crate) fn wait_for<T>(mut take: impl FnMut() -> Option<T>) -> T {
    let mut found = None;
    let cell = std::cell::RefCell::new(&mut found);
    let take = std::cell::RefCell::new(&mut take);
    cancel::wait_until(|| {
        let taken = (take.borrow_mut())();
        let ready = taken.is_some();
        **cell.borrow_mut() = taken;
        ready
    });
    found.unwrap()
}

/// Tells a task that waits that something has happened.
#[derive(Debug, Default)]
pub struct Notify(Mutex<(bool, u64)>);

impl Notify {
    pub const fn new() -> Notify {
        Notify(Mutex::new((false, 0)))
    }

    pub fn notify_one(&self) {
        locked(&self.0).0 = true;
    }

    pub fn notify_waiters(&self) {
        locked(&self.0).1 += 1;
    }

    pub fn notified(&self) {
        let before = locked(&self.0).1;
        wait_for(|| {
            let mut state = locked(&self.0);
            let told = state.0 || state.1 != before;
            state.0 &= state.1 != before;
            told.then_some(())
        });
    }
}

/// Permits that tasks take and give back.
#[derive(Debug)]
pub struct Semaphore(Mutex<(usize, bool)>);

/// Permits, given back when this is dropped.
#[must_use]
#[derive(Debug)]
pub struct SemaphorePermit<'a> {
    semaphore: &'a Semaphore,
    permits: usize,
}

impl Semaphore {
    pub const fn new(permits: usize) -> Semaphore {
        Semaphore(Mutex::new((permits, false)))
    }

    pub fn acquire(&self) -> Result<SemaphorePermit<'_>, AcquireError> {
        self.acquire_many(1)
    }

    pub fn acquire_many(&self, permits: usize) -> Result<SemaphorePermit<'_>, AcquireError> {
        wait_for(|| match self.take(permits) {
            Ok(permit) => Some(Ok(permit)),
            Err(TryAcquireError::Closed) => Some(Err(AcquireError(()))),
            Err(TryAcquireError::NoPermits) => None,
        })
    }

    fn take(&self, permits: usize) -> Result<SemaphorePermit<'_>, TryAcquireError> {
        let mut state = locked(&self.0);
        if state.1 {
            return Err(TryAcquireError::Closed);
        }
        state.0 = state.0.checked_sub(permits).ok_or(TryAcquireError::NoPermits)?;
        Ok(SemaphorePermit { semaphore: self, permits })
    }

    pub fn try_acquire(&self) -> Result<SemaphorePermit<'_>, TryAcquireError> {
        self.take(1)
    }

    pub fn available_permits(&self) -> usize {
        locked(&self.0).0
    }

    pub fn add_permits(&self, more: usize) {
        locked(&self.0).0 += more;
    }

    pub fn close(&self) {
        locked(&self.0).1 = true;
    }

    pub fn is_closed(&self) -> bool {
        locked(&self.0).1
    }
}

impl SemaphorePermit<'_> {
    pub fn forget(mut self) {
        self.permits = 0;
    }
}

impl Drop for SemaphorePermit<'_> {
    fn drop(&mut self) {
        self.semaphore.add_permits(self.permits);
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct AcquireError(());

#[derive(Debug, PartialEq, Eq)]
pub enum TryAcquireError {
    Closed,
    NoPermits,
}

impl fmt::Display for AcquireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("semaphore closed")
    }
}

impl fmt::Display for TryAcquireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryAcquireError::Closed => "semaphore closed",
            TryAcquireError::NoPermits => "no permits available",
        })
    }
}

impl Error for AcquireError {}
impl Error for TryAcquireError {}
