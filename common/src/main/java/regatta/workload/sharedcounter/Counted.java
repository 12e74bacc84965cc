package regatta.workload.sharedcounter;

import java.nio.ByteBuffer;
import regatta.workload.Codec;

/**
 * What one task counted.
 *
 * @param value what the task saw last in the counter, or its own count where nothing is shared
 * @param heldNanos for which it held what lets one at a time in
 * @param waitedNanos for which it waited to be let in, or repeated its work
 * @param counter the counter's own number; 0 where nothing is shared
 * @param jvm the JVM that it ran in, a random number
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
