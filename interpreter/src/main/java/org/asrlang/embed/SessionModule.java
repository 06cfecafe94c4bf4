package org.asrlang.embed;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.exec.Layout;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;

/** What the frame of a session's entry calls: a crate of its own, and its native part. */
final class SessionModule implements NativeModule {
  static final String CRATE = "asr_session";

  /** The function that stands for the one that fits the value's type. */
  static final String SHOW = "show";

  private static final String SOURCE =
      """
      pub struct Shown(::std::string::String);
      impl<T, E: ::std::fmt::Debug> ::std::ops::FromResidual<Result<T, E>> for Shown {
          fn from_residual(residual: Result<T, E>) -> Self {
              match residual {
                  Ok(_) => nothing(),
                  Err(e) => Shown(stopped(::std::format!("Error: {:?}", e))),
              }
          }
      }
      impl<T> ::std::ops::FromResidual<Option<T>> for Shown {
          fn from_residual(residual: Option<T>) -> Self {
              Shown(stopped(::std::string::String::from("stopped at a `None`")))
          }
      }
      pub fn nothing() -> Shown { Shown(::std::string::String::new()) }
      pub fn show<T>(value: &T) -> Shown { nothing() }
      pub fn show_debug<T: ::std::fmt::Debug>(value: &T) -> Shown {
          Shown(::std::format!("{:?}", value))
      }
      pub fn show_display<T: ::std::fmt::Display>(value: &T) -> Shown {
          Shown(::std::format!("{}", value))
      }
      pub fn text(shown: Shown) -> ::std::string::String { shown.0 }
      #[native = "asr_session::stopped"]
      fn stopped(why: ::std::string::String) -> ::std::string::String;
      #[native = "asr_session::take"]
      pub fn take<T>(slot: usize, like: &T) -> T;
      pub fn end<T>(value: T) {}
      #[native = "asr_session::keep"]
      pub fn keep<T: 'static>(slot: usize, value: T);
      """;

  /** Where the variables of a session are, by slot; granted to its machine. */
  static final class Places {
    private final Map<Long, Def> bySlot = new ConcurrentHashMap<>();

    /** The entry was left by {@code ?}. */
    volatile boolean stopped;

    Map<Long, Def> bySlot() {
      return bySlot;
    }
  }

  static CrateSource crate() {
    return CrateSource.library(CRATE, new SourceFile("<" + CRATE + ">", SOURCE), ModuleLoader.NONE);
  }

  @Override
  public void register(Registrar r) {
    r.generic(
        CRATE + "::stopped",
        call -> {
          call.capability(Places.class).stopped = true;
          return call.get(0);
        });
    r.generic(
        CRATE + "::take",
        call -> {
          Def place = call.capability(Places.class).bySlot().get(call.getLong(0));
          Object box = call.stack().machine.statics().remove(place);
          return call.sig().typeLayout(0).read(box);
        });
    r.generic(
        CRATE + "::keep",
        call -> {
          Def place = call.capability(Places.class).bySlot().get(call.getLong(0));
          Layout layout = call.sig().param(1);
          call.stack().machine.statics().put(place, layout.newBox(call.get(1)));
          return null;
        });
  }
}
