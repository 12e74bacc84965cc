package regatta.workload;

import java.util.List;
import java.util.function.Function;

/**
 * A list, in a spec or an output, that may have very many entries. The API streams the list with
 * one entry on each line; elsewhere the API shows only the first entries.
 *
 * @param field the list's name in JSON
 * @param entries takes the list from a spec or an output; safe from any thread
 */
public record LongList<R extends Record>(String field, Function<R, ? extends List<?>> entries) {
    public List<?> of(R record) {
        return entries.apply(record);
    }
}
