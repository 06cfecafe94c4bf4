package org.asrlang.thir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.asrlang.types.Ty;

/**
 * Exhaustiveness and reachability by Maranget's algorithm ("Warnings for pattern matching"), in the
 * one pass of rustc's {@code rustc_pattern_analysis::usefulness}.
 */
final class Usefulness {
  /** A value that no row matches. */
  record Witness(Ctor ctor, List<Witness> fields, Ty ty) {
    boolean isWild() {
      return ctor instanceof Ctor.Wildcard
          || ctor instanceof Ctor.NonExhaustive
          || ctor instanceof Ctor.Never;
    }
  }

  private record Column(Ty ty, boolean valid) {}

  private static final class Row {
    final List<DeconstructedPat> pats;
    final boolean guarded;
    final Row parent;
    boolean useful;

    Row(List<DeconstructedPat> pats, boolean guarded, Row parent) {
      this.pats = pats;
      this.guarded = guarded;
      this.parent = parent;
    }

    DeconstructedPat head() {
      return pats.getFirst();
    }
  }

  private final PatternSpace space;

  /** The patterns (rows, and alternatives inside of them) that match something new. */
  private final Set<DeconstructedPat> useful = Collections.newSetFromMap(new IdentityHashMap<>());

  Usefulness(PatternSpace space) {
    this.space = space;
  }

  boolean isUseful(DeconstructedPat pat) {
    return useful.contains(pat);
  }

  /**
   * @param valid whether the scrutinee certainly holds a valid value (is not behind a reference)
   * @return what is not matched; empty if the patterns are exhaustive
   */
  List<Witness> check(
      List<DeconstructedPat> pats, List<Boolean> guarded, Ty scrutinee, boolean valid) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < pats.size(); i++) {
      rows.add(new Row(List.of(pats.get(i)), guarded.get(i), null));
    }
    return compute(rows, List.of(new Column(scrutinee, valid)), true).stream()
        .map(List::getFirst)
        .toList();
  }

  private List<List<Witness>> compute(List<Row> given, List<Column> columns, boolean top) {
    if (columns.isEmpty()) {
      for (Row row : given) {
        row.useful = true;
        if (!row.guarded) {
          return List.of();
        }
      }
      return List.of(List.of());
    }
    List<Row> rows = new ArrayList<>();
    for (Row row : given) {
      expand(row, row, rows);
    }
    Column column = columns.getFirst();
    List<Ctor> seen = rows.stream().map(r -> r.head().ctor).toList();
    PatternSpace.Split split = space.split(column.ty, seen, column.valid, top);
    List<List<Witness>> witnesses = new ArrayList<>();
    boolean complete = split.missing().isEmpty();
    for (Ctor ctor : split.present()) {
      List<List<Witness>> found = branch(ctor, rows, columns);
      if (complete) {
        witnesses.addAll(found);
      }
    }
    boolean none = split.present().isEmpty();
    if (!complete || none) {
      // rows with a wildcard here, against all that the others do not name
      List<List<Witness>> rest = branch(Ctor.WILDCARD, rows, columns);
      if (!complete) {
        witnesses.addAll(missing(split, rest, column, top));
      }
    }
    for (Row row : rows) {
      if (row.head().ctor instanceof Ctor.Opaque) {
        row.useful = true; // what it is equal to is not known
      }
      if (row.useful) {
        useful.add(row.head());
        for (Row up = row.parent; up != null && !up.useful; up = up.parent) {
          up.useful = true;
        }
      }
    }
    for (Row row : given) {
      if (row.useful) {
        useful.add(row.head());
      }
    }
    return witnesses;
  }

  /** Or-patterns at the head become a row for each alternative. */
  private void expand(Row row, Row parent, List<Row> out) {
    DeconstructedPat head = row.head();
    if (head.alternatives == null) {
      Row child = new Row(row.pats, row.guarded, parent);
      out.add(child);
      return;
    }
    for (DeconstructedPat alternative : head.alternatives) {
      List<DeconstructedPat> pats = new ArrayList<>(row.pats);
      pats.set(0, alternative);
      Row each = new Row(pats, row.guarded, parent);
      expand(each, each, out);
    }
  }

  private List<List<Witness>> branch(Ctor ctor, List<Row> rows, List<Column> columns) {
    Column column = columns.getFirst();
    List<Ty> fields = space.fieldTypes(ctor, column.ty);
    boolean valid = column.valid && !(ctor instanceof Ctor.Ref);
    List<Column> inner = new ArrayList<>();
    fields.forEach(ty -> inner.add(new Column(ty, valid)));
    inner.addAll(columns.subList(1, columns.size()));
    List<Row> matching = new ArrayList<>();
    for (Row row : rows) {
      DeconstructedPat head = row.head();
      boolean matches = ctor instanceof Ctor.Wildcard ? head.isWild() : ctor.isCoveredBy(head.ctor);
      if (matches) {
        List<DeconstructedPat> pats = new ArrayList<>(specialize(head, ctor, fields));
        pats.addAll(row.pats.subList(1, row.pats.size()));
        matching.add(new Row(pats, row.guarded, row));
      }
    }
    List<List<Witness>> out = new ArrayList<>();
    for (List<Witness> w : compute(matching, inner, false)) {
      if (ctor instanceof Ctor.Wildcard) {
        out.add(w);
      } else {
        List<Witness> stack = new ArrayList<>();
        stack.add(new Witness(ctor, List.copyOf(w.subList(0, fields.size())), column.ty));
        stack.addAll(w.subList(fields.size(), w.size()));
        out.add(stack);
      }
    }
    for (Row row : matching) {
      if (row.useful) {
        row.parent.useful = true;
      }
    }
    return out;
  }

  private static List<DeconstructedPat> specialize(
      DeconstructedPat head, Ctor ctor, List<Ty> fields) {
    if (head.isWild()) {
      return fields.stream().map(DeconstructedPat::wild).toList();
    }
    if (head.ctor instanceof Ctor.Slice have
        && ctor instanceof Ctor.Slice
        && have.arity() != fields.size()) {
      List<DeconstructedPat> out = new ArrayList<>(head.fields.subList(0, have.prefix()));
      while (out.size() < fields.size() - have.suffix()) {
        out.add(DeconstructedPat.wild(fields.get(out.size())));
      }
      out.addAll(head.fields.subList(have.prefix(), have.arity()));
      return out;
    }
    return head.fields;
  }

  private List<List<Witness>> missing(
      PatternSpace.Split split, List<List<Witness>> rest, Column column, boolean top) {
    if (rest.isEmpty()) {
      return rest;
    }
    List<Witness> heads = new ArrayList<>();
    boolean open = split.missing().stream().anyMatch(c -> c instanceof Ctor.NonExhaustive);
    if (split.present().isEmpty() && !top || open) {
      heads.add(new Witness(Ctor.WILDCARD, List.of(), column.ty));
    } else {
      for (Ctor c : split.missing()) {
        List<Witness> wild =
            space.fieldTypes(c, column.ty).stream()
                .map(ty -> new Witness(Ctor.WILDCARD, List.of(), ty))
                .toList();
        heads.add(new Witness(c, wild, column.ty));
      }
    }
    List<List<Witness>> out = new ArrayList<>();
    for (Witness head : heads) {
      for (List<Witness> tail : rest) {
        List<Witness> stack = new ArrayList<>();
        stack.add(head);
        stack.addAll(tail);
        out.add(stack);
      }
    }
    return out;
  }
}
