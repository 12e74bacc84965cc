package regatta.coordinator.jobs;

/**
 * Takes the answer to a question, or, for a watcher, each view of a job. The job book only passes
 * an asker on in effects and never calls it.
 */
@FunctionalInterface
public interface Asker<A> {
    void answer(A answer);
}
