package regatta.cli;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import regatta.workload.FileName;

/**
 * Names for the files of several workers in one folder, each safe and used once; to be asked in the
 * order of the tasks, so that every call gives the same.
 */
final class CollectedNames {
    private final Set<String> taken = new HashSet<>();

    private final UnaryOperator<String> writable;

    CollectedNames() {
        this(FileName::writable);
    }

    /** For a system that can write names as this says. */
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

    /** Some file systems take names for one that differ in case, or in how accents are written. */
    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
