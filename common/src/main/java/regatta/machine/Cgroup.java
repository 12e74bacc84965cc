package regatta.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads how much processor time the control groups (cgroups) of a process allow, and for how long
 * the groups held the process back. Knows versions 1 ({@code cpu.cfs_quota_us}) and 2 ({@code
 * cpu.max}) of cgroups(7).
 *
 * @param levels the process's own control group, and after each group the group that contains it,
 *     as far as the groups are mounted; empty if the system has no control groups
 */
record Cgroup(List<Level> levels) {
    private static final Path PROC = Path.of("/proc/self");
    private static final double MICROS = 1_000;
    private static final int MOUNT_ROOT = 3;
    private static final int MOUNT_POINT = 4;

    /**
     * One control group.
     *
     * @param folder the folder with the group's files
     * @param second whether the files have the form of version 2
     */
    record Level(Path folder, boolean second) {

        OptionalDouble quota() {
            if (second) {
                String[] words = words(folder.resolve("cpu.max"));
                return words.length < 2 ? OptionalDouble.empty() : cores(words[0], words[1]);
            }
            String[] quota = words(folder.resolve("cpu.cfs_quota_us"));
            String[] period = words(folder.resolve("cpu.cfs_period_us"));
            return quota.length == 0 || period.length == 0
                    ? OptionalDouble.empty()
                    : cores(quota[0], period[0]);
        }

        private static OptionalDouble cores(String quota, String period) {
            if (quota.equals("max") || quota.startsWith("-")) {
                return OptionalDouble.empty();
            }
            return OptionalDouble.of(Double.parseDouble(quota) / Double.parseDouble(period));
        }

        OptionalLong throttledNanos() {
            String wanted = second ? "throttled_usec" : "throttled_time";
            String[] words = words(folder.resolve("cpu.stat"));
            int at = Arrays.asList(words).indexOf(wanted);
            if (at < 0 || at + 1 >= words.length) {
                return OptionalLong.empty();
            }
            long value = Long.parseLong(words[at + 1]);
            return OptionalLong.of(second ? (long) (value * MICROS) : value);
        }
    }

    static Cgroup ofThisProcess() {
        return of(PROC);
    }

    /** Reads the files {@code cgroup} and {@code mountinfo} of a process's folder. */
    static Cgroup of(Path process) {
        try {
            List<String> groups = Files.readAllLines(process.resolve("cgroup"));
            List<String> mounts = Files.readAllLines(process.resolve("mountinfo"));
            List<Level> first = levels(groups, mounts, false);
            return new Cgroup(first.isEmpty() ? levels(groups, mounts, true) : first);
        } catch (IOException notLinux) {
            return new Cgroup(List.of());
        }
    }

    /**
     * Returns how many cores the group with the smallest limit allows; empty if no group sets a
     * limit.
     */
    OptionalDouble quota() {
        return levels.stream()
                .map(Level::quota)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min();
    }

    /**
     * Returns for how many nanoseconds, summed over all cores, the groups with a limit have been
     * held back since their creation. Returns −1 if the system has no control groups.
     */
    long throttledNanos() {
        if (levels.isEmpty()) {
            return -1;
        }
        long sum = 0;
        for (Level level : levels) {
            if (level.quota().isPresent()) {
                sum += level.throttledNanos().orElse(0);
            }
        }
        return sum;
    }

    private static List<Level> levels(List<String> groups, List<String> mounts, boolean second) {
        String group = group(groups, second);
        String[] mount = mount(mounts, second);
        if (group == null || mount.length == 0) {
            return List.of();
        }
        Path top = Path.of(mount[MOUNT_POINT]);
        Path inside = Path.of(group);
        Path root = Path.of(mount[MOUNT_ROOT]);
        Path folder =
                inside.startsWith(root)
                        ? top.resolve(root.relativize(inside).toString()).normalize()
                        : top;
        List<Level> levels = new ArrayList<>();
        for (Path at = folder; at != null && at.startsWith(top); at = at.getParent()) {
            levels.add(new Level(at, second));
        }
        return levels;
    }

    /**
     * Returns the path of the process's group, which follows {@code 4:cpu,cpuacct:} (version 1) or
     * {@code 0::} (version 2) in a line of {@code cgroup}; null if no line has a path.
     */
    private static @Nullable String group(List<String> groups, boolean second) {
        for (String line : groups) {
            String[] parts = line.split(":", 3);
            boolean wanted =
                    parts.length == 3
                            && (second
                                    ? parts[1].isEmpty()
                                    : Arrays.asList(parts[1].split(",", -1)).contains("cpu"));
            if (wanted) {
                return parts[2];
            }
        }
        return null;
    }

    /**
     * Returns the words of the line of {@code mountinfo} that says where control groups are
     * mounted; empty if no line says so.
     */
    private static String[] mount(List<String> mounts, boolean second) {
        for (String line : mounts) {
            int dash = line.indexOf(" - ");
            if (dash >= 0) {
                String[] behind = line.substring(dash + 3).split(" ", -1);
                String options = behind[behind.length - 1];
                boolean wanted =
                        second
                                ? behind[0].equals("cgroup2")
                                : behind[0].equals("cgroup")
                                        && Arrays.asList(options.split(",", -1)).contains("cpu");
                if (wanted) {
                    return line.substring(0, dash).split(" ", -1);
                }
            }
        }
        return new String[0];
    }

    private static String[] words(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? new String[0] : text.split("\\s+", -1);
        } catch (IOException notThere) {
            return new String[0];
        }
    }
}
