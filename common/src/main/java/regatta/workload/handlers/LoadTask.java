package regatta.workload.handlers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import regatta.workload.Codec;

/** One task: the service to start, and the requests to send to the service. */
record LoadTask(
        HandlerKind handler, int rate, long durationNanos, long waitNanos, long computeNanos) {
    /** The encoded size of a task without the handler's name, which follows as the last field. */
    private static final int BYTES = Integer.BYTES + 3 * Long.BYTES;

    private static final long LEAST_GRACE = TimeUnit.MILLISECONDS.toNanos(500);

    static final Codec<LoadTask> CODEC =
            new Codec<>() {
                @Override
                public byte[] encode(LoadTask task) {
                    byte[] word = task.handler.word().getBytes(US_ASCII);
                    return ByteBuffer.allocate(BYTES + word.length)
                            .putInt(task.rate)
                            .putLong(task.durationNanos)
                            .putLong(task.waitNanos)
                            .putLong(task.computeNanos)
                            .put(word)
                            .array();
                }

                @Override
                public LoadTask decode(byte[] bytes) {
                    if (bytes.length < BYTES) {
                        throw new IllegalArgumentException("bytes are missing");
                    }
                    String word = new String(bytes, BYTES, bytes.length - BYTES, US_ASCII);
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    return new LoadTask(
                            HandlerKind.of(word)
                                    .orElseThrow(() ->
                                            new IllegalArgumentException("no handler " + word)),
                            buffer.getInt(),
                            buffer.getLong(),
                            buffer.getLong(),
                            buffer.getLong());
                }
            };

    /** Returns how long handling a request takes if nothing delays the request. */
    long ownNanos() {
        return waitNanos + computeNanos;
    }

    /** Returns how long the generator waits for answers after the last start of a request. */
    long graceNanos() {
        return Math.max(LEAST_GRACE, 3 * ownNanos());
    }
}
