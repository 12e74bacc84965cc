package regatta.workload.sharedcounter;

import java.nio.ByteBuffer;
import regatta.workload.Codec;

/**
 * The output of one task: what the task counted, and how long the task held the lock and waited for
 * the lock.
 *
 * @param value the last value of the counter that the task saw, or the task's own count if the
 *     tasks share nothing
 * @param heldNanos how long the task held the lock, or another thing that lets in one task at a
 *     time
 * @param waitedNanos how long the task waited to be let in, or repeated an addition because another
 *     task had changed the counter
 * @param counter the random number that identifies the counter; 0 if the tasks share nothing
 * @param jvm the random number that identifies the JVM in which the task ran
 * @param onLoop whether the task ran on an event loop
 */
record Counted(
        long value, long heldNanos, long waitedNanos, long counter, long jvm, boolean onLoop) {
    static final Codec<Counted> CODEC =
            new Codec<>() {
                private static final int BYTES = 5 * Long.BYTES + 1;

                @Override
                public byte[] encode(Counted counted) {
                    return ByteBuffer.allocate(BYTES)
                            .putLong(counted.value)
                            .putLong(counted.heldNanos)
                            .putLong(counted.waitedNanos)
                            .putLong(counted.counter)
                            .putLong(counted.jvm)
                            .put((byte) (counted.onLoop ? 1 : 0))
                            .array();
                }

                @Override
                public Counted decode(byte[] bytes) {
                    if (bytes.length != BYTES) {
                        throw new IllegalArgumentException(
                                "expected %d bytes, not %d".formatted(BYTES, bytes.length));
                    }
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    return new Counted(
                            buffer.getLong(),
                            buffer.getLong(),
                            buffer.getLong(),
                            buffer.getLong(),
                            buffer.getLong(),
                            buffer.get() != 0);
                }
            };
}
