package org.asrlang.tests.model;

import java.util.List;
import org.asrlang.tests.model.ModelState.ChannelState;
import org.asrlang.tests.model.ModelState.Kind;
import org.asrlang.tests.model.ModelState.LockState;
import org.asrlang.tests.model.ModelState.SetState;
import org.asrlang.tests.model.TaskState.Wait;

/** Runs statements. */
record Statements(ModelState s, TaskState t) {

  void run(Stmt stmt, int choice) {
    switch (stmt) {
      case Stmt.Print(String mark) -> t.push(new Frame.PrintMark(mark));
      case Stmt.Checkpoint _ -> arrives();
      case Stmt.Yield _ -> {
        if (arrives()) {
          t.push(new Frame.Check());
        }
      }
      case Stmt.Sleep(int units) -> {
        if (arrives()) {
          t.wait = new Wait.Sleep(s.now + units);
        }
      }
      case Stmt.Let(Noisy value) -> {
        s.made = value;
        local(new Frame.DropValue(value));
      }
      case Stmt.Block(Code body) -> t.push(new Frame.Body(body, 0));
      case Stmt.Panic(String mark) -> t.unwinding = new Unwinding.Panic(mark);
      case Stmt.Return(Noisy value, boolean isErr) -> {
        s.made = value;
        t.unwinding = new Unwinding.Leave(isErr ? new Unwinding.Err(value) : value);
      }
      case Stmt.Result(Noisy value) -> {
        s.made = value;
        t.result = value;
      }
      case Stmt.Scope c -> {
        t.push(new Frame.EndScope(c));
        Kind kind =
            switch (c.mode()) {
              case SCOPE -> Kind.SCOPE;
              case SUPERVISE -> Kind.SUPERVISE;
              case TRY -> Kind.TRY;
              case THREADS -> Kind.THREADS;
            };
        open(c.id(), kind, false);
        t.push(new Frame.Body(c.body(), 0));
      }
      case Stmt.Timeout c -> {
        t.push(new Frame.EndTimeout(c));
        open(c.id(), Kind.REGION, false);
        if (c.units() == 0) {
          Scopes.cancel(s, c.id(), c.id());
        } else {
          s.scopes[c.id()] = s.scopes[c.id()].deadline(s.now + c.units());
        }
        t.push(new Frame.Body(c.body(), 0));
      }
      case Stmt.Shield c -> {
        t.push(new Frame.EndShield(c.id()));
        open(c.id(), Kind.REGION, true);
        t.push(new Frame.Body(c.body(), 0));
      }
      case Stmt.Catch c -> {
        t.push(new Frame.EndCatch(c.id()));
        t.push(new Frame.Body(c.body(), 0));
      }
      case Stmt.Spawn c -> spawn(c);
      case Stmt.Join(int child, boolean _) -> join(s, t, child, "j" + child + "=");
      case Stmt.Cancel(int child) -> Scopes.cancel(s, child, child);
      case Stmt.NewSet(int id, int _) -> {
        s.sets[id] = new SetState(List.of(), List.of(), List.of(), -1);
        local(new Frame.DropSet(id));
      }
      case Stmt.SpawnInSet c -> {
        TaskState child = child(c.id(), c.scope());
        child.push(new Frame.EndTask());
        own(child, c.capture());
        Sets.add(s, child, c);
      }
      case Stmt.JoinNext(int id, int set) -> Sets.joinNext(s, t, set, "n" + id + "=");
      case Stmt.CancelSet(int set) -> {
        for (int child : s.sets[set].places().reversed()) {
          if (child >= 0) {
            t.push(new Frame.CancelTask(child));
          }
        }
      }
      case Stmt.Race c -> {
        if (arrives()) {
          race(c);
        }
      }
      case Stmt.NewLock(int id) -> s.locks[id] = new LockState(-1, false, List.of());
      case Stmt.Lock c -> {
        if (arrives()) {
          Sync.lock(s, t, c);
        }
      }
      case Stmt.NewChannel(int id, int capacity, boolean _) -> {
        s.channels[id] = new ChannelState(capacity, List.of(), List.of(), 1, true, t.id);
        local(new Frame.DropSender(id, true));
        local(new Frame.DropReceiver(id));
      }
      case Stmt.Send c -> {
        s.made = c.value();
        if (Model.cancelled(s, t)) {
          t.unwinding = Model.request(s, t);
          t.push(new Frame.DropValue(c.value()));
        } else {
          Sync.send(s, t, c.channel(), c.value());
        }
      }
      case Stmt.NewOneshot(int id) -> {
        s.channels[id] =
            new ChannelState(Oneshots.CAPACITY, List.of(), List.of(t.id), 1, true, t.id);
        local(new Frame.DropOnlySender(id));
        local(new Frame.DropReceiver(id));
      }
      case Stmt.SendOnce(int channel, Noisy value) -> {
        s.made = value;
        Oneshots.send(s, t, channel, value);
      }
      case Stmt.Recv c -> {
        if (Oneshots.is(s, c.channel())) {
          Oneshots.take(s, t, c.channel(), "r" + c.id());
        } else if (arrives()) {
          Sync.recv(s, t, c.channel(), "r" + c.id(), new Wait.Recv(c.channel(), c.id()));
        }
      }
      case Stmt.TryRecv c -> Sync.recv(s, t, c.channel(), "r" + c.id(), null);
      case Stmt.Select c -> {
        if (arrives()) {
          Sync.select(s, t, c, choice);
        }
      }
      case Stmt.DropSender(int channel) -> Sync.dropSender(s, channel, true);
    }
  }

  /** At a suspension point (T2): false if a cancellation is delivered there. */
  private boolean arrives() {
    if (Model.cancelled(s, t)) {
      t.unwinding = Model.request(s, t);
      return false;
    }
    return true;
  }

  /** What the block that is running has to drop at its end. */
  private void local(Frame f) {
    Frame body = t.pop();
    t.push(f);
    t.push(body);
  }

  private void open(int id, Kind kind, boolean isolated) {
    int inherited = isolated ? -1 : s.scopes[t.scope].request();
    s.scopes[id] =
        ScopeState.open(t.scope, t.id, kind, isolated, inherited, s.scopes[t.scope].expired());
    t.scope = id;
  }

  private void spawn(Stmt.Spawn c) {
    if (c.named()) {
      local(new Frame.DropHandle(c.id()));
    } else {
      t.push(new Frame.DropHandle(c.id()));
    }
    int home =
        switch (c.scope()) {
          case Stmt.Spawn.TASK -> region();
          case Stmt.Spawn.THREAD -> Model.THREADS;
          default -> c.scope();
        };
    TaskState child = child(c.id(), home);
    child.push(new Frame.EndTask());
    Frame owned = own(child, c.capture());
    if (owned != null) {
      child.push(owned);
    }
    child.push(new Frame.Body(c.body(), 0));
  }

  /** What a closure owns is the child's from now on; how it is dropped, or null. */
  private Frame own(TaskState child, Stmt.Capture capture) {
    if (capture instanceof Stmt.Capture.Value(Noisy v)) {
      s.made = v;
    }
    switch (capture) {
      case null -> {}
      case Stmt.Capture.Value _ -> {}
      case Stmt.Capture.Receiver(int channel) -> {
        ChannelState ch = s.channels[channel];
        s.channels[channel] =
            new ChannelState(
                ch.capacity(), ch.buffer(), ch.senders(), ch.handles(), ch.original(), child.id);
      }
      case Stmt.Capture.Sender(int channel) -> senders(channel);
      case Stmt.Capture.OnlySender(int channel) ->
          s.channels[channel] = Oneshots.withOwner(s.channels[channel], child.id);
    }
    return Sets.owned(capture);
  }

  private void senders(int channel) {
    ChannelState ch = s.channels[channel];
    s.channels[channel] =
        new ChannelState(
            ch.capacity(),
            ch.buffer(),
            ch.senders(),
            ch.handles() + 1,
            ch.original(),
            ch.receiver());
  }

  /** Of a child whose handle is used up. */
  private static void join(ModelState s, TaskState t, int child, String mark) {
    if (Model.cancelled(s, t)) {
      t.push(new Frame.DropHandle(child));
      t.unwinding = Model.request(s, t);
    } else if (s.tasks[child].ended) {
      Scopes.joined(s, t, child, mark);
    } else {
      t.wait = new Wait.Join(child, mark, false);
    }
  }

  private TaskState child(int id, int home) {
    s.scopes[home] = s.scopes[home].live(s.scopes[home].live() + 1);
    ScopeState h = s.scopes[home];
    s.scopes[id] = ScopeState.open(home, id, Kind.REGION, false, h.request(), h.expired());
    return s.tasks[id] = new TaskState(id, home, id);
  }

  /** T3, T11, T15: where {@code task::spawn} belongs here. */
  private int region() {
    int at = t.scope;
    while (s.scopes[at].kind() != Kind.REGION) {
      at = s.scopes[at].parent();
    }
    return at;
  }

  private void race(Stmt.Race c) {
    t.push(new Frame.EndRace(c.id()));
    t.push(new Frame.AwaitRace(c.id()));
    open(c.id(), Kind.RACE, false);
    for (int i = 0; i < c.arms().size(); i++) {
      TaskState arm = child(c.id() + 1 + i, c.id());
      arm.detached = true;
      arm.push(new Frame.EndTask());
      arm.push(new Frame.Arrive(c.id(), i));
      arm.push(new Frame.Body(c.arms().get(i), 0));
    }
  }
}
