package regatta.workload.sharedcounter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import regatta.workload.Codec;

/**
 * One task: how often the task adds 1 to the counter, and how the task shares the counter.
 *
 * @param index the index of the task, which chooses the task's cell of an adder
 * @param increments how often the task adds 1
 * @param discipline how the task shares the counter with other tasks
 * @param apartNanos how long the task works between a read of the counter and the write that
 *     follows, in nanoseconds
 */
record CountTask(int index, long increments, Discipline discipline, long apartNanos) {
    static final Codec<CountTask> CODEC =
            new Codec<>() {
                // The encoded size without the discipline's name, which follows as the last field.
                private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

                @Override
                public byte[] encode(CountTask task) {
                    byte[] word = task.discipline.word().getBytes(US_ASCII);
                    return ByteBuffer.allocate(BYTES + word.length)
                            .putInt(task.index)
                            .putLong(task.increments)
                            .putLong(task.apartNanos)
                            .put(word)
                            .array();
                }

                @Override
                public CountTask decode(byte[] bytes) {
                    if (bytes.length < BYTES) {
                        throw new IllegalArgumentException("bytes are missing");
                    }
                    String word = new String(bytes, BYTES, bytes.length - BYTES, US_ASCII);
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    int index = buffer.getInt();
                    long increments = buffer.getLong();
                    Discipline discipline =
                            Discipline.of(word)
                                    .orElseThrow(() ->
                                            new IllegalArgumentException("no discipline " + word));
                    return new CountTask(index, increments, discipline, buffer.getLong());
                }
            };
}
