package org.asrlang.task;

/**
 * The independent random streams of a run (T13): drawing from one never shifts another, so adding a
 * map to a program does not change its schedule.
 */
public final class Seeds {
  private final long seed;
  private final RandomStream schedule;
  private final RandomStream hash;
  private final RandomStream select;
  private final RandomStream network;
  private final RandomStream guest;

  private Seeds(long seed) {
    this.seed = seed;
    schedule = stream(1);
    hash = stream(2);
    select = stream(3);
    network = stream(4);
    guest = stream(5);
  }

  /** The streams of a seed. */
  public static Seeds of(long seed) {
    return new Seeds(seed);
  }

  private RandomStream stream(int number) {
    return new RandomStream(RandomStream.mix(seed) ^ RandomStream.mix(-number));
  }

  public long seed() {
    return seed;
  }

  /** Which task runs next. Drawn from by the scheduler alone. */
  RandomStream schedule() {
    return schedule;
  }

  /** Keys of hash maps, hence their order. */
  public RandomStream hash() {
    return hash;
  }

  /** Which of several ready arms a {@code select!} takes. */
  public RandomStream select() {
    return select;
  }

  /** Delays and faults of a simulated network. */
  public RandomStream network() {
    return network;
  }

  /** What guest code gets when it asks for random numbers. */
  public RandomStream guest() {
    return guest;
  }
}
