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
 * The folder to which a command writes its report. A new report replaces an earlier one.
 *
 * <p>Two commands may write to the same folder at the same time. The writer locks a file in the
 * folder, so that in the end all files in the folder belong to the same report.
 */
public record ReportFolder(Path path) {
    private static final String LOCK = ".report.lock";

    /**
     * Creates the folder before the command runs a comparison, so that the command does not run for
     * minutes and then fail to write.
     */
    public static ReportFolder at(Path path) throws IOException {
        Files.createDirectories(path);
        if (!Files.isWritable(path)) {
            throw new IOException(path + " is not writable");
        }
        return new ReportFolder(path);
    }

    /**
     * Writes the report in every form, {@code report.json} last. Each file appears whole or not at
     * all.
     */
    public void write(ComparisonReport report) throws IOException {
        // The operating system's lock excludes other processes only, not other threads of this
        // process.
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
            // This file system has no locks. Without a lock the folder may in the end have files of
            // two reports, but the command still writes its report.
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
