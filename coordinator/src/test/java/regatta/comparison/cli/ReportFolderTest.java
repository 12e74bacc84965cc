package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.comparison.ReportJson;
import regatta.comparison.ReportPage;
import regatta.comparison.plan.TestingRounds;
import regatta.comparison.report.ComparisonReport;

class ReportFolderTest {
    @TempDir Path folder;

    @Test
    void keepsOneReportWholeWhenTwoAreWrittenAtOnce() throws Exception {
        List<ComparisonReport> reports = List.of(report("thread-pool"), report("fork-join"));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> first = threads.submit(() -> write(reports.getFirst()));
            Future<?> second = threads.submit(() -> write(reports.getLast()));
            first.get();
            second.get();
        }
        String json = Files.readString(folder.resolve("report.json"));
        ComparisonReport last =
                ReportJson.write(reports.getFirst()).equals(json)
                        ? reports.getFirst()
                        : reports.getLast();
        assertThat(json).isEqualTo(ReportJson.write(last));
        assertThat(folder.resolve("report.md")).hasContent(last.markdown());
        assertThat(folder.resolve("report.csv")).hasContent(last.csv());
        assertThat(folder.resolve("report.html")).hasContent(ReportPage.write(last));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            ".report.lock",
                            "report.md",
                            "report.csv",
                            "report.html",
                            "report.json");
        }
    }

    private boolean write(ComparisonReport report) throws IOException {
        ReportFolder.at(folder).write(report);
        return true;
    }

    private static ComparisonReport report(String mode) {
        return ComparisonReport.of(
                Instant.parse("2026-01-02T03:04:05Z"),
                TestingRounds.TWO_CORES,
                List.of(
                        TestingRounds.computing(
                                TestingRounds.arms("batch", mode),
                                5,
                                (arm, block) -> 1 + 0.01 * block + arm.slots())));
    }
}
