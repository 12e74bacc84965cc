package regatta.coordinator.api;

/** Somebody is told how a job goes on, until they close this; closing twice does no harm. */
public interface Watch extends AutoCloseable {
    @Override
    void close();
}
