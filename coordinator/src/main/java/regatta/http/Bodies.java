package regatta.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.japi.function.Procedure;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies within limits of bytes and time; safe from any thread.
 *
 * <p>If a body is too large, the server first discards the body's bytes as they arrive, for at most
 * a few seconds. Then the server refuses the request. Many clients read an answer only after they
 * have sent the whole body, and lose the answer if the server closes the connection earlier.
 */
public final class Bodies {
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final int LOOKS = 12;
    private static final long FLOWING_BYTES = 1 << 16;
    private static final int LARGE = 1 << 20;

    /** The largest number of bytes of a body that the server discards before the answer. */
    private static final long MOST_DRAINED = 256L << 20;

    private static final Duration PACE_WINDOW = Duration.ofSeconds(10);

    private final HttpSettings settings;
    private final ActorSystem<?> system;
    private final Duration paceWindow;
    private final AtomicLong held = new AtomicLong();
    private final Executor blocking;
    private CompletableFuture<Done> last = CompletableFuture.completedFuture(Done.done());

    public Bodies(HttpSettings settings, ActorSystem<?> system) {
        this(settings, system, PACE_WINDOW);
    }

    Bodies(HttpSettings settings, ActorSystem<?> system, Duration paceWindow) {
        this.settings = settings;
        this.paceWindow = paceWindow;
        this.system = system;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    /**
     * Reads and parses the body of a request. Until the body is parsed, its bytes count against the
     * limit of all bodies together. The stage fails with a {@link ProblemException} if the body is
     * too large or arrives too slowly.
     */
    public <T> CompletionStage<T> read(
            HttpRequest request, int maxBytes, Function<byte[], T> parse) {
        Reading reading = new Reading(maxBytes, waitsForGoAhead(request));
        if (request.entity().getContentLengthOption().orElse(0) > maxBytes) {
            reading.refuse(Problem.tooLarge(maxBytes));
        }
        Cancellable deadline = after(settings.bodyWithin(), reading::requireEnd);
        Cancellable looks =
                system.scheduler()
                        .scheduleWithFixedDelay(
                                paceWindow,
                                paceWindow,
                                reading::requirePace,
                                system.executionContext());
        if (!reading.result.isDone()) {
            Incoming incoming = stream(request, reading::add);
            var _ = incoming.end().whenComplete((_, failure) -> reading.end(failure));
            var _ = reading.result.whenComplete((_, _) -> stopLater(incoming));
        }
        return reading.result
                .whenComplete((_, _) -> {
                    deadline.cancel();
                    looks.cancel();
                })
                .thenCompose(body -> parsed(body, parse))
                .whenComplete((_, _) -> reading.close());
    }

    /**
     * Parses a body. The server parses only one large body at a time, because the parsed objects
     * take more memory than the body's bytes.
     */
    private <T> CompletionStage<T> parsed(byte[] body, Function<byte[], T> parse) {
        if (body.length <= LARGE) {
            return CompletableFuture.completedStage(parse.apply(body));
        }
        synchronized (this) {
            CompletableFuture<T> own = last.handleAsync((_, _) -> parse.apply(body), blocking);
            last = own.handle((_, _) -> Done.done());
            return own;
        }
    }

    /** Discards a body. The stage completes when the body ends or stalls. */
    public CompletionStage<?> discard(HttpRequest request) {
        if (request.entity().isStrict() || waitsForGoAhead(request)) {
            return CompletableFuture.completedStage(Done.done());
        }
        AtomicLong seen = new AtomicLong();
        Incoming incoming = stream(request, bytes -> seen.addAndGet(bytes.size()));
        CompletableFuture<Done> end = incoming.end();
        whenStalled(seen, 0, LOOKS, () -> end.complete(Done.done()));
        return end.exceptionally(_ -> Done.done()).whenComplete((_, _) -> stopLater(incoming));
    }

    /** Stops reading the rest of a body a few seconds after the answer to the request. */
    private void stopLater(Incoming incoming) {
        after(LOOK.multipliedBy(LOOKS), incoming.stop()::shutdown);
    }

    /** A body that is arriving. */
    private record Incoming(CompletableFuture<Done> end, UniqueKillSwitch stop) {}

    private void whenStalled(AtomicLong seen, long before, int looks, Runnable action) {
        after(
                LOOK,
                () -> {
                    long now = seen.get();
                    if (looks == 0 || now - before < FLOWING_BYTES || now > MOST_DRAINED) {
                        action.run();
                    } else {
                        whenStalled(seen, now, looks - 1, action);
                    }
                });
    }

    private Cancellable after(Duration time, Runnable action) {
        return system.scheduler().scheduleOnce(time, action, system.executionContext());
    }

    private Incoming stream(HttpRequest request, Procedure<ByteString> each) {
        Pair<UniqueKillSwitch, CompletionStage<Done>> running =
                request.entity()
                        .withoutSizeLimit()
                        .getDataBytes()
                        .viaMat(KillSwitches.single(), Keep.right())
                        .toMat(Sink.foreach(each), Keep.both())
                        .run(system);
        return new Incoming(
                Stages.on(system.executionContext(), running.second()), running.first());
    }

    /** Returns whether the client sends the body only after the server asks for the body. */
    private static boolean waitsForGoAhead(HttpRequest request) {
        return request.getHeader("Expect").isPresent();
    }

    /** A body that is being read. */
    private final class Reading {
        final CompletableFuture<byte[]> result = new CompletableFuture<>();
        private final boolean answerAtOnce;
        private final AtomicLong seen = new AtomicLong();
        private final int maxBytes;
        private List<ByteString> kept = new ArrayList<>();
        private long reserved;
        private long seenBefore;
        private boolean closed;
        private @Nullable ProblemException refusal;

        Reading(int maxBytes, boolean answerAtOnce) {
            this.maxBytes = maxBytes;
            this.answerAtOnce = answerAtOnce;
        }

        synchronized void add(ByteString bytes) {
            seen.addAndGet(bytes.size());
            if (closed) {
                return;
            }
            reserved += bytes.size();
            long all = held.addAndGet(bytes.size());
            if (reserved > maxBytes) {
                refuse(Problem.tooLarge(maxBytes));
            } else if (all > settings.maxBodies()) {
                refuse(Problem.unavailable("too many requests are being read"));
            } else {
                kept.add(bytes);
            }
        }

        synchronized void refuse(ProblemException problem) {
            close();
            if (answerAtOnce) {
                result.completeExceptionally(problem);
            } else {
                refusal = problem;
                whenStalled(seen, seen.get(), LOOKS, () -> result.completeExceptionally(problem));
            }
        }

        void requireEnd() {
            tooSlow(
                    "within %d s (regatta.http.body-within)"
                            .formatted(settings.bodyWithin().toSeconds()));
        }

        synchronized void requirePace() {
            long now = seen.get();
            if (now - seenBefore < settings.bodyPace() * paceWindow.toMillis() / 1_000) {
                tooSlow(
                        "at %,d bytes a second (regatta.http.body-pace)"
                                .formatted(settings.bodyPace()));
            }
            seenBefore = now;
        }

        private void tooSlow(String limit) {
            result.completeExceptionally(Problem.tooSlow(limit));
        }

        void end(@Nullable Throwable failure) {
            Throwable known = refused();
            if (known != null) {
                result.completeExceptionally(known);
            } else if (failure != null) {
                result.completeExceptionally(Problem.malformed("", "the body broke off"));
            } else {
                result.complete(whole());
            }
        }

        private synchronized @Nullable Throwable refused() {
            return refusal;
        }

        private synchronized byte[] whole() {
            byte[] whole = new byte[(int) reserved];
            int at = 0;
            for (ByteString piece : kept) {
                piece.asByteBuffer().get(whole, at, piece.size());
                at += piece.size();
            }
            kept = List.of();
            return whole;
        }

        synchronized void close() {
            closed = true;
            kept = List.of();
            held.addAndGet(-reserved);
            reserved = 0;
        }
    }
}
