package regatta.coordinator;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import regatta.workload.EventLoop;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;

/**
 * A task that is a script of steps, each a word and how many milliseconds (or tries):
 *
 * <ul>
 *   <li>{@code cpu 50} is on a processor for 50 ms, {@code lock 50} as well, while it alone holds
 *       the one lock of its JVM,
 *   <li>{@code wait 50} is on none for 50 ms,
 *   <li>{@code memory 50} writes 50 million times to memory that all JVMs of the machine share,
 *   <li>{@code fail 2} fails in the first two attempts,
 *   <li>{@code encode 50} takes the coordinator 50 ms to hand out.
 * </ul>
 */
record ScriptedTask(String script) {
    private static final double NANOS = 1e6;

    /**
     * A longer gap between two readings of the clock means that the thread was off its processor.
     */
    private static final long PREEMPTED_NANOS = 20_000;

    private static final Object LOCK = new Object();

    /** How long the last slow encoding really took, for tests in the coordinator's JVM. */
    static volatile long lastEncodeNanos;

    /** The times of one task, in nanoseconds of the machine's monotonic clock. */
    record Spent(long begin, long end, long cpu, long waited) {
        String text() {
            return LongStream.of(begin, end, cpu, waited)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(" "));
        }

        static Spent of(String text) {
            long[] parts = Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
            return new Spent(parts[0], parts[1], parts[2], parts[3]);
        }
    }

    /** The times so far. The steps of one task run one after another. */
    private static final class Progress {
        private final long begin = System.nanoTime();
        private long cpu;
        private long waited;

        Spent spent() {
            return new Spent(begin, System.nanoTime(), cpu, waited);
        }
    }

    private String[] words() {
        return script.isEmpty() ? new String[0] : script.split(" ", -1);
    }

    Spent run(TaskContext context) throws Exception {
        Progress progress = new Progress();
        String[] words = words();
        for (int i = 0; i < words.length; i += 2) {
            double amount = Double.parseDouble(words[i + 1]);
            if (words[i].equals("wait")) {
                long before = System.nanoTime();
                Thread.sleep(Duration.ofNanos((long) (amount * NANOS)));
                progress.waited += System.nanoTime() - before;
            } else {
                doNow(words[i], amount, context, progress);
            }
        }
        return progress.spent();
    }

    void start(TaskContext context, EventLoop loop, CompletableFuture<Spent> output) {
        step(0, new Progress(), context, loop, output);
    }

    private void step(
            int from,
            Progress progress,
            TaskContext context,
            EventLoop loop,
            CompletableFuture<Spent> output) {
        String[] words = words();
        try {
            for (int i = from; i < words.length; i += 2) {
                double amount = Double.parseDouble(words[i + 1]);
                if (words[i].equals("wait")) {
                    int next = i + 2;
                    long before = System.nanoTime();
                    loop.schedule(
                            Duration.ofNanos((long) (amount * NANOS)),
                            () -> {
                                progress.waited += System.nanoTime() - before;
                                step(next, progress, context, loop, output);
                            });
                    return;
                }
                doNow(words[i], amount, context, progress);
            }
            output.complete(progress.spent());
        } catch (TaskFailedException failure) {
            output.completeExceptionally(failure);
        }
    }

    private static void doNow(String word, double amount, TaskContext context, Progress progress)
            throws TaskFailedException {
        switch (word) {
            case "cpu" -> progress.cpu += compute((long) (amount * NANOS));
            case "lock" -> {
                synchronized (LOCK) {
                    progress.cpu += compute((long) (amount * NANOS));
                }
            }
            case "memory" -> SharedMemory.write((long) (amount * 1e6));
            case "fail" -> {
                if (context.attempt() <= amount) {
                    throw new TaskFailedException("scripted", "as told", true);
                }
            }
            case "encode" -> {}
            default -> throw new IllegalArgumentException(word);
        }
    }

    /** Runs when the coordinator encodes the task, and takes as long as the script says. */
    void whenEncoded() {
        String[] words = words();
        if (words.length == 2 && words[0].equals("encode")) {
            long before = System.nanoTime();
            long _ = compute((long) (Double.parseDouble(words[1]) * NANOS));
            lastEncodeNanos = System.nanoTime() - before;
        }
    }

    /**
     * Computes until the thread has spent that much time on a processor, and returns how much it
     * was.
     */
    private static long compute(long nanos) {
        long spent = 0;
        long last = System.nanoTime();
        while (spent < nanos) {
            long now = System.nanoTime();
            if (now - last < PREEMPTED_NANOS) {
                spent += now - last;
            }
            last = now;
        }
        return spent;
    }
}
