//! The names of ASR's crate `asr` for rustc, backed by `std::thread`.
//!
//! Types, borrows and `Send` bounds are those of ASR. Cancellation is an unwinding without a message that
//! starts at a suspension point of this crate; see README.md for what that cannot show.

mod cancel;
pub mod sync;
pub mod task;
pub mod time;

/// Runs each arm in a child task and yields the value of the first that ends; the others are cancelled
/// and joined before that value is returned (T12).
#[macro_export]
macro_rules! race {
    ($($arm:expr),+ $(,)?) => {
        $crate::task::race_arms(|race| {
            $(race.arm(|| $arm);)+
        })
    };
}

/// Runs each arm in a child task and yields the tuple of their values (T12).
#[macro_export]
macro_rules! join {
    ($($arm:expr),+ $(,)?) => {
        $crate::task::scope(|scope| {
            $crate::__join_arms!(scope; []; $($arm,)+)
        })
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __join_arms {
    ($scope:ident; [$($handle:ident)*]; $arm:expr, $($rest:tt)*) => {{
        let handle = $scope.spawn(|| $arm);
        $crate::__join_arms!($scope; [$($handle)* handle]; $($rest)*)
    }};
    ($scope:ident; [$($handle:ident)*];) => {
        ($($handle.join().unwrap(),)*)
    };
}

/// Runs each arm, a `Result`, in a child task; yields the tuple of their values, or the first error (T12).
#[macro_export]
macro_rules! try_join {
    ($($arm:expr),+ $(,)?) => {
        $crate::task::try_scope(|scope| {
            $crate::__try_join_arms!(scope; []; $($arm,)+)
        })
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __try_join_arms {
    ($scope:ident; [$($handle:ident)*]; $arm:expr, $($rest:tt)*) => {{
        let handle = $scope.spawn(|| $arm);
        $crate::__try_join_arms!($scope; [$($handle)* handle]; $($rest)*)
    }};
    ($scope:ident; [$($handle:ident)*];) => {
        ::std::result::Result::Ok(($($handle.join().unwrap(),)*))
    };
}

/// Declares statics that are bound to a value for a time.
#[macro_export]
macro_rules! task_local {
    ($($(#[$attr:meta])* $vis:vis static $name:ident: $t:ty);+ $(;)?) => {
        $($(#[$attr])* $vis static $name: $crate::task::LocalKey<$t> = $crate::task::LocalKey::new();)+
    };
}

/// Waits for the first of several operations (T12). Here the first arm in order that is enabled and whose
/// value matches: enough for types and borrows.
#[macro_export]
macro_rules! select {
    (biased; $($arms:tt)+) => { $crate::__select!($($arms)+) };
    ($($arms:tt)+) => { $crate::__select!($($arms)+) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    () => { panic!("all branches are disabled and there is no else branch") };
    (else => $handler:expr $(,)?) => { $handler };
    ($p:pat = $e:expr, if $c:expr => $h:block, $($rest:tt)*) => { $crate::__select!(@ [$p] [$e] [$c] [$h] $($rest)*) };
    ($p:pat = $e:expr, if $c:expr => $h:block $($rest:tt)*) => { $crate::__select!(@ [$p] [$e] [$c] [$h] $($rest)*) };
    ($p:pat = $e:expr => $h:block, $($rest:tt)*) => { $crate::__select!(@ [$p] [$e] [true] [$h] $($rest)*) };
    ($p:pat = $e:expr => $h:block $($rest:tt)*) => { $crate::__select!(@ [$p] [$e] [true] [$h] $($rest)*) };
    ($p:pat = $e:expr, if $c:expr => $h:expr $(, $($rest:tt)*)?) => { $crate::__select!(@ [$p] [$e] [$c] [$h] $($($rest)*)?) };
    ($p:pat = $e:expr => $h:expr $(, $($rest:tt)*)?) => { $crate::__select!(@ [$p] [$e] [true] [$h] $($($rest)*)?) };
    (@ [$p:pat] [$e:expr] [$c:expr] [$h:expr] $($rest:tt)*) => {{
        let value = if $c { ::std::option::Option::Some((|| $e)()) } else { ::std::option::Option::None };
        #[allow(unreachable_patterns)]
        match value {
            ::std::option::Option::Some($p) => $h,
            _ => $crate::__select!($($rest)*),
        }
    }};
}
