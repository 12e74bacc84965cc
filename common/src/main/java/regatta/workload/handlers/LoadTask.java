package regatta.workload.handlers;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import regatta.workload.Codec;

/** One task: a service, and the load that it gets. */
record LoadTask(
        HandlerKind handler, int rate, long durationNanos, long waitNanos, long computeNanos) {
    private static final int BYTES = 2 * Integer.BYTES + 3 * Long.BYTES;
    private static final long LEAST_GRACE = TimeUnit.MILLISECONDS.toNanos(500);

    static final Codec<LoadTask> CODEC =
            new Codec<>() {
                @Override
                public byte[] encode(LoadTask task) {
                    return ByteBuffer.allocate(BYTES)
                            .putInt(task.handler.ordinal())
                            .putInt(task.rate)
                            .putLong(task.durationNanos)
                            .putLong(task.waitNanos)
                            .putLong(task.computeNanos)
                            .array();
                }

                @Override
                public LoadTask decode(byte[] bytes) {
                    if (bytes.length != BYTES) {
                        throw new IllegalArgumentException(
                                "expected %d bytes, not %d".formatted(BYTES, bytes.length));
                    }
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    int handler = buffer.getInt();
                    if (handler < 0 || handler >= HandlerKind.values().length) {
                        throw new IllegalArgumentException("no handler " + handler);
                    }
                    return new LoadTask(
                            HandlerKind.values()[handler],
                            buffer.getInt(),
                            buffer.getLong(),
                            buffer.getLong(),
                            buffer.getLong());
                }
            };

    /** What handling a request takes by itself. */
    long ownNanos() {
        return waitNanos + computeNanos;
    }

    /** For how long answers are waited for after the last start. */
    long graceNanos() {
        return Math.max(LEAST_GRACE, 3 * ownNanos());
    }
}
