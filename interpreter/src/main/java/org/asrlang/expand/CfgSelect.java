package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.syntax.MacroCall;
import org.asrlang.syntax.TokenTree;

/** {@code cfg_select! { predicate => { tokens } … _ => { tokens } }}: the first arm that holds. */
final class CfgSelect {
  private CfgSelect() {}

  /** The chosen arm's tokens; null after an error. */
  static List<TokenTree> choose(MacroCall call, Cfg cfg, Diagnostics diagnostics) {
    List<TokenTree> ts = call.args().trees();
    List<TokenTree> chosen = null;
    int i = 0;
    while (i < ts.size()) {
      List<TokenTree> predicate = new ArrayList<>();
      while (i < ts.size() && !Tokens.is(ts.get(i), "=>")) {
        predicate.add(ts.get(i++));
      }
      i++;
      if (predicate.isEmpty() || i >= ts.size()) {
        Diagnostic.error(null, call.span(), "expected `=>` and what a predicate selects")
            .to(diagnostics);
        return null;
      }
      List<TokenTree> arm = new ArrayList<>();
      if (ts.get(i) instanceof TokenTree.Delimited d && d.open() == '{') {
        arm.addAll(d.trees());
        i++;
      } else {
        while (i < ts.size() && !Tokens.is(ts.get(i), ",")) {
          arm.add(ts.get(i++));
        }
      }
      if (i < ts.size() && Tokens.is(ts.get(i), ",")) {
        i++;
      }
      boolean wild = predicate.size() == 1 && Tokens.is(predicate.get(0), "_");
      if (chosen == null && (wild || cfg.holds(predicate, diagnostics))) {
        chosen = arm;
      }
    }
    if (chosen == null) {
      Diagnostic.error(
              null, call.span(), "none of the predicates in this `cfg_select` evaluated to true")
          .to(diagnostics);
    }
    return chosen;
  }
}
