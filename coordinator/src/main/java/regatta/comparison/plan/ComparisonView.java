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
 * @param machine where and under which circumstances its rounds ran; null before the first
 * @param notes what a reader of the figures has to know, a sentence each
 * @param failure why it failed; null unless FAILED
 * @param waitingFor what a comparison that makes no progress waits for, such as {@code no worker in
 *     pool cluster}; null while it advances
 * @param version grows with every visible change but those of waitingFor
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
    /** What a comparison waits for before its first round. */
    public static final String ITS_TURN = "its turn: comparisons run one at a time";

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
                ITS_TURN,
                1);
    }

    /** The same comparison, which goes on after rounds that an earlier process ran. */
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

    /** It makes no progress because of that; null where it advances. */
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
                waitingFor,
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
                machine,
                knownNotes,
                null,
                null,
                version + 1);
    }

    /** Rounds so far, where they ran, and what runs now. */
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
                null,
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
                machine,
                notes,
                null,
                ITS_TURN,
                version + 2L * rounds.size() + 2);
    }

    /** The kind of failure after which no figure may be shown: an output was wrong. */
    public static final String WRONG_OUTPUT = "output";

    /** Whether rounds have ended whose figures may be shown. */
    public boolean mayBeReported() {
        return !rounds.isEmpty() && (failure == null || !failure.kind().equals(WRONG_OUTPUT));
    }

    /** Tells this view from every other of the same comparison that shows something else. */
    public String revision() {
        String waits = waitingFor == null ? "" : "." + Integer.toHexString(waitingFor.hashCode());
        return version + waits;
    }

    /** What was measured so far; of a comparison that has not succeeded, not all of it. */
    public Comparison measured() {
        return new Comparison(spec.title(), spec.workload(), spec.plan(), rounds, Map.of(), notes);
    }
}
