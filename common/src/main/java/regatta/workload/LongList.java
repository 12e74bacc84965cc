package regatta.workload;

import java.util.List;
import java.util.function.Function;

/**
 * A list in a spec or an output that may have very many entries. The API streams it with one entry
 * on each line; elsewhere it shows only the first entries.
 *
 * @param field the list's name in JSON
 * @param entries returns the list of a record; safe from any thread
 */
public record LongList<R extends Record>(String field, Function<R, ? extends List<?>> entries) {
    public List<?> of(R record) {
        return entries.apply(record);
    }
}
