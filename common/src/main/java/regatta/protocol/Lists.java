package regatta.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies the lists and maps of a received message. A node of another version may leave out a list
 * or a map.
 */
final class Lists {
    private Lists() {}

    /** Returns a copy of a list; an empty list if the other node sent no list. */
    static <T> List<T> orNone(@Nullable List<T> said) {
        return said == null ? List.of() : List.copyOf(said);
    }

    /** Returns a copy of a map; an empty map if the other node sent no map. */
    static <K, V> Map<K, V> orNone(@Nullable Map<K, V> said) {
        return said == null ? Map.of() : Map.copyOf(said);
    }
}
