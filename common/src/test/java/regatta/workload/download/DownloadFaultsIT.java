package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import regatta.workload.TaskFailedException;

/** A table of what origins do; each case in each form leaves the whole file or nothing. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class DownloadFaultsIT {
    /** More is no answer to any case: nothing runs without bound. */
    private static final int MOST_REQUESTS = 21;

    @TempDir Path directory;

    static Stream<Arguments> cases() {
        return HostileOrigin.all()
                .flatMap(one -> Stream.of(Form.values()).map(form -> Arguments.of(one, form)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void leavesTheWholeFileOrNothing(FaultCase one, Form form) throws Exception {
        try (Fixture fixture = new Fixture(directory)) {
            // Short only where it must pass: a busy machine itself may be silent for a second.
            fixture.settings.firstByte(Duration.ofSeconds(one.isMute() ? 1 : 20));
            fixture.settings.stall(Duration.ofSeconds(secondsOfSilence(one)));
            fixture.settings.total(Duration.ofSeconds(40));
            fixture.settings.maxBytes(100_000);
            one.settings().accept(fixture.settings);
            one.serve(fixture.origin);
            Source source = one.source().apply(fixture.source(one.path()));
            Downloaded[] output = new Downloaded[1];
            Throwable failure =
                    catchThrowable(() -> output[0] = form.run(fixture.settings.download(), source));
            switch (one.expected()) {
                case FaultCase.Kept kept -> {
                    assertThat(failure).isNull();
                    assertThat(output[0].file()).isEqualTo(kept.file());
                    assertThat(output[0].status()).isEqualTo(200);
                    assertKept(fixture, kept);
                }
                case FaultCase.Failed failed -> assertFailed(fixture, failed, failure);
            }
            List<TestingOrigin.Asked> asked = List.copyOf(fixture.origin.asked());
            assertThat(asked).hasSizeLessThanOrEqualTo(MOST_REQUESTS);
            one.asked().accept(asked);
        }
    }

    /** A download that goes on after a stall must not stall again. */
    private static int secondsOfSilence(FaultCase one) {
        if (!one.stalls()) {
            return 20;
        }
        return one.expected() instanceof FaultCase.Kept ? 5 : 1;
    }

    private static void assertKept(Fixture fixture, FaultCase.Kept kept) throws Exception {
        assertThat(fixture.files()).containsExactly(kept.file());
        byte[] content = Files.readAllBytes(fixture.folder.resolve(kept.file()));
        assertThat(new String(content, StandardCharsets.ISO_8859_1)).isEqualTo(kept.content());
    }

    private static void assertFailed(Fixture fixture, FaultCase.Failed failed, Throwable failure) {
        assertThat(fixture.files()).isEmpty();
        assertThat(failure)
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        told -> {
                            assertThat(told.kind()).as(told.getMessage()).isEqualTo(failed.kind());
                            assertThat(told.retryable()).isEqualTo(failed.retryable());
                            assertThat(told).hasMessageContaining(failed.words());
                            assertThat(told.side()).isIn(failed.sides());
                        });
    }
}
