package regatta.coordinator.schedule;

import java.time.Duration;
import java.util.function.IntFunction;
import regatta.protocol.JobId;
import regatta.workload.Demand;

/** Terms of a job for tests: one that computes in pool {@code cluster}, unless said otherwise. */
record TestingJob(JobTerms terms) {
    static final String POOL = "cluster";
    static final String COMPUTES = "sum-of-squares";
    static final String WAITS = "download";

    static TestingJob job(String id, int tasks, int slots) {
        return new TestingJob(
                new JobTerms(
                        new JobId(id),
                        COMPUTES,
                        POOL,
                        tasks,
                        slots,
                        Demand.COMPUTING,
                        0,
                        1,
                        0,
                        0,
                        _ -> ""));
    }

    TestingJob priority(int priority) {
        return of(
                terms.kind(),
                terms.demand(),
                priority,
                terms.maxAttempts(),
                terms.taskTimeoutNanos());
    }

    TestingJob maxAttempts(int attempts) {
        return of(
                terms.kind(), terms.demand(), terms.priority(), attempts, terms.taskTimeoutNanos());
    }

    TestingJob timeout(Duration timeout) {
        return of(
                terms.kind(),
                terms.demand(),
                terms.priority(),
                terms.maxAttempts(),
                timeout.toNanos());
    }

    TestingJob waiting() {
        return of(
                WAITS,
                Demand.WAITING,
                terms.priority(),
                terms.maxAttempts(),
                terms.taskTimeoutNanos());
    }

    TestingJob perKey(int most, IntFunction<String> key) {
        return new TestingJob(
                new JobTerms(
                        terms.id(),
                        terms.kind(),
                        terms.pool(),
                        terms.tasks(),
                        terms.slots(),
                        terms.demand(),
                        terms.priority(),
                        terms.maxAttempts(),
                        terms.taskTimeoutNanos(),
                        most,
                        key));
    }

    /** The same job with tasks that have hosts, and wait for them so long. */
    TestingJob hosts(Duration retryFor, IntFunction<String> host) {
        return new TestingJob(
                new JobTerms(
                        terms.id(),
                        terms.kind(),
                        terms.pool(),
                        terms.tasks(),
                        terms.slots(),
                        terms.demand(),
                        terms.priority(),
                        terms.maxAttempts(),
                        terms.taskTimeoutNanos(),
                        terms.perKey(),
                        host,
                        retryFor.toNanos(),
                        terms.round()));
    }

    /** The same job as a round of a comparison. */
    TestingJob round() {
        return new TestingJob(
                new JobTerms(
                        terms.id(),
                        terms.kind(),
                        terms.pool(),
                        terms.tasks(),
                        terms.slots(),
                        terms.demand(),
                        terms.priority(),
                        terms.maxAttempts(),
                        terms.taskTimeoutNanos(),
                        terms.perKey(),
                        terms.limitKey(),
                        terms.retryForNanos(),
                        true));
    }

    private TestingJob of(String kind, Demand demand, int priority, int maxAttempts, long timeout) {
        return new TestingJob(
                new JobTerms(
                        terms.id(),
                        kind,
                        terms.pool(),
                        terms.tasks(),
                        terms.slots(),
                        demand,
                        priority,
                        maxAttempts,
                        timeout,
                        terms.perKey(),
                        terms.limitKey()));
    }
}
