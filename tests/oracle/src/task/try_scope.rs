//! Scopes that end with the first error. Here their children run one after another where they are
//! spawned: enough for types, borrows and `Send`.

use super::{Cancel, JoinError, ScopedTask};
use crate::cancel::{self, Cancelled};
use std::cell::RefCell;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, OnceLock};

/// A scope whose children return a `Result`; see [`try_scope`].
pub struct TryScope<'scope, 'env: 'scope, E> {
    first: RefCell<Option<E>>,
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
    error: PhantomData<fn(E) -> E>,
}

// As in ASR, children may spawn into the scope; here they run in its own thread.
unsafe impl<E> Sync for TryScope<'_, '_, E> {}

/// As [`super::scope`], and the first `Err` of the body or a child is the result.
pub fn try_scope<'env, F, T, E>(f: F) -> Result<T, E>
where
    F: for<'scope> FnOnce(&'scope TryScope<'scope, 'env, E>) -> Result<T, E>,
{
    let scope = TryScope {
        first: RefCell::new(None),
        scope: PhantomData,
        env: PhantomData,
        error: PhantomData,
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| f(&scope)));
    let first = scope.first.take();
    match (outcome, first) {
        (Err(payload), None) => resume_unwind(payload),
        (Err(payload), Some(_)) if !payload.is::<Cancelled>() => resume_unwind(payload),
        (_, Some(error)) => Err(error),
        (Ok(result), None) => result,
    }
}

impl<'scope, 'env, E> TryScope<'scope, 'env, E> {
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedTask<'scope, T>
    where
        F: FnOnce() -> Result<T, E> + Send + 'scope,
        T: Send + 'scope,
        E: Send + 'scope,
    {
        let outcome = match f() {
            Ok(value) => Ok(value),
            Err(error) => {
                self.first.borrow_mut().get_or_insert(error);
                Err(JoinError(None))
            }
        };
        let result = OnceLock::new();
        let _ = result.set(());
        ScopedTask {
            result: Arc::new(result),
            slot: Arc::new(Mutex::new(Some(outcome))),
            fail_fast: true,
            cancel: Cancel::under(cancel::inherited()),
            scope: PhantomData,
        }
    }
}
