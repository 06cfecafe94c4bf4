package org.asrlang.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Timings;
import org.asrlang.syntax.Expr;

/** Libraries out of their sources: signatures and bodies are resolved on demand, under a lock. */
public final class SourceLibraries extends Libraries {
  /** How many definitions bodies may add after the crates were resolved. */
  private static final int ROOM = 10_000_000;

  private final Diagnostics found = new Diagnostics();
  private final Resolver resolver;
  private final int idsEnd;
  private final Scope prelude;
  private volatile List<Diagnostic> diagnostics;
  private volatile Map<Def, List<Def>> impls = Map.of();
  private volatile Map<Def, ImplNames> names = Map.of();

  private SourceLibraries(List<CrateSource> sources, Libraries base) {
    resolver = Resolver.layer(sources, base, found);
    idsEnd = resolver.nextId() + ROOM;
    prelude = resolver.prelude();
    diagnostics = found.all();
    publish();
  }

  /** Libraries that need no others, {@code std} first. */
  public static Libraries of(List<CrateSource> sources) {
    return new SourceLibraries(sources, null);
  }

  /** The libraries and more that make use of them. */
  public static Libraries over(Libraries base, List<CrateSource> sources) {
    return sources.isEmpty() ? base : new SourceLibraries(sources, base);
  }

  private <T> T locked(Supplier<T> answer) {
    synchronized (resolver) {
      Timings.Part before = Timings.enter(Timings.Part.STD);
      try {
        return answer.get();
      } finally {
        publish();
        Timings.back(before);
      }
    }
  }

  /** Bodies have impls in them; and errors, while somebody works on the library. */
  private void publish() {
    Map<Def, List<Def>> now = null;
    for (Def crate : resolver.crates()) {
      List<Def> known = impls.get(crate);
      List<Def> all = resolver.impls(crate);
      if (known == null || known.size() != all.size()) {
        now = now == null ? new HashMap<>(impls) : now;
        now.put(crate, List.copyOf(all));
      }
    }
    if (now != null) {
      Map<Def, ImplNames> named = new HashMap<>();
      for (Def crate : resolver.crates()) {
        named.put(
            crate,
            !resolver.isOwn(crate)
                ? resolver.implNames(crate)
                : isStd(crate) ? ImplNames.of(now.get(crate)) : null);
      }
      names = named;
      impls = now;
    }
    if (found.count() != diagnostics.size()) {
      diagnostics = found.all();
    }
  }

  private static boolean isStd(Def crate) {
    return crate.name().equals("std") || crate.name().equals("asr");
  }

  @Override
  public List<Def> crates() {
    return resolver.crates();
  }

  @Override
  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  @Override
  int idsEnd() {
    return idsEnd;
  }

  @Override
  Def extern(String name) {
    return resolver.extern(name);
  }

  @Override
  Scope scope(Def d) {
    return locked(() -> resolver.scope(d));
  }

  @Override
  Scope prelude() {
    return prelude;
  }

  @Override
  Def langItem(String name) {
    return resolver.langItem(name);
  }

  @Override
  List<Def> allDefs(Def crate) {
    return locked(() -> resolver.allDefs(crate));
  }

  @Override
  List<Def> impls(Def crate) {
    return impls.get(crate);
  }

  @Override
  ImplNames implNames(Def crate) {
    return names.get(crate);
  }

  @Override
  byte[] note(Def d) {
    return resolver.note(d);
  }

  @Override
  Resolutions signature(Def item) {
    return locked(() -> resolver.signature(item));
  }

  @Override
  Resolutions body(Def owner) {
    return locked(() -> resolver.body(owner));
  }

  @Override
  Expr expandedBody(Def owner) {
    return locked(() -> resolver.expandedBody(owner));
  }
}
