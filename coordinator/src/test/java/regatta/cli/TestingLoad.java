package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import regatta.cli.TestingNode.Answer;

/**
 * A client that submits small jobs until it is stopped, with a bounded number of unended ones. It
 * repeats a submission whose reply is lost, and logs every 202. It runs on its own thread.
 */
final class TestingLoad {
    private static final int UNENDED = 30;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final long PATIENCE_NANOS = 180_000_000_000L;
    private static final String[] MODES = {"cluster", "processes"};

    private final TestingNode nodes;
    private final Random random;
    private final LongConsumer onEnd;
    private final List<Accepted> accepted = new ArrayList<>();
    private final AtomicInteger accepts = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final CompletableFuture<Void> ended;
    private volatile boolean stopped;
    private int repeats;

    /** A job that got its 202, and its correct sum. */
    record Accepted(String key, String body, String id, String sum) {}

    private TestingLoad(TestingNode nodes, Random random, LongConsumer onEnd) {
        this.nodes = nodes;
        this.random = random;
        this.onEnd = onEnd;
        this.ended = CompletableFuture.runAsync(this::run, task -> Thread.ofPlatform().start(task));
    }

    /**
     * Starts to submit.
     *
     * @param onEnd is called on the client's thread for each job that ended, with the time in
     *     nanoseconds
     */
    static TestingLoad start(TestingNode nodes, Random random, LongConsumer onEnd) {
        return new TestingLoad(nodes, random, onEnd);
    }

    /** Waits until {@code more} further jobs have ended. */
    void goOnForEnds(int more) throws Exception {
        goOn(ends, more);
    }

    /** Waits until {@code more} further jobs are accepted. */
    void goOnForAccepted(int more) throws Exception {
        goOn(accepts, more);
    }

    private void goOn(AtomicInteger count, int more) throws Exception {
        int wanted = count.get() + more;
        long start = System.nanoTime();
        while (count.get() < wanted) {
            assertThat(System.nanoTime() - start).as("%d more", more).isLessThan(PATIENCE_NANOS);
            goOnFor(1);
        }
    }

    /** Waits for the given time, unless the client fails meanwhile. */
    void goOnFor(long millis) throws Exception {
        try {
            ended.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException asWanted) {
            // The client still runs.
        }
    }

    /** Stops submitting, waits until every accepted job has ended, and returns these jobs. */
    List<Accepted> stop(long seconds) throws Exception {
        stopped = true;
        ended.get(seconds, TimeUnit.SECONDS);
        return accepted;
    }

    /** Returns how many submissions had to be repeated. Call this after {@link #stop}. */
    int repeats() {
        return repeats;
    }

    private void run() {
        int awaited = 0;
        while (!stopped) {
            submit();
            for (; accepted.size() - awaited >= UNENDED; awaited++) {
                awaitEnd(accepted.get(awaited));
            }
        }
        for (; awaited < accepted.size(); awaited++) {
            awaitEnd(accepted.get(awaited));
        }
    }

    private void submit() {
        long target = 1_000L + random.nextInt(random.nextInt(4) == 0 ? 200_000_000 : 100_000);
        String key = "job-" + accepted.size();
        String body =
                """
                {"workload": {"kind": "sum-of-squares", "targets": [%d], "tasksPerTarget": %d},
                 "mode": "%s", "slots": 2}
                """
                        .formatted(target, 1 + random.nextInt(6), MODES[random.nextInt(2)]);
        Answer answer = insist(() -> nodes.submit(key, body), 202);
        accepted.add(new Accepted(key, body, answer.json().at("/id").asText(), sum(target)));
        accepts.incrementAndGet();
    }

    private void awaitEnd(Accepted job) {
        String path = "/api/v1/jobs/" + job.id() + "?wait=PT20S";
        JsonNode now;
        do {
            // Repeats the request, as clients do.
            now = insist(() -> nodes.get(path), 200).json();
        } while (now.at("/endedAt").isNull());
        assertThat(now.at("/state").asText()).as(job + ": " + now).isEqualTo("SUCCEEDED");
        assertThat(now.at("/output/sums/0").asText()).as(job + ": " + now).isEqualTo(job.sum());
        ends.incrementAndGet();
        onEnd.accept(System.nanoTime());
    }

    /**
     * Repeats a request until it gets an answer. During a restart, connections are refused or
     * answered with 503.
     */
    private Answer insist(Request request, int wanted) {
        while (true) {
            try {
                Answer answer = request.send();
                if (answer.status() == wanted) {
                    return answer;
                }
                if (answer.status() != 503) {
                    throw new AssertionError(answer.status() + " " + answer.response().body());
                }
            } catch (IOException lost) {
                // The request may or may not have arrived.
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
            repeats += wanted == 202 ? 1 : 0;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The sum of i² for i below n: (n - 1) n (2n - 1) / 6. */
    private static String sum(long n) {
        return BigInteger.valueOf(n - 1)
                .multiply(BigInteger.valueOf(n))
                .multiply(BigInteger.valueOf(2 * n - 1))
                .divide(BigInteger.valueOf(6))
                .toString();
    }

    private interface Request {
        Answer send() throws IOException, InterruptedException;
    }
}
