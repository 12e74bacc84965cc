package regatta.coordinator.http;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import regatta.http.Problem;

/**
 * Limits how many long answers are made and read at the same time. An answer takes a permit before
 * any work, and gives the permit back when the answer's body ends, fails or is never asked for.
 * Safe from any thread.
 */
final class Permits {
    /**
     * How long an answer keeps its permit before the server asks for the body. The server asks for
     * the body immediately, unless the connection is gone.
     */
    private static final Duration CLAIMED_WITHIN = Duration.ofSeconds(10);

    private final Semaphore free;
    private final String refusal;
    private final ActorSystem<?> system;

    /**
     * Makes {@code most} permits. If a client gets no permit, the error calls the limited answers
     * {@code what}.
     */
    Permits(int most, String what, ActorSystem<?> system) {
        this.free = new Semaphore(most);
        this.refusal = "%d %s are being read, which is the limit".formatted(most, what);
        this.system = system;
    }

    /**
     * Makes an answer under a permit.
     *
     * @param atEnd runs once, when the answer gives its permit back
     * @throws ProblemException 503 if no permit is free
     */
    CompletionStage<HttpResponse> hold(
            Supplier<CompletionStage<HttpResponse>> work, Runnable atEnd) {
        if (!free.tryAcquire()) {
            throw Problem.unavailable(refusal);
        }
        Permit permit = new Permit(atEnd);
        try {
            return work.get()
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            permit.giveBack();
                        }
                    })
                    .thenApply(permit::held);
        } catch (RuntimeException failure) {
            permit.giveBack();
            throw failure;
        }
    }

    private final class Permit {
        private final Runnable atEnd;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private final AtomicBoolean givenBack = new AtomicBoolean();

        Permit(Runnable atEnd) {
            this.atEnd = atEnd;
        }

        HttpResponse held(HttpResponse response) {
            if (response.entity().isStrict()) {
                giveBack();
                return response;
            }
            system.scheduler()
                    .scheduleOnce(CLAIMED_WITHIN, this::unlessClaimed, system.executionContext());
            Source<ByteString, NotUsed> body =
                    response.entity()
                            .getDataBytes()
                            .mapMaterializedValue(_ -> NotUsed.getInstance())
                            .watchTermination((_, end) -> {
                                claimed.set(true);
                                var _ = end.whenComplete((_, _) -> giveBack());
                                return NotUsed.getInstance();
                            });
            HttpEntity entity = response.entity();
            return entity.getContentLengthOption().isPresent()
                    ? response.withEntity(
                            HttpEntities.create(
                                    entity.getContentType(),
                                    entity.getContentLengthOption().getAsLong(),
                                    body))
                    : response.withEntity(
                            HttpEntities.createChunked(entity.getContentType(), body));
        }

        private void unlessClaimed() {
            if (!claimed.get()) {
                giveBack();
            }
        }

        void giveBack() {
            if (givenBack.compareAndSet(false, true)) {
                atEnd.run();
                free.release();
            }
        }
    }
}
