package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/** Two types with {@code _} for what they have in common: rustc's {@code TypeErrCtxt::cmp}. */
final class TypeDiff {
  private TypeDiff() {}

  /** Replaces what is written of the two types. */
  static void of(Ty a, Ty b, String[] shown) {
    String[] pair = pair(a, b);
    shown[0] = pair[0];
    shown[1] = pair[1];
  }

  private static String[] pair(Ty a, Ty b) {
    if (a.equals(b)) {
      return new String[] {"_", "_"};
    }
    if (a instanceof Ty.Ref x && b instanceof Ty.Ref y) {
      String[] in = pair(x.target, y.target);
      return new String[] {reference(x) + in[0], reference(y) + in[1]};
    }
    if (a instanceof Ty.Adt x && b instanceof Ty.Adt y && x.def == y.def) {
      return adt(x, y);
    }
    if (a instanceof Ty.Tuple x
        && b instanceof Ty.Tuple y
        && x.elements.size() == y.elements.size()
        && !x.elements.isEmpty()) {
      List<String> one = new ArrayList<>();
      List<String> two = new ArrayList<>();
      for (int i = 0; i < x.elements.size(); i++) {
        String[] in = pair(x.elements.get(i), y.elements.get(i));
        one.add(in[0]);
        two.add(in[1]);
      }
      String end = one.size() == 1 ? ",)" : ")";
      return new String[] {"(" + String.join(", ", one) + end, "(" + String.join(", ", two) + end};
    }
    return new String[] {a.toString(), b.toString()};
  }

  private static String reference(Ty.Ref r) {
    return r.mutable ? "&mut " : "&";
  }

  private static String[] adt(Ty.Adt x, Ty.Adt y) {
    List<String> one = new ArrayList<>();
    List<String> two = new ArrayList<>();
    for (int i = 0; i < x.args.size(); i++) {
      GenericArg p = x.args.get(i);
      GenericArg q = y.args.get(i);
      if (p instanceof Ty t && q instanceof Ty u) {
        String[] in = pair(t, u);
        one.add(in[0]);
        two.add(in[1]);
      } else if (!(p instanceof Region)) {
        one.add(Objects.equals(p, q) ? "_" : p.toString());
        two.add(Objects.equals(p, q) ? "_" : q.toString());
      }
    }
    // what is the same at the end may be a default, which nobody writes
    String full = x.toString();
    int written = full.indexOf('<') < 0 ? 0 : count(full);
    while (one.size() > Math.max(1, written)
        && one.getLast().equals("_")
        && two.getLast().equals("_")) {
      one.removeLast();
      two.removeLast();
    }
    String name = x.def.name();
    return new String[] {
      name + "<" + String.join(", ", one) + ">", name + "<" + String.join(", ", two) + ">"
    };
  }

  /** How many arguments are written. */
  private static int count(String type) {
    int depth = 0;
    int n = 1;
    for (int i = type.indexOf('<'); i < type.length(); i++) {
      switch (type.charAt(i)) {
        case '<', '(', '[' -> depth++;
        case '>', ')', ']' -> depth -= i > 0 && type.charAt(i - 1) == '-' ? 0 : 1;
        case ',' -> n += depth == 1 ? 1 : 0;
        default -> {}
      }
    }
    return n;
  }
}
