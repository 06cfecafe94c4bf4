//! Children of a scope whose results are taken as they come.

use super::{JoinError, Scope, ScopedTask};
use crate::cancel;
use std::cell::Cell;

pub struct JoinSet<'scope, 'env: 'scope, T> {
    scope: &'scope Scope<'scope, 'env>,
    tasks: Vec<ScopedTask<'scope, T>>,
    ready: Vec<Result<T, JoinError>>,
    limit: usize,
}

impl<'scope, 'env, T: Send + 'scope> JoinSet<'scope, 'env, T> {
    pub fn new(scope: &'scope Scope<'scope, 'env>) -> JoinSet<'scope, 'env, T> {
        JoinSet::bounded(scope, usize::MAX)
    }

    pub fn bounded(scope: &'scope Scope<'scope, 'env>, limit: usize) -> JoinSet<'scope, 'env, T> {
        assert!(limit > 0, "a set of tasks needs room for one");
        JoinSet { scope, tasks: Vec::new(), ready: Vec::new(), limit }
    }

    pub fn spawn<F: FnOnce() -> T + Send + 'scope>(&mut self, f: F) {
        while self.tasks.len() >= self.limit {
            let result = self.next();
            self.ready.push(result);
        }
        self.tasks.push(self.scope.spawn(f));
    }

    fn next(&mut self) -> Result<T, JoinError> {
        let ended = Cell::new(0);
        cancel::wait_until(|| match self.tasks.iter().position(|t| t.is_finished()) {
            Some(i) => {
                ended.set(i);
                true
            }
            None => false,
        });
        self.tasks.remove(ended.get()).join()
    }

    pub fn join_next(&mut self) -> Option<Result<T, JoinError>> {
        if !self.ready.is_empty() {
            return Some(self.ready.remove(0));
        }
        (!self.tasks.is_empty()).then(|| self.next())
    }

    pub fn try_join_next(&mut self) -> Option<Result<T, JoinError>> {
        let any = !self.ready.is_empty() || self.tasks.iter().any(|t| t.is_finished());
        if any { self.join_next() } else { None }
    }

    pub fn join_all(mut self) -> Vec<T> {
        let mut values = Vec::new();
        while let Some(result) = self.join_next() {
            values.push(result.unwrap());
        }
        values
    }

    pub fn cancel_all(&self) {
        self.tasks.iter().for_each(|t| t.cancel());
    }

    pub fn shutdown(&mut self) {
        self.cancel_all();
        while self.join_next().is_some() {}
    }

    pub fn len(&self) -> usize {
        self.tasks.len() + self.ready.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
