package regatta.workload.handlers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import regatta.workload.EventLoop;

/**
 * Says where a request waits and computes: on the event loop, on a thread of a pool, or on a
 * virtual thread.
 */
enum HandlerKind {
    /**
     * The event loop itself waits, and serves no other request meanwhile. Such a handler is a
     * common mistake.
     */
    BLOCKING_ON_LOOP("each handler blocks the loop, which serves nobody else meanwhile"),
    /**
     * Each request waits on a thread of a pool, like a FastAPI handler that is declared with {@code
     * def}.
     */
    BLOCKING_IN_POOL("its %d threads are all that handle requests".formatted(Handler.POOL)),
    VIRTUAL_THREADS("its handlers need more processor time than there is"),
    /**
     * A timer of the event loop ends the wait, so no thread waits. A FastAPI handler that is
     * declared with {@code async def} works like this.
     */
    ASYNC("what a handler computes blocks the loop");

    private final String limit;

    HandlerKind(String limit) {
        this.limit = limit;
    }

    /** Returns the name of this kind in a job. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<HandlerKind> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static String[] words() {
        return Arrays.stream(values()).map(HandlerKind::word).toArray(String[]::new);
    }

    /** Returns a clause that says what limits a service with handlers of this kind. */
    String limit() {
        return limit;
    }

    /** Makes a handler of this kind for a service's event loop. */
    Handler make(EventLoop loop, long waitNanos, long computeNanos) {
        Work work = new Work(waitNanos, computeNanos);
        return switch (this) {
            case BLOCKING_ON_LOOP -> Handler.onLoop(work);
            case BLOCKING_IN_POOL -> Handler.inPool(work, loop);
            case VIRTUAL_THREADS -> Handler.onVirtualThreads(work, loop);
            case ASYNC -> Handler.async(work, loop);
        };
    }

    /**
     * Returns why a service with handlers of this kind is fast, as a sentence without its full
     * stop. A verdict that recommends the handlers quotes the sentence.
     *
     * @param rate how many requests a second are sent
     * @param atOnce how many requests are handled at a time
     */
    String reason(int rate, double atOnce) {
        String many = String.format(Locale.ROOT, "%.0f", Math.ceil(atOnce));
        String why =
                switch (this) {
                    case BLOCKING_ON_LOOP ->
                            "its loop is seldom busy with one request when another comes";
                    case BLOCKING_IN_POOL ->
                            "its pool of %d threads is enough for %s at a time"
                                    .formatted(Handler.POOL, many);
                    case VIRTUAL_THREADS ->
                            "a waiting request holds no platform thread, so %s at a time are not too many"
                                    .formatted(many);
                    case ASYNC ->
                            "a waiting request holds only a timer of the loop, so %s at a time are not too many"
                                    .formatted(many);
                };
        return "%s keeps up with %d requests a second: %s".formatted(word(), rate, why);
    }
}
