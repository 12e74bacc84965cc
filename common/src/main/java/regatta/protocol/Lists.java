package regatta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists as they come from a node that may be of another version. */
final class Lists {
    private Lists() {}

    /** A copy; of what the other version does not say, an empty list. */
    static <T> List<T> orNone(@Nullable List<T> said) {
        return said == null ? List.of() : List.copyOf(said);
    }
}
