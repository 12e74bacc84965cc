package regatta.coordinator.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import regatta.http.Problem;

/**
 * Limits how many answers are made at a time. The others wait for their turn, first come first
 * served, and hold no thread. So many readers of lists leave processors for everything else. Safe
 * from any thread.
 */
final class Turns {
    private final int most;
    private final int mostWaiting;
    private final String refusal;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    /** Makes {@code most} turns. A refusal names the answers by {@code what}. */
    Turns(int most, int mostWaiting, String what) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.refusal = "%d %s are waited for, which is the limit".formatted(mostWaiting, what);
    }

    /**
     * Makes an answer at its turn, which ends when the answer is made.
     *
     * @throws ProblemException 503 if too many wait
     */
    <T> CompletionStage<T> take(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable turn = () -> make(work, answer);
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

    private <T> void make(Supplier<CompletionStage<T>> work, CompletableFuture<T> answer) {
        CompletionStage<T> made;
        try {
            made = work.get();
        } catch (RuntimeException failure) {
            made = CompletableFuture.failedFuture(failure);
        }
        var _ =
                made.whenComplete((result, failure) -> {
                    next();
                    if (failure == null) {
                        answer.complete(result);
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
