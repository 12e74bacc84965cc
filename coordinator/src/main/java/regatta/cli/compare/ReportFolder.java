package regatta.cli.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import regatta.coordinator.report.ComparisonReport;
import regatta.coordinator.rounds.ReportJson;

/** The folder that a comparison writes its report to; what an earlier one wrote is replaced. */
public record ReportFolder(Path path) {

    /** Makes the folder, so that a comparison does not run for minutes to fail at its end. */
    public static ReportFolder at(Path path) throws IOException {
        Files.createDirectories(path);
        if (!Files.isWritable(path)) {
            throw new IOException(path + " is not writable");
        }
        return new ReportFolder(path);
    }

    /** Writes the report in every form. */
    public void write(ComparisonReport report) throws IOException {
        Files.writeString(path.resolve("report.json"), ReportJson.write(report));
        Files.writeString(path.resolve("report.md"), report.markdown());
        Files.writeString(path.resolve("report.csv"), report.csv());
        Files.writeString(path.resolve("report.html"), report.html());
    }
}
