package regatta.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The processor time of some cores since the system started, in hundredths of a second; every
 * figure is 0 if the system does not tell the times (see proc(5)).
 *
 * @param all how much time passed, summed over the cores
 * @param used the part of {@code all} in which programs ran, or the kernel worked for programs
 * @param stolen how much of {@code all} the hypervisor gave to other virtual machines
 */
public record ProcessorTimes(long all, long used, long stolen) {
    private static final Path TIMES = Path.of("/proc/stat");
    private static final String CPU = "cpu";
    private static final int USED = 3;
    private static final int STOLEN = 8;

    /**
     * How many columns of a line are read. Later columns hold the time of guests (virtual
     * machines), which the column of user time already contains.
     */
    private static final int COLUMNS = 8;

    private static final double TICKS = 100;

    /**
     * Reads the times of some cores.
     *
     * @param cores the numbers of the cores; empty for the whole machine
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

    /**
     * Returns which part of the cores' time since an earlier reading was stolen, 0 to 1; −1 if not
     * known.
     */
    public double stealSince(ProcessorTimes earlier) {
        long passed = all - earlier.all;
        return passed <= 0 ? -1 : Math.clamp((double) (stolen - earlier.stolen) / passed, 0, 1);
    }

    /** Returns the seconds since an earlier reading, summed over the cores; 0 if not known. */
    public double passedSince(ProcessorTimes earlier) {
        return Math.max(0, all - earlier.all) / TICKS;
    }

    /**
     * Returns the processor seconds that programs used since an earlier reading; −1 if not known.
     */
    public double usedSince(ProcessorTimes earlier) {
        return all == 0 ? -1 : Math.max(0, used - earlier.used) / TICKS;
    }
}
