package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what a job's rate is divided. */
class AtOnceTest {
    @TempDir java.nio.file.Path directory;

    @Test
    void isBoundBySlotsTasksAndHosts() {
        assertThat(AtOnce.of(spec(100, 1, 1, null), 8)).isEqualTo(8);
        assertThat(AtOnce.of(spec(3, 1, 1, null), 8)).isEqualTo(3);
        assertThat(AtOnce.of(spec(3, 1, 2, null), 8)).isEqualTo(6);
        assertThat(AtOnce.of(spec(100, 1, 1, 1), 8)).as("one host").isEqualTo(1);
        assertThat(AtOnce.of(spec(100, 1, 1, 2), 8)).isEqualTo(2);
        assertThat(AtOnce.of(spec(100, 3, 1, 2), 8)).as("three hosts").isEqualTo(6);
        assertThat(AtOnce.of(spec(100, 50, 1, 2), 8)).isEqualTo(8);
        assertThat(AtOnce.of(spec(3, 3, 1, 2), 8)).as("one file a host").isEqualTo(3);
        assertThat(AtOnce.of(spec(3, 3, 5, 2), 8)).isEqualTo(6);
    }

    @Test
    void givesEachDownloadThatCanRunAnEvenShareOfTheRate() {
        Download download = new TestingSettings(directory).download();
        assertThat(download.task(spec(100, 1, 1, 1), 0, 8).rate()).isEqualTo(1_000);
        assertThat(download.task(spec(100, 1, 1, 2), 5, 8).rate()).isEqualTo(500);
        assertThat(download.task(spec(100, 1, 1, null), 99, 8).rate()).isEqualTo(125);
    }

    private static Download.Spec spec(int urls, int hosts, int repeat, @Nullable Integer perHost) {
        List<Source> sources =
                IntStream.range(0, urls)
                        .mapToObj(i -> Source.of("http://h" + i % hosts + ".test/" + i))
                        .toList();
        return new Download.Spec(List.copyOf(sources), repeat, perHost, 1_000L);
    }
}
