package org.asrlang.resolve;

import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;

/**
 * A definition: everything that can be named or that owns a body (rustc's {@code DefId} and its
 * table in one). Compared by identity. Made by the resolver; immutable once its crate is collected,
 * but for {@link #children}: what is defined in a body comes when the body is looked at.
 */
public final class Def {
  /** What a definition is. */
  public enum Kind {
    CRATE,
    MODULE,
    STRUCT,
    ENUM,
    VARIANT,
    FIELD,
    TRAIT,
    TYPE_ALIAS,
    ASSOC_TYPE,
    FN,
    ASSOC_FN,
    CONST,
    ASSOC_CONST,
    STATIC,
    IMPL,
    LIFETIME_PARAM,
    TYPE_PARAM,
    CONST_PARAM,
    CLOSURE,
    /** {@code impl Trait} in return position; its parent is the function. */
    OPAQUE,
    /** An anonymous constant: array length, discriminant, const argument, const block. */
    ANON_CONST,
    MACRO
  }

  private final int id;
  private final Kind kind;
  private final String name;
  private final Def parent;
  private final Span span;
  private Node node;
  private final Def crate;
  private final Children children = new Children();
  private Def visibleIn;

  /** Where the syntax and the children are read when they are asked for; null if all is here. */
  private final ImageLibraries image;

  private volatile boolean childrenUnread;

  /** Stands for syntax that has not been read. */
  static final Node UNREAD = () -> Span.NONE;

  /**
   * @param id unique within the session, in order of definition
   * @param parent null only for a crate
   * @param span the name's place, or the item's where it has no name
   * @param node the syntax: an {@code Item}, {@code Item.Variant}, {@code Item.FieldDef}, {@code
   *     Generics.Param}, {@code Expr.Closure}, {@code TypeExpr.ImplType}, an expression for
   *     ANON_CONST, or null for a crate. For synthetic type parameters of {@code impl Trait}
   *     arguments it is the {@code TypeExpr.ImplType}
   */
  public Def(int id, Kind kind, String name, Def parent, Span span, Node node) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.parent = parent;
    this.span = span;
    this.node = node;
    this.crate = parent == null ? this : parent.crate;
    this.image = null;
    if (parent != null) {
      parent.children.add(this);
    }
  }

  /** One of an image: its parent knows its children by itself. */
  Def(int id, Kind kind, String name, Def parent, Span span, Node node, ImageLibraries image) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.parent = parent;
    this.span = span;
    this.node = node;
    this.crate = parent == null ? this : parent.crate;
    this.image = image;
    this.childrenUnread = true;
  }

  public int id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  /** Where it is defined, without its body; where that is not known, its name. */
  public Span head() {
    return switch (node()) {
      case Item i -> Collector.head(i);
      case Expr.Closure c -> c.head();
      case null, default -> span;
    };
  }

  /** Whether this is the function with which its crate starts. */
  public boolean isMain() {
    return kind == Kind.FN && parent == crate && name.equals("main");
  }

  public Def parent() {
    return parent;
  }

  public Span span() {
    return span;
  }

  public Node node() {
    if (node == UNREAD) {
      image.load(this);
    }
    return node;
  }

  /** In order of definition: a module's items, an enum's variants, a struct's fields, … */
  public List<Def> children() {
    if (childrenUnread) {
      readChildren();
    }
    return children.list();
  }

  private void readChildren() {
    synchronized (image) {
      if (childrenUnread) {
        image.children(this, children);
        childrenUnread = false;
      }
    }
  }

  /** A child that is defined after the others. */
  void addChild(Def late) {
    if (childrenUnread) {
      readChildren();
    }
    children.add(late);
  }

  boolean isUnread() {
    return node == UNREAD;
  }

  void setNode(Node read) {
    node = read;
  }

  /** The children of one kind, in order. */
  public List<Def> children(Kind wanted) {
    return children().stream().filter(d -> d.kind == wanted).toList();
  }

  /** The crate that it belongs to. */
  public Def crate() {
    return crate;
  }

  /**
   * What full paths of its crate's items begin with when they are shown, as in {@code
   * std::any::type_name}: a library's name, else the name of the program's file as rustc takes it
   * for the crate's name.
   */
  public String crateName() {
    Def crate = crate();
    if (!crate.name.isEmpty()) {
      return crate.name;
    }
    String file = crate.span.file().name();
    String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    int dot = last.lastIndexOf('.');
    String stem = (dot > 0 ? last.substring(0, dot) : last).replace('-', '_');
    boolean identifier =
        !stem.isEmpty()
            && Character.isUnicodeIdentifierStart(stem.codePointAt(0))
            && stem.codePoints().allMatch(Character::isUnicodeIdentifierPart);
    return identifier || stem.startsWith("_") ? stem : "main";
  }

  /** The nearest enclosing module or crate; itself, if it is one. */
  public Def module() {
    Def d = this;
    while (d.kind != Kind.MODULE && d.kind != Kind.CRATE) {
      d = d.parent;
    }
    return d;
  }

  /**
   * The module in which it may be named; null stands for everywhere ({@code pub}). A private item's
   * is its module.
   */
  public Def visibleIn() {
    return visibleIn;
  }

  public void setVisibleIn(Def module) {
    visibleIn = module;
  }

  public boolean isVisibleFrom(Def place) {
    return visibleIn == null || place.isWithin(visibleIn);
  }

  /** Whether it is the other definition or somewhere inside of it. */
  public boolean isWithin(Def other) {
    for (Def d = this; d != null; d = d.parent) {
      if (d == other) {
        return true;
      }
    }
    return false;
  }

  public boolean isAssoc() {
    return kind == Kind.ASSOC_FN || kind == Kind.ASSOC_CONST || kind == Kind.ASSOC_TYPE;
  }

  public boolean isFnLike() {
    return kind == Kind.FN || kind == Kind.ASSOC_FN;
  }

  public boolean isAdt() {
    return kind == Kind.STRUCT || kind == Kind.ENUM;
  }

  /**
   * Such as {@code std::vec::Vec}; impls and closures show as {@code {impl}}, {@code {closure}}.
   */
  public String path() {
    return parent == null
            || parent.parent == null && parent.kind == Kind.CRATE && parent.name.isEmpty()
        ? name
        : parent.path() + "::" + name;
  }

  @Override
  public String toString() {
    return kind + " " + path();
  }
}
