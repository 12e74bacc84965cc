package regatta.coordinator.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.jobs.Acknowledgements.NO_ENTRY;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.protocol.WorkerId;

/** When a worker may forget a report. */
class AcknowledgementsTest {
    private static final WorkerId ONE = new WorkerId("one");
    private static final WorkerId OTHER = new WorkerId("other");

    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final List<Effect> effects = new ArrayList<>();

    @Test
    void waitsForEveryReportBefore() {
        acknowledgements.reported(ONE, 1, 5, effects);
        acknowledgements.reported(ONE, 2, 6, effects);
        acknowledgements.reported(ONE, 3, NO_ENTRY, effects);
        acknowledgements.kept(6, effects);
        assertThat(effects).isEmpty();
        acknowledgements.kept(5, effects);
        assertThat(effects)
                .containsExactly(
                        new Effect.Acknowledge(ONE, 1, false),
                        new Effect.Acknowledge(ONE, 2, false),
                        new Effect.Acknowledge(ONE, 3, true));
    }

    @Test
    void waitsForNoOtherWorker() {
        acknowledgements.reported(OTHER, 1, 5, effects);
        acknowledgements.reported(ONE, 1, NO_ENTRY, effects);
        assertThat(effects).containsExactly(new Effect.Acknowledge(ONE, 1, true));
    }

    @Test
    void forgetsAWorkerThatIsGone() {
        acknowledgements.reported(ONE, 1, 5, effects);
        acknowledgements.forget(ONE);
        acknowledgements.kept(5, effects);
        assertThat(effects).isEmpty();
    }
}
