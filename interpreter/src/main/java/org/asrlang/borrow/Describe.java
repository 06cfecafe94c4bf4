package org.asrlang.borrow;

import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.expand.MacroDef;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.types.Capture;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.Ty;

/** Places and types in messages, as rustc writes them. */
final class Describe {
  private final BodyCtxt cx;
  private final Cfg cfg;

  Describe(BodyCtxt cx, Cfg cfg) {
    this.cx = cx;
    this.cfg = cfg;
  }

  /** Null where it has no name that the user knows. */
  String place(MirPlace p) {
    return hidden(p.root()) ? null : named(p);
  }

  /** What a macro of another crate declares, or a closure in its text captures. */
  private boolean hidden(MirPlace root) {
    Span declared =
        switch (root.kind) {
          case LOCAL -> root.local.span;
          case UPVAR -> cfg.closureSpan;
          default -> null;
        };
    return declared != null
        && declared.expansion().definition() instanceof MacroDef m
        && m.home() != cx.owner.crate();
  }

  private String named(MirPlace p) {
    return switch (p.kind) {
      case LOCAL -> p.local.name();
      case UPVAR -> upvar(p.index);
      case STATIC -> staticName(p);
      case CONSTANT -> null;
      case DEREF -> {
        if (p.base.kind == MirPlace.Kind.UPVAR && byRef(p.base.index)) {
          yield upvar(p.base.index);
        }
        String base = named(p.base);
        yield base == null ? null : "*" + base;
      }
      case FIELD -> {
        String base = named(strip(p.base));
        yield base == null ? null : base + "." + cx.rules.fieldName(p.base.ty, p.extra, p.index);
      }
      case INDEX -> suffixed(p, "[_]");
      case CONST_INDEX -> suffixed(p, "[..]");
      case SUBSLICE -> suffixed(p, "[..]");
    };
  }

  private String suffixed(MirPlace p, String suffix) {
    String base = named(strip(p.base));
    return base == null ? null : base + suffix;
  }

  private MirPlace strip(MirPlace p) {
    while (p.kind == MirPlace.Kind.DEREF) {
      p = p.base;
    }
    return p;
  }

  private String staticName(MirPlace p) {
    Local variable = cx.variable(p);
    return variable == null ? cx.statics.get(p.index).name() : variable.name();
  }

  boolean byRef(int index) {
    return cfg.captures.get(index).mode() != Capture.Mode.BY_VALUE;
  }

  String upvar(int index) {
    Capture c = cfg.captures.get(index);
    String name = c.variable().name();
    Ty at = cx.results.localTypes.get(c.variable());
    for (Capture.Step s : c.path()) {
      name =
          switch (s) {
            case Capture.FieldStep f -> name + "." + fieldName(at, f);
            case Capture.DerefStep d -> "*" + name;
          };
      at = s.ty();
    }
    return name;
  }

  private String fieldName(Ty base, Capture.FieldStep f) {
    return base == null
        ? String.valueOf(f.field())
        : cx.rules.fieldName(base, f.variant(), f.field());
  }

  /** {@code `x`}, or the word for what has no name. */
  String quoted(MirPlace p, String otherwise) {
    String name = place(p);
    return name == null ? otherwise : "`" + name + "`";
  }

  String ty(Ty t) {
    return EraseRegions.of(cx.types, t).toString();
  }

  String local(MirLocal l) {
    return l.name() == null ? "value" : "`" + l.name() + "`";
  }
}
