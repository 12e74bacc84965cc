package regatta.coordinator.api;

import java.util.Optional;

/**
 * Selects the jobs of a list. An empty field excludes no job; {@code before} is an exclusive upper
 * bound of {@link JobView#order}.
 */
public record JobFilter(
        Optional<JobState> state,
        Optional<String> workload,
        Optional<String> mode,
        Optional<Long> before) {

    /** Selects every job. */
    public static final JobFilter ALL =
            new JobFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
