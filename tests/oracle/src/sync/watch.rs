//! A value whose changes can be waited for.

use super::{locked, wait_for};
use std::error::Error;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

#[derive(Debug)]
struct State {
    version: u64,
    senders: usize,
    receivers: usize,
}

#[derive(Debug)]
struct Shared<T> {
    value: RwLock<T>,
    state: Mutex<State>,
}

#[derive(Debug)]
pub struct Sender<T>(Arc<Shared<T>>);

#[derive(Debug)]
pub struct Receiver<T> {
    shared: Arc<Shared<T>>,
    seen: u64,
}

#[derive(Debug)]
pub struct Ref<'a, T>(RwLockReadGuard<'a, T>);

pub fn channel<T>(first: T) -> (Sender<T>, Receiver<T>) {
    let state = Mutex::new(State { version: 0, senders: 1, receivers: 1 });
    let shared = Arc::new(Shared { value: RwLock::new(first), state });
    (Sender(shared.clone()), Receiver { shared, seen: 0 })
}

impl<T> Shared<T> {
    fn look(&self) -> Ref<'_, T> {
        Ref(self.value.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<T> Sender<T> {
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        if self.receiver_count() == 0 {
            return Err(SendError(value));
        }
        self.send_replace(value);
        Ok(())
    }

    pub fn send_replace(&self, mut value: T) -> T {
        self.send_modify(|old| std::mem::swap(old, &mut value));
        value
    }

    pub fn send_modify(&self, change: impl FnOnce(&mut T)) {
        change(&mut *self.0.value.write().unwrap_or_else(PoisonError::into_inner));
        locked(&self.0.state).version += 1;
    }

    pub fn borrow(&self) -> Ref<'_, T> {
        self.0.look()
    }

    pub fn subscribe(&self) -> Receiver<T> {
        let mut state = locked(&self.0.state);
        state.receivers += 1;
        Receiver { shared: self.0.clone(), seen: state.version }
    }

    pub fn receiver_count(&self) -> usize {
        locked(&self.0.state).receivers
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Sender<T> {
        locked(&self.0.state).senders += 1;
        Sender(self.0.clone())
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        locked(&self.0.state).senders -= 1;
    }
}

impl<T> Receiver<T> {
    pub fn changed(&mut self) -> Result<(), RecvError> {
        let shared = self.shared.clone();
        let seen = self.seen;
        let version = wait_for(|| {
            let state = locked(&shared.state);
            if state.version != seen {
                Some(Ok(state.version))
            } else {
                (state.senders == 0).then_some(Err(RecvError(())))
            }
        })?;
        self.seen = version;
        Ok(())
    }

    pub fn has_changed(&self) -> bool {
        locked(&self.shared.state).version != self.seen
    }

    pub fn borrow(&self) -> Ref<'_, T> {
        self.shared.look()
    }

    pub fn borrow_and_update(&mut self) -> Ref<'_, T> {
        self.seen = locked(&self.shared.state).version;
        self.shared.look()
    }

    pub fn wait_for(&mut self, mut wanted: impl FnMut(&T) -> bool) -> Result<(), RecvError> {
        while !wanted(&self.borrow_and_update()) {
            self.changed()?;
        }
        Ok(())
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Receiver<T> {
        locked(&self.shared.state).receivers += 1;
        Receiver { shared: self.shared.clone(), seen: self.seen }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        locked(&self.shared.state).receivers -= 1;
    }
}

impl<T> Deref for Ref<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct SendError<T>(pub T);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecvError(());

impl fmt::Display for RecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("channel closed")
    }
}

impl Error for RecvError {}
