package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Functions, traits, impls, modules, uses and macros; {@link DataBuilder} has the other items. */
final class ItemBuilder {
  private final TreeBuilder b;

  ItemBuilder(TreeBuilder b) {
    this.b = b;
  }

  /** What stands in front of an item, and its whole span. */
  record Head(
      List<Attribute> attrs,
      Item.Visibility visibility,
      Item.FnHeader header,
      boolean isUnsafe,
      Span span) {}

  /** An item that waits for what stands in front of it. */
  interface Draft {
    Item make(Head head);
  }

  private record Body(List<Attribute> attrs, List<Item> items) {}

  private record Qualified(Draft draft, Item.FnHeader header) {}

  Crate crate(NodeContext c) {
    Span span = Cst.span(c);
    return new Crate(
        Cst.stop(c) == null ? span.file() : Cst.stop(c).file(),
        Cst.all(c, RULE_innerAttribute),
        items(c),
        span);
  }

  Object list(NodeContext c) {
    return c.getRuleIndex() == RULE_items
        ? items(c)
        : new Body(Cst.all(c, RULE_innerAttribute), items(c));
  }

  /** A fragment may stand for several items. */
  private List<Item> items(NodeContext c) {
    List<Item> out = new ArrayList<>();
    for (ParseTree t : Cst.children(c)) {
      if (Cst.rule(t) == RULE_item && Cst.node(t) instanceof Item i) {
        out.add(i);
      }
    }
    return out;
  }

  Item item(NodeContext c) {
    List<Attribute> attrs = Cst.all(c, RULE_outerAttribute);
    Function<List<Attribute>, Item> draft = Cst.child(c, RULE_visItem);
    if (draft == null) {
      if (!attrs.isEmpty() && !b.recovering) {
        b.statements.dangling(attrs, "item");
      }
      return null;
    }
    return draft.apply(attrs);
  }

  Function<List<Attribute>, Item> visItem(NodeContext c) {
    SourceToken first = Cst.start(c);
    if (first.type == INTERPOLATED_ITEM) {
      List<Item> items = b.fragment(first, AstParser::items);
      Item item = items == null || items.isEmpty() ? null : items.get(0);
      return item == null ? null : attrs -> Items.withAttrs(item, attrs);
    }
    Draft draft = null;
    Item.FnHeader header = Item.FnHeader.NONE;
    for (ParseTree t : Cst.children(c)) {
      Object node = Cst.node(t);
      if (node instanceof Draft d) {
        draft = d;
      } else if (node instanceof Qualified q) {
        draft = q.draft();
        header = q.header();
      }
    }
    if (draft == null) {
      return null;
    }
    Item.Visibility visibility = TreeBuilder.visibility(Cst.child(c, RULE_visibility));
    Draft d = draft;
    Item.FnHeader h = header;
    Span span = Cst.span(c);
    return attrs -> d.make(new Head(attrs, visibility, h, h.unsafeSpan() != null, span));
  }

  Item.Visibility visibility(NodeContext c) {
    SourceToken t = Cst.start(c);
    if (t.type == INTERPOLATED_VIS) {
      return b.fragment(t, AstParser::wholeVisibility);
    }
    return new Item.Visibility(true, Cst.child(c, RULE_simplePath), Cst.span(c));
  }

  Qualified qualified(NodeContext c) {
    Span constSpan = null;
    Span asyncSpan = null;
    Span unsafeSpan = null;
    Span externSpan = null;
    Draft draft = null;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.rule(t) == RULE_itemQualifier) {
        NodeContext q = (NodeContext) t;
        switch (q.start.getType()) {
          case CONST_FN -> constSpan = Cst.span(q);
          case ASYNC -> asyncSpan = Cst.span(q);
          case UNSAFE -> unsafeSpan = Cst.span(q);
          case EXTERN -> externSpan = Cst.span(q);
          default -> {}
        }
      } else if (Cst.node(t) instanceof Draft d) {
        draft = d;
      }
    }
    return draft == null
        ? null
        : new Qualified(draft, new Item.FnHeader(constSpan, asyncSpan, unsafeSpan, externSpan));
  }

  Draft externBlock(NodeContext c) {
    return h -> new Item.ExternBlock(h.attrs(), h.span());
  }

  Draft function(NodeContext c) {
    Ident name = b.name(c);
    Generics generics = b.generics.of(c);
    List<Object> written = Cst.child(c, RULE_functionParameters);
    Item.SelfParam self = null;
    List<Item.Param> params = new ArrayList<>(written == null ? 0 : written.size());
    if (written != null) {
      for (int i = 0; i < written.size(); i++) {
        if (written.get(i) instanceof Item.SelfParam s) {
          if (i == 0) {
            self = s;
          } else {
            Diagnostic.error(null, s.span(), "unexpected `self` parameter in function")
                .label("must be the first parameter of an associated function")
                .to(b.diagnostics);
          }
        } else {
          params.add((Item.Param) written.get(i));
        }
      }
    }
    TypeExpr output = Cst.child(c, RULE_functionReturnType);
    Expr.Block body = Cst.child(c, RULE_blockExpression);
    Item.SelfParam receiver = self;
    return h ->
        new Item.Fn(
            h.attrs(),
            h.visibility(),
            h.header(),
            name,
            generics,
            receiver,
            params,
            output,
            body,
            h.span());
  }

  /** An {@link Item.Param} or an {@link Item.SelfParam}. */
  Object param(NodeContext c) {
    Object node = Cst.<Object>child(c, RULE_patternNoTopAlt);
    TypeExpr type = b.types.child(c, RULE_type);
    Span span = Cst.span(c);
    if (node instanceof PatternBuilder.Receiver r) {
      // who may name it is told by the word, which need not come from where the `&` does
      Span word = r.self().span();
      Span at = word.expansion() == span.expansion() ? span : word;
      return new Item.SelfParam(r.byRef(), r.lifetime(), r.mutable(), type, at);
    }
    Pat pat = b.patterns.of(node, c);
    if (type == null) {
      boolean variadic = Cst.has(c, DOTDOTDOT) || Cst.start(c).type == DOTDOTDOT;
      if (!variadic && !b.recovering) {
        SourceToken stop = Cst.stop(c);
        SourceToken next = b.tokens.get(Math.min(stop.index + 1, b.tokens.size() - 1));
        b.error(next.span(), "expected one of `:`, `@`, or `|`, found `" + next.text() + "`");
      }
      type = new TypeExpr.ErrorType(span);
    }
    return new Item.Param(Cst.all(c, RULE_outerAttribute), pat, type, span);
  }

  Draft trait(NodeContext c) {
    Ident name = b.name(c);
    Generics generics = b.generics.of(c);
    List<Generics.Bound> bounds = GenericsBuilder.orEmpty(Cst.child(c, RULE_typeParamBounds));
    boolean auto = Cst.has(c, AUTO);
    if (Cst.has(c, EQ)) {
      Diagnostic.error("E0658", Cst.span(c), "trait aliases are experimental").to(b.diagnostics);
    }
    List<Item> items = body(c).items();
    return h ->
        new Item.Trait(
            h.attrs(), h.visibility(), h.isUnsafe(), auto, name, generics, bounds, items, h.span());
  }

  private static Body body(NodeContext c) {
    Body body = Cst.child(c, RULE_associatedItems);
    return body == null ? new Body(List.of(), List.of()) : body;
  }

  Draft implementation(NodeContext c) {
    Generics generics = b.generics.of(c);
    boolean negative = Cst.has(c, NOT);
    TypeExpr first = null;
    TypeExpr second = null;
    boolean behindFor = false;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.type(t) == FOR) {
        behindFor = true;
      } else if (Cst.rule(t) == RULE_type) {
        TypeExpr type = b.types.of(Cst.<Object>node(t));
        if (behindFor) {
          second = type;
        } else {
          first = type;
        }
      }
    }
    Path trait = null;
    if (behindFor) {
      if (first instanceof TypeExpr.PathType p) {
        trait = p.path();
      } else if (first != null) {
        b.error(first.span(), "expected a trait, found type");
      }
    }
    TypeExpr self = behindFor ? second : first;
    TypeExpr target = self == null ? new TypeExpr.ErrorType(Cst.span(c)) : self;
    Path path = trait;
    Body body = body(c);
    return h -> {
      if (h.visibility().isPub()) {
        org.asrlang.diagnostic.Diagnostic.error(
                "E0449", h.visibility().span(), "visibility qualifiers are not permitted here")
            .fix("remove the qualifier", h.visibility().span(), "", Diagnostic.Shown.LABEL)
            .note("place qualifiers on individual impl items instead")
            .to(b.diagnostics);
      }
      List<Attribute> attrs = new ArrayList<>(h.attrs());
      attrs.addAll(body.attrs());
      return new Item.Impl(
          attrs, h.isUnsafe(), generics, negative, path, target, body.items(), h.span());
    };
  }

  Draft module(NodeContext c) {
    Ident name = b.name(c);
    List<Attribute> inner = Cst.all(c, RULE_innerAttribute);
    List<Item> items = Cst.has(c, LBRACE) ? items(c) : null;
    return h -> new Item.Module(h.attrs(), h.visibility(), name, inner, items, h.span());
  }

  Draft externCrate(NodeContext c) {
    List<Ident> names = new ArrayList<>(2);
    for (ParseTree t : Cst.children(c)) {
      if (Cst.rule(t) == RULE_identifier && Cst.node(t) instanceof Ident i) {
        names.add(i);
      } else if (Cst.type(t) == SELF_VALUE || Cst.type(t) == UNDERSCORE) {
        names.add(new Ident(Cst.token(t).text(), Cst.token(t).span()));
      }
    }
    Ident name = names.isEmpty() ? new Ident("", Cst.span(c)) : names.get(0);
    Ident rename = names.size() < 2 ? null : names.get(1);
    return h -> new Item.ExternCrate(h.attrs(), h.visibility(), name, rename, h.span());
  }

  Draft use(NodeContext c) {
    Item.UseTree tree = Cst.child(c, RULE_useTree);
    return tree == null ? null : h -> new Item.Use(h.attrs(), h.visibility(), tree, h.span());
  }

  Item.UseTree useTree(NodeContext c) {
    boolean global = Cst.start(c).type == PATHSEP;
    List<Path.Segment> segments = new ArrayList<>(3);
    Span span = Cst.span(c);
    Span pathSpan = Cst.start(c).span();
    NodeContext end = null;
    Ident rename = null;
    boolean behindAs = false;
    for (ParseTree t : Cst.children(c)) {
      if (t instanceof TerminalNode) {
        behindAs |= Cst.type(t) == AS;
        if (Cst.type(t) == UNDERSCORE) {
          rename = new Ident("_", Cst.token(t).span());
        }
        continue;
      }
      NodeContext n = (NodeContext) t;
      switch (n.getRuleIndex()) {
        case RULE_simplePathSegment -> {
          if (end != null) {
            b.error(Cst.span(n), "expected `;`, found `" + Cst.start(n).text() + "`");
          }
          if (n.node instanceof Ident i) {
            segments.add(new Path.Segment(i, null));
          } else if (n.node instanceof Path p) {
            global |= p.global();
            segments.addAll(p.segments());
          }
          pathSpan = pathSpan.to(Cst.span(n));
        }
        case RULE_useTreeEnd -> end = n;
        case RULE_identifier -> rename = Cst.node(n);
        default -> {}
      }
    }
    Path prefix = new Path(global, null, 0, segments, pathSpan);
    if (end == null) {
      return new Item.UseSimple(prefix, rename, span);
    }
    if (behindAs) {
      b.error(span, "expected one of `,`, `::`, `;`, or `}`, found keyword `as`");
    }
    if (Cst.start(end).type == STAR) {
      return new Item.UseGlob(prefix, span);
    }
    List<Item.UseTree> trees = Cst.node(end);
    return new Item.UseNested(prefix, trees == null ? List.of() : trees, span);
  }

  Draft macroRules(NodeContext c) {
    Ident name = b.name(c);
    TokenTree.Delimited body = b.delimited(c);
    return body == null ? null : h -> new Item.MacroRules(h.attrs(), name, body, h.span());
  }

  Draft macroItem(NodeContext c) {
    Path path = Cst.child(c, RULE_simplePath);
    TokenTree.Delimited args = b.delimited(c);
    Span span = Cst.span(c);
    return args == null
        ? null
        : h -> new Item.MacroItem(h.attrs(), new MacroCall(path, args, span), h.span());
  }
}
