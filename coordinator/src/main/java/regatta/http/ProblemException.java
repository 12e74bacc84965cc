package regatta.http;

import java.util.List;
import regatta.workload.Violation;

/** Carries a {@link Problem} to the one place that answers with it. */
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
     * The fields that are wrong, for a problem with several of them.
     *
     * @throws ProblemException this one, when something else is wrong than fields
     */
    public List<Violation> violations() {
        if (problem.errors().isEmpty()) {
            throw this;
        }
        return problem.errors();
    }
}
