package regatta.comparison.plan;

import regatta.protocol.JobId;

/** The id of a comparison. The rules for a job's id also hold for a comparison's id. */
public record ComparisonId(String value) {
    public ComparisonId {
        JobId checked = new JobId(value);
        value = checked.value();
    }

    /** Returns a random id; safe from any thread. */
    public static ComparisonId random() {
        return new ComparisonId(JobId.random().value());
    }

    @Override
    public String toString() {
        return value;
    }
}
