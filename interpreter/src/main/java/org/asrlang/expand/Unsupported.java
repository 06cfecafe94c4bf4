package org.asrlang.expand;

import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;

/**
 * What ASR leaves out of Rust, rejected by name with the reason. Each method answers with the tree
 * that stands for the rejected one, so that later passes go on without follow-up errors. Std's own
 * crates may use {@code unsafe} and raw pointers.
 */
public final class Unsupported {
  public static final String ASYNC = "A0001";
  public static final String AWAIT = "A0002";
  public static final String UNSAFE = "A0003";
  public static final String RAW_POINTER = "A0004";
  public static final String EXTERN = "A0005";
  public static final String UNION = "A0006";
  public static final String STATIC_MUT = "A0007";
  public static final String ASSEMBLY = "A0008";
  public static final String PROC_MACRO = "A0009";
  public static final String FUTURE = "A0010";

  private final Diagnostics diagnostics;
  private final boolean exempt;

  Unsupported(Diagnostics diagnostics, boolean exempt) {
    this.diagnostics = diagnostics;
    this.exempt = exempt;
  }

  private Diagnostic.Builder error(String code, Span at, String message) {
    return Diagnostic.error(code, at, message);
  }

  /** The span of a word and the white space behind it, so that both can be removed. */
  private static Span withSpace(Span s) {
    String text = s.file().text();
    int hi = s.hi();
    while (hi < text.length()
        && (text.charAt(hi) == ' '
            || text.charAt(hi) == '\n'
            || text.charAt(hi) == '\t'
            || text.charAt(hi) == '\r')) {
      hi++;
    }
    return new Span(s.file(), s.lo(), hi, s.expansion());
  }

  void asyncFn(Span async) {
    error(ASYNC, async, "`async` is not part of ASR")
        .label("every function is async")
        .note("each call is awaited implicitly; any function may suspend")
        .fix("remove `async`", withSpace(async), "")
        .to(diagnostics);
  }

  /** The block or closure without its mark. */
  Expr async(Expr.Async e) {
    Span word = e.asyncSpan();
    Span remove = withSpace(word);
    String text = word.file().text();
    if (e.body() instanceof Expr.Block
        && text.startsWith("move", remove.hi())
        && !Character.isUnicodeIdentifierPart(
            remove.hi() + 4 < text.length() ? text.charAt(remove.hi() + 4) : ' ')) {
      remove = withSpace(new Span(word.file(), word.lo(), remove.hi() + 4, word.expansion()));
    }
    boolean closure = e.body() instanceof Expr.Closure;
    error(ASYNC, word, "`async` is not part of ASR")
        .label(closure ? "every closure is async" : "every block is async")
        .note(
            closure
                ? "each call is awaited implicitly; any closure may suspend"
                : "a block runs where it stands; to run it beside others, spawn a child task:"
                    + " `asr::task::scope(|s| s.spawn(|| …))`")
        .fix("remove `async`", remove, "")
        .to(diagnostics);
    return e.body();
  }

  /** The awaited expression. */
  Expr await(Expr.Await e) {
    Span op = e.operand().span();
    Span remove =
        op.file() == e.span().file() && op.hi() <= e.span().hi()
            ? new Span(op.file(), op.hi(), e.span().hi(), e.span().expansion())
            : e.awaitSpan();
    error(AWAIT, e.awaitSpan(), "`.await` is not part of ASR")
        .label("each call is awaited implicitly")
        .fix("remove the `.await`", remove, "")
        .to(diagnostics);
    return e.operand();
  }

  Expr unsafeBlock(Expr.Unsafe e) {
    if (exempt) {
      return e;
    }
    Span word = new Span(e.span().file(), e.span().lo(), e.span().lo() + 6, e.span().expansion());
    error(UNSAFE, word, "`unsafe` is not part of ASR")
        .label("unsafe code is not supported")
        .note("ASR is the safe part of Rust: a script can neither break memory safety nor race")
        .to(diagnostics);
    return e.body();
  }

  Expr rawBorrow(Expr.RawBorrow e) {
    if (exempt) {
      return e;
    }
    rawPointer(e.span());
    return new Expr.Borrow(e.mutable(), e.operand(), e.span());
  }

  TypeExpr rawPointer(TypeExpr.RawPtrType t) {
    if (exempt) {
      return t;
    }
    rawPointer(t.span());
    return new TypeExpr.ErrorType(t.span());
  }

  private void rawPointer(Span at) {
    error(RAW_POINTER, at, "raw pointers are not part of ASR")
        .label("use a reference instead")
        .to(diagnostics);
  }

  private void unsafeWord(Span at) {
    error(UNSAFE, at, "`unsafe` is not part of ASR")
        .label("unsafe code is not supported")
        .note("ASR is the safe part of Rust: a script can neither break memory safety nor race")
        .to(diagnostics);
  }

  /** Checks an item's own words; false if the item as a whole is rejected. */
  boolean item(Item item) {
    switch (item) {
      case Item.Fn f -> {
        Item.FnHeader h = f.header();
        if (h.asyncSpan() != null) {
          asyncFn(h.asyncSpan());
        }
        if (!exempt && h.unsafeSpan() != null) {
          unsafeWord(h.unsafeSpan());
        }
        if (!exempt && h.externSpan() != null) {
          error(EXTERN, h.externSpan(), "`extern` functions are not part of ASR")
              .label("there is no foreign function interface")
              .note("a host application offers functions through the embedding API")
              .to(diagnostics);
        }
      }
      case Item.Trait t -> {
        if (!exempt && t.isUnsafe()) {
          unsafeWord(word(t.span(), "unsafe"));
        }
      }
      case Item.Impl i -> {
        if (!exempt && i.isUnsafe()) {
          unsafeWord(word(i.span(), "unsafe"));
        }
      }
      case Item.Union u -> {
        error(UNION, u.ident().span(), "unions are not part of ASR")
            .label("use an enum instead")
            .to(diagnostics);
        return false;
      }
      case Item.ExternBlock e -> {
        error(EXTERN, e.span(), "`extern` blocks are not part of ASR")
            .label("there is no foreign function interface")
            .note("a host application offers functions through the embedding API")
            .to(diagnostics);
        return false;
      }
      case Item.Static s -> {
        if (s.mutable()) {
          error(STATIC_MUT, s.ident().span(), "`static mut` is not part of ASR")
              .label("use a `Mutex` or an atomic instead")
              .note("tasks run in parallel, and a `static mut` would let them race")
              .to(diagnostics);
        }
      }
      case Item.Struct i -> {}
      case Item.Enum i -> {}
      case Item.TypeAlias i -> {}
      case Item.Const i -> {}
      case Item.Module i -> {}
      case Item.Use i -> {}
      case Item.MacroRules i -> {}
      case Item.MacroItem i -> {}
      case Item.ExternCrate i -> {}
    }
    return true;
  }

  private static Span word(Span item, String word) {
    int at = item.file().text().indexOf(word, item.lo());
    return at < 0 || at >= item.hi()
        ? item
        : new Span(item.file(), at, at + word.length(), item.expansion());
  }

  /** Names that Rust's std has for its own async machinery. */
  public static void futurePath(Span at, String path, Diagnostics diagnostics) {
    Diagnostic.error(FUTURE, at, "`" + path + "` is not part of ASR")
        .label("there are no futures to poll or pin")
        .note(
            "every function is async and each call is awaited implicitly; for concurrency see"
                + " `asr::task`")
        .to(diagnostics);
  }

  static boolean assembly(String macro) {
    return macro.equals("asm") || macro.equals("global_asm") || macro.equals("naked_asm");
  }

  void assembly(Span at) {
    error(ASSEMBLY, at, "inline assembly is not part of ASR").to(diagnostics);
  }
}
