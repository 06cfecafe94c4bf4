//! Channels whose values go to every receiver.

use super::{locked, wait_for};
use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex};

#[derive(Debug)]
struct State<T> {
    values: VecDeque<T>,
    /// The number of the first value that is there.
    first: u64,
    capacity: usize,
    senders: usize,
    receivers: usize,
}

#[derive(Debug)]
pub struct Sender<T>(Arc<Mutex<State<T>>>);

#[derive(Debug)]
pub struct Receiver<T> {
    shared: Arc<Mutex<State<T>>>,
    next: u64,
}

pub fn channel<T: Clone>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    assert!(capacity > 0, "a channel needs room for one value");
    let state = State { values: VecDeque::new(), first: 0, capacity, senders: 1, receivers: 1 };
    let shared = Arc::new(Mutex::new(state));
    (Sender(shared.clone()), Receiver { shared, next: 0 })
}

impl<T> State<T> {
    fn end(&self) -> u64 {
        self.first + self.values.len() as u64
    }
}

impl<T: Clone> Sender<T> {
    pub fn send(&self, value: T) -> Result<usize, SendError<T>> {
        let mut state = locked(&self.0);
        if state.receivers == 0 {
            return Err(SendError(value));
        }
        if state.values.len() == state.capacity {
            state.values.pop_front();
            state.first += 1;
        }
        state.values.push_back(value);
        Ok(state.receivers)
    }

    pub fn subscribe(&self) -> Receiver<T> {
        let mut state = locked(&self.0);
        state.receivers += 1;
        Receiver { shared: self.0.clone(), next: state.end() }
    }

    pub fn receiver_count(&self) -> usize {
        locked(&self.0).receivers
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Sender<T> {
        locked(&self.0).senders += 1;
        Sender(self.0.clone())
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        locked(&self.0).senders -= 1;
    }
}

impl<T: Clone> Receiver<T> {
    pub fn recv(&mut self) -> Result<T, RecvError> {
        let shared = self.shared.clone();
        let next = &mut self.next;
        wait_for(|| {
            let state = locked(&shared);
            if *next < state.first {
                let lost = state.first - *next;
                *next = state.first;
                return Some(Err(RecvError::Lagged(lost)));
            }
            match state.values.get((*next - state.first) as usize) {
                Some(value) => {
                    *next += 1;
                    Some(Ok(value.clone()))
                }
                None => (state.senders == 0).then_some(Err(RecvError::Closed)),
            }
        })
    }

    pub fn resubscribe(&self) -> Receiver<T> {
        let mut state = locked(&self.shared);
        state.receivers += 1;
        Receiver { shared: self.shared.clone(), next: state.end() }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        locked(&self.shared).receivers -= 1;
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct SendError<T>(pub T);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecvError {
    Closed,
    Lagged(u64),
}

impl fmt::Display for RecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecvError::Closed => f.write_str("channel closed"),
            RecvError::Lagged(n) => write!(f, "channel lagged by {n}"),
        }
    }
}

impl Error for RecvError {}
