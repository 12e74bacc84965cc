package regatta.http;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** How far the requests of one connection are; safe from any thread. */
final class Exchanges {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong ends = new AtomicLong();

    /** A request goes to its route. */
    void began() {
        requests.incrementAndGet();
    }

    /** A request is being answered; returns the answer, which says when its body has ended. */
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

    /** Whether no request waits for its answer or for the rest of it. */
    boolean isIdle() {
        return requests.get() == ends.get();
    }

    /**
     * Whether nothing of another answer comes between, if a request is answered before Pekko does.
     *
     * @param heads of requests that Pekko has
     * @param inBody whether the request is the last of these, and not one after it
     */
    boolean mayAnswer(long heads, boolean inBody) {
        return inBody ? answers.get() == heads - 1 : ends.get() == heads;
    }
}
