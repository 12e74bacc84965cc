package regatta.workload.sharedcounter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.workload.CombineException;
import regatta.workload.ContractCheck;
import regatta.workload.TaskFailedException;
import regatta.workload.TaskOutput;
import regatta.workload.TypedSpec;
import regatta.workload.Validity;

/** Which updates each discipline keeps, on threads and on an event loop. */
@Timeout(120)
class SharedCounterTest {
    private static final Duration APART = Duration.ofNanos(500);
    private static final int TASKS = 3;
    private static final long INCREMENTS = 300;

    /** So often an unsafe discipline is tried: one that is safe would pass each time. */
    private static final int TRIES = 100;

    @TempDir private Path directory;
    private TestingCount counting = new TestingCount(Path.of(""));

    @BeforeEach
    void open() {
        counting = new TestingCount(directory);
    }

    @Test
    void saysOfItsFieldsWhatItsSpecsDo() throws Exception {
        new ContractCheck(JsonMapper.builder().addModule(new JavaTimeModule()).build())
                .check(counting.workload(), "{}");
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNCHRONIZED", "LOCK", "ATOMIC", "ADDER", "FILE_LOCK", "PARTITIONED"})
    void countsEveryUpdateOnThreads(Discipline discipline) throws Exception {
        SharedCounter.Spec spec = TestingCount.spec(discipline, TASKS, INCREMENTS, APART);

        SharedCounter.Output output = counting.onThreads("job", spec);

        assertThat(output.counted()).isEqualTo(TASKS * INCREMENTS).isEqualTo(output.expected());
        assertThat(output.lost()).isZero();
        assertThat(counting.workload().verify(spec, output)).isEqualTo(new Validity.Right());
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ASYNC_LOCK"})
    void losesUpdatesOnThreads(Discipline discipline) throws Exception {
        // Long enough for several turns of two threads on one core, most of it between read and
        // write.
        SharedCounter.Spec spec = TestingCount.spec(discipline, 2, 5_000, Duration.ofNanos(20_000));
        long lost = 0;
        for (int tried = 0; tried < TRIES && lost == 0; tried++) {
            SharedCounter.Output output = counting.onThreads("job" + tried, spec);
            lost = output.lost();
            assertThat(output.counted() + lost).isEqualTo(output.expected());
        }
        assertThat(lost).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"ATOMIC", "ADDER", "FILE_LOCK", "ASYNC_LOCK", "PARTITIONED"})
    void countsEveryUpdateOnAnEventLoop(Discipline discipline) throws Exception {
        SharedCounter.Spec spec = TestingCount.spec(discipline, TASKS, INCREMENTS, APART);

        SharedCounter.Output output = counting.onLoop("job", spec);

        assertThat(output.lost()).isZero();
        assertThat(output.onLoop()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "SYNCHRONIZED", "LOCK"})
    void losesUpdatesOnOneThreadWhereTheLoopTurnsBetweenReadAndWrite(Discipline discipline)
            throws Exception {
        SharedCounter.Spec spec = TestingCount.spec(discipline, TASKS, INCREMENTS, Duration.ZERO);

        SharedCounter.Output output = counting.onLoop("job", spec);

        // All three read the same number in each turn.
        assertThat(output.counted()).isEqualTo(INCREMENTS);
        assertThat(output.lost()).isEqualTo((TASKS - 1) * INCREMENTS);
        assertThat(counting.workload().verify(spec, output))
                .isInstanceOf(Validity.Unfit.class)
                .extracting(Object::toString)
                .asString()
                .contains("lost 600 of 900 updates, because ");
    }

    @Test
    void titlesASpecByItsCount() {
        assertThat(counting.workload().title(TestingCount.spec(Discipline.LOCK, 8, 5_000, APART)))
                .isEqualTo("Shared counter: 8 × 5,000, read and write 0.50 µs apart");
    }

    @Test
    void saysHowLongTasksHeldTheLockAndWaitedForIt() throws Exception {
        SharedCounter.Spec spec =
                TestingCount.spec(Discipline.LOCK, 2, 200, Duration.ofNanos(20_000));

        SharedCounter.Output output = counting.onThreads("job", spec);

        assertThat(output.heldSeconds()).isGreaterThan(400 * 10_000 / 1e9);
        assertThat(output.waitedSeconds()).isPositive();
    }

    @Test
    void refusesASecondAttemptWhichWouldCountAgain() throws Exception {
        CountTask task = new CountTask(0, 10, Discipline.ATOMIC, 0);
        TestingCount.Context second = new TestingCount.Context("job", 0, 2, false);

        assertThatThrownBy(() -> counting.workload().run(task, second))
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        failed -> assertThat(failed.retryable()).isFalse());
        assertThat(counting.workload().mostAttempts()).isEqualTo(1);
    }

    @Test
    void stopsWhenItIsCancelled() throws Exception {
        CountTask task = new CountTask(0, Long.MAX_VALUE, Discipline.NONE, 0);
        TestingCount.Context cancelled = new TestingCount.Context("job", 0, 1, true);

        assertThatThrownBy(() -> counting.workload().run(task, cancelled))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void theEndOfAJobRemovesItsCounter() throws Exception {
        SharedCounter.Spec spec = TestingCount.spec(Discipline.ATOMIC, 1, 10, Duration.ZERO);
        SharedCounter workload = counting.workload();
        assertThat(counting.onThreads("job", spec).counted()).isEqualTo(10);
        assertThat(directory.resolve("job")).isDirectory();

        workload.discardFiles("job");
        workload.discardFiles("job");

        assertThat(directory.resolve("job")).doesNotExist();
        assertThat(counting.onThreads("job", spec).counted()).isEqualTo(10);
        assertThat(workload.discardsAtEnd()).isTrue();
    }

    @Test
    void neverLeavesItsDirectory() throws Exception {
        Path other = Files.createDirectories(directory.resolve("other"));
        SharedCounter workload = new TestingCount(directory.resolve("counters")).workload();

        assertThatThrownBy(() -> workload.discardFiles("../other")).isInstanceOf(IOException.class);
        assertThat(other).isDirectory();
    }

    @Test
    void tasksThatCountedInTwoFilesAreFoundOut() {
        SharedCounter.Spec spec = TestingCount.spec(Discipline.FILE_LOCK, 2, 5, Duration.ZERO);
        Stream<TaskOutput<Counted>> apart =
                Stream.of(
                        new TaskOutput<>(0, new Counted(5, 0, 0, 77, 1, false)),
                        new TaskOutput<>(1, new Counted(5, 0, 0, 78, 2, false)));

        assertThatThrownBy(() -> counting.workload().combine(spec, apart))
                .isInstanceOf(CombineException.class)
                .hasMessageContaining("2 different files");
    }

    @Test
    void onlyAPartitionedCounterMayRunOnSeveralMachines() {
        for (Discipline discipline : Discipline.values()) {
            SharedCounter.Spec spec = TestingCount.spec(discipline, 2, 5, Duration.ZERO);
            assertThat(TypedSpec.of(counting.workload(), spec).onOneMachine())
                    .as(discipline.word())
                    .isEqualTo(discipline != Discipline.PARTITIONED);
        }
    }

    @Test
    void moreThanWasExpectedIsWrong() {
        SharedCounter.Spec spec = TestingCount.spec(Discipline.ATOMIC, 2, 5, Duration.ZERO);

        assertThat(
                        counting.workload()
                                .verify(spec, new SharedCounter.Output(10, 11, -1, 0, 0, 1, false)))
                .isEqualTo(new Validity.Wrong("counted 11 of 10"));
    }

    @Test
    void whatItWritesItReads() {
        CountTask task = new CountTask(3, 9_000_000_000L, Discipline.ASYNC_LOCK, 250);
        Counted counted = new Counted(1, 2, 3, 4, -5, true);

        assertThat(CountTask.CODEC.decode(CountTask.CODEC.encode(task))).isEqualTo(task);
        assertThat(Counted.CODEC.decode(Counted.CODEC.encode(counted))).isEqualTo(counted);
        assertThatThrownBy(() -> CountTask.CODEC.decode(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] unknown = CountTask.CODEC.encode(task);
        unknown[unknown.length - 1] = 99;
        assertThatThrownBy(() -> CountTask.CODEC.decode(unknown))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(List.of(Discipline.words())).hasSize(8).contains("async-lock", "file-lock");
    }
}
