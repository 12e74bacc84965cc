package regatta.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Makes values of every type of the protocol by its structure alone, so that no type is forgotten.
 */
final class Samples {
    private final ActorRef<WorkerCommand> ref;

    Samples(ActorRef<WorkerCommand> ref) {
        this.ref = ref;
    }

    /** Returns the records and enums at the leaves of a sealed hierarchy. */
    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Samples::leaves)
                : Stream.of(type);
    }

    /** Returns at least one value; one for each constant and each permitted subtype. */
    List<?> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Map.class) {
                return List.of(Map.of(), Map.of("dice", "0a1b"));
            }
            return generic.getRawType() == ActorRef.class
                    ? List.of(ref)
                    : List.of(List.of(), of(generic.getActualTypeArguments()[0]));
        }
        return ofClass((Class<?>) type);
    }

    private List<?> ofClass(Class<?> type) {
        if (type == int.class) {
            return List.of(1, 4_095);
        }
        if (type == long.class) {
            return List.of(1L, 1L << 40);
        }
        if (type == double.class) {
            return List.of(-1.0, 1 / 3.0);
        }
        if (type == boolean.class) {
            return List.of(true, false);
        }
        if (type == String.class) {
            return List.of("plain", "ünï \"☃\"");
        }
        if (type == JobId.class) {
            return List.of(JobId.random(), new JobId("a-B_9"));
        }
        if (type == SlotOffer.class) {
            return List.of(SlotOffer.any(7), new SlotOffer(0, 2, 64));
        }
        if (type == NodeInfo.class) {
            return nodes();
        }
        if (type == Payload.class) {
            return List.of(Payload.EMPTY, new Payload(new byte[] {0, -1, 127, -128}));
        }
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        if (type.isSealed()) {
            return leaves(type).flatMap(leaf -> of(leaf).stream()).toList();
        }
        return records(type);
    }

    private static List<NodeInfo> nodes() {
        List<String> flags = List.of("-Xmx1g", "-Dname=ünï \"☃\"");
        List<String> kernels = List.of("sum-of-squares vector");
        return List.of(
                new NodeInfo(
                        1L << 40, 0.5, 8, 2, 0.5, "A CPU", "Linux", "25", flags, kernels, "1", 0.5,
                        1 / 3.0),
                new NodeInfo(1, 4, 4, 0, -1, "", "", "", List.of(), List.of(), "", -1, -1));
    }

    private List<?> records(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(type + " is neither record, enum nor sealed");
        }
        List<List<?>> values = new ArrayList<>();
        for (RecordComponent component : components) {
            values.add(of(component.getGenericType()));
        }
        int variants = values.stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, variants)
                .mapToObj(i -> make(type, values.stream().map(v -> v.get(i % v.size()))))
                .toList();
    }

    private static Object make(Class<?> type, Stream<?> arguments) {
        try {
            Class<?>[] components =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Constructor<?> canonical = type.getDeclaredConstructor(components);
            canonical.setAccessible(true);
            return canonical.newInstance(arguments.toArray());
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError("cannot make a " + type, broken);
        }
    }
}
