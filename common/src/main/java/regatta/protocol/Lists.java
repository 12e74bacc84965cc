package regatta.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies lists and maps from a node that may have another version. */
final class Lists {
    private Lists() {}

    /** Returns a copy; an empty list if the other node sent none. */
    static <T> List<T> orNone(@Nullable List<T> said) {
        return said == null ? List.of() : List.copyOf(said);
    }

    /** Returns a copy; an empty map if the other node sent none. */
    static <K, V> Map<K, V> orNone(@Nullable Map<K, V> said) {
        return said == null ? Map.of() : Map.copyOf(said);
    }
}
