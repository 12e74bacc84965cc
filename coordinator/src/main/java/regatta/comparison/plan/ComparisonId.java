package regatta.comparison.plan;

import regatta.protocol.JobId;

/** Names a comparison; as many characters as a job's id may have. */
public record ComparisonId(String value) {
    public ComparisonId {
        JobId checked = new JobId(value);
        value = checked.value();
    }

    /** Returns a fresh id; safe from any thread. */
    public static ComparisonId random() {
        return new ComparisonId(JobId.random().value());
    }

    @Override
    public String toString() {
        return value;
    }
}
