//! Structured child tasks on threads.

mod join_set;
mod local;
mod try_scope;

pub use self::join_set::JoinSet;
pub use self::local::{AccessError, LocalKey};
pub use self::try_scope::{TryScope, try_scope};

use crate::cancel::{self, Cancelled, Node, Payload};
use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

/// Why a child task has no value.
pub struct JoinError(Option<Payload>);

impl JoinError {
    pub fn is_panic(&self) -> bool {
        self.0.is_some()
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.is_none()
    }

    /// The payload of the panic. Panics if the task was cancelled.
    pub fn into_panic(self) -> Box<dyn Any + Send + 'static> {
        self.0.expect("the task was cancelled, it did not panic")
    }

    pub fn try_into_panic(self) -> Result<Box<dyn Any + Send + 'static>, JoinError> {
        self.0.ok_or(JoinError(None))
    }

    fn message(&self) -> Option<&str> {
        let payload = self.0.as_ref()?;
        match payload.downcast_ref::<&str>() {
            Some(s) => Some(s),
            None => payload.downcast_ref::<String>().map(String::as_str),
        }
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.message()) {
            (None, _) => write!(f, "task was cancelled"),
            (_, Some(message)) => write!(f, "task panicked with message {message:?}"),
            (_, None) => write!(f, "task panicked"),
        }
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.message()) {
            (None, _) => write!(f, "JoinError::Cancelled"),
            (_, Some(message)) => write!(f, "JoinError::Panic({message:?})"),
            (_, None) => write!(f, "JoinError::Panic(...)"),
        }
    }
}

impl std::error::Error for JoinError {}

/// What `scope` and its children share.
struct Shared {
    node: Arc<Node>,
    fail_fast: bool,
    first_failure: Mutex<Option<Payload>>,
}

impl Shared {
    fn fail(&self, payload: Payload) {
        if !payload.is::<Cancelled>() {
            self.first_failure.lock().unwrap().get_or_insert(payload);
        }
        self.node.cancel();
    }
}

/// A scope that owns child tasks; see [`scope`].
pub struct Scope<'scope, 'env: 'scope> {
    threads: &'scope thread::Scope<'scope, 'env>,
    shared: Arc<Shared>,
}

/// The handle of a child task. Dropping it neither detaches nor cancels (T8).
pub struct ScopedTask<'scope, T> {
    result: Arc<OnceLock<()>>,
    slot: Arc<Mutex<Option<Result<T, JoinError>>>>,
    fail_fast: bool,
    cancel: Cancel,
    scope: PhantomData<&'scope mut &'scope ()>,
}

/// How a handle cancels its task alone.
#[derive(Clone)]
struct Cancel {
    node: Arc<Node>,
    alone: Arc<AtomicBool>,
}

impl Cancel {
    fn under(parent: Option<Arc<Node>>) -> Cancel {
        Cancel { node: Node::under(parent, None), alone: Arc::new(AtomicBool::new(false)) }
    }

    fn request(&self) {
        self.alone.store(true, Ordering::SeqCst);
        self.node.cancel();
    }
}

/// Opens a scope whose children may borrow whatever outlives it (T3). The first panic cancels the scope
/// and leaves it when all children have ended (T4).
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    run_scope(true, f)
}

/// As [`scope`], but a failed child concerns only whoever joins it.
pub fn supervise<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    run_scope(false, f)
}

fn run_scope<'env, F, T>(fail_fast: bool, f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let node = Node::under(cancel::inherited(), None);
    let shared = Arc::new(Shared { node, fail_fast, first_failure: Mutex::new(None) });
    let body = thread::scope(|threads| {
        // thread::scope lends 'scope only inside its closure, which is where our Scope must live too.
        let scope = Scope { threads, shared: shared.clone() };
        let scope: &Scope<'_, 'env> = Box::leak(Box::new(scope));
        let body = catch_unwind(AssertUnwindSafe(|| cancel::within(&shared.node, || f(scope))));
        body.map_err(|payload| {
            let own = !payload.is::<Cancelled>();
            shared.fail(payload);
            own
        })
    });
    shared.node.join_children();
    let failure = shared.first_failure.lock().unwrap().take();
    match (failure, body) {
        (Some(payload), _) => resume_unwind(payload),
        (None, Ok(value)) => value,
        (None, Err(_)) => resume_unwind(Box::new(Cancelled)),
    }
}

impl<'scope, 'env> Scope<'scope, 'env> {
    /// Spawns a child. The bounds are those of `std::thread::Scope::spawn`.
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedTask<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let shared = self.shared.clone();
        let slot = Arc::new(Mutex::new(None));
        let result = Arc::new(OnceLock::new());
        let (child_slot, child_result) = (slot.clone(), result.clone());
        let cancel = Cancel::under(Some(shared.node.clone()));
        let node = cancel.node.clone();
        self.threads.spawn(move || {
            let outcome = run_child(&node, f);
            let outcome = outcome.map_err(|payload| {
                let cancelled = payload.is::<Cancelled>();
                if cancelled {
                    return JoinError(None);
                }
                if shared.fail_fast {
                    shared.fail(payload);
                    return JoinError(None);
                }
                JoinError(Some(payload))
            });
            *child_slot.lock().unwrap() = Some(outcome);
            let _ = child_result.set(());
        });
        ScopedTask { result, slot, fail_fast: self.shared.fail_fast, cancel, scope: PhantomData }
    }

    /// As [`Scope::spawn`], with a name for reports.
    pub fn spawn_named<F, T>(&'scope self, _name: &str, f: F) -> ScopedTask<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.spawn(f)
    }
}

/// Runs a child's body, or only drops its captures when it is born cancelled (T10).
fn run_child<T>(node: &Arc<Node>, f: impl FnOnce() -> T) -> Result<T, Payload> {
    if node.is_cancelled() {
        drop(f);
        return Err(Box::new(Cancelled));
    }
    let outcome = catch_unwind(AssertUnwindSafe(|| cancel::within(node, f)));
    if outcome.is_err() {
        node.cancel();
    }
    node.join_children();
    outcome
}

impl<T> ScopedTask<'_, T> {
    /// Waits for the child. In a scope that fails fast, joining a failed child does not return (T4).
    pub fn join(self) -> Result<T, JoinError> {
        cancel::wait_until(|| self.result.get().is_some());
        let outcome = self.slot.lock().unwrap().take().expect("joined once");
        let alone = self.cancel.alone.load(Ordering::SeqCst);
        if self.fail_fast && outcome.is_err() && !alone {
            resume_unwind(Box::new(Cancelled));
        }
        outcome
    }

    /// Cancels this child and what it has spawned, not its siblings.
    pub fn cancel(&self) {
        self.cancel.request();
    }

    pub fn is_finished(&self) -> bool {
        self.result.get().is_some()
    }
}

/// The handle of a task made by [`spawn`].
pub struct Task<T> {
    cancel: Cancel,
    result: Arc<OnceLock<()>>,
    slot: Arc<Mutex<Option<Result<T, JoinError>>>>,
}

/// Makes a child of the current task, which ends only when the child has ended (T3).
pub fn spawn<F, T>(f: F) -> Task<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let owner = cancel::inherited().unwrap_or_else(root);
    let slot = Arc::new(Mutex::new(None));
    let result = Arc::new(OnceLock::new());
    let (child_slot, child_result) = (slot.clone(), result.clone());
    let cancel = Cancel::under(Some(owner.clone()));
    let node = cancel.node.clone();
    owner.adopt(thread::spawn(move || {
        let outcome = run_child(&node, f).map_err(|payload| {
            JoinError(if payload.is::<Cancelled>() { None } else { Some(payload) })
        });
        *child_slot.lock().unwrap() = Some(outcome);
        let _ = child_result.set(());
    }));
    Task { cancel, result, slot }
}

/// The root's node; its children are joined when `main` has returned.
fn root() -> Arc<Node> {
    static ROOT: OnceLock<Arc<Node>> = OnceLock::new();
    unsafe extern "C" {
        fn atexit(callback: extern "C" fn()) -> i32;
    }
    extern "C" fn join_root() {
        ROOT.get().inspect(|node| node.join_children());
    }
    ROOT.get_or_init(|| {
        // SAFETY: `join_root` is a plain function that does not unwind.
        unsafe { atexit(join_root) };
        Node::under(None, None)
    })
    .clone()
}

impl<T> Task<T> {
    pub fn join(self) -> Result<T, JoinError> {
        cancel::wait_until(|| self.result.get().is_some());
        self.slot.lock().unwrap().take().expect("joined once")
    }

    pub fn is_finished(&self) -> bool {
        self.result.get().is_some()
    }
}

impl<T> Task<T> {
    /// Cancels this child and what it has spawned.
    pub fn cancel(&self) {
        self.cancel.request();
    }
}

/// A suspension point that does not wait.
pub fn checkpoint() {
    cancel::checkpoint();
}

/// Runs `f` to its end even if the task is cancelled meanwhile.
pub fn shield<F: FnOnce() -> T, T>(f: F) -> T {
    cancel::masked(f)
}

/// Whether somebody has asked for the end of this task.
pub fn cancelled() -> bool {
    cancel::inherited().is_some_and(|n| n.is_cancelled())
}

/// Lets other tasks run. A suspension point.
pub fn yield_now() {
    cancel::checkpoint();
    thread::yield_now();
}

/// The arms of one `race!`.
#[doc(hidden)]
pub struct Race<'a, 'scope, 'env, T> {
    scope: &'scope Scope<'scope, 'env>,
    winner: &'a Arc<Mutex<Option<T>>>,
    arms: PhantomData<T>,
}

impl<'scope, 'env, T: Send + 'scope> Race<'_, 'scope, 'env, T> {
    pub fn arm<F: FnOnce() -> T + Send + 'scope>(&self, f: F) {
        let winner = self.winner.clone();
        let node = self.scope.shared.node.clone();
        self.scope.spawn(move || {
            let value = f();
            let mut first = winner.lock().unwrap();
            if first.is_none() {
                *first = Some(value);
            }
            node.cancel();
        });
    }
}

#[doc(hidden)]
pub fn race_arms<'env, T: Send + 'env>(
    arms: impl for<'a, 'scope> FnOnce(&'a Race<'a, 'scope, 'env, T>),
) -> T {
    cancel::checkpoint();
    let winner = Arc::new(Mutex::new(None));
    scope(|s| arms(&Race { scope: s, winner: &winner, arms: PhantomData }));
    let value = winner.lock().unwrap().take();
    value.unwrap_or_else(|| resume_unwind(Box::new(Cancelled)))
}
