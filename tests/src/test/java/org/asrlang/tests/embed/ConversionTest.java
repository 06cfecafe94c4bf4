package org.asrlang.tests.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.asrlang.embed.Engine;
import org.asrlang.embed.ErrException;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.PanicException;
import org.asrlang.embed.TypeLiteral;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values from Java to a program and back. */
class ConversionTest {
  private static final String SCRIPT =
      """
      use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

      pub fn byte(x: u8) -> u8 { x }
      pub fn long(x: i64) -> i64 { x }
      pub fn unsigned(x: u64) -> u64 { x }
      pub fn wide(x: i128) -> i128 { x * 2 }
      pub fn float(x: f32) -> f32 { x / 2.0 }
      pub fn letter(c: char) -> char { c.to_ascii_uppercase() }
      pub fn text(a: &str, b: String) -> String { format!("{a}-{b}") }
      pub fn unit() {}

      pub fn sum(xs: &[i64]) -> i64 { xs.iter().sum() }
      pub fn bytes(v: Vec<u8>) -> Vec<u8> { v.into_iter().rev().collect() }
      pub fn three(a: [i32; 3]) -> [i32; 3] { [a[2], a[1], a[0]] }
      pub fn maybe(x: Option<i64>) -> Option<i64> { x.map(|x| x + 1) }
      pub fn nested(x: Option<Option<i64>>) -> Option<Option<i64>> { x }
      pub fn divide(a: i64, b: i64) -> Result<i64, String> {
          if b == 0 { Err(format!("{a} / 0")) } else { Ok(a / b) }
      }
      pub fn pair(p: (i64, String)) -> (String, i64) { (p.1, p.0) }

      pub struct Item { pub name: String, pub cents: i64 }
      pub struct Order { pub id: u32, pub items: Vec<Item>, pub note: Option<String> }
      pub fn total(o: &Order) -> i64 { o.items.iter().map(|i| i.cents).sum() }
      pub fn order() -> Order {
          let items = vec![Item { name: "lamp".into(), cents: 500 }];
          Order { id: 7, items, note: None }
      }

      pub struct Meters(pub f64);
      pub fn double(m: Meters) -> Meters { Meters(m.0 * 2.0) }

      pub enum Colour { Red, DarkBlue }
      pub fn next(c: Colour) -> Colour {
          match c { Colour::Red => Colour::DarkBlue, Colour::DarkBlue => Colour::Red }
      }

      pub enum Shape { Empty, Circle(f64), Rect { width: f64, height: f64 } }
      pub fn shape(kind: i64) -> Shape {
          match kind {
              0 => Shape::Empty,
              1 => Shape::Circle(1.5),
              _ => Shape::Rect { width: 2.0, height: 3.0 },
          }
      }
      pub fn area(s: Shape) -> f64 {
          match s {
              Shape::Empty => 0.0,
              Shape::Circle(r) => r * r * 3.0,
              Shape::Rect { width, height } => width * height,
          }
      }

      pub struct Node { pub value: i64, pub next: Option<Box<Node>> }
      pub fn list(n: i64) -> Node {
          Node { value: n, next: if n > 1 { Some(Box::new(list(n - 1))) } else { None } }
      }
      pub fn length(n: &Node) -> i64 { 1 + n.next.as_ref().map_or(0, |n| length(n)) }

      pub fn invert(m: HashMap<String, i64>) -> BTreeMap<i64, String> {
          m.into_iter().map(|(k, v)| (v, k)).collect()
      }
      pub fn distinct(v: Vec<i64>) -> HashSet<i64> { v.into_iter().collect() }
      pub fn sorted(s: BTreeSet<String>) -> Vec<String> { s.into_iter().collect() }
      pub fn queue(q: VecDeque<i64>) -> VecDeque<i64> { q.into_iter().rev().collect() }

      pub fn closure(f: fn(i64) -> i64) -> i64 { f(1) }
      pub fn change(x: &mut i64) { *x += 1; }

      pub fn ask(n: i64) -> String {
          match host::find(n) { Ok(item) => item.1, Err(why) => format!("no: {why}") }
      }
      pub fn tell() -> i64 { host::count(&HashMap::from([("a", 1), ("b", 2)])) }
      """;

  private static Isolate isolate;

  @BeforeAll
  static void start() throws Exception {
    Engine engine =
        Engine.builder()
            .module(
                "host",
                m ->
                    m.function(
                            "fn find(n: i64) -> Result<(i64, String), String>",
                            call -> {
                              if (call.getLong(0) > 9) {
                                throw new ErrException("too large");
                              }
                              return List.of(call.getLong(0), "item");
                            })
                        .function(
                            "fn count(m: &std::collections::HashMap<&str, i64>) -> i64",
                            call ->
                                call
                                    .get(0, new TypeLiteral<Map<String, Integer>>() {})
                                    .values()
                                    .stream()
                                    .mapToLong(i -> i)
                                    .sum()))
            .build();
    isolate = engine.compile("conversions.asr", SCRIPT).isolate().start();
  }

  @AfterAll
  static void stop() {
    isolate.close();
  }

  private static <R> R call(String function, Class<R> result, Type[] types, Object... values) {
    return isolate.function(function, result, types).call(values);
  }

  private static Type[] takes(Type... types) {
    return types;
  }

  private static String refused(String function, Type result, Type... types) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> isolate.function(function, (Class<?>) result, types))
        .getMessage();
  }

  // ---- scalars

  @Test
  void integersAreExact() {
    assertEquals(255, call("byte", int.class, takes(int.class), 255));
    assertEquals((short) 7, call("byte", short.class, takes(short.class), (short) 7));
    BigInteger large = BigInteger.ONE.shiftLeft(63);
    assertEquals(large, call("unsigned", BigInteger.class, takes(BigInteger.class), large));
    assertEquals(large, call("unsigned", Object.class, takes(BigInteger.class), large));
    assertEquals(
        large.shiftLeft(1), call("wide", BigInteger.class, takes(BigInteger.class), large));
    assertEquals(-4L, call("wide", long.class, takes(long.class), -2L));
  }

  @Test
  void whatDoesNotFitIsSaid() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> call("byte", int.class, takes(int.class), 256));
    assertEquals("argument 1 of `byte`: 256 does not fit into `u8`", e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class, () -> call("byte", byte.class, takes(int.class), 200));
    assertEquals("200 does not fit into a Java byte", e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> call("long", long.class, takes(long.class), 1.5));
    assertThrows(
        IllegalArgumentException.class,
        () -> call("long", long.class, takes(Long.class), (Object) null));
    // nothing has happened to the isolate
    assertEquals(1L, call("long", long.class, takes(long.class), 1L));
  }

  @Test
  void floatsTextsAndCharacters() {
    assertEquals(0.75f, call("float", float.class, takes(float.class), 1.5f));
    assertEquals(0.75, call("float", double.class, takes(double.class), 1.5));
    assertEquals("A", call("letter", String.class, takes(String.class), "a"));
    assertEquals('A', call("letter", char.class, takes(char.class), 'a'));
    assertEquals("ä-😀", call("text", String.class, takes(String.class, String.class), "ä", "😀"));
    assertNull(call("unit", Void.class, takes()));
    assertThrows(
        IllegalArgumentException.class,
        () -> call("letter", String.class, takes(String.class), "ab"));
  }

  // ---- rows, options, results

  @Test
  void rows() {
    assertEquals(6L, call("sum", long.class, takes(List.class), List.of(1L, 2L, 3L)));
    assertEquals(6L, call("sum", long.class, takes(long[].class), new long[] {1, 2, 3}));
    assertArrayEquals(
        new int[] {255, 1}, call("bytes", int[].class, takes(int[].class), new int[] {1, 255}));
    assertEquals(
        List.of(3L, 2L, 1L), call("three", List.class, takes(List.class), List.of(1, 2, 3)));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> call("three", List.class, takes(List.class), List.of(1)));
    assertTrue(e.getMessage().contains("expected 3 elements, got 1"), e::getMessage);
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> call("sum", long.class, takes(List.class), List.of(1, "x")));
    assertTrue(e.getMessage().contains("element 1"), e::getMessage);
  }

  @Test
  void options() {
    assertEquals(Optional.of(2L), call("maybe", Optional.class, takes(Long.class), 1L));
    assertEquals(
        Optional.empty(), call("maybe", Optional.class, takes(Optional.class), Optional.empty()));
    assertNull(call("maybe", Long.class, takes(Long.class), (Object) null));
    assertEquals(
        Optional.of(Optional.empty()),
        call(
            "nested",
            Optional.class,
            takes(new TypeLiteral<Optional<Optional<Long>>>() {}.type()),
            Optional.of(Optional.empty())));
    assertTrue(refused("nested", Long.class, Long.class).contains("is no Long"));
    assertTrue(refused("maybe", long.class, Long.class).contains("is no long"));
  }

  @Test
  void results() {
    Type[] longs = takes(long.class, long.class);
    assertEquals(3L, call("divide", long.class, longs, 6L, 2L));
    var e = assertThrows(ErrException.class, () -> call("divide", long.class, longs, 6L, 0L));
    assertEquals("6 / 0", e.error());
    assertEquals("item", call("ask", String.class, takes(long.class), 1L));
    assertEquals("no: too large", call("ask", String.class, takes(long.class), 10L));
  }

  // ---- products and sums

  public record Item(String name, long cents) {}

  public record Order(int id, List<Item> items, Optional<String> note) {}

  record Named(String name, long number) {}

  record JustId(int id) {}

  @Test
  void structsAreRecordsOrMaps() {
    Order order = call("order", Order.class, takes());
    assertEquals(new Order(7, List.of(new Item("lamp", 500)), Optional.empty()), order);
    assertEquals(500L, call("total", long.class, takes(Order.class), order));
    assertEquals(new JustId(7), call("order", JustId.class, takes()));
    assertEquals(
        Map.of(
            "id", 7L,
            "items", List.of(Map.of("name", "lamp", "cents", 500L)),
            "note", Optional.empty()),
        call("order", Object.class, takes()));
    assertEquals(
        500L,
        call(
            "total",
            long.class,
            takes(Map.class),
            Map.of("id", 1, "items", List.of(new Item("x", 500)), "note", Optional.of("n"))));
  }

  record WrongField(int id, List<Named> items) {}

  record WrongName(int number) {}

  @Test
  void wrongTypesAreToldWhenAFunctionIsBound() {
    assertEquals(
        "the result of `order`: field `items`: there is no field `number`",
        refused("order", WrongField.class));
    assertEquals(
        "the result of `order`: there is no field `number`", refused("order", WrongName.class));
    assertEquals(
        "argument 1 of `total`: JustId has no component for field `items`",
        refused("total", long.class, JustId.class));
    assertEquals(
        "the result of `long`: `i64` is no String", refused("long", String.class, long.class));
    assertEquals("`long` takes 1 argument, 0 were given types", refused("long", long.class));
    assertEquals("the program has no function `nothing`", refused("nothing", long.class));
    assertTrue(refused("closure", long.class, Object.class).contains("no counterpart in Java"));
    assertTrue(refused("change", Void.class, long.class).contains("behind Java's back"));
  }

  @Test
  void tuplesAndTupleStructs() {
    assertEquals(new Named("x", 1), call("pair", Named.class, takes(List.class), List.of(1L, "x")));
    assertEquals(List.of("x", 1L), call("pair", List.class, takes(List.class), List.of(1L, "x")));
    assertEquals(
        Map.entry("x", 1L),
        call("pair", Map.Entry.class, takes(Map.Entry.class), Map.entry(1L, "x")));
    assertEquals(3.0, call("double", double.class, takes(double.class), 1.5));
  }

  enum Colour {
    RED,
    DARK_BLUE
  }

  enum Few {
    RED
  }

  @Test
  void enumsWithoutData() {
    assertEquals(Colour.DARK_BLUE, call("next", Colour.class, takes(Colour.class), Colour.RED));
    assertEquals("Red", call("next", String.class, takes(String.class), "DarkBlue"));
    assertEquals(
        "the result of `next`: Few has no constant for `DarkBlue`",
        refused("next", Few.class, String.class));
    assertThrows(
        IllegalArgumentException.class,
        () -> call("next", String.class, takes(String.class), "Green"));
  }

  sealed interface Shape {
    record Empty() implements Shape {}

    record Circle(double radius) implements Shape {}

    record Rect(double width, double height) implements Shape {}
  }

  sealed interface Half {
    record Circle(double radius) implements Half {}
  }

  @Test
  void enumsWithData() {
    assertEquals(new Shape.Empty(), call("shape", Shape.class, takes(long.class), 0L));
    assertEquals(new Shape.Circle(1.5), call("shape", Shape.class, takes(long.class), 1L));
    assertEquals(new Shape.Rect(2, 3), call("shape", Shape.class, takes(long.class), 2L));
    assertEquals(6.0, call("area", double.class, takes(Shape.class), new Shape.Rect(2, 3)));
    assertEquals("Empty", call("shape", Object.class, takes(long.class), 0L));
    assertEquals(Map.of("Circle", 1.5), call("shape", Object.class, takes(long.class), 1L));
    Object rect = call("shape", Object.class, takes(long.class), 2L);
    assertEquals(Map.of("Rect", Map.of("width", 2.0, "height", 3.0)), rect);
    assertEquals(6.0, call("area", double.class, takes(Object.class), rect));
    assertTrue(refused("shape", Half.class, long.class).contains("no record named `Empty`"));
  }

  record Node(long value, Node next) {}

  @Test
  void typesThatContainThemselves() {
    Node list = call("list", Node.class, takes(long.class), 3L);
    assertEquals(new Node(3, new Node(2, new Node(1, null))), list);
    assertEquals(3L, call("length", long.class, takes(Node.class), list));
  }

  // ---- collections

  @Test
  void mapsSetsAndQueues() {
    assertEquals(
        new TreeMap<>(Map.of(1L, "a", 2L, "b")),
        call("invert", Map.class, takes(Map.class), Map.of("a", 1, "b", 2)));
    Map<Integer, String> typed =
        isolate
            .function("invert", new TypeLiteral<Map<Integer, String>>() {}, Map.class)
            .call(Map.of("a", 1));
    assertEquals("a", typed.get(1));
    assertEquals(Set.of(1L, 2L), call("distinct", Set.class, takes(List.class), List.of(1, 2, 2)));
    assertEquals(
        List.of("a", "b"),
        call("sorted", List.class, takes(Set.class), new TreeSet<>(Set.of("b", "a"))));
    assertEquals(
        List.of(3L, 2L, 1L), call("queue", List.class, takes(List.class), List.of(1, 2, 3)));
    assertEquals(3L, call("tell", long.class, takes()));
  }

  // ---- host functions

  @Test
  void aWrongResultOfAHostFunctionIsAPanicThatSaysSo() throws Exception {
    var program =
        Engine.builder()
            .module("host", m -> m.function("fn number() -> i64", call -> "seven"))
            .build()
            .compile("wrong.asr", "pub fn f() -> i64 { host::number() }");
    try (Isolate wrong = program.isolate().start()) {
      var e = assertThrows(PanicException.class, () -> wrong.function("f", long.class).call());
      assertEquals(
          "host function `host::number` returned a wrong value: "
              + "expected an integer for `i64`, got String",
          e.getMessage());
    }
  }
}
