//! Values that a task and its children see without being handed them. Here all tasks see the value that
//! was bound last: enough for types and borrows.

use std::error::Error;
use std::fmt;
use std::sync::Mutex;

pub struct LocalKey<T: 'static>(Mutex<Vec<*const T>>);

// SAFETY: what is bound is `Sync`, and bound as long as it can be seen.
unsafe impl<T> Sync for LocalKey<T> {}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn new() -> LocalKey<T> {
        LocalKey(Mutex::new(Vec::new()))
    }

    pub fn scope<R>(&'static self, value: T, f: impl FnOnce() -> R) -> R
    where
        T: Sync,
    {
        struct Unbind<T: 'static>(&'static LocalKey<T>);
        impl<T> Drop for Unbind<T> {
            fn drop(&mut self) {
                self.0.0.lock().unwrap().pop();
            }
        }
        self.0.lock().unwrap().push(&value);
        let _unbind = Unbind(self);
        f()
    }

    pub fn with<R>(&'static self, f: impl FnOnce(&T) -> R) -> R {
        self.try_with(f)
            .unwrap_or_else(|_| panic!("cannot access a task-local storage value without setting it first"))
    }

    pub fn try_with<R>(&'static self, f: impl FnOnce(&T) -> R) -> Result<R, AccessError> {
        let bound = self.0.lock().unwrap().last().copied();
        // SAFETY: it is unbound before it is dropped.
        bound.map(|value| f(unsafe { &*value })).ok_or(AccessError(()))
    }

    pub fn get(&'static self) -> T
    where
        T: Clone,
    {
        self.with(|value| value.clone())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessError(());

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("task-local value not set")
    }
}

impl Error for AccessError {}
