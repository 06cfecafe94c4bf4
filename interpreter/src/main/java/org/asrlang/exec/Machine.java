package org.asrlang.exec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.task.Task;

/**
 * What belongs to one run of a program, in an isolate or a process: its statics, its panic hook and
 * what the host has granted it. Thread-safe.
 */
public final class Machine {
  /** The places of the program's statics; see {@code Lowering}. */
  private final ConcurrentHashMap<Object, Object> statics = new ConcurrentHashMap<>();

  private final Map<Class<?>, Object> capabilities = new ConcurrentHashMap<>();
  private volatile PanicHook panicHook = PanicHook.SILENT;
  private volatile boolean hooked;
  private Lives lives;

  /** The program: instances are made by it. */
  public final Program program;

  /** What lowered code asks of the program that it belongs to. */
  public interface Program {
    /** The payload of a panic that Java has started: a {@code Box<dyn Any + Send>}. */
    Object panicPayload(Stack s, String message, boolean constant);

    /**
     * Calls the hook that guest code has set.
     *
     * @param payload a {@code Box<dyn Any + Send>}
     * @param at null if the host started the panic
     * @return the payload again
     */
    Object panicHook(Stack s, Object payload, Location at);
  }

  public Machine(Program program) {
    this.program = program;
  }

  /** Grants something to natives, which ask for it by its type. */
  public <T> Machine grant(Class<T> type, T capability) {
    capabilities.put(type, capability);
    return this;
  }

  /** Null if the host has not granted it. */
  public <T> T capability(Class<T> type) {
    return type.cast(capabilities.get(type));
  }

  public void setPanicHook(PanicHook hook) {
    panicHook = hook;
  }

  public PanicHook panicHook() {
    return panicHook;
  }

  /** Whether guest code has set a hook of its own, which then stands before that of the host. */
  public boolean isHooked() {
    return hooked;
  }

  public void setHooked(boolean value) {
    hooked = value;
  }

  /** Counts values from now on; before anything runs. */
  public void setLives(Lives value) {
    lives = value;
  }

  /** Who counts values that are to be dropped; mostly null. */
  public Lives lives() {
    return lives;
  }

  public ConcurrentHashMap<Object, Object> statics() {
    return statics;
  }

  public Stack stack(Task task) {
    return Stack.of(this, task);
  }
}
