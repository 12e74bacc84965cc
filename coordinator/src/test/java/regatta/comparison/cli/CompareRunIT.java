package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import regatta.cli.Api;
import regatta.cli.BuiltInJobs;
import regatta.cli.EmbeddedCoordinator;
import regatta.comparison.ReportJson;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Round;
import regatta.comparison.report.ComparisonReport;
import regatta.coordinator.WorkerJvms;

/** Runs comparisons with their own coordinator, worker JVMs, worker nodes and origin. */
@ResourceLock(WorkerJvms.LOCK)
class CompareRunIT {
    @Test
    void comparesBothWorkloadsInEveryModeAndLeavesNoProcess() throws Exception {
        Wishes wishes =
                new Wishes(List.of(), List.of(), List.of(3), List.of(), 42, Optional.empty());
        ComparisonReport report;
        try (SlowOrigin origin = SlowOrigin.start(Duration.ofMillis(100));
                EmbeddedCoordinator own =
                        EmbeddedCoordinator.start(
                                fixed ->
                                        ConfigFactory.load(
                                                ConfigFactory.parseString(
                                                        String.join("\n", fixed))),
                                OptionalInt.of(origin.port()))) {
            CompareRun run =
                    new CompareRun(
                            api(own.uri()), wishes, Optional.of(own), CompareRun.Listener.NOBODY);
            report =
                    run.run(
                            List.of(
                                    new ComparedJob(BuiltInJobs.sourceSums(1, null), false),
                                    new ComparedJob(
                                            BuiltInJobs.download(List.of(origin.url()), 10),
                                            false)));
        }
        assertThat(WorkerJvms.running()).isEmpty();
        System.out.println(report.text());
        Comparison sums = report.comparisons().getFirst().comparison();
        assertThat(sums.title()).isEqualTo("Sum of squares: 20 × 100,000,000");
        assertThat(sums.startSeconds()).containsOnlyKeys("processes", "cluster");
        assertThat(sums.rounds())
                .hasSizeGreaterThanOrEqualTo(28)
                .extracting(Round::arm)
                .contains("batch", "async", "processes", "cluster");
        assertThat(report.comparisons().getLast().analysis().arms())
                .filteredOn(arm -> arm.arm().mode().equals("virtual-threads"))
                .allMatch(arm -> arm.timesFaster() > 2 && arm.slots() > 2);
    }

    private static Api api(URI base) {
        HttpClient client = HttpClient.newHttpClient();
        return (method, path, body) -> {
            BodyPublisher sent =
                    body == null
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofString(body.toString());
            HttpRequest request =
                    HttpRequest.newBuilder(base.resolve(path))
                            .method(method, sent)
                            .header("Content-Type", "application/json")
                            .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
            JsonNode read = ReportJson.tree(answer.body());
            return read;
        };
    }
}
