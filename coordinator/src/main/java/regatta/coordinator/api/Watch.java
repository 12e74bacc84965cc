package regatta.coordinator.api;

/**
 * A subscription to the changes of a job. {@link #close} ends the subscription, and may be called
 * twice.
 */
public interface Watch extends AutoCloseable {
    @Override
    void close();
}
