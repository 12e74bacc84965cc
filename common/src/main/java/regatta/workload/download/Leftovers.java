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
 * Parts that processes left which were killed: those of a task, for its next attempt, and those
 * that nobody goes on with, because the task went elsewhere or was cancelled.
 */
final class Leftovers {
    private static final int REMEMBERED = 64;
    private static final Pattern PART =
            Pattern.compile(Pattern.quote(PartFile.PREFIX) + "[0-9]{1,10}-[0-9]{1,10}");

    /**
     * What was there when this process first looked into a folder: to look for each task would take
     * the square of their number. What other processes leave later has attempts before the next
     * one, or goes with the sweep.
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

    /** Parts that may have been left of a task in a folder; who opens one finds out. */
    static List<Path> of(Path folder, int task) {
        List<Path> found;
        synchronized (FOUND) {
            found = FOUND.get(folder);
            if (found == null) {
                try {
                    found = list(folder);
                } catch (IOException _) {
                    // Who cannot look into it will hardly write there.
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
     * Removes the parts in every folder of a directory that nothing locks and that nobody wrote to
     * since a time, and the folders that are empty then.
     */
    static void sweep(Path directory, Instant since) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory)) {
            for (Path folder : folders) {
                sweepFolder(folder, FileTime.from(since));
            }
        } catch (IOException | DirectoryIteratorException _) {
            // Nothing was downloaded here, or it cannot be read now: the next start sweeps again.
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
            // It holds files.
        } catch (IOException _) {
            // The other folders may be readable.
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
