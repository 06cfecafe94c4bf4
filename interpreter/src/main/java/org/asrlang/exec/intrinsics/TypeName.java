package org.asrlang.exec.intrinsics;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.asrlang.resolve.Def;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;

/**
 * {@code std::any::type_name}: types with full paths, std's under the crate rustc knows them in.
 */
final class TypeName {
  private static final Set<String> ALLOC =
      Set.of("boxed", "rc", "string", "vec", "borrow", "collections");
  private static final Set<String> STD =
      Set.of("thread", "env", "fs", "io", "process", "path", "net", "time");

  private TypeName() {}

  static String of(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> path(a.def) + args(a.args);
      case Ty.Ref r -> "&" + (r.mutable ? "mut " : "") + of(r.target);
      case Ty.Slice s -> "[" + of(s.element) + "]";
      case Ty.Array a -> "[" + of(a.element) + "; " + a.length + "]";
      case Ty.Tuple t -> "(" + list(t.elements) + (t.elements.size() == 1 ? ",)" : ")");
      case Ty.FnDef f -> path(f.def) + (f.args.isEmpty() ? "" : "::" + args(f.args));
      case Ty.FnPtr p ->
          "fn("
              + list(p.sig.inputs())
              + ")"
              + (p.sig.output() instanceof Ty.Tuple t && t.elements.isEmpty()
                  ? ""
                  : " -> " + of(p.sig.output()));
      case Ty.Closure c -> path(c.def.parent()) + "::{{closure}}";
      case Ty.Dynamic d -> d.principal == null ? d.toString() : "dyn " + path(d.principal.trait());
      case Ty t -> t.toString();
    };
  }

  private static String list(List<Ty> tys) {
    return tys.stream().map(TypeName::of).collect(Collectors.joining(", "));
  }

  private static String args(List<GenericArg> args) {
    String inner =
        args.stream()
            .filter(a -> a instanceof Ty || a instanceof Const)
            .map(a -> a instanceof Ty t ? of(t) : a.toString())
            .collect(Collectors.joining(", "));
    return inner.isEmpty() ? "" : "<" + inner + ">";
  }

  private static String path(Def def) {
    String path = def.path();
    String crate = def.crate().name();
    if (crate.isEmpty()) {
      return def.crateName() + "::" + path;
    }
    if (crate.equals("std")) {
      String[] parts = path.split("::");
      String module = parts.length > 1 ? parts[1] : "";
      boolean hash = path.contains("::hash_");
      String home =
          STD.contains(module) || hash ? "std" : ALLOC.contains(module) ? "alloc" : "core";
      return home + path.substring("std".length());
    }
    return path;
  }
}
