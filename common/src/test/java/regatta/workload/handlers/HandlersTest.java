package regatta.workload.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import regatta.workload.ContractCheck;
import regatta.workload.TypedSpec;
import regatta.workload.Validity;
import regatta.workload.Violation;

/** What the workload says of specs and outputs. */
class HandlersTest {
    private final Handlers workload = new Handlers();

    private static Handlers.Spec spec(HandlerKind handler, int rate, int waitMillis) {
        return new Handlers.Spec(
                handler.word(),
                rate,
                Duration.ofSeconds(2),
                Duration.ofMillis(waitMillis),
                Duration.ZERO);
    }

    private static Handlers.Output output(double p99, double achieved, double healthP99) {
        return new Handlers.Output(
                p99 / 2,
                p99,
                p99,
                p99,
                achieved,
                0,
                new Handlers.Health(0.001, healthP99, healthP99, 0),
                0.1,
                0.0003);
    }

    @Test
    void saysOfItsFieldsWhatItsSpecsDo() throws Exception {
        new ContractCheck(JsonMapper.builder().addModule(new JavaTimeModule()).build())
                .check(workload, "{}");
    }

    @Test
    void namesTheLimitOfRequestsThatAreUnderWayAtATime() {
        assertThat(workload.check(spec(HandlerKind.ASYNC, 5_000, 100))).isEmpty();
        assertThat(workload.check(spec(HandlerKind.ASYNC, 6_000, 100)))
                .containsExactly(
                        new Violation(
                                "/rate",
                                "rate × (wait + compute) must be at most 512 requests at a time"));
    }

    @Test
    void aServiceThatHoldsItsRateIsFitHoweverSlowTheMachine() {
        assertThat(workload.verify(spec(HandlerKind.ASYNC, 600, 100), output(0.14, 560, 0.15)))
                .isEqualTo(new Validity.Right());
    }

    @Test
    void namesTheHandlerThatStarvesHealthWithTheFigure() {
        Validity validity =
                workload.verify(
                        spec(HandlerKind.BLOCKING_ON_LOOP, 600, 100), output(2.4, 10, 2.35));

        assertThat(validity)
                .isEqualTo(
                        new Validity.Unfit(
                                "starves /health (p99 2.35 s) and serves 10 of 600"
                                        + " requests a second (p99 2.40 s), because each handler blocks"
                                        + " the loop, which serves nobody else meanwhile"));
    }

    @Test
    void saysWhichRateAPoolDoesNotHold() {
        assertThat(
                        workload.verify(
                                spec(HandlerKind.BLOCKING_IN_POOL, 600, 100),
                                output(1.2, 410, 0.002)))
                .isEqualTo(
                        new Validity.Unfit(
                                "serves 410 of 600 requests a second (p99 1.20 s), because its 40"
                                        + " threads are all that handle requests"));
    }

    @Test
    void saysHowMuchTheGeneratorUsed() {
        assertThat(workload.answer(spec(HandlerKind.ASYNC, 600, 100), output(0.104, 599.7, 0.0011)))
                .containsExactly(
                        "600 of 600 requests a second; p50 52 ms, p90 104 ms, p99 104 ms, max"
                                + " 104 ms; 0 errors; /health p99 1.10 ms",
                        "the generator shared the cores with the service and used 5 % of one core;"
                                + " it sent requests 300 µs late (p99)");
    }

    @Test
    void comparesThe99thPercentile() {
        Handlers.Output output = output(0.104, 600, 0.001);

        assertThat(workload.compared().name()).isEqualTo("p99");
        assertThat(TypedSpec.of(workload, spec(HandlerKind.ASYNC, 600, 100)).values(output))
                .containsEntry("p99", 0.104)
                .containsEntry("health p99", 0.001)
                .containsEntry("served", 600.0);
    }

    @Test
    void titlesASpecByItsLoad() {
        assertThat(workload.title(spec(HandlerKind.ASYNC, 600, 100)))
                .isEqualTo("Handlers: 600 requests a second, each waits 100 ms, for 2 s");
    }

    @Test
    void whatItWritesItReads() {
        LoadTask task = new LoadTask(HandlerKind.ASYNC, 9, 8, 7, 6);
        Measured measured = new Measured(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

        assertThat(LoadTask.CODEC.decode(LoadTask.CODEC.encode(task))).isEqualTo(task);
        assertThat(Measured.CODEC.decode(Measured.CODEC.encode(measured))).isEqualTo(measured);
        assertThatThrownBy(() -> LoadTask.CODEC.decode(new byte[2]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Measured.CODEC.decode(new byte[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
