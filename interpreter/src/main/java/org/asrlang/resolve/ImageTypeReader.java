package org.asrlang.resolve;

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
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

/** Reads types, paths and generics of an image, and what was learnt about them. */
abstract class ImageTypeReader {
  static final int ANNOTATED = ImageTreeWriter.ANNOTATED;
  static final Expr.UnOp[] UN_OPS = Expr.UnOp.values();
  static final Expr.BinOp[] BIN_OPS = Expr.BinOp.values();
  static final Expr.LiteralKind[] LITERALS = Expr.LiteralKind.values();
  static final Item.DataKind[] DATA_KINDS = Item.DataKind.values();
  static final Res.Err ERR = new Res.Err();

  /** What numbers in the tree stand for, and who hears of the syntax of definitions. */
  interface Numbers {
    Def def(int id);

    List<Def> traits(int id);

    /** The syntax of a definition within the tree. */
    void node(int def, Node node, Resolutions in);
  }

  final ImageIn in;
  final Numbers numbers;
  Resolutions res;
  Resolutions patterns;
  List<Local> locals;
  List<Expr> labels;
  List<Expr> jumps;
  List<Integer> jumpLabels;

  Def def() {
    int id = in.u();
    return id == 0 ? null : numbers.def(id - 1);
  }

  Node annotated(boolean isExpr) {
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

  Expr traits(Expr e) {
    int id = in.u();
    if (id != 0) {
      res.traits.put(e, numbers.traits(id - 1));
    }
    return e;
  }

  Pat identRes(Pat.IdentPat p) {
    Res r = res();
    if (r != null) {
      res.identPats.put(p, r);
    }
    return p;
  }

  Res res() {
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

  Local local() {
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

  TokenTree.Delimited delimited() {
    return (TokenTree.Delimited) tokenTree();
  }

  List<Generics.Bound> boundsOrNull() {
    return in.bool() ? bounds() : null;
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

  ImageTypeReader(ImageIn in, Numbers numbers) {
    this.in = in;
    this.numbers = numbers;
  }

  abstract Expr expr();
}
