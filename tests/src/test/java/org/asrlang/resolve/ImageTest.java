package org.asrlang.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.SourceFile;
import org.asrlang.stdlib.StdLibrary;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.junit.jupiter.api.Test;

/** The image of std says of every definition what its sources say. */
class ImageTest {
  private static final Diagnostics DIAGNOSTICS = new Diagnostics();

  @Test
  void imageAndSourcesAreTheSame() {
    Libraries image = new StdLibrary().prepared();
    assertNotNull(image, "no image of std, or an old one");
    Resolver sources = Resolver.layer(List.of(crate("std"), crate("asr")), null, DIAGNOSTICS);
    sources.everything();
    assertEquals(List.of(), DIAGNOSTICS.all());
    Resolver read = Resolver.layer(List.of(), image, DIAGNOSTICS);
    for (int i = 0; i < sources.crates().size(); i++) {
      Def crate = sources.crates().get(i);
      Def same = read.crates().get(i);
      List<Def> expected = sources.allDefs(crate);
      List<Def> found = read.allDefs(same);
      assertEquals(expected.size(), found.size());
      Iterator<Def> next = found.iterator();
      for (Def d : expected.stream().sorted(java.util.Comparator.comparing(Def::id)).toList()) {
        assertEquals(definition(sources, d), definition(read, next.next()));
      }
      assertEquals(names(sources.impls(crate)), names(read.impls(same)));
    }
  }

  private static CrateSource crate(String name) {
    return new CrateSource(name, load(name + "/lib.asr"), path -> load(name + "/" + path));
  }

  private static SourceFile load(String name) {
    Path file = Path.of("..", "stdlib", "src", "main", "asr").resolve(name);
    try {
      return Files.exists(file) ? new SourceFile(name, Files.readString(file)) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDefinitionIsReadOnlyWhenItIsUsed() {
    Libraries image = new StdLibrary().prepared();
    Def option = image.langItem("Option");
    assertEquals("std::option::Option", option.path());
    assertEquals(true, option.isUnread());
    assertEquals(List.of("T", "None", "Some"), names(option.children()));
    assertEquals("Option", ((Item.Enum) option.node()).ident().name());
  }

  private static List<String> names(Collection<Def> defs) {
    return defs.stream().map(Def::name).toList();
  }

  private static List<String> paths(Collection<Def> defs) {
    return defs.stream().map(Def::path).sorted().toList();
  }

  private static String definition(Resolver r, Def d) {
    StringBuilder b = new StringBuilder();
    b.append(d).append(" at ").append(d.span()).append(" in ").append(d.visibleIn());
    b.append("\nchildren ").append(paths(d.children()));
    b.append("\nnode ").append(d.node() == null ? null : head(d.node().toString()));
    Scope scope = r.scope(d);
    if (scope != null) {
      b.append("\ntraits ").append(paths(scope.traits()));
      for (Ns ns : Ns.values()) {
        scope.all(ns).forEach((name, binding) -> b.append('\n').append(name).append(show(binding)));
      }
    }
    show(b, "signature", r.signature(d));
    show(b, "body", r.body(d));
    Expr body = r.expandedBody(d);
    b.append("\nexpanded ").append(body == null ? null : body.getClass().getSimpleName());
    return b.toString();
  }

  /** What is left of a tree in the image: no doc comments, members, bodies. */
  private static String head(String tree) {
    return tree.substring(0, tree.indexOf('['));
  }

  private static String show(Binding b) {
    return " = " + b.res() + " " + b.macro() + " " + b.visibleIn() + " " + b.glob() + b.imported();
  }

  private static void show(StringBuilder b, String what, Resolutions res) {
    b.append('\n').append(what);
    lines(b, res.paths);
    lines(b, res.identPats);
    lines(b, res.selfParams);
    lines(b, res.lifetimes);
    List<String> traits = new ArrayList<>();
    res.traits.forEach((n, list) -> traits.add("\n" + n.span() + " traits " + paths(list)));
    res.jumpTargets.forEach((n, to) -> traits.add("\n" + n.span() + " jumps " + to.span()));
    res.defs.forEach((n, d) -> traits.add("\n" + n.span() + " defines " + d));
    Collections.sort(traits);
    traits.forEach(b::append);
  }

  private static void lines(StringBuilder b, Map<?, ?> of) {
    List<String> lines = new ArrayList<>();
    of.forEach((k, v) -> lines.add("\n" + k + " is " + v));
    Collections.sort(lines);
    lines.forEach(b::append);
  }
}
