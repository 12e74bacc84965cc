package regatta.workload.download;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds parts that killed processes left behind. A part is a file that a download was writing under
 * a hidden name. The next attempt of a task takes over the task's parts. A sweep removes parts that
 * no attempt takes over, because the task moved to another worker or was cancelled.
 */
final class Leftovers {
    private static final int REMEMBERED = 64;
    private static final Pattern PART =
            Pattern.compile(Pattern.quote(PartFile.PREFIX) + "[0-9]{1,10}-[0-9]{1,10}");

    /**
     * The parts that this process found when it first read a folder. The process reads each folder
     * once, because reading the folder for each task would take time that grows with the square of
     * the number of tasks. If another process leaves a part behind later, the next attempt finds
     * that part by the number of the attempt that wrote the part, or the sweep removes the part.
     */
    private static final Map<Path, List<Path>> FOUND =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, List<Path>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private Leftovers() {}

    /**
     * Returns the parts of a task that this process found in a folder. Some of these parts may no
     * longer exist.
     */
    static List<Path> of(Path folder, int task) {
        List<Path> found;
        synchronized (FOUND) {
            found = FOUND.get(folder);
            if (found == null) {
                try {
                    found = list(folder);
                } catch (IOException _) {
                    // If this process cannot read the folder, it can hardly write to the folder
                    // either.
                    found = List.of();
                }
                FOUND.put(folder, found);
            }
        }
        if (found.isEmpty()) {
            return found;
        }
        String start = PartFile.PREFIX + task + "-";
        return found.stream().filter(path -> name(path).startsWith(start)).toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> parts =
                    Files.newDirectoryStream(folder, each -> PART.matcher(name(each)).matches())) {
                parts.forEach(found::add);
            } catch (DirectoryIteratorException failure) {
                throw failure.getCause();
            }
        }
        return found;
    }

    /**
     * Removes old parts from every folder of a directory, and then the folders that are empty. A
     * part is old if no process holds the part's lock and no process wrote to the part since the
     * given time.
     */
    static void sweep(Path directory, Instant since) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory)) {
            for (Path folder : folders) {
                sweepFolder(folder, FileTime.from(since));
            }
        } catch (IOException | DirectoryIteratorException _) {
            // The directory is missing or cannot be read now. The next start of a node sweeps
            // again.
        }
    }

    private static void sweepFolder(Path folder, FileTime since) {
        try {
            boolean removed = false;
            for (Path part : list(folder)) {
                if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS)
                                        .compareTo(since)
                                < 0) {
                    PartFile.remove(folder, part);
                    removed = true;
                }
            }
            if (removed) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException _) {
            // The folder holds files.
        } catch (IOException _) {
            // This folder cannot be read. The other folders may be readable.
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
