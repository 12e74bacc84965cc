package regatta.cli;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import regatta.workload.FileName;

/**
 * Chooses safe, distinct names in one folder for files of several workers. The caller asks for
 * names in the order of tasks, so that every call of {@code collect} gets the same names.
 */
final class CollectedNames {
    private final Set<String> taken = new HashSet<>();

    private final UnaryOperator<String> writable;

    CollectedNames() {
        this(FileName::writable);
    }

    /**
     * Creates a chooser. The function {@code writable} turns a name into a name that the file
     * system accepts.
     */
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

    /**
     * Returns the form in which two names are compared. Some file systems ignore case, or treat two
     * encodings of an accent as equal.
     */
    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
