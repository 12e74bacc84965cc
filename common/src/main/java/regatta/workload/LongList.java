package regatta.workload;

import java.util.List;
import java.util.function.Function;

/**
 * The list of a spec or an output that may be long: the API streams it, an entry a line, and shows
 * only its first entries elsewhere.
 *
 * @param field its name in JSON
 * @param entries takes it from the record; safe from any thread
 */
public record LongList<R extends Record>(String field, Function<R, ? extends List<?>> entries) {
    public List<?> of(R record) {
        return entries.apply(record);
    }
}
