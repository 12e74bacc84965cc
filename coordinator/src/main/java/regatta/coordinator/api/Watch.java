package regatta.coordinator.api;

/** A subscription to the changes of a job, until it is closed. It may be closed twice. */
public interface Watch extends AutoCloseable {
    @Override
    void close();
}
