package org.asrlang.resolve;

import java.util.Collections;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.expand.Expander;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Path;

/** Reports paths that name something, but not what is wanted where they stand. */
final class UnexpectedPaths {
  private final LateResolver at;

  UnexpectedPaths(LateResolver at) {
    this.at = at;
  }

  void report(Path path, List<Ident> names, PathSource source, Paths.Found found) {
    if (at.resolver.hasSyntaxErrors()) {
      return;
    }
    Res res = found.partial().base();
    String shown = path.toString();
    Def d = res instanceof Res.Item i ? i.def() : null;
    if (names.size() == 1 && names.get(0).is("self")) {
      at.errors.selfValue(path.span());
      return;
    }
    String descr = Describe.of(res, source.ns == Ns.VALUE);
    if (d != null
        && d.kind() == Def.Kind.STRUCT
        && source.ns == Ns.VALUE
        && found.binding() != null
        && source == PathSource.TUPLE_STRUCT) {
      descr = Describe.of(res, true);
    }
    boolean structVariant =
        d != null
            && d.kind() == Def.Kind.VARIANT
            && PathSource.isCtor(d, Item.DataKind.NAMED)
            && source.ns == Ns.VALUE;
    if (structVariant) {
      Diagnostic.error(
              source == PathSource.TUPLE_STRUCT ? "E0164" : "E0533",
              path.span(),
              "expected "
                  + (source == PathSource.CALL || source == PathSource.EXPR
                      ? "value"
                      : source.expected)
                  + ", found struct variant `"
                  + shown
                  + "`")
          .label(
              "not a "
                  + (source == PathSource.CALL || source == PathSource.EXPR
                      ? "value"
                      : source.expected))
          .to(at.diagnostics);
      return;
    }
    if (source == PathSource.TUPLE_STRUCT && d != null && d.isFnLike()) {
      Diagnostic.error("E0532", path.span(), "expected a pattern, found a function call")
          .label("not a tuple struct or tuple variant")
          .note(
              "function calls are not allowed in patterns:"
                  + " <https://doc.rust-lang.org/book/ch19-00-patterns.html>")
          .to(at.diagnostics);
      return;
    }
    if (found.binding() != null && found.binding().macro() != null) {
      String what = PathErrors.word(source, names.get(0));
      boolean derives = Expander.derives(found.binding().macro());
      Diagnostic.Builder error =
          Diagnostic.error(
                  source.unexpectedCode,
                  path.span(),
                  "expected "
                      + what
                      + (derives ? ", found derive macro `" : ", found macro `")
                      + shown
                      + "`")
              .label("not a " + what);
      if (derives && source.ns == Ns.TYPE && source != PathSource.STRUCT) {
        at.resolver
            .suggest()
            .imports(error, shown, Suggest.Kind.TRAIT, at.scope, path.span(), " instead");
      } else if (!derives && (source == PathSource.CALL || source == PathSource.STRUCT)) {
        error.suggestion(
            Suggest.replace("use `!` to invoke the macro", path.span().shrinkToEnd(), "!"));
      }
      error.to(at.diagnostics);
      return;
    }
    Diagnostic.Builder b =
        Diagnostic.error(
            source.unexpectedCode,
            path.span(),
            "expected "
                + PathErrors.word(source, names.get(names.size() - 1))
                + ", found "
                + descr
                + " `"
                + shown
                + "`");
    boolean labelled = help(b, path, source, d, shown);
    if (!labelled) {
      b.label("not a " + PathErrors.word(source, names.get(names.size() - 1)));
    }
    b.to(at.diagnostics);
  }

  /** True if it said enough under the primary span. */
  private boolean help(Diagnostic.Builder b, Path path, PathSource source, Def d, String shown) {
    if (d == null) {
      return false;
    }
    boolean own = d.crate() == at.crate.def && d.node() instanceof Item;
    switch (d.kind()) {
      case STRUCT -> {
        boolean named = PathSource.isCtor(d, Item.DataKind.NAMED);
        if (source.ns == Ns.VALUE && own) {
          b.label(((Item) d.node()).span(), "`" + shown + "` defined here");
        }
        if (named && source.ns == Ns.VALUE) {
          String fields =
              String.join(
                  ", ",
                  d.children(Def.Kind.FIELD).stream()
                      .map(f ->
                          f.name()
                              + (source == PathSource.EXPR || source == PathSource.CALL
                                  ? ": val"
                                  : ""))
                      .toList());
          b.suggestion(
              Suggest.replace(
                  source == PathSource.EXPR || source == PathSource.CALL
                      ? "use struct literal syntax instead"
                      : "use struct pattern syntax instead",
                  path.span(),
                  shown + " { " + fields + " }"));
          return true;
        }
        if (source == PathSource.TUPLE_STRUCT) {
          b.suggestion(Suggest.replace("use this syntax instead", path.span(), shown));
          return true;
        }
        if (source == PathSource.PAT) {
          b.suggestion(
              Suggest.replace(
                  "use the tuple struct pattern syntax instead",
                  path.span(),
                  shown + wildcards(d)));
          return true;
        }
        return false;
      }
      case VARIANT -> {
        if (source == PathSource.TYPE || source == PathSource.TRAIT) {
          if (source == PathSource.TYPE) {
            b.suggestion(
                Suggest.replace("try using the variant's enum", path.span(), enumPath(d.parent())));
          }
          return false;
        }
        if (source == PathSource.PAT) {
          b.suggestion(
              Suggest.replace(
                  "use the tuple variant pattern syntax instead",
                  path.span(),
                  shown + wildcards(d)));
          b.label("");
          return true;
        }
        if (source == PathSource.TUPLE_STRUCT) {
          b.suggestion(Suggest.replace("use this syntax instead", path.span(), shown));
          return true;
        }
        return false;
      }
      case ENUM -> {
        if (source.ns == Ns.VALUE) {
          List<String> units =
              d.children(Def.Kind.VARIANT).stream()
                  .filter(v -> PathSource.isCtor(v, Item.DataKind.UNIT))
                  .map(v -> shown + "::" + v.name())
                  .toList();
          if (!units.isEmpty() && source != PathSource.TUPLE_STRUCT) {
            b.suggestion(
                Suggest.replace(
                    units.size() == 1
                        ? "you might have meant to use the following enum variant"
                        : "you might have meant to use one of the following enum variants",
                    path.span(),
                    units.get(0)));
          }
          if (own) {
            b.note(((Item) d.node()).span(), "the enum is defined here");
          }
          return true;
        }
        return false;
      }
      case MODULE, TRAIT, CRATE -> {
        return source != PathSource.TRAIT;
      }
      case TYPE_ALIAS -> {
        return false;
      }
      default -> {
        return false;
      }
    }
  }

  /** {@code (_, _)}: a pattern for each of the fields. */
  private static String wildcards(Def d) {
    return "("
        + String.join(", ", Collections.nCopies(d.children(Def.Kind.FIELD).size(), "_"))
        + ")";
  }

  private String enumPath(Def e) {
    return e.crate() == at.crate.def ? "crate::" + Paths.shortPath(e) : Paths.shortPath(e);
  }
}
