import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives the pattern switches of compiled classes, and the {@code equals} and {@code hashCode} of
 * their records, plain code. javac leaves them to bootstraps that make a class for each when it is
 * first run, which the JVM's AOT cache does not keep: a third of the time of a short run.
 *
 * <p>Arguments: a folder of classes, rewritten in place, if there is one. Their class path must be
 * this program's.
 */
public class PlainCallSites {
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  public static void main(String[] args) throws IOException {
    ClassFile files =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader())));
    if (!Files.isDirectory(Path.of(args[0]))) {
      return;
    }
    List<Path> classes;
    try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
      classes = all.filter(p -> p.toString().endsWith(".class")).sorted().toList();
    }
    for (Path p : classes) {
      ClassModel model = files.parse(p);
      byte[] now = new PlainCallSites(files, model).rewritten();
      if (now != null) {
        Files.write(p, now);
      }
    }
  }

  private final ClassFile files;
  private final ClassModel model;
  private final ClassDesc self;
  private final List<java.util.function.Consumer<ClassBuilder>> methods = new ArrayList<>();

  private PlainCallSites(ClassFile files, ClassModel model) {
    this.files = files;
    this.model = model;
    this.self = model.thisClass().asSymbol();
  }

  /** Null where there is nothing to do. */
  private byte[] rewritten() {
    boolean any =
        model.methods().stream()
            .flatMap(m -> m.code().stream())
            .flatMap(c -> c.elementList().stream())
            .anyMatch(e -> e instanceof InvokeDynamicInstruction i && isOurs(i));
    if (!any) {
      return null;
    }
    CodeTransform code =
        (builder, element) -> {
          if (!(element instanceof InvokeDynamicInstruction i && isOurs(i))) {
            builder.with(element);
            return;
          }
          String name = "$" + i.name().stringValue() + "$" + methods.size();
          builder.invokestatic(self, name, i.typeSymbol(), isInterface());
          methods.add(into -> method(into, name, i));
        };
    return files.transformClass(
        model,
        ClassTransform.transformingMethodBodies(code)
            .andThen(ClassTransform.endHandler(b -> methods.forEach(m -> m.accept(b)))));
  }

  private boolean isInterface() {
    return (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0;
  }

  private static boolean isOurs(InvokeDynamicInstruction i) {
    String owner = i.bootstrapMethod().owner().displayName();
    return switch (owner + "." + i.bootstrapMethod().methodName() + "." + i.name()) {
      case "SwitchBootstraps.typeSwitch.typeSwitch" ->
          i.bootstrapArgs().stream().allMatch(a -> a instanceof ClassDesc c && !c.isPrimitive());
      case "ObjectMethods.bootstrap.equals", "ObjectMethods.bootstrap.hashCode" -> true;
      default -> false;
    };
  }

  private void method(ClassBuilder into, String name, InvokeDynamicInstruction i) {
    MethodTypeDesc type = i.typeSymbol();
    into.withMethodBody(
        name,
        type,
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
        code -> {
          switch (i.name().stringValue()) {
            case "typeSwitch" -> typeSwitch(code, i.bootstrapArgs());
            case "hashCode" -> hashCode(code, components(i));
            default -> equals(code, components(i));
          }
        });
  }

  /** The first label from a number on whose type the object has; -1 for null. */
  private static void typeSwitch(CodeBuilder code, List<ConstantDesc> types) {
    Label notNull = code.newLabel();
    code.aload(0).ifnonnull(notNull).iconst_m1().ireturn().labelBinding(notNull);
    List<Label> tests = types.stream().map(t -> code.newLabel()).toList();
    Label none = code.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int n = 0; n < types.size(); n++) {
      cases.add(SwitchCase.of(n, tests.get(n)));
    }
    code.iload(1).tableswitch(none, cases);
    for (int n = 0; n < types.size(); n++) {
      Label next = n + 1 < types.size() ? tests.get(n + 1) : none;
      code.labelBinding(tests.get(n))
          .aload(0)
          .instanceOf((ClassDesc) types.get(n))
          .ifeq(next)
          .loadConstant(n)
          .ireturn();
    }
    code.labelBinding(none).loadConstant(types.size()).ireturn();
  }

  private static List<DirectMethodHandleDesc> components(InvokeDynamicInstruction i) {
    return i.bootstrapArgs().stream().skip(2).map(a -> (DirectMethodHandleDesc) a).toList();
  }

  private void get(CodeBuilder code, int object, DirectMethodHandleDesc field) {
    code.aload(object).getfield(self, field.methodName(), type(field));
  }

  private static ClassDesc type(DirectMethodHandleDesc getter) {
    return getter.invocationType().returnType();
  }

  private static ClassDesc box(ClassDesc primitive) {
    return ClassDesc.of(
        "java.lang."
            + switch (primitive.descriptorString()) {
              case "Z" -> "Boolean";
              case "B" -> "Byte";
              case "S" -> "Short";
              case "C" -> "Character";
              case "I" -> "Integer";
              case "J" -> "Long";
              case "F" -> "Float";
              default -> "Double";
            });
  }

  private void hashCode(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
    code.iconst_0();
    for (DirectMethodHandleDesc f : fields) {
      ClassDesc type = type(f);
      code.bipush(31).imul();
      get(code, 0, f);
      code.invokestatic(
          type.isPrimitive() ? box(type) : OBJECTS,
          "hashCode",
          MethodTypeDesc.of(CD_int, type.isPrimitive() ? type : CD_Object));
      code.iadd();
    }
    code.ireturn();
  }

  private void equals(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
    Label different = code.newLabel();
    Label other = code.newLabel();
    code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
    code.aload(1).instanceOf(self).ifeq(different).aload(1).checkcast(self).astore(2);
    for (DirectMethodHandleDesc f : fields) {
      ClassDesc type = type(f);
      get(code, 0, f);
      get(code, 2, f);
      switch (TypeKind.from(type)) {
        case REFERENCE ->
            code.invokestatic(
                    OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
                .ifeq(different);
        case LONG, FLOAT, DOUBLE ->
            code.invokestatic(box(type), "compare", MethodTypeDesc.of(CD_int, type, type))
                .ifne(different);
        default -> code.if_icmpne(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }
}
