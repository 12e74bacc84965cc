package regatta.comparison.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobState;
import regatta.protocol.Failure;

/**
 * A comparison as people see it, at one moment; immutable.
 *
 * @param order position in the order of acceptance; lists are sorted by it
 * @param rounds those that ended well, in the order in which they ran
 * @param running the round that runs; null between rounds
 * @param machine where and under which circumstances it ran; null until it succeeded
 * @param notes what a reader of the figures has to know, a sentence each
 * @param failure why it failed; null unless FAILED
 * @param version grows with every visible change
 */
public record ComparisonView(
        ComparisonId id,
        long order,
        JobState state,
        ComparisonSpec spec,
        Instant submittedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<Round> rounds,
        @Nullable Running running,
        @Nullable Machine machine,
        List<String> notes,
        @Nullable Failure failure,
        long version) {
    public ComparisonView {
        rounds = List.copyOf(rounds);
        notes = List.copyOf(notes);
    }

    /** A round, and the job that it is. */
    public record Running(Plan.Turn turn, String job) {}

    /** A comparison that nothing happened to yet. */
    public static ComparisonView accepted(ComparisonId id, ComparisonSpec spec, Instant now) {
        return new ComparisonView(
                id,
                0,
                JobState.QUEUED,
                spec,
                now,
                null,
                null,
                List.of(),
                null,
                null,
                List.of(),
                null,
                1);
    }

    /** The same comparison at its place in the order of acceptance. */
    public ComparisonView withOrder(long place) {
        return new ComparisonView(
                id,
                place,
                state,
                spec,
                submittedAt,
                startedAt,
                endedAt,
                rounds,
                running,
                machine,
                notes,
                failure,
                version);
    }

    /** It runs, or goes on after a restart. */
    public ComparisonView begun(Instant now, List<String> knownNotes) {
        return new ComparisonView(
                id,
                order,
                JobState.RUNNING,
                spec,
                submittedAt,
                startedAt == null ? now : startedAt,
                null,
                rounds,
                null,
                null,
                knownNotes,
                null,
                version + 1);
    }

    /** Rounds so far, and what runs now. */
    public ComparisonView at(List<Round> done, @Nullable Running now, List<String> knownNotes) {
        return new ComparisonView(
                id,
                order,
                state,
                spec,
                submittedAt,
                startedAt,
                null,
                done,
                now,
                null,
                knownNotes,
                null,
                version + 1);
    }

    /** It ended. */
    public ComparisonView ended(
            JobState how,
            Instant now,
            @Nullable Machine where,
            List<String> knownNotes,
            @Nullable Failure why) {
        return new ComparisonView(
                id,
                order,
                how,
                spec,
                submittedAt,
                startedAt,
                now,
                rounds,
                null,
                where,
                knownNotes,
                why,
                version + 1);
    }

    /**
     * As it goes on after a restart: its version is beyond every one that may have been shown,
     * which were two a round, and one for the round that was interrupted.
     */
    public ComparisonView recovered() {
        return new ComparisonView(
                id,
                order,
                state,
                spec,
                submittedAt,
                startedAt,
                null,
                rounds,
                null,
                null,
                notes,
                null,
                version + 2L * rounds.size() + 2);
    }

    /**
     * What was measured.
     *
     * @throws IllegalStateException when it has not succeeded
     */
    public Comparison measured() {
        if (state != JobState.SUCCEEDED) {
            throw new IllegalStateException("comparison " + id + " is " + state);
        }
        return new Comparison(spec.title(), spec.workload(), spec.plan(), rounds, Map.of(), notes);
    }
}
