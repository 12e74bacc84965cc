package regatta.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Limits how many answers are made at the same time. All other requests wait for their turn, first
 * come first served, and hold no thread while they wait. So many readers that ask again at once
 * leave processors free for other work, which finds short queues. Safe from any thread.
 */
public final class Turns {
    private static final int MOST_WAITING = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final int most;
    private final int mostWaiting;
    private final String what;
    private final Duration longestWait;
    private final Executor executor;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int taken;

    private record Waiting(long since, Runnable turn, CompletableFuture<?> answer) {}

    /**
     * Lets {@code most} answers be made at the same time, while {@code mostWaiting} requests may
     * wait. A refusal calls the limited answers {@code what}.
     *
     * @param longestWait how long a request may wait for its turn
     * @param executor makes the answers
     */
    Turns(int most, int mostWaiting, String what, Duration longestWait, Executor executor) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.what = what;
        this.longestWait = longestWait;
        this.executor = executor;
    }

    /**
     * Makes turns of which at most half as many are taken as there are processors.
     *
     * @param what the answers in the words of a refusal, such as lists
     * @param executor makes the answers
     */
    public static Turns of(String what, Executor executor) {
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new Turns(most, MOST_WAITING, what, LONGEST_WAIT, executor);
    }

    /**
     * Makes an answer when the request's turn comes. The turn ends when the answer is made. If the
     * turn comes too late, the answer is a {@link ProblemException} with status 503.
     *
     * @param work finds what the answer tells
     * @param answerOf makes the answer of it; runs on the executor
     * @throws ProblemException 503 if too many requests wait
     */
    public <A, T> CompletionStage<T> take(
            Supplier<CompletionStage<A>> work, Function<A, T> answerOf) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable turn = () -> make(work, answerOf, answer);
        synchronized (waiting) {
            if (taken >= most) {
                if (waiting.size() >= mostWaiting) {
                    throw Problem.unavailable(
                            "%d %s are waited for, which is the limit"
                                    .formatted(mostWaiting, what));
                }
                waiting.add(new Waiting(System.nanoTime(), turn, answer));
                return answer;
            }
            taken++;
        }
        turn.run();
        return answer;
    }

    private <A, T> void make(
            Supplier<CompletionStage<A>> work,
            Function<A, T> answerOf,
            CompletableFuture<T> answer) {
        CompletionStage<A> found;
        try {
            found = work.get();
        } catch (RuntimeException failure) {
            found = CompletableFuture.failedFuture(failure);
        }
        var _ =
                found.thenApplyAsync(answerOf, executor)
                        .whenComplete((made, failure) -> {
                            next();
                            if (failure == null) {
                                answer.complete(made);
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        });
    }

    private void next() {
        Waiting next;
        do {
            synchronized (waiting) {
                next = waiting.poll();
                taken -= next == null ? 1 : 0;
            }
        } while (next != null && refusedAsLate(next));
        if (next != null) {
            next.turn().run();
        }
    }

    /** Refuses a request that has waited for too long, because each turn before it was slow. */
    private boolean refusedAsLate(Waiting next) {
        boolean late = System.nanoTime() - next.since() > longestWait.toNanos();
        return late
                && next.answer()
                        .completeExceptionally(
                                Problem.unavailable("too many %s are waited for".formatted(what)));
    }
}
