package regatta.workload.sharedcounter;

import java.nio.ByteBuffer;
import regatta.workload.Codec;

/**
 * One task.
 *
 * @param index of the task, which chooses its cell of an adder
 * @param increments how often it adds 1
 * @param apartNanos the work between a read and its write
 */
record CountTask(int index, long increments, Discipline discipline, long apartNanos) {
    static final Codec<CountTask> CODEC =
            new Codec<>() {
                private static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

                @Override
                public byte[] encode(CountTask task) {
                    return ByteBuffer.allocate(BYTES)
                            .putInt(task.index)
                            .putInt(task.discipline.ordinal())
                            .putLong(task.increments)
                            .putLong(task.apartNanos)
                            .array();
                }

                @Override
                public CountTask decode(byte[] bytes) {
                    ByteBuffer buffer = sized(bytes, BYTES);
                    int index = buffer.getInt();
                    int discipline = buffer.getInt();
                    if (discipline < 0 || discipline >= Discipline.values().length) {
                        throw new IllegalArgumentException("no discipline " + discipline);
                    }
                    return new CountTask(
                            index,
                            buffer.getLong(),
                            Discipline.values()[discipline],
                            buffer.getLong());
                }
            };

    static ByteBuffer sized(byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "expected %d bytes, not %d".formatted(length, bytes.length));
        }
        return ByteBuffer.wrap(bytes);
    }
}
