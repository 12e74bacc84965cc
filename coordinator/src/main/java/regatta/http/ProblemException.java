package regatta.http;

import java.util.List;
import regatta.workload.Violation;

/** Carries a {@link Problem} to {@link Router}, which answers with the problem. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /**
     * Returns the wrong fields, so that a caller can add these fields to its own list of wrong
     * fields.
     *
     * @throws ProblemException this exception itself, if the problem concerns no field
     */
    public List<Violation> violations() {
        if (problem.errors().isEmpty()) {
            throw this;
        }
        return problem.errors();
    }
}
