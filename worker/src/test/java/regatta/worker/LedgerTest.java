package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import regatta.protocol.Failure;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.WorkerCommand.Dispatch;
import regatta.protocol.WorkerEvent.Report;
import regatta.protocol.WorkerId;

class LedgerTest {
    private final Ledger ledger = new Ledger(new WorkerId("worker"));

    private static Attempt attempt(String job, int task) {
        Attempt.Work work = new Attempt.Work(new JobId(job), "kind", null);
        return new Attempt(work, new Dispatch(3, task, 1, false, Payload.EMPTY), 0);
    }

    private static Attempt ended(String job, int task, Outcome outcome) {
        Attempt attempt = attempt(job, task);
        attempt.end(outcome, 0, 0);
        return attempt;
    }

    private static Outcome bytes(int size) {
        return new Outcome.Succeeded(new Payload(new byte[size]));
    }

    @Test
    void makesNoReportOfNothing() {
        assertThat(ledger.record(new News())).isEmpty();
        assertThat(ledger.isSettled()).isTrue();
        assertThat(ledger.oldest()).isZero();
    }

    @Test
    void groupsByJob() {
        News news = new News();
        news.started().add(attempt("a", 0));
        news.returned().add(attempt("b", 1));
        news.ended().add(ended("a", 2, bytes(0)));
        news.ended().add(ended("b", 3, bytes(0)));

        List<Report> reports = ledger.record(news);

        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().jobs())
                .allSatisfy(part -> assertThat(part.ended()).hasSize(1))
                .extracting(part -> part.job().value())
                .containsExactly("a", "b");
        List<Held> held = new ArrayList<>();
        ledger.held((_, one) -> held.add(one));
        assertThat(held).extracting(Held::task).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(held).extracting(Held::slot).containsOnly(3);
    }

    @Test
    void splitsByCount() {
        News news = new News();
        IntStream.range(0, 1_025).forEach(i -> news.ended().add(ended("a", i, bytes(8))));

        assertThat(ledger.record(news))
                .extracting(report -> report.jobs().getFirst().ended().size())
                .containsExactly(512, 512, 1);
    }

    @Test
    void splitsByBytes() {
        News news = new News();
        String message = "x".repeat(2_000);
        news.ended().add(ended("a", 0, bytes(131_072)));
        news.ended().add(ended("a", 1, bytes(131_072)));
        news.ended().add(ended("a", 2, bytes(1)));
        for (int i = 3; i < 33; i++) {
            Failure failure = new Failure(Failure.ERROR, message, true);
            news.ended().add(ended("a", i, new Outcome.Failed(failure)));
        }

        assertThat(ledger.record(news))
                .extracting(report -> report.jobs().getFirst().ended().size())
                .containsExactly(1, 1, 22, 9);
    }

    @Test
    void forgetsUpToWhatIsAcknowledged() {
        for (int i = 0; i < 3; i++) {
            News news = new News();
            news.ended().add(ended("a", i, bytes(0)));
            ledger.record(news);
        }

        assertThat(ledger.acknowledge(2)).hasSize(2);
        assertThat(ledger.acknowledge(2)).isEmpty();
        assertThat(ledger.oldest()).isEqualTo(3);
        assertThat(ledger.acknowledge(9)).hasSize(1);
        assertThat(ledger.isSettled()).isTrue();
    }

    @Test
    void sendsAgainWithGrowingPatience() {
        Resend resend = new Resend();
        List<Integer> due = new ArrayList<>();
        for (int tick = 0; tick < 100; tick++) {
            if (resend.tick(1)) {
                due.add(tick);
            }
        }

        assertThat(due).containsExactly(3, 9, 21, 45, 75);
        assertThat(IntStream.range(0, 100).anyMatch(_ -> resend.tick(0))).isFalse();
        resend.progress();
        assertThat(IntStream.range(0, 4).filter(_ -> resend.tick(2)).boxed().toList())
                .containsExactly(3);
    }
}
