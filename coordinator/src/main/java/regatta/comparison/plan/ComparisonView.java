package regatta.comparison.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobState;
import regatta.protocol.Failure;

/**
 * A snapshot of a comparison, as clients see it; immutable.
 *
 * @param order the comparison's order, by which lists are sorted
 * @param rounds the rounds that succeeded, in the order in which they ran
 * @param running the current round; null between rounds
 * @param machine the machines that ran the rounds, and how busy they were; null before the first
 *     round
 * @param notes one sentence for each fact that readers of the figures must know
 * @param failure why the comparison failed; null unless the comparison's state is FAILED
 * @param waitingFor what the comparison waits for, such as {@code no worker in pool cluster}; null
 *     while the comparison makes progress
 * @param version grows with each visible change, except a change of {@code waitingFor}
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
        @Nullable String waitingFor,
        long version) {
    /** The {@code waitingFor} of a comparison whose first round has not begun. */
    public static final String ITS_TURN = "its turn: comparisons run one at a time";

    public ComparisonView {
        rounds = List.copyOf(rounds);
        notes = List.copyOf(notes);
    }

    /** The current round, and the id of its job. */
    public record Running(Plan.Turn turn, String job) {}

    /** Creates a comparison that waits for its turn. */
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
                ITS_TURN,
                1);
    }

    /**
     * Returns the same comparison with rounds that ran before an interruption. The comparison
     * continues after these rounds.
     */
    public ComparisonView after(List<Round> earlier, List<String> knownNotes) {
        return new ComparisonView(
                id,
                order,
                state,
                spec,
                submittedAt,
                startedAt,
                endedAt,
                earlier,
                running,
                machine,
                knownNotes,
                failure,
                waitingFor,
                version);
    }

    /**
     * Returns the same comparison, which now waits for {@code what}. If {@code what} is null, the
     * comparison waits for nothing.
     */
    public ComparisonView waitsFor(@Nullable String what) {
        return new ComparisonView(
                id,
                order,
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
                what,
                version);
    }

    /** Returns the same comparison with the order that the store gave to the comparison. */
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
                waitingFor,
                version);
    }

    /** Returns the comparison in state RUNNING, after its first start or after a restart. */
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
                machine,
                knownNotes,
                null,
                null,
                version + 1);
    }

    /**
     * Returns the comparison with the rounds that have ended, the current round, and the machines
     * that run the rounds.
     */
    public ComparisonView at(
            List<Round> done,
            @Nullable Running now,
            @Nullable Machine where,
            List<String> knownNotes) {
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
                where,
                knownNotes,
                null,
                null,
                version + 1);
    }

    /** Returns the comparison in its last state, after the comparison's end. */
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
                null,
                version + 1);
    }

    /**
     * Returns the comparison as the comparison continues after a restart of the coordinator. The
     * new version exceeds every version that clients may have seen since the last write: two for
     * each round, and one for the interrupted round.
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
                machine,
                notes,
                null,
                ITS_TURN,
                version + 2L * rounds.size() + 2);
    }

    /**
     * The kind of failure of a comparison with a wrong output. The figures of a comparison with
     * this failure must not be shown.
     */
    public static final String WRONG_OUTPUT = "output";

    /** Returns whether a report may show figures: a round has ended, and no output was wrong. */
    public boolean mayBeReported() {
        return !rounds.isEmpty() && (failure == null || !failure.kind().equals(WRONG_OUTPUT));
    }

    /**
     * Returns a text that changes whenever the visible content changes. The text is part of the
     * ETag.
     */
    public String revision() {
        String waits = waitingFor == null ? "" : "." + Integer.toHexString(waitingFor.hashCode());
        return version + waits;
    }

    /**
     * Returns the measurements of all rounds that have ended. The measurements are complete only if
     * the comparison has succeeded.
     */
    public Comparison measured() {
        return new Comparison(spec.title(), spec.workload(), spec.plan(), rounds, Map.of(), notes);
    }
}
