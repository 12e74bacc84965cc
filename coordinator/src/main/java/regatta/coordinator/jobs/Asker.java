package regatta.coordinator.jobs;

/** Somebody who asked and hears one answer; the book hands it on and never calls it. */
@FunctionalInterface
public interface Asker<A> {
    void answer(A answer);
}
