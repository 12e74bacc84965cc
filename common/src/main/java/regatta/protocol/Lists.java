package regatta.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads lists and maps from a node that may be of another version. */
final class Lists {
    private Lists() {}

    /** A copy; an empty list where the other version says nothing. */
    static <T> List<T> orNone(@Nullable List<T> said) {
        return said == null ? List.of() : List.copyOf(said);
    }

    /** A copy; an empty map where the other version says nothing. */
    static <K, V> Map<K, V> orNone(@Nullable Map<K, V> said) {
        return said == null ? Map.of() : Map.copyOf(said);
    }
}
