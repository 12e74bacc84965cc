package regatta.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Processor time of all cores since the system started, in hundredths of a second; all 0 where the
 * system does not tell (see proc(5)).
 *
 * @param all that passed
 * @param used by programs, the kernel's work for them included
 * @param stolen by other guests of the same host
 */
public record ProcessorTimes(long all, long used, long stolen) {
    private static final Path TIMES = Path.of("/proc/stat");
    private static final int USED = 3;
    private static final int STOLEN = 8;

    /** Time of a guest, in the columns behind, is contained in user time. */
    private static final int COLUMNS = 8;

    private static final double TICKS = 100;

    public static ProcessorTimes now() {
        try (Stream<String> lines = Files.lines(TIMES, StandardCharsets.UTF_8)) {
            return of(lines.findFirst().orElse(""));
        } catch (IOException notLinux) {
            return new ProcessorTimes(0, 0, 0);
        }
    }

    /** Reads the line {@code cpu user nice system idle iowait irq softirq steal …}. */
    static ProcessorTimes of(String line) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length <= STOLEN || !columns[0].equals("cpu")) {
            return new ProcessorTimes(0, 0, 0);
        }
        long all = 0;
        long used = 0;
        for (int i = 1; i <= COLUMNS; i++) {
            long ticks = Long.parseLong(columns[i]);
            all += ticks;
            used += i <= USED ? ticks : 0;
        }
        return new ProcessorTimes(all, used, Long.parseLong(columns[STOLEN]));
    }

    /** The part that was stolen, 0 to 1; −1 where not known. */
    public double stealSince(ProcessorTimes earlier) {
        long passed = all - earlier.all;
        return passed <= 0 ? -1 : Math.clamp((double) (stolen - earlier.stolen) / passed, 0, 1);
    }

    /** Seconds that passed, over all processors; 0 where not known. */
    public double passedSince(ProcessorTimes earlier) {
        return Math.max(0, all - earlier.all) / TICKS;
    }

    /** Seconds on processors that programs had; −1 where not known. */
    public double usedSince(ProcessorTimes earlier) {
        return all == 0 ? -1 : Math.max(0, used - earlier.used) / TICKS;
    }
}
