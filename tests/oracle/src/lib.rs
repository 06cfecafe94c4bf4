//! The names of ASR's crate `asr` for rustc, backed by `std::thread`.
//!
//! Types, borrows and `Send` bounds are those of ASR. Cancellation is an unwinding without a message that
//! starts at a suspension point of this crate; see README.md for what that cannot show.

mod cancel;
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
