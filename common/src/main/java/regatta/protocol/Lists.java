package regatta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists from a node that may be of another version. */
final class Lists {
    private Lists() {}

    /** A copy; an empty list where the other version says nothing. */
    static <T> List<T> orNone(@Nullable List<T> said) {
        return said == null ? List.of() : List.copyOf(said);
    }
}
