package regatta.workload.handlers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import regatta.workload.EventLoop;

/** Where requests are handled. */
enum HandlerKind {
    /** The mistake: the loop itself waits. */
    BLOCKING_ON_LOOP("each handler blocks the loop, which serves nobody else meanwhile"),
    /** As {@code def} in FastAPI. */
    BLOCKING_IN_POOL("its %d threads are all that handle requests".formatted(Handler.POOL)),
    VIRTUAL_THREADS("its handlers need more processor time than there is"),
    /** As {@code async def} in FastAPI. */
    ASYNC("what a handler computes blocks the loop");

    private final String limit;

    HandlerKind(String limit) {
        this.limit = limit;
    }

    /** The word for it in a job. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<HandlerKind> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static String[] words() {
        return Arrays.stream(values()).map(HandlerKind::word).toArray(String[]::new);
    }

    /** What its service comes up against, a clause. */
    String limit() {
        return limit;
    }

    /** Makes a handler for a loop. */
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
     * Why it does well where it does, a sentence without its full stop.
     *
     * @param rate requests a second
     * @param atOnce how many of them are being handled at a time
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
                            "one that waits holds no thread of the system, so that %s at a time are not too many"
                                    .formatted(many);
                    case ASYNC ->
                            "one that waits holds a timer of the loop and no thread, so that %s at a time are not too many"
                                    .formatted(many);
                };
        return "%s holds %d requests a second: %s".formatted(word(), rate, why);
    }
}
