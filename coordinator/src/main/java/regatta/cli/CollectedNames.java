package regatta.cli;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import regatta.workload.FileName;

/**
 * Chooses safe, distinct names for the files of several workers in one folder. The caller asks task
 * by task, so that every call of {@code collect} chooses the same names.
 */
final class CollectedNames {
    private final Set<String> taken = new HashSet<>();

    private final UnaryOperator<String> writable;

    CollectedNames() {
        this(FileName::writable);
    }

    /** Creates names that {@code writable} makes valid on a file system. */
    CollectedNames(UnaryOperator<String> writable) {
        this.writable = writable;
    }

    String claim(String file, int task) {
        String name = writable.apply(FileName.plain(file));
        while (!taken.add(key(name))) {
            name = FileName.numbered(name, "-" + task);
        }
        return name;
    }

    /** Some file systems ignore case, or treat two encodings of an accent as equal. */
    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
