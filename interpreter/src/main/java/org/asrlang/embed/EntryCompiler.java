package org.asrlang.embed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.BorrowChecker;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.diagnostic.Ice;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Libraries;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.resolve.Options;
import org.asrlang.resolve.SessionCrate;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.ParseResult;
import org.asrlang.syntax.Parser;
import org.asrlang.syntax.Path;
import org.asrlang.thir.Body;
import org.asrlang.thir.ThirBuilder;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.check.TypeChecker;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.TraitSolver;

/**
 * Compiles the entries of a session, one after another, against std and what is there already. Used
 * by one thread at a time, which holds the lock of the session's lowering: programs that run ask
 * the same tables.
 */
final class EntryCompiler {
  private final Diagnostics diagnostics = new Diagnostics();
  private final SessionCrate crate;
  private final GlobalCtxt tcx;
  private EntryFrame frame;
  private Def framed;
  private final Map<Integer, Fate> fates = new HashMap<>();
  private final Map<Def, Long> slotOf = new HashMap<>();

  /** Variables that are borrowed for as long as the session lives: they cannot be moved. */
  private final Set<Def> lent = new HashSet<>();

  private BorrowChecker.Effects effects;
  private long slots;
  private int count;

  /** What becomes of a variable at the end of its entry. */
  private enum Fate {
    KEPT,
    ENDED,
    /** It is moved already, or ends with the function. */
    LEFT
  }

  /**
   * An entry that was compiled.
   *
   * @param function null after errors, and where only a type was asked for
   * @param type of the value, null if there is none or after errors
   * @param canShow whether the value has a text: otherwise it is neither Debug nor Display
   * @param places what the variables that it leaves become
   * @param slots the same by the slots that the code names
   * @param taken the variables of earlier entries that it takes out of their places: they are gone
   *     if it fails, and new ones if they are among the places
   * @param lent variables that values and tasks of the session may refer to once it has run
   */
  record Compiled(
      List<Diagnostic> diagnostics,
      SessionCrate.Entry entry,
      Def function,
      Ty type,
      boolean canShow,
      Map<Local, Def> places,
      Map<Long, Def> slots,
      List<EntryFrame.Taken> taken,
      Set<Def> lent) {
    static Compiled failed(List<Diagnostic> diagnostics) {
      return new Compiled(
          diagnostics, null, null, null, false, Map.of(), Map.of(), List.of(), Set.of());
    }

    boolean failed() {
      return diagnostics.stream().anyMatch(Diagnostic::isError);
    }
  }

  EntryCompiler(Libraries libraries, ModuleLoader modules) {
    CrateSource user = new CrateSource("main", new SourceFile("<repl>", ""), modules);
    crate = new SessionCrate(user, libraries, Options.DEFAULT, diagnostics);
    tcx = new GlobalCtxt(new TyInterner(), crate.defs(), diagnostics);
    tcx.setTypeckBuilder(TypeChecker::check);
    tcx.setThirBuilder(this::body);
  }

  GlobalCtxt tcx() {
    return tcx;
  }

  Def root() {
    return tcx.defs().crates().get(0);
  }

  List<String> names() {
    List<String> all = new ArrayList<>(crate.names());
    all.addAll(crate.locals().keySet());
    return all;
  }

  /** The variables in scope with their types, oldest first. */
  Map<String, Ty> variables() {
    Map<String, Ty> out = new LinkedHashMap<>();
    slotOf.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(e -> {
          Local local = tcx.defs().variable(e.getKey());
          if (crate.locals().get(local.name()) == local) {
            out.put(local.name(), tcx.typeOf(e.getKey()));
          }
        });
    return out;
  }

  /**
   * Compiles an entry. Afterwards {@link #commit} or {@link #discard} it.
   *
   * @param typeOnly what is asked for is the type of the expression that it is
   */
  Compiled compile(String text, boolean typeOnly) {
    SourceFile file = new SourceFile("<repl:" + ++count + ">", text);
    try {
      Compiled first = compile(file, typeOnly, List.of());
      List<EntryFrame.Taken> taken = first.failed() ? taken() : List.of();
      if (taken.isEmpty()) {
        return first;
      }
      // it moves out of earlier variables: once more, with these as variables of its own
      discard(first);
      return compile(file, typeOnly, taken);
    } catch (StackOverflowError e) {
      Diagnostics own = new Diagnostics();
      Engine.nestedTooDeeply(file, own);
      return Compiled.failed(own.all());
    }
  }

  private List<EntryFrame.Taken> taken() {
    List<EntryFrame.Taken> taken = new ArrayList<>();
    if (effects != null && effects.moved().stream().noneMatch(lent::contains)) {
      for (Local local : crate.locals().values()) {
        Def place = tcx.defs().place(local);
        if (place != null && effects.moved().contains(place)) {
          taken.add(new EntryFrame.Taken(local, place, slotOf.get(place)));
        }
      }
    }
    return taken;
  }

  private Compiled compile(SourceFile file, boolean typeOnly, List<EntryFrame.Taken> taken) {
    diagnostics.settle();
    diagnostics.drain(); // what an earlier entry has left
    effects = null;
    ParseResult<Expr.Block> parsed = parse(file);
    List<Diagnostic> found = new ArrayList<>(parsed.diagnostics());
    if (found.stream().anyMatch(Diagnostic::isError)) {
      return Compiled.failed(found);
    }
    frame = new EntryFrame(slots, taken);
    fates.clear();
    SessionCrate.Entry entry = crate.add(parsed.value(), frame);
    framed = entry.function();
    if (hasImpls(entry)) {
      tcx.itemsChanged();
    }
    tcx.checkItems(entry.defs());
    TypeckResults types = tcx.typeck(framed);
    Ty type = null;
    boolean canShow = true;
    if (!types.tainted) {
      type = shownType(types);
      canShow = type == null || chooseShow(types, type);
    }
    found.addAll(diagnostics.drain());
    Map<Local, Def> places = Map.of();
    Map<Long, Def> bySlot = Map.of();
    if (!typeOnly && found.stream().noneMatch(Diagnostic::isError)) {
      for (Def def : entry.defs()) {
        if (def != framed && tcx.hasBody(def) && !tcx.typeck(def).tainted) {
          tcx.thir(def);
          BorrowChecker.check(tcx, def);
        }
      }
      found.addAll(diagnostics.drain());
      found.addAll(checkFramed(entry));
      places = new LinkedHashMap<>();
      bySlot = new LinkedHashMap<>();
      makePlaces(entry, types, places, bySlot);
    }
    if (found.stream().noneMatch(Diagnostic::isError)) {
      if (types.tainted) {
        Ice.delay(diagnostics, framed.span(), "this was given up on without an error");
      }
      diagnostics.settle();
      found.addAll(diagnostics.drain());
    }
    found = found.stream().map(d -> onUsersText(d, entry.locals())).toList();
    boolean failed = found.stream().anyMatch(Diagnostic::isError);
    return new Compiled(
        found,
        entry,
        failed || typeOnly ? null : framed,
        type,
        canShow,
        places,
        bySlot,
        taken,
        effects == null ? Set.of() : effects.lent());
  }

  /** The last statement needs no semicolon. */
  private static ParseResult<Expr.Block> parse(SourceFile file) {
    ParseResult<Expr.Block> asWritten = Parser.parseEntry(file);
    if (asWritten.diagnostics().stream().noneMatch(Diagnostic::isError)) {
      return asWritten;
    }
    ParseResult<Expr.Block> closed =
        Parser.parseEntry(new SourceFile(file.name(), file.text() + "\n;"));
    return closed.diagnostics().stream().noneMatch(Diagnostic::isError) ? closed : asWritten;
  }

  /** The entry is going to be run: what it lends and takes, it does even if it fails then. */
  void running(Compiled c) {
    lent.addAll(c.lent);
  }

  void commit(Compiled c) {
    crate.commit(c.entry, c.places);
  }

  /** Takes what an entry that failed had taken out of scope. */
  void forget(Compiled c) {
    crate.forget(c.taken.stream().map(EntryFrame.Taken::local).toList());
  }

  void discard(Compiled c) {
    if (c.entry != null) {
      crate.discard(c.entry);
      if (hasImpls(c.entry)) {
        tcx.itemsChanged();
      }
    }
  }

  private static boolean hasImpls(SessionCrate.Entry entry) {
    return entry.defs().stream().anyMatch(d -> d.kind() == Def.Kind.IMPL);
  }

  // ---- the value

  private Def own(String name) {
    for (Def d : tcx.defs().crates()) {
      if (d.name().equals(SessionModule.CRATE)) {
        for (Def fn : d.children(Def.Kind.FN)) {
          if (fn.name().equals(name)) {
            return fn;
          }
        }
      }
    }
    throw new IllegalStateException(name);
  }

  private Ty shownType(TypeckResults types) {
    Def show = own(SessionModule.SHOW);
    for (Callee c : types.pathTargets.values()) {
      if (c.def() == show) {
        return typeArg(c);
      }
    }
    return null;
  }

  private static Ty typeArg(Callee c) {
    for (GenericArg a : c.args()) {
      if (a instanceof Ty t) {
        return t;
      }
    }
    throw new IllegalStateException();
  }

  /** Calls the function that fits the type; false if the value cannot be shown. */
  private boolean chooseShow(TypeckResults types, Ty type) {
    if (type == tcx.types().unit || type instanceof Ty.Never) {
      return true;
    }
    Def show = own(SessionModule.SHOW);
    Def chosen = null;
    for (String name : List.of("show_debug", "show_display")) {
      Def candidate = own(name);
      if (chosen == null && fits(candidate, type)) {
        chosen = candidate;
      }
    }
    if (chosen == null) {
      return false;
    }
    Def by = chosen;
    for (Map.Entry<Path, Callee> e : types.pathTargets.entrySet()) {
      if (e.getValue().def() == show) {
        e.setValue(new Callee(by, e.getValue().args()));
      }
    }
    types.exprTypes.replaceAll(
        (e, t) -> t instanceof Ty.FnDef f && f.def == show ? tcx.types().fnDef(by, f.args) : t);
    return true;
  }

  private boolean fits(Def function, Ty type) {
    TraitSolver solver = TraitSolver.of(new InferCtxt(tcx));
    for (Predicate p : tcx.predicates(function)) {
      if (p instanceof Predicate.Trait t) {
        TraitRef ref = new TraitRef(t.traitRef().trait(), List.of(type));
        if (!solver.holds(tcx.paramEnv(framed), new Predicate.Trait(ref))) {
          return false;
        }
      }
    }
    return true;
  }

  // ---- the variables

  /**
   * Checks the borrows of the entry's function. A variable that cannot be kept, because it was
   * moved or refers to another one, is left out; a note says so.
   */
  private List<Diagnostic> checkFramed(SessionCrate.Entry entry) {
    int count = frame.kept().size();
    for (int i = 0; i < count; i++) {
      fates.put(i, Fate.KEPT);
    }
    List<Diagnostic> withAll = borrows();
    if (withAll.stream().noneMatch(Diagnostic::isError)) {
      return withAll;
    }
    fates.replaceAll((i, f) -> Fate.LEFT);
    List<Diagnostic> notes = new ArrayList<>(borrows());
    if (notes.stream().anyMatch(Diagnostic::isError)) {
      return notes;
    }
    // what cannot stay ends before the others are kept: it may borrow from them
    for (int i = count - 1; i >= 0; i--) {
      fates.put(i, Fate.ENDED);
      if (!errors().isEmpty()) {
        fates.put(i, Fate.LEFT);
      }
    }
    // what is borrowed from is declared first, so it is kept rather than the reference to it
    for (int i = 0; i < count; i++) {
      Fate otherwise = fates.put(i, Fate.KEPT);
      List<Diagnostic> errors = errors();
      if (!errors.isEmpty()) {
        fates.put(i, otherwise);
        Local local = entry.locals().get(frame.kept().get(i));
        if (!(isTaken(local) && isEmpty(i, errors))) {
          notes.add(cannotStay(local, i, errors));
        }
      }
    }
    borrows(); // what it does in the end
    tcx.forgetThir(framed);
    return notes;
  }

  private List<Diagnostic> errors() {
    return borrows().stream().filter(Diagnostic::isError).toList();
  }

  private List<Diagnostic> borrows() {
    tcx.forgetThir(framed);
    tcx.thir(framed);
    effects = BorrowChecker.check(tcx, framed);
    return diagnostics.drain();
  }

  /** A variable of an earlier entry: that it is moved is no surprise. */
  private boolean isTaken(Local local) {
    return frame.taken().stream().anyMatch(t -> t.local().span().equals(local.span()));
  }

  private boolean isEmpty(int index, List<Diagnostic> errors) {
    return errors.stream()
        .anyMatch(d ->
            List.of("E0381", "E0382").contains(d.code()) && frame.keeping(d.primary()) == index);
  }

  private Diagnostic cannotStay(Local local, int index, List<Diagnostic> errors) {
    boolean empty = isEmpty(index, errors);
    return Diagnostic.warning(
            null,
            local.span(),
            "`"
                + local.name()
                + "` ends with this entry: "
                + (empty ? "it holds no value any more" : "it borrows from another variable"))
        .build();
  }

  private void makePlaces(
      SessionCrate.Entry entry,
      TypeckResults types,
      Map<Local, Def> places,
      Map<Long, Def> bySlot) {
    for (int i = 0; i < frame.kept().size(); i++) {
      Local local = entry.locals().get(frame.kept().get(i));
      Ty ty = types.localTypes.get(local);
      if (fates.get(i) == Fate.KEPT && ty != null) {
        Def place = crate.newPlace(entry, local);
        tcx.setPlaceType(place, forEver(ty));
        places.put(local, place);
        bySlot.put(slots + i, place);
        slotOf.put(place, slots + i);
      }
    }
    slots += frame.kept().size();
  }

  private Ty forEver(Ty ty) {
    return new TypeFolder(tcx.types()) {
      @Override
      public Region region(Region r) {
        return r == Region.ERASED ? Region.STATIC : r;
      }
    }.ty(ty);
  }

  private Body body(TyCtxt t, Def owner) {
    Body b = ThirBuilder.build(t, owner);
    return owner != framed
        ? b
        : new Body(
            b.owner(),
            b.params(),
            b.locals(),
            without(b.root()),
            b.returnTy(),
            b.captures(),
            b.scopes(),
            b.span());
  }

  private ThirExpr without(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Scope s ->
          new ThirExpr.Scope(s.id(), s.kind(), s.locals(), without(s.body()), s.span());
      case ThirExpr.Block b ->
          new ThirExpr.Block(
              b.stmts().stream().filter(this::happens).toList(), b.tail(), b.ty(), b.span());
      default -> e;
    };
  }

  private boolean happens(ThirExpr statement) {
    int keeping = frame.keeping(statement.span());
    int ending = frame.ending(statement.span());
    return (keeping < 0 || fates.get(keeping) == Fate.KEPT)
        && (ending < 0 || fates.get(ending) == Fate.ENDED);
  }

  // ---- messages

  /** A message about the frame is one about the variable, or about the whole entry. */
  private Diagnostic onUsersText(Diagnostic d, Map<String, Local> locals) {
    if (!frame.isMade(d.primary())) {
      return d;
    }
    int i = Math.max(frame.keeping(d.primary()), frame.ending(d.primary()));
    Span at = framed.span();
    if (i >= 0 && locals.containsKey(frame.kept().get(i))) {
      at = locals.get(frame.kept().get(i)).span();
    }
    return new Diagnostic(
        d.severity(),
        d.code(),
        d.message(),
        at,
        d.label(),
        List.of(),
        d.children().stream().filter(c -> !(c instanceof Diagnostic.Related)).toList(),
        List.of());
  }
}
