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
 * What one round of one arm measured, as its job reported it; never rounded or corrected.
 *
 * @param arm label of the arm
 * @param block the block it belongs to, from 0
 * @param warmUp whether it was run to warm up; further ones may turn out to have been warm-ups too
 * @param job id of the job that was this round
 * @param startedAt when its job was submitted; null in comparisons of version 0.1.0
 * @param startSeconds from the start of the comparison until its first attempt was dispatched, on a
 *     clock that nobody sets: times of its attempts count from there
 * @param answer what people read of its output, a line each
 * @param unfit why its arm is never recommended, whatever its figures; null for most
 * @param figures what its output says in numbers, by name
 * @param output tells its output from others; null in comparisons of earlier versions
 * @param sample its attempts, or a fair draw of them
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
        // Rounds that an earlier version kept have neither.
        figures =
                Collections.unmodifiableMap(
                        new LinkedHashMap<>(Objects.requireNonNullElse(figures, Map.of())));
        sample = Objects.requireNonNullElse(sample, AttemptSample.NONE);
    }

    /** A round of which nobody noted the time of day, the output and the attempts. */
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

    /** The same round with another sample of its attempts. */
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

    /** The longest time for which one of its nodes, or the coordinator, stood still. */
    double stoodStillSeconds() {
        double longest = conditions.stoodStillSeconds();
        for (RunReport.WorkerShare worker : report.workers()) {
            if (worker.jvm() != null) {
                longest = Math.max(longest, worker.jvm().stoodStillSeconds());
            }
        }
        return longest;
    }

    /** The part of its time, 0 to 1, for which a quota held its JVMs back. */
    double throttled() {
        double seconds = 0;
        for (RunReport.WorkerShare worker : report.workers()) {
            if (worker.jvm() != null) {
                // JVMs of one group each say what all of it lost.
                seconds = Math.max(seconds, worker.jvm().throttledSeconds());
            }
        }
        double all = report.wallSeconds() * Math.min(report.slots(), conditions.processors());
        return all <= 0 ? 0 : Math.clamp(seconds / all, 0, 1);
    }

    /** The part of the cores that it could use, 0 to 1, that other programs had. */
    double coresTaken() {
        return conditions.coresTaken(report.slots());
    }

    /**
     * The part of the time in which its tasks could have computed, 0 to 1, for which they had no
     * core; −1 where not known. Threads that many slots share lack cores for all of them.
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
