package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.SourceFile;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;

/** A program resolved against a small std, for tests. */
final class Resolved {
  static final String STD =
      """
      pub mod prelude { pub mod v1 {
        pub use crate::option::Option::{self, Some, None};
        pub use crate::clone::Clone;
        pub use crate::cmp::{Eq, Ord, PartialEq, PartialOrd};
        pub use crate::default::Default;
        pub use crate::marker::Copy;
        pub use crate::string::String;
        pub use crate::vec::Vec;
        pub use crate::ops::{Drop, Fn};
        pub use crate::iter::Iterator;
      } }
      pub mod option { pub enum Option<T> { None, Some(T) } }
      pub mod clone { #[lang = "clone"] pub trait Clone { fn clone(&self) -> Self; } }
      pub mod marker { #[lang = "copy"] pub trait Copy {} }
      pub mod default { pub trait Default { fn default() -> Self; } }
      pub mod cmp {
        pub enum Ordering { Less, Equal, Greater }
        pub trait PartialEq<R = Self> { fn eq(&self, other: &R) -> bool; }
        pub trait Eq { fn assert_receiver_is_total_eq(&self) {} }
        pub struct AssertParamIsEq<T>(T);
        pub trait PartialOrd<R = Self> {
          fn partial_cmp(&self, other: &R) -> crate::option::Option<Ordering>;
        }
        pub trait Ord { fn cmp(&self, other: &Self) -> Ordering; }
      }
      pub mod hash {
        pub trait Hasher {}
        pub trait Hash { fn hash<H: Hasher>(&self, state: &mut H); }
      }
      pub mod ops { pub trait Drop { fn drop(&mut self); } #[lang = "fn"] pub trait Fn<A> {} }
      pub mod iter { pub trait Iterator { type Item; fn next(&mut self) -> Option<Self::Item>; } }
      pub mod string { pub struct String { v: crate::vec::Vec<u8> } impl String { pub fn new() -> String { loop {} } } }
      pub mod vec { pub struct Vec<T> { t: T } impl<T> Vec<T> { pub fn new() -> Self { loop {} } } }
      pub mod collections { pub struct HashMap<K, V> { k: K, v: V } }
      pub mod f64 { pub mod consts { pub const PI: f64 = 3.14; } }
      pub mod fmt {
        pub struct Arguments;
        pub struct Formatter;
        pub struct Error;
        pub type Result = u8;
        pub trait Debug { fn fmt(&self, f: &mut Formatter) -> Result; }
      }
      pub mod io { pub fn _print(a: crate::fmt::Arguments) {} }
      pub mod panicking { pub fn panic_fmt(a: crate::fmt::Arguments) -> ! { loop {} } }
      #[macro_export]
      macro_rules! println {
        () => { $crate::io::_print($crate::format_args_nl!("")) };
        ($($arg:tt)*) => {{ $crate::io::_print($crate::format_args_nl!($($arg)*)); }};
      }
      #[macro_export]
      macro_rules! panic {
        ($($arg:tt)*) => { $crate::panicking::panic_fmt($crate::format_args!($($arg)*)) };
      }
      #[macro_export]
      macro_rules! vec {
        () => { $crate::vec::Vec::new() };
        ($elem:expr; $n:expr) => { [$elem; $n] };
        ($($x:expr),+ $(,)?) => { [$($x),+] };
      }
      """;

  final Resolver resolver;
  final Diagnostics diagnostics = new Diagnostics();
  private final SourceFile file;

  Resolved(String source, Map<String, String> modules, boolean testing) {
    file = new SourceFile("main.asr", source);
    ModuleLoader loader =
        path -> modules.containsKey(path) ? new SourceFile(path, modules.get(path)) : null;
    resolver =
        Resolver.resolve(
            List.of(
                new CrateSource("", file, loader),
                new CrateSource("std", new SourceFile("std.asr", STD), ModuleLoader.NONE),
                new CrateSource(
                    "asr",
                    new SourceFile(
                        "asr.asr",
                        "pub mod task { pub fn spawn() {} }\n"
                            + "#[macro_export] macro_rules! race { ($($t:tt)*) => { 1 }; }"),
                    ModuleLoader.NONE)),
            testing ? Options.TESTING : Options.DEFAULT,
            diagnostics);
  }

  static Resolved of(String source) {
    return new Resolved(source, Map.of(), false);
  }

  Def crate() {
    return resolver.crates().get(0);
  }

  /** The first definition of the user's crate that has the name. */
  Def def(String name) {
    return resolver.allDefs(crate()).stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The value of a constant that is a literal once expanded. */
  Object constant(String name) {
    Expr e = resolver.expandedBody(def(name));
    return e instanceof Expr.Literal l ? l.value() : e;
  }

  Item.Fn function(String name) {
    return resolver.function(def(name));
  }

  /** As {@code 3:E0425 cannot find …}; messages without a code have a dash. */
  List<String> errors() {
    List<String> out = new ArrayList<>();
    for (Diagnostic d : diagnostics.all()) {
      if (d.isError()) {
        String code = d.code() == null ? "-" : d.code();
        var at = d.primary().callSite();
        String where = at.file() == file ? "" + at.line() : at.file().name();
        out.add(where + ":" + code + " " + d.message());
      }
    }
    out.sort(
        java.util.Comparator.comparingInt(
            s -> Character.isDigit(s.charAt(0)) ? Integer.parseInt(s.split(":")[0]) : 0));
    return out;
  }
}
