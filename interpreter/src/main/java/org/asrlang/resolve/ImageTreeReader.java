package org.asrlang.resolve;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.MacroCall;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

/** Reads what {@link ImageTreeWriter} wrote: a tree, and what resolution learnt about its nodes. */
final class ImageTreeReader {
  private static final int ANNOTATED = ImageTreeWriter.ANNOTATED;
  private static final Expr.UnOp[] UN_OPS = Expr.UnOp.values();
  private static final Expr.BinOp[] BIN_OPS = Expr.BinOp.values();
  private static final Expr.LiteralKind[] LITERALS = Expr.LiteralKind.values();
  private static final Item.DataKind[] DATA_KINDS = Item.DataKind.values();
  private static final Res.Err ERR = new Res.Err();

  /** What numbers in the tree stand for, and who hears of the syntax of definitions. */
  interface Numbers {
    Def def(int id);

    List<Def> traits(int id);

    /** The syntax of a definition within the tree. */
    void node(int def, Node node, Resolutions in);
  }

  private final ImageIn in;
  private final Numbers numbers;
  private Resolutions res;
  private Resolutions patterns;
  private List<Local> locals;
  private List<Expr> labels;
  private List<Expr> jumps;
  private List<Integer> jumpLabels;

  ImageTreeReader(ImageIn in, Numbers numbers) {
    this.in = in;
    this.numbers = numbers;
  }

  /**
   * An item.
   *
   * @param locals takes the locals of the parameters, for the body
   */
  Item item(int at, Resolutions signature, Resolutions body, List<Local> locals) {
    in.seek(at);
    begin(signature, body, locals);
    Item item = item();
    end();
    return item;
  }

  Expr body(int at, Resolutions body, List<Local> locals) {
    in.seek(at);
    begin(body, body, locals);
    Expr e = expr();
    end();
    return e;
  }

  private void begin(Resolutions of, Resolutions ofPatterns, List<Local> known) {
    res = of;
    patterns = ofPatterns;
    locals = known;
    labels = null;
    jumps = null;
  }

  private void end() {
    if (jumps != null) {
      for (int i = 0; i < jumps.size(); i++) {
        res.jumpTargets.put(jumps.get(i), labels.get(jumpLabels.get(i)));
      }
    }
  }

  private Def def() {
    int id = in.u();
    return id == 0 ? null : numbers.def(id - 1);
  }

  private Node annotated(boolean isExpr) {
    int flags = in.u();
    int node = (flags & ImageTreeWriter.NODE_OF) != 0 ? in.u() : -1;
    int defined = (flags & ImageTreeWriter.DEFINES) != 0 ? in.u() : -1;
    int label = (flags & ImageTreeWriter.TARGET) != 0 ? in.u() : -1;
    int jump = (flags & ImageTreeWriter.JUMPS) != 0 ? in.u() : -1;
    Resolutions here = res;
    Node n = isExpr ? expr() : type();
    if (node >= 0) {
      numbers.node(node, n, here);
    }
    if (defined >= 0) {
      here.defs.put(n, numbers.def(defined));
    }
    if (label >= 0) {
      if (labels == null) {
        labels = new ArrayList<>();
      }
      while (labels.size() <= label) {
        labels.add(null);
      }
      labels.set(label, (Expr) n);
    }
    if (jump >= 0) {
      if (jumps == null) {
        jumps = new ArrayList<>();
        jumpLabels = new ArrayList<>();
      }
      jumps.add((Expr) n);
      jumpLabels.add(jump);
    }
    return n;
  }

  private Expr traits(Expr e) {
    int id = in.u();
    if (id != 0) {
      res.traits.put(e, numbers.traits(id - 1));
    }
    return e;
  }

  private Pat identRes(Pat.IdentPat p) {
    Res r = res();
    if (r != null) {
      res.identPats.put(p, r);
    }
    return p;
  }

  private Res res() {
    int kind = in.u();
    return switch (kind) {
      case 0 -> null;
      case 1 -> new Res.Item(numbers.def(in.u()));
      case 2 -> new Res.Var(local());
      case 3 -> new Res.Prim(in.string());
      case 4 -> new Res.SelfType(numbers.def(in.u()));
      case 5 -> new Res.SelfCtor(numbers.def(in.u()));
      case 6 -> ERR;
      default -> throw in.corrupt(kind);
    };
  }

  private Local local() {
    int id = in.u();
    if (id < locals.size()) {
      return locals.get(id);
    }
    String name = in.string();
    boolean mutable = in.bool();
    Local l = new Local(name, mutable, in.span());
    locals.add(l);
    return l;
  }

  Path path() {
    int flags = in.u();
    if (flags == 0) {
      return null;
    }
    TypeExpr qself = null;
    int position = 0;
    if ((flags & 4) != 0) {
      qself = type();
      position = in.u();
    }
    Path p = new Path((flags & 2) != 0, qself, position, segments(), in.span());
    if ((flags & 8) != 0) {
      Res base = res();
      res.paths.put(p, new Res.Partial(base, in.u()));
    }
    if ((flags & 16) != 0) {
      res.traits.put(p, numbers.traits(in.u() - 1));
    }
    return p;
  }

  Lifetime lifetime() {
    String name = in.string();
    if (name == null) {
      return null;
    }
    Lifetime l = new Lifetime(name, in.span());
    Def d = def();
    if (d != null) {
      res.lifetimes.put(l, d);
    }
    return l;
  }

  List<Attribute> attrs() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Attribute[] all = new Attribute[n];
    for (int i = 0; i < n; i++) {
      all[i] = new Attribute(in.bool(), path(), tokenTrees(), in.span());
    }
    return List.of(all);
  }

  Item.SelfParam selfParam() {
    if (!in.bool()) {
      return null;
    }
    Item.SelfParam s = new Item.SelfParam(in.bool(), lifetime(), in.bool(), type(), in.span());
    if (in.bool()) {
      patterns.selfParams.put(s, local());
    }
    return s;
  }

  Item.Param fnParam() {
    List<Attribute> attrs = attrs();
    Resolutions signature = res;
    res = patterns;
    Pat pat = pat();
    res = signature;
    return new Item.Param(attrs, pat, type(), in.span());
  }

  Generics generics() {
    return in.bool() ? new Generics(params(), wheres(), in.span()) : Generics.NONE;
  }

  Generics.Param param() {
    int node = in.u();
    Def defined = def();
    Generics.Param p = written();
    if (node != 0) {
      numbers.node(node - 1, p, res);
    }
    if (defined != null) {
      res.defs.put(p, defined);
    }
    return p;
  }

  Generics.LifetimeParam lifetimeParam() {
    return (Generics.LifetimeParam) param();
  }

  Item.Visibility visibility() {
    return in.bool()
        ? new Item.Visibility(in.bool(), path(), in.span())
        : Item.Visibility.INHERITED;
  }

  Item.FieldDef fieldDef() {
    int node = in.u();
    Item.FieldDef f = new Item.FieldDef(attrs(), visibility(), ident(), type(), in.span());
    if (node != 0) {
      numbers.node(node - 1, f, res);
    }
    return f;
  }

  Item.Variant variant() {
    int node = in.u();
    Item.Variant v = new Item.Variant(attrs(), ident(), variantData(), expr(), in.span());
    if (node != 0) {
      numbers.node(node - 1, v, res);
    }
    return v;
  }

  private Expr.Block bodyMark() {
    return in.bool() ? new Expr.Block(null, List.of(), List.of(), null, in.span()) : null;
  }

  private List<Item> noItems() {
    return List.of();
  }

  TokenTree.Delimited delimited() {
    return (TokenTree.Delimited) tokenTree();
  }

  private List<Generics.Bound> boundsOrNull() {
    return in.bool() ? bounds() : null;
  }

  private Expr literal() {
    Expr.LiteralKind kind = LITERALS[in.u()];
    Object value =
        switch (kind) {
          case INT, BYTE ->
              in.bool() ? BigInteger.valueOf(in.signed()) : new BigInteger(in.bytes());
          case FLOAT, STR -> in.string();
          case BYTE_STR, C_STR -> in.bytes();
          case CHAR -> in.u();
          case BOOL -> in.bool();
        };
    return new Expr.Literal(kind, value, in.string(), in.span());
  }

  Expr expr() {
    int tag = in.u();
    if (tag == ANNOTATED) {
      return (Expr) annotated(true);
    }
    return switch (tag) {
      case 0 -> null;
      case 1 -> literal();
      case 2 -> new Expr.PathExpr(path(), in.span());
      case 3 -> new Expr.Block(lifetime(), attrs(), stmts(), expr(), in.span());
      case 4 -> new Expr.ConstBlock((Expr.Block) expr(), in.span());
      case 5 -> new Expr.Unary(UN_OPS[in.u()], expr(), in.span());
      case 6 -> new Expr.Binary(BIN_OPS[in.u()], expr(), expr(), in.span(), in.span());
      case 7 -> new Expr.Assign(expr(), expr(), in.span(), in.span());
      case 8 -> new Expr.AssignOp(BIN_OPS[in.u()], expr(), expr(), in.span(), in.span());
      case 9 -> new Expr.Borrow(in.bool(), expr(), in.span());
      case 10 -> new Expr.RawBorrow(in.bool(), expr(), in.span());
      case 11 -> new Expr.Cast(expr(), type(), in.span());
      case 12 -> new Expr.Call(expr(), exprs(), in.span());
      case 13 -> traits(new Expr.MethodCall(expr(), segment(), exprs(), in.span()));
      case 14 -> new Expr.Field(expr(), ident(), in.span());
      case 15 -> new Expr.Index(expr(), expr(), in.span());
      case 16 -> new Expr.Range(expr(), expr(), in.bool(), in.span());
      case 17 -> new Expr.Tuple(exprs(), in.span());
      case 18 -> new Expr.Array(exprs(), in.span());
      case 19 -> new Expr.Repeat(expr(), expr(), in.span());
      case 20 -> new Expr.StructLit(path(), fieldInits(), expr(), in.span());
      case 21 ->
          new Expr.Closure(lifetimeParams(), in.bool(), closureParams(), type(), expr(), in.span());
      case 22 -> new Expr.Let(pat(), expr(), in.span());
      case 23 -> new Expr.If(expr(), (Expr.Block) expr(), expr(), in.span());
      case 24 -> new Expr.Match(expr(), arms(), in.span());
      case 25 -> new Expr.Loop(lifetime(), (Expr.Block) expr(), in.span());
      case 26 -> new Expr.While(lifetime(), expr(), (Expr.Block) expr(), in.span());
      case 27 -> new Expr.ForLoop(lifetime(), pat(), expr(), (Expr.Block) expr(), in.span());
      case 28 -> new Expr.Break(lifetime(), expr(), in.span());
      case 29 -> new Expr.Continue(lifetime(), in.span());
      case 30 -> new Expr.Return(expr(), in.span());
      case 31 -> new Expr.Try(expr(), in.span());
      case 32 -> new Expr.Paren(expr(), in.span());
      case 33 -> new Expr.Underscore(in.span());
      case 34 -> new Expr.MacroExpr(macroCall(), in.span());
      case 35 -> new Expr.Await(expr(), in.span(), in.span());
      case 36 -> new Expr.Async(expr(), in.span(), in.span());
      case 37 -> new Expr.Unsafe((Expr.Block) expr(), in.span());
      case 38 -> new Expr.FormatArgs(formatPieces(), exprs(), in.bool(), in.span());
      case 39 -> new Expr.ErrorExpr(in.span());
      default -> throw in.corrupt(tag);
    };
  }

  TypeExpr type() {
    int tag = in.u();
    if (tag == ANNOTATED) {
      return (TypeExpr) annotated(false);
    }
    return switch (tag) {
      case 0 -> null;
      case 1 -> new TypeExpr.PathType(path(), in.span());
      case 2 -> new TypeExpr.RefType(lifetime(), in.bool(), type(), in.span());
      case 3 -> new TypeExpr.SliceType(type(), in.span());
      case 4 -> new TypeExpr.ArrayType(type(), expr(), in.span());
      case 5 -> new TypeExpr.TupleType(types(), in.span());
      case 6 -> new TypeExpr.NeverType(in.span());
      case 7 -> new TypeExpr.InferType(in.span());
      case 8 -> new TypeExpr.FnPtrType(lifetimeParams(), types(), type(), in.span());
      case 9 -> new TypeExpr.DynType(bounds(), in.span());
      case 10 -> new TypeExpr.ImplType(bounds(), in.span());
      case 11 -> new TypeExpr.MacroType(macroCall(), in.span());
      case 12 -> new TypeExpr.ParenType(type(), in.span());
      case 13 -> new TypeExpr.RawPtrType(in.bool(), type(), in.span());
      case 14 -> new TypeExpr.ErrorType(in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Pat pat() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Pat.WildPat(in.span());
      case 2 -> new Pat.RestPat(in.span());
      case 3 -> identRes(new Pat.IdentPat(in.bool(), in.bool(), ident(), pat(), in.span()));
      case 4 -> new Pat.LiteralPat(expr(), in.span());
      case 5 -> new Pat.RangePat(expr(), expr(), in.bool(), in.span());
      case 6 -> new Pat.RefPat(in.bool(), pat(), in.span());
      case 7 -> new Pat.TuplePat(pats(), in.span());
      case 8 -> new Pat.SlicePat(pats(), in.span());
      case 9 -> new Pat.PathPat(path(), in.span());
      case 10 -> new Pat.TupleStructPat(path(), pats(), in.span());
      case 11 -> new Pat.StructPat(path(), fieldPats(), in.bool(), in.span());
      case 12 -> new Pat.OrPat(pats(), in.span());
      case 13 -> new Pat.ParenPat(pat(), in.span());
      case 14 -> new Pat.MacroPat(macroCall(), in.span());
      case 15 -> new Pat.ErrorPat(in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Stmt stmt() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Stmt.LetStmt(attrs(), pat(), type(), expr(), (Expr.Block) expr(), in.span());
      case 2 -> new Stmt.ExprStmt(attrs(), expr(), in.bool(), in.span());
      case 3 -> new Stmt.MacroStmt(attrs(), macroCall(), in.bool(), in.span());
      case 4 -> new Stmt.EmptyStmt(in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Generics.Bound bound() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Generics.TraitBound(lifetimeParams(), in.bool(), path(), in.span());
      case 2 -> new Generics.OutlivesBound(lifetime());
      case 3 -> new Generics.UseBound(idents(), in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Generics.Param written() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Generics.LifetimeParam(attrs(), lifetime(), lifetimes(), in.span());
      case 2 -> new Generics.TypeParam(attrs(), ident(), bounds(), type(), in.span());
      case 3 -> new Generics.ConstParam(attrs(), ident(), type(), expr(), in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Generics.WherePredicate where() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Generics.TypePredicate(lifetimeParams(), type(), bounds(), in.span());
      case 2 -> new Generics.LifetimePredicate(lifetime(), lifetimes(), in.span());
      default -> throw in.corrupt(tag);
    };
  }

  GenericArgs genericArgs() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new GenericArgs.AngleBracketed(args(), constraints(), in.span());
      case 2 -> new GenericArgs.Parenthesized(types(), type(), in.span());
      default -> throw in.corrupt(tag);
    };
  }

  GenericArgs.GenericArg arg() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new GenericArgs.LifetimeArg(lifetime());
      case 2 -> new GenericArgs.TypeArg(type());
      case 3 -> new GenericArgs.ConstArg(expr());
      default -> throw in.corrupt(tag);
    };
  }

  TokenTree tokenTree() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new TokenTree.Token(in.u(), in.string(), in.span(), in.bool());
      case 2 -> new TokenTree.Delimited((char) in.u(), tokenTrees(), in.span(), in.span());
      case 3 -> new TokenTree.Interpolated(in.string(), tokenTrees(), in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Expr.FormatPiece formatPiece() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Expr.FormatText(in.string());
      case 2 ->
          new Expr.FormatPlaceholder(
              in.u(),
              in.string(),
              in.u(),
              (char) in.u(),
              in.u(),
              formatCount(),
              formatCount(),
              in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Item item() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 ->
          new Item.Fn(
              attrs(),
              visibility(),
              header(),
              ident(),
              generics(),
              selfParam(),
              fnParams(),
              type(),
              bodyMark(),
              in.span());
      case 2 ->
          new Item.Struct(attrs(), visibility(), ident(), generics(), variantData(), in.span());
      case 3 -> new Item.Enum(attrs(), visibility(), ident(), generics(), variants(), in.span());
      case 4 ->
          new Item.Trait(
              attrs(),
              visibility(),
              in.bool(),
              in.bool(),
              ident(),
              generics(),
              bounds(),
              noItems(),
              in.span());
      case 5 ->
          new Item.Impl(
              attrs(), in.bool(), generics(), in.bool(), path(), type(), noItems(), in.span());
      case 6 ->
          new Item.TypeAlias(
              attrs(), visibility(), ident(), generics(), bounds(), type(), in.span());
      case 7 ->
          new Item.Const(attrs(), visibility(), ident(), generics(), type(), bodyMark(), in.span());
      case 8 ->
          new Item.Static(attrs(), visibility(), in.bool(), ident(), type(), bodyMark(), in.span());
      case 9 -> new Item.Module(attrs(), visibility(), ident(), attrs(), noItems(), in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Expr.Arm arm() {
    return new Expr.Arm(attrs(), pat(), expr(), expr(), in.span());
  }

  Expr.FieldInit fieldInit() {
    return new Expr.FieldInit(attrs(), ident(), expr(), in.bool(), in.span());
  }

  Expr.ClosureParam closureParam() {
    return new Expr.ClosureParam(pat(), type(), in.span());
  }

  Pat.FieldPat fieldPat() {
    return new Pat.FieldPat(attrs(), ident(), pat(), in.bool(), in.span());
  }

  Path.Segment segment() {
    return new Path.Segment(ident(), genericArgs());
  }

  Ident ident() {
    if (!in.bool()) {
      return null;
    }
    return new Ident(in.string(), in.span());
  }

  GenericArgs.AssocConstraint constraint() {
    return new GenericArgs.AssocConstraint(
        ident(), genericArgs(), type(), expr(), boundsOrNull(), in.span());
  }

  MacroCall macroCall() {
    return new MacroCall(path(), delimited(), in.span());
  }

  Expr.FormatCount formatCount() {
    if (!in.bool()) {
      return null;
    }
    return new Expr.FormatCount(in.signed(), in.signed());
  }

  Item.FnHeader header() {
    return new Item.FnHeader(in.span(), in.span(), in.span(), in.span());
  }

  Item.VariantData variantData() {
    return new Item.VariantData(DATA_KINDS[in.u()], fieldDefs());
  }

  List<Expr.Arm> arms() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr.Arm[] all = new Expr.Arm[n];
    for (int i = 0; i < n; i++) {
      all[i] = arm();
    }
    return List.of(all);
  }

  List<Generics.Bound> bounds() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Generics.Bound[] all = new Generics.Bound[n];
    for (int i = 0; i < n; i++) {
      all[i] = bound();
    }
    return List.of(all);
  }

  List<Expr.ClosureParam> closureParams() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr.ClosureParam[] all = new Expr.ClosureParam[n];
    for (int i = 0; i < n; i++) {
      all[i] = closureParam();
    }
    return List.of(all);
  }

  List<GenericArgs.AssocConstraint> constraints() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    GenericArgs.AssocConstraint[] all = new GenericArgs.AssocConstraint[n];
    for (int i = 0; i < n; i++) {
      all[i] = constraint();
    }
    return List.of(all);
  }

  List<Expr> exprs() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr[] all = new Expr[n];
    for (int i = 0; i < n; i++) {
      all[i] = expr();
    }
    return List.of(all);
  }

  List<Item.FieldDef> fieldDefs() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Item.FieldDef[] all = new Item.FieldDef[n];
    for (int i = 0; i < n; i++) {
      all[i] = fieldDef();
    }
    return List.of(all);
  }

  List<Expr.FieldInit> fieldInits() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr.FieldInit[] all = new Expr.FieldInit[n];
    for (int i = 0; i < n; i++) {
      all[i] = fieldInit();
    }
    return List.of(all);
  }

  List<Pat.FieldPat> fieldPats() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Pat.FieldPat[] all = new Pat.FieldPat[n];
    for (int i = 0; i < n; i++) {
      all[i] = fieldPat();
    }
    return List.of(all);
  }

  List<Item.Param> fnParams() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Item.Param[] all = new Item.Param[n];
    for (int i = 0; i < n; i++) {
      all[i] = fnParam();
    }
    return List.of(all);
  }

  List<Expr.FormatPiece> formatPieces() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr.FormatPiece[] all = new Expr.FormatPiece[n];
    for (int i = 0; i < n; i++) {
      all[i] = formatPiece();
    }
    return List.of(all);
  }

  List<GenericArgs.GenericArg> args() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    GenericArgs.GenericArg[] all = new GenericArgs.GenericArg[n];
    for (int i = 0; i < n; i++) {
      all[i] = arg();
    }
    return List.of(all);
  }

  List<Ident> idents() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Ident[] all = new Ident[n];
    for (int i = 0; i < n; i++) {
      all[i] = ident();
    }
    return List.of(all);
  }

  List<Lifetime> lifetimes() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Lifetime[] all = new Lifetime[n];
    for (int i = 0; i < n; i++) {
      all[i] = lifetime();
    }
    return List.of(all);
  }

  List<Generics.LifetimeParam> lifetimeParams() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Generics.LifetimeParam[] all = new Generics.LifetimeParam[n];
    for (int i = 0; i < n; i++) {
      all[i] = lifetimeParam();
    }
    return List.of(all);
  }

  List<Generics.Param> params() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Generics.Param[] all = new Generics.Param[n];
    for (int i = 0; i < n; i++) {
      all[i] = param();
    }
    return List.of(all);
  }

  List<Pat> pats() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Pat[] all = new Pat[n];
    for (int i = 0; i < n; i++) {
      all[i] = pat();
    }
    return List.of(all);
  }

  List<Path.Segment> segments() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Path.Segment[] all = new Path.Segment[n];
    for (int i = 0; i < n; i++) {
      all[i] = segment();
    }
    return List.of(all);
  }

  List<Stmt> stmts() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Stmt[] all = new Stmt[n];
    for (int i = 0; i < n; i++) {
      all[i] = stmt();
    }
    return List.of(all);
  }

  List<TokenTree> tokenTrees() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    TokenTree[] all = new TokenTree[n];
    for (int i = 0; i < n; i++) {
      all[i] = tokenTree();
    }
    return List.of(all);
  }

  List<TypeExpr> types() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    TypeExpr[] all = new TypeExpr[n];
    for (int i = 0; i < n; i++) {
      all[i] = type();
    }
    return List.of(all);
  }

  List<Item.Variant> variants() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Item.Variant[] all = new Item.Variant[n];
    for (int i = 0; i < n; i++) {
      all[i] = variant();
    }
    return List.of(all);
  }

  List<Generics.WherePredicate> wheres() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Generics.WherePredicate[] all = new Generics.WherePredicate[n];
    for (int i = 0; i < n; i++) {
      all[i] = where();
    }
    return List.of(all);
  }
}
