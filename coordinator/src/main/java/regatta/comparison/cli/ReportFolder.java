package regatta.comparison.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import regatta.comparison.ReportJson;
import regatta.comparison.ReportPage;
import regatta.comparison.report.ComparisonReport;

/**
 * The folder that a comparison writes its report to; what an earlier one wrote is replaced.
 *
 * <p>Two comparisons may end at once in the same folder: whoever writes holds the operating
 * system's lock on a file in it, so that all forms are of the same report in the end.
 */
public record ReportFolder(Path path) {
    private static final String LOCK = ".report.lock";

    /** Makes the folder, so that a comparison does not run for minutes to fail at its end. */
    public static ReportFolder at(Path path) throws IOException {
        Files.createDirectories(path);
        if (!Files.isWritable(path)) {
            throw new IOException(path + " is not writable");
        }
        return new ReportFolder(path);
    }

    /** Writes the report in every form, each whole or not at all; {@code report.json} is last. */
    public void write(ComparisonReport report) throws IOException {
        // The system's locks are between processes only.
        synchronized (ReportFolder.class) {
            try (FileChannel _ = lock()) {
                replace("report.md", report.markdown());
                replace("report.csv", report.csv());
                replace("report.html", ReportPage.write(report));
                replace("report.json", ReportJson.write(report));
            }
        }
    }

    private FileChannel lock() throws IOException {
        FileChannel file =
                FileChannel.open(
                        path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            file.lock();
        } catch (IOException _) {
            // A file system without locks: better a report that another may mix with than none.
        }
        return file;
    }

    private void replace(String name, String content) throws IOException {
        Path unfinished = path.resolve("." + name + "." + ProcessHandle.current().pid());
        try {
            Files.writeString(unfinished, content);
            Files.move(unfinished, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
