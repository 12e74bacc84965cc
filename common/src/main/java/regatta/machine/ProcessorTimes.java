package regatta.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Processor time of some cores since the system started, in hundredths of a second; all 0 where the
 * system does not tell (see proc(5)).
 *
 * @param all that passed
 * @param used by programs, the kernel's work for them included
 * @param stolen by other guests of the same host
 */
public record ProcessorTimes(long all, long used, long stolen) {
    private static final Path TIMES = Path.of("/proc/stat");
    private static final String CPU = "cpu";
    private static final int USED = 3;
    private static final int STOLEN = 8;

    /** Time of a guest, in the columns behind, is contained in user time. */
    private static final int COLUMNS = 8;

    private static final double TICKS = 100;

    /**
     * Of cores by their numbers.
     *
     * @param cores none for all of the machine
     */
    public static ProcessorTimes now(Collection<Integer> cores) {
        try {
            return of(Files.readAllLines(TIMES, StandardCharsets.UTF_8), cores);
        } catch (IOException notLinux) {
            return new ProcessorTimes(0, 0, 0);
        }
    }

    /** Reads lines {@code cpu[N] user nice system idle iowait irq softirq steal …}. */
    static ProcessorTimes of(List<String> lines, Collection<Integer> cores) {
        long all = 0;
        long used = 0;
        long stolen = 0;
        for (String line : lines) {
            String[] columns = line.strip().split("\\s+", -1);
            if (columns.length > STOLEN && isOf(columns[0], cores)) {
                for (int i = 1; i <= COLUMNS; i++) {
                    long ticks = Long.parseLong(columns[i]);
                    all += ticks;
                    used += i <= USED ? ticks : 0;
                }
                stolen += Long.parseLong(columns[STOLEN]);
            }
        }
        return new ProcessorTimes(all, used, stolen);
    }

    private static boolean isOf(String name, Collection<Integer> cores) {
        return cores.isEmpty()
                ? name.equals(CPU)
                : name.length() > CPU.length()
                        && name.startsWith(CPU)
                        && cores.contains(Integer.parseInt(name.substring(CPU.length())));
    }

    /** The part that was stolen, 0 to 1; −1 where not known. */
    public double stealSince(ProcessorTimes earlier) {
        long passed = all - earlier.all;
        return passed <= 0 ? -1 : Math.clamp((double) (stolen - earlier.stolen) / passed, 0, 1);
    }

    /** Seconds that passed, over all of these cores; 0 where not known. */
    public double passedSince(ProcessorTimes earlier) {
        return Math.max(0, all - earlier.all) / TICKS;
    }

    /** Seconds on these cores that programs had; −1 where not known. */
    public double usedSince(ProcessorTimes earlier) {
        return all == 0 ? -1 : Math.max(0, used - earlier.used) / TICKS;
    }
}
