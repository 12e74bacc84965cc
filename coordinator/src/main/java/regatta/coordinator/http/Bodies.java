package regatta.coordinator.http;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.japi.function.Procedure;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies within bounds of bytes and time; safe from any thread.
 *
 * <p>What is too large is read on and thrown away for a short while before it is refused: many
 * clients look for an answer only once they have sent everything, and closing the connection under
 * them would lose it.
 */
final class Bodies {
    private static final long DRAIN_MILLIS = 800;

    private final HttpSettings settings;
    private final Materializer materializer;
    private final AtomicLong held = new AtomicLong();

    Bodies(HttpSettings settings, ClassicActorSystemProvider system) {
        this.settings = settings;
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    /** The whole body; fails with a {@link ProblemException} when it is too large or too slow. */
    CompletionStage<byte[]> read(HttpRequest request) {
        Reading reading = new Reading(waitsForGoAhead(request));
        if (request.entity().getContentLengthOption().orElse(0) > settings.maxBody()) {
            reading.refuse(Problem.tooLarge(settings.maxBody()));
        }
        if (!reading.result.isDone()) {
            stream(request, reading::add).whenComplete((_, failure) -> reading.end(failure));
        }
        return reading.result
                .orTimeout(settings.bodyWithin().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> reading.close())
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedStage(
                                failure instanceof TimeoutException
                                        ? Problem.tooSlow(settings.bodyWithin())
                                        : failure));
    }

    /** Throws the body away; ends with it, or after a short while. */
    CompletionStage<?> discard(HttpRequest request) {
        if (request.entity().isStrict() || waitsForGoAhead(request)) {
            return CompletableFuture.completedStage(Done.done());
        }
        return stream(request, _ -> {})
                .exceptionally(_ -> Done.done())
                .toCompletableFuture()
                .completeOnTimeout(Done.done(), DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Done> stream(HttpRequest request, Procedure<ByteString> each) {
        return request.entity().withoutSizeLimit().getDataBytes().runForeach(each, materializer);
    }

    /** Such a client sends nothing before it is asked to, so that there is nothing to discard. */
    private static boolean waitsForGoAhead(HttpRequest request) {
        return request.getHeader("Expect").isPresent();
    }

    /** One body on its way. */
    private final class Reading {
        final CompletableFuture<byte[]> result = new CompletableFuture<>();
        private final boolean answerAtOnce;
        private ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long reserved;
        private boolean refused;
        private @Nullable ProblemException refusal;

        Reading(boolean answerAtOnce) {
            this.answerAtOnce = answerAtOnce;
        }

        synchronized void add(ByteString bytes) {
            if (refused) {
                return;
            }
            reserved += bytes.size();
            long all = held.addAndGet(bytes.size());
            if (reserved > settings.maxBody()) {
                refuse(Problem.tooLarge(settings.maxBody()));
            } else if (all > settings.maxBodies()) {
                refuse(Problem.unavailable("too many requests are being read"));
            } else {
                kept.writeBytes(bytes.toArrayUnsafe());
            }
        }

        synchronized void refuse(ProblemException problem) {
            close();
            if (answerAtOnce) {
                result.completeExceptionally(problem);
            } else {
                refusal = problem;
                CompletableFuture.delayedExecutor(DRAIN_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(() -> result.completeExceptionally(problem));
            }
        }

        synchronized void end(@Nullable Throwable failure) {
            if (refusal != null) {
                result.completeExceptionally(refusal);
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(kept.toByteArray());
            }
        }

        synchronized void close() {
            refused = true;
            kept = new ByteArrayOutputStream(0);
            held.addAndGet(-reserved);
            reserved = 0;
        }
    }
}
