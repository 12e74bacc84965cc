package regatta.http;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Counts the requests of one connection, the answers that have begun, and the answers that have
 * ended; safe from any thread.
 */
final class Exchanges {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong ends = new AtomicLong();

    /** Counts a request that goes to the router. */
    void began() {
        requests.incrementAndGet();
    }

    /**
     * Counts an answer that begins, and returns the response to send. Once the body of this
     * response has been sent, the answer counts as ended.
     */
    HttpResponse answered(HttpResponse response) {
        answers.incrementAndGet();
        HttpEntity entity = response.entity();
        if (entity.isStrict() || entity.isKnownEmpty()) {
            ends.incrementAndGet();
            return response;
        }
        Source<ByteString, NotUsed> body =
                entity.getDataBytes()
                        .mapMaterializedValue(_ -> NotUsed.getInstance())
                        .watchTermination((_, end) -> {
                            var _ = end.whenComplete((_, _) -> ends.incrementAndGet());
                            return NotUsed.getInstance();
                        });
        return response.withEntity(
                entity.getContentLengthOption().isPresent()
                        ? HttpEntities.create(
                                entity.getContentType(),
                                entity.getContentLengthOption().getAsLong(),
                                body)
                        : HttpEntities.createChunked(entity.getContentType(), body));
    }

    /** Returns whether every request has been answered completely. */
    boolean isIdle() {
        return requests.get() == ends.get();
    }

    /**
     * Returns whether the {@link ConnectionGuard} may answer a request in place of Pekko. The guard
     * must not answer if its bytes would mix with the bytes of another answer.
     *
     * @param heads how many heads of requests the guard has passed to Pekko
     * @param inBody true if the guard refuses the last request whose head Pekko has got, because of
     *     the body of this request; false if the guard refuses the next request
     */
    boolean mayAnswer(long heads, boolean inBody) {
        return inBody ? answers.get() == heads - 1 : ends.get() == heads;
    }
}
