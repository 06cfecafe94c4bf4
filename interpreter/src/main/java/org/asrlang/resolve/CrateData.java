package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.expand.Expander;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Crate;

/** What the resolver holds of one crate. */
final class CrateData {
  final CrateSource source;
  final Def def;
  final Scope root;
  final List<Def> all = new ArrayList<>();
  final List<Def> impls = new ArrayList<>();
  final List<Def> tests = new ArrayList<>();
  final List<Crate> files = new ArrayList<>();

  /** The attributes of the crate itself. */
  List<Attribute> attrs = List.of();

  Expander expander;
  Collector collector;

  CrateData(CrateSource source, Def def, Scope root) {
    this.source = source;
    this.def = def;
    this.root = root;
  }
}
