package org.asrlang.thir;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;

/**
 * The desugared typed tree of one function, closure, constant or static: what the borrow checker
 * and the lowering both work on. Generic: types may name parameters of the owner.
 *
 * @param owner the function, closure or constant
 * @param params the parameters in order, {@code self} first; for a closure its own parameters, not
 *     as a tuple (captures are reached through {@link Place.Upvar}). A parameter with a pattern
 *     other than a plain name is a TEMP-like PARAM local that {@code root} destructures first
 * @param locals all locals, parameters included, by id
 * @param root the value of the body; its outermost {@link ThirExpr.Scope} drops the parameters
 * @param captures of a closure, in the order of its upvars; empty otherwise
 * @param scopes how many {@link ThirExpr.Scope}s there are: their ids are below
 */
public record Body(
    Def owner,
    List<LocalDecl> params,
    List<LocalDecl> locals,
    ThirExpr root,
    Ty returnTy,
    List<Capture> captures,
    int scopes,
    Span span) {}
