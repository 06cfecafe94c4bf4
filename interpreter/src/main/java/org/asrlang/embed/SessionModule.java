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
      pub fn nothing() -> ::std::string::String { ::std::string::String::new() }
      pub fn show<T>(value: &T) -> ::std::string::String { nothing() }
      pub fn show_debug<T: ::std::fmt::Debug>(value: &T) -> ::std::string::String {
          ::std::format!("{:?}", value)
      }
      pub fn show_display<T: ::std::fmt::Display>(value: &T) -> ::std::string::String {
          ::std::format!("{}", value)
      }
      pub fn end<T>(value: T) {}
      #[native = "asr_session::keep"]
      pub fn keep<T: 'static>(slot: usize, value: T);
      """;

  /** Where the variables of a session are, by slot; granted to its machine. */
  record Places(Map<Long, Def> bySlot) {
    Places() {
      this(new ConcurrentHashMap<>());
    }
  }

  static CrateSource crate() {
    return CrateSource.library(CRATE, new SourceFile("<" + CRATE + ">", SOURCE), ModuleLoader.NONE);
  }

  @Override
  public void register(Registrar r) {
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
