package org.asrlang.embed.convert;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Java side of a struct, a tuple or a variant: how its parts are held together. */
sealed interface Shape {
  /**
   * @param parts in the order of the guest's fields
   */
  Object make(Object[] parts);

  /** The parts in the order of the guest's fields. */
  Object[] split(Object java);

  /** A Java record; of a part that it has no component for, nothing is known. */
  record OfRecord(Constructor<?> constructor, Method[] accessors, int[] partOf, int size)
      implements Shape {

    /**
     * @param names the guest's fields; null to go by position
     * @throws IllegalArgumentException if a component has no field, or the numbers differ
     */
    static OfRecord of(Class<?> type, List<String> names, int size) {
      RecordComponent[] components = type.getRecordComponents();
      if (names == null && components.length != size) {
        throw new IllegalArgumentException(
            type.getSimpleName() + " has " + components.length + " components, not " + size);
      }
      Method[] accessors = new Method[components.length];
      int[] partOf = new int[components.length];
      for (int i = 0; i < components.length; i++) {
        partOf[i] = names == null ? i : names.indexOf(components[i].getName());
        if (partOf[i] < 0) {
          throw new IllegalArgumentException("there is no field `" + components[i].getName() + "`");
        }
        accessors[i] = components[i].getAccessor();
        accessors[i].setAccessible(true);
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return new OfRecord(constructor, accessors, partOf, size);
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException("cannot make a " + type.getName(), e);
      }
    }

    @Override
    public Object make(Object[] parts) {
      Object[] arguments = new Object[partOf.length];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = parts[partOf[i]];
      }
      try {
        return constructor.newInstance(arguments);
      } catch (InvocationTargetException e) {
        throw new ValueException(
            constructor.getDeclaringClass().getSimpleName() + " refuses it: " + e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new ValueException("cannot make a " + constructor.getDeclaringClass().getName());
      }
    }

    @Override
    public Object[] split(Object java) {
      if (!constructor.getDeclaringClass().isInstance(java)) {
        throw Converter.unexpected("a " + constructor.getDeclaringClass().getSimpleName(), java);
      }
      Object[] parts = new Object[size];
      try {
        for (int i = 0; i < partOf.length; i++) {
          parts[partOf[i]] = accessors[i].invoke(java);
        }
      } catch (ReflectiveOperationException e) {
        throw new ValueException("cannot read a " + java.getClass().getName());
      }
      return parts;
    }

    boolean has(int part) {
      return Arrays.stream(partOf).anyMatch(p -> p == part);
    }
  }

  /** A map by field name; a record is taken for one. */
  record OfMap(List<String> names) implements Shape {
    @Override
    public Object make(Object[] parts) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < parts.length; i++) {
        map.put(names.get(i), parts[i]);
      }
      return map;
    }

    @Override
    public Object[] split(Object java) {
      if (java instanceof Record) {
        return OfRecord.of(java.getClass(), names, names.size()).split(java);
      }
      Map<?, ?> map = Converter.expect(Map.class, java);
      for (Object key : map.keySet()) {
        if (!(key instanceof String s) || !names.contains(s)) {
          throw new ValueException("there is no field `" + key + "`");
        }
      }
      Object[] parts = new Object[names.size()];
      for (int i = 0; i < parts.length; i++) {
        if (!map.containsKey(names.get(i))) {
          throw new ValueException("field `" + names.get(i) + "` is missing");
        }
        parts[i] = map.get(names.get(i));
      }
      return parts;
    }
  }

  /** A list by position; a record is taken for one. */
  record OfList(int size) implements Shape {
    @Override
    public Object make(Object[] parts) {
      return new ArrayList<>(Arrays.asList(parts));
    }

    @Override
    public Object[] split(Object java) {
      if (java instanceof Record) {
        return OfRecord.of(java.getClass(), null, size).split(java);
      }
      Object[] parts = Converter.expect(List.class, java).toArray();
      if (parts.length != size) {
        throw new ValueException("expected " + size + " parts, got " + parts.length);
      }
      return parts;
    }
  }

  /** A pair. */
  record OfEntry() implements Shape {
    @Override
    public Object make(Object[] parts) {
      return Map.entry(parts[0], parts[1]);
    }

    @Override
    public Object[] split(Object java) {
      Map.Entry<?, ?> entry = Converter.expect(Map.Entry.class, java);
      return new Object[] {entry.getKey(), entry.getValue()};
    }
  }

  /** A tuple struct's only field by itself. */
  record OfOne() implements Shape {
    @Override
    public Object make(Object[] parts) {
      return parts[0];
    }

    @Override
    public Object[] split(Object java) {
      return new Object[] {java};
    }
  }
}
