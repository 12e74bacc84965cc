package regatta.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cores that this process may use.
 *
 * @param machine how many processors the machine has
 * @param allowed the numbers of the processors that the process's affinity allows; empty if the
 *     system does not tell
 * @param quota the largest number of cores that the process's control groups (cgroups) let it use
 *     on average; −1 if there is no limit
 */
public record Cores(int machine, List<Integer> allowed, double quota) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path TIMES = Path.of("/proc/stat");
    private static final String ALLOWED = "Cpus_allowed_list:";

    public Cores {
        allowed = List.copyOf(allowed);
    }

    public static Cores ofThisProcess() {
        int machine = (int) lines(TIMES).filter(line -> line.matches("cpu\\d.*")).count();
        List<Integer> allowed =
                lines(STATUS)
                        .filter(line -> line.startsWith(ALLOWED))
                        .findFirst()
                        .map(line -> list(line.substring(ALLOWED.length())))
                        .orElse(List.of());
        int seen = Runtime.getRuntime().availableProcessors();
        return new Cores(
                Math.max(machine, seen), allowed, Cgroup.ofThisProcess().quota().orElse(-1));
    }

    /**
     * Returns how many cores the process may keep busy. A quota may make this number a fraction.
     */
    public double usable() {
        double usable = Runtime.getRuntime().availableProcessors();
        if (!allowed.isEmpty()) {
            usable = Math.min(usable, allowed.size());
        }
        return quota > 0 ? Math.min(usable, quota) : usable;
    }

    /** Reads a list such as {@code 0-3,8}. */
    static List<Integer> list(String text) {
        BitSet found = new BitSet();
        for (String part : text.strip().split(",", -1)) {
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
            found.set(first, last + 1);
        }
        return found.stream().boxed().toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream();
        } catch (IOException notLinux) {
            return Stream.of();
        }
    }
}
