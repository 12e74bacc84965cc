package regatta.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Limits how many answers are made at the same time. All other requests wait for their turn, first
 * come first served, and hold no thread while they wait. A turn ends only after the executor has
 * begun what waited for its threads when the answer was made. So even many readers that ask again
 * at once leave processors free, and other work finds a short queue. Safe from any thread.
 */
public final class Turns {
    private static final int MOST_WAITING = 1_000;

    private final int most;
    private final int mostWaiting;
    private final String refusal;
    private final Executor executor;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    /**
     * Lets {@code most} answers be made at the same time, while {@code mostWaiting} requests may
     * wait. A refusal calls the limited answers {@code what}.
     *
     * @param executor makes the answers
     */
    Turns(int most, int mostWaiting, String what, Executor executor) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.refusal = "%d %s are waited for, which is the limit".formatted(mostWaiting, what);
        this.executor = executor;
    }

    /**
     * Makes turns that leave half of several processors for everything else.
     *
     * @param what the answers in the words of a refusal, such as lists
     * @param executor makes the answers
     */
    public static Turns ofHalf(String what, Executor executor) {
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new Turns(most, MOST_WAITING, what, executor);
    }

    /**
     * Makes an answer when the request's turn comes.
     *
     * @throws ProblemException 503 if too many requests wait
     */
    public <T> CompletionStage<T> take(Supplier<CompletionStage<T>> work) {
        return take(work, found -> found);
    }

    /**
     * Makes an answer from what a request finds, when the request's turn comes. The executor makes
     * it.
     *
     * @throws ProblemException 503 if too many requests wait
     */
    public <A, T> CompletionStage<T> take(
            Supplier<CompletionStage<A>> work, Function<A, T> answerOf) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable turn = () -> make(work, answerOf, answer);
        synchronized (waiting) {
            if (taken >= most) {
                if (waiting.size() >= mostWaiting) {
                    throw Problem.unavailable(refusal);
                }
                waiting.add(turn);
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
                            executor.execute(this::next);
                            if (failure == null) {
                                answer.complete(made);
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        });
    }

    private void next() {
        Runnable turn;
        synchronized (waiting) {
            turn = waiting.poll();
            taken -= turn == null ? 1 : 0;
        }
        if (turn != null) {
            turn.run();
        }
    }
}
