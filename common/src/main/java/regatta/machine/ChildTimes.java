package regatta.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads the processor time of child processes that have ended (see proc(5)). */
public final class ChildTimes {
    /**
     * The column of {@code /proc/PID/stat} with the user time of ended children. Columns count from
     * the end of the program's name, because that name may contain spaces.
     */
    private static final int USER = 13;

    private static final int SYSTEM = 14;
    private static final long MILLIS_A_TICK = 10;

    private ChildTimes() {}

    /**
     * Returns the processor time that the ended children of a process used, and that the children's
     * own ended children used. A child counts only after its parent has waited for the child's end.
     * Returns zero if the system does not tell the time.
     */
    public static Duration ofEnded(long pid) {
        try {
            return of(Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8));
        } catch (IOException notLinuxOrGone) {
            return Duration.ZERO;
        }
    }

    /** Reads a line {@code pid (name) state ppid … cutime cstime …}. */
    static Duration of(String stat) {
        String[] columns = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return columns.length > SYSTEM
                ? Duration.ofMillis(
                        MILLIS_A_TICK
                                * (Long.parseLong(columns[USER]) + Long.parseLong(columns[SYSTEM])))
                : Duration.ZERO;
    }
}
