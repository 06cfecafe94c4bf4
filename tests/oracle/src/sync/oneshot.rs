//! Channels for one value.

use super::{locked, wait_for};
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex};

#[derive(Debug)]
struct Shared<T> {
    value: Option<T>,
    sender: bool,
    receiver: bool,
}

#[derive(Debug)]
pub struct Sender<T>(Arc<Mutex<Shared<T>>>);

#[derive(Debug)]
pub struct Receiver<T>(Arc<Mutex<Shared<T>>>);

pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Mutex::new(Shared { value: None, sender: true, receiver: true }));
    (Sender(shared.clone()), Receiver(shared))
}

impl<T> Sender<T> {
    pub fn send(self, value: T) -> Result<(), T> {
        let mut shared = locked(&self.0);
        if !shared.receiver {
            return Err(value);
        }
        shared.value = Some(value);
        Ok(())
    }

    pub fn is_closed(&self) -> bool {
        !locked(&self.0).receiver
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        locked(&self.0).sender = false;
    }
}

impl<T> Receiver<T> {
    pub fn recv(&self) -> Result<T, RecvError> {
        wait_for(|| {
            let mut shared = locked(&self.0);
            match shared.value.take() {
                Some(value) => Some(Ok(value)),
                None => (!shared.sender).then_some(Err(RecvError(()))),
            }
        })
    }

    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        let mut shared = locked(&self.0);
        let none = if shared.sender { TryRecvError::Empty } else { TryRecvError::Closed };
        shared.value.take().ok_or(none)
    }

    pub fn close(&mut self) {
        locked(&self.0).receiver = false;
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let lost = {
            let mut shared = locked(&self.0);
            shared.receiver = false;
            shared.value.take()
        };
        drop(lost);
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecvError(());

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TryRecvError {
    Empty,
    Closed,
}

impl fmt::Display for RecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("channel closed")
    }
}

impl fmt::Display for TryRecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryRecvError::Empty => "channel empty",
            TryRecvError::Closed => "channel closed",
        })
    }
}

impl Error for RecvError {}
impl Error for TryRecvError {}
