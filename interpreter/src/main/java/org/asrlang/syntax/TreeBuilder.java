package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/**
 * Makes tree records of rules as they end. What the grammar lets through wrongly is rejected here.
 * Results of rules that are no nodes by themselves (an operator, a function without its attributes)
 * are small records of the builder's parts.
 */
final class TreeBuilder {
  final TokenArray tokens;
  final Diagnostics diagnostics;
  final boolean recovering;
  final LiteralReader literals;
  final PathBuilder paths;
  final TypeBuilder types;
  final GenericsBuilder generics;
  final PatternBuilder patterns;
  final ExprBuilder exprs;
  final PrimaryBuilder primaries;
  final StatementBuilder statements;
  final ItemBuilder items;
  final DataBuilder data;

  TreeBuilder(TokenArray tokens, Diagnostics diagnostics, boolean recovering) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.recovering = recovering;
    literals = new LiteralReader(diagnostics);
    paths = new PathBuilder(this);
    types = new TypeBuilder(this);
    generics = new GenericsBuilder(this);
    patterns = new PatternBuilder(this);
    exprs = new ExprBuilder(this);
    primaries = new PrimaryBuilder(this);
    statements = new StatementBuilder(this);
    items = new ItemBuilder(this);
    data = new DataBuilder(this);
  }

  /** What the rule stands for; null for rules whose parent reads their tokens. */
  Object build(NodeContext c) {
    return switch (c.getRuleIndex()) {
      case RULE_crate -> items.crate(c);
      case RULE_items -> items.list(c);
      case RULE_blockContents, RULE_blockExpression -> statements.block(c);
      case RULE_wholeExpression -> Cst.child(c, RULE_expression);
      case RULE_wholePattern -> patterns.of(Cst.child(c, RULE_pattern), c);
      case RULE_wholeType -> types.child(c, RULE_type);
      case RULE_wholePath -> Cst.child(c, RULE_typePath);
      case RULE_wholeVisibility -> visibility(Cst.child(c, RULE_visibility));
      case RULE_wholeLiteral -> patterns.literal(c);
      case RULE_wholeBlock -> Cst.child(c, RULE_blockExpression);
      case RULE_fragmentStatement -> statements.fragment(c);
      case RULE_innerAttribute, RULE_outerAttribute -> AttributeReader.read(c, tokens, diagnostics);
      case RULE_delimTokenTree -> null;
      case RULE_tokenTree -> null;
      case RULE_item -> items.item(c);
      case RULE_visItem, RULE_visItemInBlock -> items.visItem(c);
      case RULE_visibility -> items.visibility(c);
      case RULE_qualifiedItem -> items.qualified(c);
      case RULE_function -> items.function(c);
      case RULE_functionParameters -> elements(c, "parameter name", RULE_functionParam);
      case RULE_functionParam -> items.param(c);
      case RULE_functionReturnType -> types.child(c, RULE_type);
      case RULE_struct -> data.struct(c);
      case RULE_structFields -> data.namedFields(c);
      case RULE_structField -> data.namedField(c);
      case RULE_tupleFields -> data.tupleFields(c);
      case RULE_tupleField -> data.tupleField(c);
      case RULE_enumeration -> data.enumeration(c);
      case RULE_enumVariant -> data.variant(c);
      case RULE_union -> data.union(c);
      case RULE_trait -> items.trait(c);
      case RULE_implementation -> items.implementation(c);
      case RULE_associatedItems -> items.list(c);
      case RULE_externBlock -> items.externBlock(c);
      case RULE_typeAlias -> data.typeAlias(c);
      case RULE_constantItem -> data.constant(c);
      case RULE_staticItem -> data.staticItem(c);
      case RULE_module -> items.module(c);
      case RULE_externCrate -> items.externCrate(c);
      case RULE_useDeclaration -> items.use(c);
      case RULE_useTree -> items.useTree(c);
      case RULE_useTreeEnd -> elements(c, "identifier", RULE_useTree);
      case RULE_macroRulesDefinition -> items.macroRules(c);
      case RULE_macroInvocationItem -> items.macroItem(c);
      case RULE_genericParams, RULE_implGenericParams -> generics.params(c);
      case RULE_genericParam -> generics.param(c);
      case RULE_whereClause -> elements(c, "where predicate", RULE_whereClauseItem);
      case RULE_whereClauseItem -> generics.predicate(c);
      case RULE_lifetimeBounds -> generics.lifetimes(c);
      case RULE_typeParamBounds -> Cst.all(c, RULE_typeParamBound);
      case RULE_typeParamBound -> generics.bound(c);
      case RULE_traitBound -> generics.traitBound(c);
      case RULE_forLifetimes -> generics.forLifetimes(c);
      case RULE_genericArgs -> paths.genericArgs(c);
      case RULE_genericArg -> paths.genericArg(c);
      case RULE_associatedConstraint -> paths.constraint(c);
      case RULE_constArgument -> paths.constArgument(c);
      case RULE_simplePath -> paths.simple(c);
      case RULE_simplePathSegment, RULE_pathIdentSegment -> paths.segment(c);
      case RULE_pathInExpression, RULE_typePath, RULE_qualifiedPathInType -> paths.path(c);
      case RULE_pathExprRest, RULE_typePathRest -> paths.rest(c);
      case RULE_parenthesizedArgs -> paths.parenthesized(c);
      case RULE_qualifiedPath -> paths.qualified(c);
      case RULE_qualifiedPathRest -> paths.qualifiedRest(c);
      case RULE_qualifiedSelf -> paths.qualifiedSelf(c);
      case RULE_qualifiedAs -> Cst.child(c, RULE_typePath);
      case RULE_identifier -> ident(Cst.start(c), c);
      case RULE_type, RULE_typeNoBounds -> types.type(c);
      case RULE_simpleType -> types.simple(c);
      case RULE_bareFunctionType -> types.functionPointer(c);
      case RULE_bareFunctionParam -> types.functionPointerParam(c);
      case RULE_pattern -> patterns.pattern(c);
      case RULE_patternNoTopAlt -> patterns.noTopAlt(c);
      case RULE_tuplePatternItems -> elements(c, "pattern", RULE_pattern);
      case RULE_structPatternElements -> patterns.structElements(c);
      case RULE_structPatternField -> patterns.field(c);
      case RULE_patternRangeEnd -> patterns.rangeEnd(c);
      case RULE_patternRangeBound -> patterns.bound(c);
      case RULE_statements -> statements.statements(c);
      case RULE_statementRun -> statements.run(c);
      case RULE_letStatement -> statements.let(c);
      case RULE_expressionStatement,
          RULE_expression,
          RULE_expressionExceptStruct,
          RULE_blockContinuation ->
          exprs.expression(c);
      case RULE_operators, RULE_operatorsExceptStruct -> exprs.operators(c);
      case RULE_operand, RULE_operandExceptStruct -> exprs.operand(c);
      case RULE_postfixExpression, RULE_postfixExpressionExceptStruct -> exprs.postfix(c);
      case RULE_prefixOperator -> exprs.prefix(c);
      case RULE_letCondition -> exprs.letCondition(c);
      case RULE_closureParameters -> elements(c, "pattern", RULE_closureParam);
      case RULE_closureParam -> primaries.closureParam(c);
      case RULE_binaryOperator, RULE_operatorAfterCast -> exprs.operator(c);
      case RULE_postfixOperator, RULE_fieldAccess -> exprs.postfixOperator(c);
      case RULE_expressionWithoutBlock, RULE_expressionWithoutBlockExceptStruct ->
          primaries.withoutBlock(c);
      case RULE_simpleExpression -> primaries.simple(c);
      case RULE_structExprFields -> primaries.structFields(c);
      case RULE_structExprField -> primaries.structField(c);
      case RULE_literalExpression -> literal(c);
      case RULE_expressionWithBlock, RULE_labelledExpression -> primaries.withBlock(c);
      case RULE_ifExpression -> primaries.ifExpression(c);
      case RULE_matchExpression -> primaries.match(c);
      case RULE_matchArm -> primaries.arm(c);
      default -> null;
    };
  }

  void error(Span at, String message) {
    Diagnostic.error(null, at, message).to(diagnostics);
  }

  /** The elements of a list with commas; reports commas without an element. */
  <T> List<T> elements(NodeContext c, String what, int rule) {
    List<T> out = new ArrayList<>(4);
    boolean open = true;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.type(t) == COMMA) {
        if (open && !recovering) {
          error(Cst.token(t).span(), "expected " + what + ", found `,`");
        }
        open = true;
      } else if (Cst.rule(t) == rule) {
        T node = Cst.node(t);
        if (node != null) {
          out.add(node);
        }
        open = false;
      }
    }
    return out.isEmpty() ? List.of() : out;
  }

  static int commas(NodeContext c) {
    int n = 0;
    for (ParseTree t : Cst.children(c)) {
      n += Cst.type(t) == COMMA ? 1 : 0;
    }
    return n;
  }

  Ident ident(SourceToken t, NodeContext c) {
    if (t == null) {
      return new Ident("", Cst.span(c));
    }
    return new Ident(t.inserted ? "" : t.text(), t.span());
  }

  /** The name from the rule's identifier child. */
  Ident name(NodeContext c) {
    Ident i = Cst.child(c, RULE_identifier);
    return i != null ? i : new Ident("", Cst.span(c).shrinkToStart());
  }

  Lifetime lifetime(SourceToken t) {
    Lifetime l = tick(t);
    if (isKeyword(t, l) && !l.name().equals("static")) {
      keyword(l, "lifetimes");
    }
    return l;
  }

  Lifetime label(SourceToken t) {
    Lifetime l = tick(t);
    if (isKeyword(t, l) || l != null && l.name().equals("_")) {
      keyword(l, "labels");
    }
    return l;
  }

  private static boolean isKeyword(SourceToken t, Lifetime l) {
    return l != null && Keywords.ALL.contains(l.name()) && !t.text().startsWith("'r#");
  }

  private void keyword(Lifetime l, String what) {
    Diagnostic.error(null, l.span(), what + " cannot use keyword names").to(diagnostics);
  }

  private static Lifetime tick(SourceToken t) {
    if (t == null) {
      return null;
    }
    String s = t.text();
    return new Lifetime(
        s.startsWith("'r#") ? s.substring(3) : s.substring(Math.min(1, s.length())), t.span());
  }

  static Item.Visibility visibility(Item.Visibility v) {
    return v == null ? Item.Visibility.INHERITED : v;
  }

  Expr literal(NodeContext c) {
    SourceToken t = Cst.start(c);
    return t.fragment != null ? fragment(t, AstParser::wholeLiteral) : literals.read(t);
  }

  TokenTree.Delimited delimited(NodeContext c) {
    for (ParseTree t : Cst.children(c)) {
      if (t instanceof NodeContext d && d.getRuleIndex() == RULE_delimTokenTree) {
        SourceToken open = Cst.start(d);
        SourceToken close = Cst.stop(d);
        return TokenTrees.delimited(tokens, open.index, close.index);
      }
    }
    return null;
  }

  /** Parses the fragment that the token stands for, into fresh nodes. */
  @SuppressWarnings("unchecked")
  <T> T fragment(SourceToken t, ParserRun.Entry entry) {
    return (T)
        ParserRun.trees(t.fragment.trees(), entry, t.fragment.fragment(), t.span(), diagnostics);
  }
}
