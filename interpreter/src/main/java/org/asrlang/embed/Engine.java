package org.asrlang.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.diagnostic.Ice;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.NativeRegistry;
import org.asrlang.lower.OnBigStack;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Libraries;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.resolve.Options;
import org.asrlang.resolve.SourceLibraries;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.types.collect.GlobalCtxt;

/**
 * Compiles programs against std and what the host offers. One for an application; thread-safe.
 *
 * <pre>{@code
 * Engine engine = Engine.builder()
 *     .module("host", m -> m.function("fn greet(name: &str) -> String", call -> "hello " + call.text(0)))
 *     .build();
 * Program program = engine.compile("demo.asr", "pub fn f(n: i64) -> i64 { n * 2 }");
 * try (Isolate isolate = program.isolate().start()) {
 *   long six = isolate.function("f", long.class, long.class).call(3L);
 * }
 * }</pre>
 */
public final class Engine {
  private final List<Library> std;
  private final List<CrateSource> host = new ArrayList<>();
  private Libraries libraries;
  private final NativeRegistry natives;

  private Engine(Builder builder) {
    List<NativeModule> modules = new ArrayList<>();
    std = builder.libraries.isEmpty() ? services() : List.copyOf(builder.libraries);
    std.forEach(l -> modules.addAll(l.natives()));
    modules.add(new SessionModule());
    for (HostModule m : builder.modules) {
      host.add(m.crate());
      modules.add(m);
    }
    natives = NativeRegistry.load(modules);
  }

  /** An engine with std alone. */
  public static Engine create() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects what the host offers to programs. */
  public static final class Builder {
    private final List<HostModule> modules = new ArrayList<>();

    private final List<Library> libraries = new ArrayList<>();

    private Builder() {}

    /** Uses this library and not those that are found as services, which takes a search. */
    public Builder library(Library library) {
      libraries.add(library);
      return this;
    }

    /**
     * Offers functions as a crate of that name: {@code host::greet("x")}.
     *
     * @throws IllegalArgumentException for a name that is no identifier or a crate of std's
     */
    public Builder module(String name, Consumer<HostModule> content) {
      HostModule m = new HostModule(name);
      content.accept(m);
      modules.add(m);
      return this;
    }

    /**
     * @throws IllegalArgumentException if a host function's signature is not valid
     */
    public Engine build() {
      return new Engine(this);
    }
  }

  /**
   * Compiles a program of one file.
   *
   * @param name to show in messages
   * @throws CompileException with all diagnostics, if there are errors
   */
  public Program compile(String name, String source) throws CompileException {
    return compile(new SourceFile(name, source), ModuleLoader.NONE);
  }

  /**
   * Compiles a program.
   *
   * @param modules serves {@code mod name;}
   * @throws CompileException with all diagnostics, if there are errors
   */
  public Program compile(SourceFile main, ModuleLoader modules) throws CompileException {
    Compilation c = check(main, modules, false);
    if (c.program() == null) {
      throw new CompileException(c.diagnostics());
    }
    return c.program();
  }

  /**
   * Compiles a program and gives what there is to say about it, warnings included.
   *
   * @param testing under {@code cfg(test)}: {@code #[test]} functions are kept
   */
  public Compilation check(SourceFile main, ModuleLoader modules, boolean testing) {
    Diagnostics diagnostics = new Diagnostics();
    Program program = null;
    try {
      program = OnBigStack.compile(() -> program(main, modules, testing, diagnostics));
    } catch (StackOverflowError e) {
      nestedTooDeeply(main, diagnostics);
    } catch (RuntimeException fault) {
      if (System.getProperty("asr.compiler.debug") != null) {
        throw fault;
      }
      Span start = new Span(main, 0, 0, Expansion.ROOT);
      Ice.fault(diagnostics, start, "the compiler failed on this program", fault);
      diagnostics.settle();
    }
    return new Compilation(diagnostics.all(), program);
  }

  /** What recursion over the source says when even a large stack is not enough. */
  static void nestedTooDeeply(SourceFile file, Diagnostics diagnostics) {
    Diagnostic.error(
            null,
            new Span(file, 0, 0, Expansion.ROOT),
            "the program is nested too deeply to be compiled")
        .help("move the inner parts to functions, constants or variables of their own")
        .to(diagnostics);
  }

  private Program program(
      SourceFile main, ModuleLoader modules, boolean testing, Diagnostics diagnostics) {
    GlobalCtxt tcx =
        Compiler.compile(
            new CrateSource("main", main, modules),
            libraries(),
            testing ? Options.TESTING : Options.DEFAULT,
            natives,
            diagnostics);
    if (diagnostics.hasErrors()) {
      return null;
    }
    return new Program(tcx, tcx.defs().crates().get(0), natives, diagnostics.all());
  }

  /**
   * Starts an interactive session.
   *
   * @param granted what its entries may touch
   * @param seed for a deterministic run; empty for a parallel one
   * @param modules serves {@code mod name;}
   */
  public Session session(Capabilities granted, OptionalLong seed, ModuleLoader modules) {
    return new Session(this, granted, seed, modules);
  }

  /** Std and the host's crates, resolved when first needed. */
  synchronized Libraries libraries() {
    if (libraries == null) {
      libraries = SourceLibraries.over(resolvedStd(), host);
    }
    return libraries;
  }

  private static List<Library> services() {
    List<Library> found = new ArrayList<>();
    ServiceLoader.load(Library.class, Library.class.getClassLoader()).forEach(found::add);
    return found;
  }

  private Libraries resolvedStd() {
    List<CrateSource> sources = new ArrayList<>();
    for (Library library : std) {
      Libraries prepared = library.prepared();
      if (prepared != null) {
        return prepared;
      }
      sources.addAll(library.crates());
    }
    return SourceLibraries.of(sources);
  }

  NativeRegistry natives() {
    return natives;
  }
}
