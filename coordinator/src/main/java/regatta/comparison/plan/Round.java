package regatta.comparison.plan;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.RunReport;

/**
 * The measurements of one round of an arm, as the round's job reported them. No value is rounded or
 * corrected.
 *
 * @param arm label of the arm
 * @param block the number of the round's block, from 0
 * @param warmUp whether the plan made the round a warm-up. Further rounds may become warm-ups
 *     later.
 * @param job the id of the round's job
 * @param startedAt when the job was submitted; null in comparisons of version 0.1.0
 * @param startSeconds the time from the start of the comparison to the round's first dispatch, on a
 *     monotonic clock. The times of the round's attempts count from the first dispatch.
 * @param answer the output as lines of text for people
 * @param unfit why the arm is never recommended, whatever the arm's figures are; null if the round
 *     is fit, as most rounds are
 * @param figures the numbers in the output, by name
 * @param output identifies the output; null in comparisons of earlier versions
 * @param sample all attempts of the round, or a random sample of them
 */
public record Round(
        String arm,
        int block,
        boolean warmUp,
        String job,
        @Nullable Instant startedAt,
        double startSeconds,
        Conditions conditions,
        RunReport report,
        List<String> answer,
        @Nullable String unfit,
        Map<String, Double> figures,
        @Nullable OutputMark output,
        AttemptSample sample) {
    public Round {
        answer = List.copyOf(answer);
        // Rounds that an earlier version stored lack figures and a sample.
        figures =
                Collections.unmodifiableMap(
                        new LinkedHashMap<>(Objects.requireNonNullElse(figures, Map.of())));
        sample = Objects.requireNonNullElse(sample, AttemptSample.NONE);
    }

    /** Creates a round without time of day, output and attempts. */
    public Round(
            String arm,
            int block,
            boolean warmUp,
            String job,
            Conditions conditions,
            RunReport report) {
        this(
                arm,
                block,
                warmUp,
                job,
                null,
                0,
                conditions,
                report,
                List.of(),
                null,
                Map.of(),
                null,
                AttemptSample.NONE);
    }

    /** Returns the same round with another sample of its attempts. */
    public Round with(AttemptSample other) {
        return new Round(
                arm,
                block,
                warmUp,
                job,
                startedAt,
                startSeconds,
                conditions,
                report,
                answer,
                unfit,
                figures,
                output,
                other);
    }

    /**
     * Returns the longest time for which one node of the round, or the coordinator, stood still.
     */
    double stoodStillSeconds() {
        double longest = conditions.stoodStillSeconds();
        for (RunReport.WorkerShare worker : report.workers()) {
            if (worker.jvm() != null) {
                longest = Math.max(longest, worker.jvm().stoodStillSeconds());
            }
        }
        return longest;
    }

    /**
     * Returns the part of the round's time, 0 to 1, for which a quota held the round's JVMs back.
     */
    double throttled() {
        double seconds = 0;
        for (RunReport.WorkerShare worker : report.workers()) {
            if (worker.jvm() != null) {
                // JVMs of one control group each report the loss of the whole group, so a sum would
                // count the loss several times.
                seconds = Math.max(seconds, worker.jvm().throttledSeconds());
            }
        }
        double all = report.wallSeconds() * Math.min(report.slots(), conditions.processors());
        return all <= 0 ? 0 : Math.clamp(seconds / all, 0, 1);
    }

    /** Returns the part, 0 to 1, of the round's usable cores that other programs took. */
    double coresTaken() {
        return conditions.coresTaken(report.slots());
    }

    /**
     * Returns the part, 0 to 1, of the time in which tasks could have computed but had no core; −1
     * if unknown. If slots share threads, a thread without a core holds up all slots of the thread.
     * In this case the result is a part of the wall time.
     */
    double lackOfCores() {
        RunReport.Ready ready = report.ready();
        if (ready == null || report.cpuSeconds() < 0) {
            return -1;
        }
        double wanted = report.cpuSeconds() + ready.seconds();
        double all = report.cpuShared() ? report.wallSeconds() : report.slotAccount().running();
        return all <= 0 || wanted <= 0 ? 0 : ready.seconds() / wanted * Math.min(1, wanted / all);
    }
}
