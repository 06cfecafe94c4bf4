package org.asrlang.tests.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Small task programs at random, the same for the same seed; each passes the compiler. */
final class ProgramGenerator {
  /** What the innermost closure returns. */
  private enum Returns {
    NOTHING,
    VALUE,
    RESULT
  }

  private record Place(int id, Stmt.Mode mode) {}

  private record Channel(int id, boolean lent) {}

  /** What code at a place may use. */
  private static final class Env {
    Returns returns = Returns.NOTHING;

    /** Neither waits for others nor returns: a drop, a shield. */
    boolean quiet;

    List<Place> scopes = new ArrayList<>();
    List<Integer> locks = new ArrayList<>();
    List<Channel> senders = new ArrayList<>();
    List<Integer> receivers = new ArrayList<>();

    // Made in this very closure.
    List<Integer> handles = new ArrayList<>();
    List<Integer> threads = new ArrayList<>();
    List<Stmt.NewSet> sets = new ArrayList<>();
    List<Integer> onlySenders = new ArrayList<>();
    List<Channel> ownChannels = new ArrayList<>();
    List<Integer> ownReceivers = new ArrayList<>();

    /** For a closure that borrows. */
    Env closure(Returns returns) {
      Env e = new Env();
      e.returns = returns;
      e.quiet = quiet;
      e.scopes.addAll(scopes);
      e.locks.addAll(locks);
      e.senders.addAll(senders);
      e.receivers.addAll(receivers);
      return e;
    }

    /** For a child of a scope: it may borrow what was there before the scope. */
    Env child(int scope, Returns returns) {
      Env e = new Env();
      e.returns = returns;
      e.quiet = quiet;
      for (Place p : scopes) {
        if (p.id() <= scope) {
          e.scopes.add(p);
        }
      }
      for (int l : locks) {
        if (l < scope) {
          e.locks.add(l);
        }
      }
      for (Channel c : senders) {
        if (c.lent() && c.id() < scope) {
          e.senders.add(c);
        }
      }
      return e;
    }
  }

  private static final int MOST_TASKS = 8;

  /** Longer than clean-up may take. */
  private static final int SLOW = Model.CLEANUP + 500;

  private final Random random;
  private final List<Noisy> values = new ArrayList<>();
  private final Set<Integer> oneshots = new HashSet<>();
  private int ids = Model.FIRST_ID;
  private int budget;
  private int tasks;
  private boolean panickingDrops;
  private boolean slowDrops;

  private ProgramGenerator(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
  }

  static TestProgram generate(long seed) {
    return new ProgramGenerator(seed).program();
  }

  private TestProgram program() {
    budget = 8 + random.nextInt(30);
    panickingDrops = random.nextInt(6) == 0;
    slowDrops = random.nextInt(6) == 0;
    List<Stmt> main = new ArrayList<>();
    Env env = new Env();
    while (budget > 0) {
      statement(env, main, 0);
    }
    main.add(print());
    return new TestProgram(new Code(main), ids, values);
  }

  private int id() {
    return ids++;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Stmt print() {
    return new Stmt.Print("p" + id());
  }

  // ---------------------------------------------------------------- values

  private Noisy value(boolean mayPanic, int depth) {
    int id = id();
    Noisy v = new Noisy(id, depth > 2 ? Code.EMPTY : dropBody(mayPanic && panickingDrops));
    values.add(v);
    return v;
  }

  private Code dropBody(boolean mayPanic) {
    List<Stmt> body = new ArrayList<>();
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        body.add(new Stmt.Sleep(slowDrops && chance(70) ? SLOW : 1 + random.nextInt(2)));
        body.add(print());
      }
      case 2 -> {
        body.add(new Stmt.Yield());
        body.add(print());
      }
      case 3 -> {
        if (tasks < MOST_TASKS) {
          tasks++;
          Code child = new Code(List.of(new Stmt.Yield(), print()));
          body.add(new Stmt.Spawn(id(), -1, false, null, child, false));
          body.add(print());
        }
      }
      case 4 -> {
        if (tasks < MOST_TASKS) {
          tasks++;
          int scope = id();
          int units = slowDrops && chance(50) ? SLOW : 1;
          Code child = new Code(List.of(new Stmt.Sleep(units), print()));
          Stmt spawn = new Stmt.Spawn(id(), scope, false, null, child, false);
          body.add(new Stmt.Scope(scope, Stmt.Mode.SCOPE, new Code(List.of(spawn))));
          body.add(print());
        }
      }
      case 5, 6 -> {
        if (mayPanic) {
          body.add(new Stmt.Panic("x" + id()));
        }
      }
      default -> {}
    }
    return new Code(body);
  }

  // ---------------------------------------------------------------- statements

  private Code block(Env env, int size, int depth) {
    List<Stmt> out = new ArrayList<>();
    for (int i = 0; i < size && budget > 0; i++) {
      statement(env, out, depth);
    }
    return new Code(out);
  }

  private Code closure(Env env, int size, int depth) {
    List<Stmt> out = new ArrayList<>(block(env, size, depth).stmts);
    if (env.returns == Returns.VALUE) {
      out.add(new Stmt.Result(value(false, depth)));
    }
    return new Code(out);
  }

  private Returns valueOrNothing() {
    return !panickingDrops && chance(40) ? Returns.VALUE : Returns.NOTHING;
  }

  private void statement(Env env, List<Stmt> out, int depth) {
    budget--;
    if (!env.quiet && uses(env, out, depth)) {
      return;
    }
    int size = 1 + random.nextInt(4);
    boolean deep = depth > 4;
    switch (random.nextInt(env.quiet ? 10 : 46)) {
      case 0, 1 -> out.add(print());
      case 2 -> out.add(new Stmt.Yield());
      case 3, 4 -> out.add(new Stmt.Sleep(1 + random.nextInt(3)));
      case 5, 6 -> out.add(new Stmt.Let(value(true, depth)));
      case 7 -> out.add(new Stmt.Checkpoint());
      case 8, 9, 10 -> spawnStatic(env, out, depth);
      case 11 -> {
        Env inner = env.closure(env.returns);
        out.add(new Stmt.Block(block(inner, size, depth + 1)));
      }
      case 12 -> failing(env, out);
      case 13, 14, 15, 16 -> {
        if (!deep) {
          scope(env, out, depth);
        }
      }
      case 17, 18, 19, 20, 21 -> {
        if (env.scopes.isEmpty()) {
          scope(env, out, depth);
        } else {
          spawn(env, out, depth);
        }
      }
      case 22, 23, 24 -> join(env, out);
      case 25, 26 -> {
        if (!env.handles.isEmpty()) {
          out.add(new Stmt.Cancel(any(env.handles)));
        }
      }
      case 27, 28, 29 -> {
        Env inner = env.closure(valueOrNothing());
        int id = id();
        out.add(new Stmt.Timeout(id, random.nextInt(5), closure(inner, size, depth + 1)));
      }
      case 30 -> {
        Env inner = env.closure(Returns.NOTHING);
        inner.quiet = true;
        int id = id();
        out.add(new Stmt.Shield(id, closure(inner, size, depth + 1)));
      }
      case 31 -> {
        Env inner = env.closure(Returns.NOTHING);
        int id = id();
        out.add(new Stmt.Catch(id, closure(inner, size, depth + 1)));
      }
      case 32 -> race(env, out, depth);
      case 33 -> lock(env, out, depth);
      case 38, 39, 40 -> set(env, out, depth);
      case 41, 42, 43 -> oneshot(env, out, depth);
      case 44, 45 -> thread(env, out, depth);
      default -> channel(env, out, depth);
    }
  }

  /** Often something is done with what is there; else tasks would rarely meet. */
  private boolean uses(Env env, List<Stmt> out, int depth) {
    if (!env.sets.isEmpty() && chance(30)) {
      set(env, out, depth);
    } else if (!env.onlySenders.isEmpty() && chance(20)) {
      oneshot(env, out, depth);
    } else if (!(env.senders.isEmpty() && env.receivers.isEmpty()) && chance(30)) {
      channel(env, out, depth);
    } else if (!env.locks.isEmpty() && chance(15)) {
      lock(env, out, depth);
    } else if (!(env.handles.isEmpty() && env.threads.isEmpty()) && chance(15)) {
      join(env, out);
    } else {
      return false;
    }
    return true;
  }

  private void join(Env env, List<Stmt> out) {
    if (!env.handles.isEmpty()) {
      Integer h = any(env.handles);
      env.handles.remove(h);
      out.add(new Stmt.Join(h, false));
    } else if (!env.threads.isEmpty()) {
      Integer h = any(env.threads);
      env.threads.remove(h);
      out.add(new Stmt.Join(h, true));
    }
  }

  private void failing(Env env, List<Stmt> out) {
    if (chance(50)) {
      out.add(print());
    } else if (env.returns == Returns.RESULT && chance(60) && !panickingDrops) {
      out.add(new Stmt.Return(value(false, 3), true));
    } else if (chance(60)) {
      out.add(new Stmt.Panic("x" + id()));
    } else if (!env.quiet) {
      out.add(new Stmt.Return(env.returns == Returns.VALUE ? value(false, 3) : null, false));
    }
  }

  private void scope(Env env, List<Stmt> out, int depth) {
    int id = id();
    Stmt.Mode mode = Stmt.Mode.values()[random.nextInt(4)];
    Returns returns = mode == Stmt.Mode.TRY ? Returns.RESULT : valueOrNothing();
    Env inner = env.closure(returns);
    inner.scopes.add(new Place(id, mode));
    List<Stmt> body = new ArrayList<>();
    if (chance(80)) {
      spawn(inner, body, depth + 1);
    }
    body.addAll(closure(inner, 2 + random.nextInt(4), depth + 1).stmts);
    out.add(new Stmt.Scope(id, mode, new Code(body)));
  }

  private void spawn(Env env, List<Stmt> out, int depth) {
    if (tasks >= MOST_TASKS) {
      return;
    }
    tasks++;
    Place p = any(env.scopes);
    boolean isTry = p.mode() == Stmt.Mode.TRY;
    Env inner = env.child(p.id(), isTry ? Returns.RESULT : valueOrNothing());
    child(env, inner, p.id(), isTry, p.mode() == Stmt.Mode.THREADS, out, depth);
  }

  private void spawnStatic(Env env, List<Stmt> out, int depth) {
    if (tasks >= MOST_TASKS || chance(50)) {
      return;
    }
    tasks++;
    Env inner = new Env();
    inner.quiet = env.quiet;
    inner.returns = valueOrNothing();
    child(env, inner, Stmt.Spawn.TASK, false, false, out, depth);
  }

  private void thread(Env env, List<Stmt> out, int depth) {
    if (tasks >= MOST_TASKS) {
      return;
    }
    tasks++;
    Env inner = new Env();
    inner.returns = valueOrNothing();
    child(env, inner, Stmt.Spawn.THREAD, false, true, out, depth);
  }

  private void child(
      Env env, Env inner, int scope, boolean isTry, boolean isThread, List<Stmt> out, int depth) {
    int id = id();
    Stmt.Capture capture = capture(env, inner, depth);
    boolean named = chance(65);
    Code body = closure(inner, 1 + random.nextInt(4), depth + 1);
    out.add(new Stmt.Spawn(id, scope, named, capture, body, isTry));
    if (named) {
      (isThread ? env.threads : env.handles).add(id);
    }
  }

  private Stmt.Capture capture(Env env, Env inner, int depth) {
    if (chance(25)) {
      return new Stmt.Capture.Value(value(true, depth));
    }
    if (!env.onlySenders.isEmpty() && chance(60)) {
      Integer tx = any(env.onlySenders);
      env.onlySenders.remove(tx);
      inner.onlySenders.add(tx);
      return new Stmt.Capture.OnlySender(tx);
    }
    if (!env.ownReceivers.isEmpty() && chance(40)) {
      Integer rx = any(env.ownReceivers);
      env.ownReceivers.remove(rx);
      env.receivers.remove(rx);
      inner.receivers.add(rx);
      return new Stmt.Capture.Receiver(rx);
    }
    List<Channel> clonable = env.senders.stream().filter(c -> !c.lent()).toList();
    if (!clonable.isEmpty() && chance(60)) {
      Channel c = any(clonable);
      inner.senders.add(c);
      return new Stmt.Capture.Sender(c.id());
    }
    return null;
  }

  private void set(Env env, List<Stmt> out, int depth) {
    if (env.sets.isEmpty()) {
      List<Place> places =
          env.scopes.stream()
              .filter(p -> p.mode() == Stmt.Mode.SCOPE || p.mode() == Stmt.Mode.SUPERVISE)
              .toList();
      if (places.isEmpty() || panickingDrops) {
        return;
      }
      Stmt.NewSet set = new Stmt.NewSet(id(), any(places).id());
      out.add(set);
      env.sets.add(set);
      spawnInSet(env, set, out, depth);
      spawnInSet(env, set, out, depth);
      for (int i = random.nextInt(4); i > 0; i--) {
        set(env, out, depth);
      }
      return;
    }
    Stmt.NewSet set = any(env.sets);
    switch (random.nextInt(8)) {
      case 0 -> out.add(new Stmt.CancelSet(set.id()));
      case 1, 2 -> spawnInSet(env, set, out, depth);
      default -> out.add(new Stmt.JoinNext(id(), set.id()));
    }
  }

  private void spawnInSet(Env env, Stmt.NewSet set, List<Stmt> out, int depth) {
    if (tasks >= MOST_TASKS) {
      return;
    }
    tasks++;
    int id = id();
    Env inner = env.child(set.scope(), Returns.VALUE);
    Stmt.Capture capture = capture(env, inner, depth);
    Code body = closure(inner, 1 + random.nextInt(3), depth + 1);
    out.add(new Stmt.SpawnInSet(id, set.id(), set.scope(), capture, body));
  }

  private void oneshot(Env env, List<Stmt> out, int depth) {
    if (!env.onlySenders.isEmpty() && chance(60)) {
      Integer tx = any(env.onlySenders);
      env.onlySenders.remove(tx);
      out.add(new Stmt.SendOnce(tx, value(true, depth)));
    } else if (env.receivers.isEmpty() || chance(40)) {
      int id = id();
      oneshots.add(id);
      out.add(new Stmt.NewOneshot(id));
      env.onlySenders.add(id);
      env.receivers.add(id);
      env.ownReceivers.add(id);
      if (!env.scopes.isEmpty()) {
        spawn(env, out, depth);
      } else {
        spawnStatic(env, out, depth);
      }
    } else {
      out.add(receive(env));
    }
  }

  private Stmt receive(Env env) {
    int rx = any(env.receivers);
    return oneshots.contains(rx) || chance(70)
        ? new Stmt.Recv(id(), rx)
        : new Stmt.TryRecv(id(), rx);
  }

  private void race(Env env, List<Stmt> out, int depth) {
    int arms = 2 + random.nextInt(2);
    if (tasks + arms > MOST_TASKS || panickingDrops) {
      return;
    }
    tasks += arms;
    int id = id();
    ids += arms;
    List<Code> codes = new ArrayList<>();
    for (int i = 0; i < arms; i++) {
      Env inner = env.closure(Returns.VALUE);
      inner.receivers.clear(); // not Sync
      codes.add(closure(inner, 1 + random.nextInt(3), depth + 1));
    }
    out.add(new Stmt.Race(id, codes));
  }

  private void lock(Env env, List<Stmt> out, int depth) {
    if (env.locks.isEmpty()) {
      int id = id();
      env.locks.add(id);
      out.add(new Stmt.NewLock(id));
      if (depth <= 3) {
        scope(env, out, depth);
      }
    } else {
      Env inner = env.closure(env.returns);
      int id = id();
      out.add(new Stmt.Lock(id, any(env.locks), block(inner, 1 + random.nextInt(2), depth + 1)));
    }
  }

  private Stmt select(Env env) {
    List<Integer> channels = new ArrayList<>(env.receivers);
    Collections.shuffle(channels, random);
    int n = Math.min(channels.size(), 1 + random.nextInt(2));
    int units = chance(70) ? 1 + random.nextInt(3) : 0;
    return new Stmt.Select(id(), List.copyOf(channels.subList(0, n)), units, chance(30));
  }

  private void channel(Env env, List<Stmt> out, int depth) {
    boolean sends = !env.senders.isEmpty() && chance(50);
    if (sends) {
      if (chance(15)) {
        for (Channel c : env.ownChannels) {
          if (!c.lent()) {
            env.ownChannels.remove(c);
            env.senders.remove(c);
            out.add(new Stmt.DropSender(c.id()));
            return;
          }
        }
      }
      out.add(new Stmt.Send(any(env.senders).id(), value(true, depth)));
    } else if (!env.receivers.isEmpty()) {
      if (chance(30)) {
        out.add(select(env));
        return;
      }
      out.add(receive(env));
    } else if (env.senders.isEmpty() || chance(30)) {
      int id = id();
      Channel c = new Channel(id, chance(50));
      out.add(new Stmt.NewChannel(id, random.nextInt(5) - 2, c.lent()));
      env.senders.add(c);
      env.receivers.add(id);
      env.ownChannels.add(c);
      env.ownReceivers.add(id);
      if (depth <= 3 && (c.lent() || env.scopes.isEmpty())) {
        scope(env, out, depth);
      }
    }
  }
}
