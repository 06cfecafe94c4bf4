package org.asrlang.task;

/** Events without an object of their own. */
public final class Events {
  private Events() {}

  /** That so much time has passed from now on. */
  public static Event after(Task t, long nanos) {
    return new At(t, t.deadlineIn(nanos));
  }

  /** An event, or that so much time has passed. */
  public static Event within(Task t, Event event, long nanos) {
    return new Within(event, t.deadlineIn(nanos));
  }

  private record Within(Event event, long deadline) implements Event {
    @Override
    public boolean arm(Waiter w) {
      return event.arm(w);
    }

    @Override
    public void disarm(Waiter w) {
      event.disarm(w);
    }

    @Override
    public boolean isReady() {
      return event.isReady();
    }

    @Override
    public Object source() {
      return event.source();
    }

    @Override
    public SuspensionPoint point() {
      return event.point();
    }
  }

  private record At(Task task, long deadline) implements Event {
    @Override
    public boolean arm(Waiter w) {
      if (!isReady()) {
        return false; // the deadline of the whole wait ends it
      }
      w.claim(Waiter.SIGNALLED);
      return true;
    }

    @Override
    public void disarm(Waiter w) {}

    @Override
    public boolean isReady() {
      return task.runtime.now() >= deadline;
    }

    @Override
    public Object source() {
      return this;
    }

    @Override
    public SuspensionPoint point() {
      return SuspensionPoint.SLEEP;
    }
  }

  /** What is there already: the operation does not wait. */
  public static final Event READY =
      new Event() {
        @Override
        public boolean arm(Waiter w) {
          w.claim(Waiter.SIGNALLED);
          return true;
        }

        @Override
        public void disarm(Waiter w) {}

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public Object source() {
          return this;
        }

        @Override
        public SuspensionPoint point() {
          return SuspensionPoint.CHECKPOINT;
        }
      };
}
