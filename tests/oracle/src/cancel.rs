//! The tree of cancellation scopes. A request marks a node; everything below it sees the mark.

use std::any::Any;
use std::cell::RefCell;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What a cancelled task unwinds with. No panic hook runs for it.
pub(crate) struct Cancelled;

pub(crate) type Payload = Box<dyn Any + Send>;

pub(crate) struct Node {
    parent: Option<Arc<Node>>,
    requested: AtomicBool,
    deadline: Option<Instant>,
    /// Children made by `task::spawn`, joined at the end of the owner.
    children: Mutex<Vec<thread::JoinHandle<()>>>,
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Node>>> = const { RefCell::new(None) };
}

impl Node {
    pub(crate) fn under(parent: Option<Arc<Node>>, deadline: Option<Instant>) -> Arc<Node> {
        Arc::new(Node {
            parent,
            requested: AtomicBool::new(false),
            deadline,
            children: Mutex::new(Vec::new()),
        })
    }

    pub(crate) fn cancel(&self) {
        self.requested.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.requested.load(Ordering::SeqCst)
            || self.is_past_deadline()
            || self.parent.as_ref().is_some_and(|p| p.is_cancelled())
    }

    pub(crate) fn is_past_deadline(&self) -> bool {
        self.deadline.is_some_and(|d| Instant::now() >= d)
    }

    pub(crate) fn adopt(&self, child: thread::JoinHandle<()>) {
        self.children.lock().unwrap().push(child);
    }

    /// Joins what `task::spawn` made here, including children made meanwhile.
    pub(crate) fn join_children(&self) {
        loop {
            let Some(child) = self.children.lock().unwrap().pop() else { return };
            let _ = child.join();
        }
    }
}

/// The node of the running task, or none in the root and in a drop that runs during unwinding.
pub(crate) fn inherited() -> Option<Arc<Node>> {
    if thread::panicking() { None } else { CURRENT.with_borrow(Clone::clone) }
}

/// Runs `f` with `node` as the current node.
pub(crate) fn within<T>(node: &Arc<Node>, f: impl FnOnce() -> T) -> T {
    with_current(Some(node.clone()), f)
}

/// Runs `f` where no request arrives.
pub(crate) fn masked<T>(f: impl FnOnce() -> T) -> T {
    with_current(None, f)
}

fn with_current<T>(node: Option<Arc<Node>>, f: impl FnOnce() -> T) -> T {
    struct Restore(Option<Arc<Node>>);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.with_borrow_mut(|c| *c = self.0.take());
        }
    }
    let _restore = Restore(CURRENT.with_borrow_mut(|c| std::mem::replace(c, node)));
    f()
}

/// A suspension point: unwinds when a request is pending and no drop masks it.
pub(crate) fn checkpoint() {
    if inherited().is_some_and(|n| n.is_cancelled()) {
        resume_unwind(Box::new(Cancelled));
    }
}

/// Waits until `ready` or, unless masked, until a request arrives.
pub(crate) fn wait_until(ready: impl Fn() -> bool) {
    checkpoint();
    while !ready() {
        thread::sleep(Duration::from_micros(500));
        if !ready() {
            checkpoint();
        }
    }
}
