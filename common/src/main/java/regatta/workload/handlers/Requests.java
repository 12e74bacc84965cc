package regatta.workload.handlers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * The requests to one path: the intended start of each request, the connections that carry
 * requests, and how long the requests took. Confined to the generator's thread.
 */
final class Requests {
    private static final double NANOS = 1e9;

    private final byte[] text;
    private final double rate;
    private final long count;
    private final int mostLinks;
    private final Latencies latencies = new Latencies();
    private final Latencies lateness = new Latencies();
    private final ArrayDeque<Link> idle = new ArrayDeque<>();
    private final Set<Link> links = new HashSet<>();
    private long start;
    private long sent;
    private long ended;
    private long answered;
    private long lastAnswerAt;

    /**
     * Plans requests at a rate for some seconds.
     *
     * @param rate how many requests a second to send
     * @param mostLinks how many requests may be under way at a time. A further request waits until
     *     an earlier request ends, and the latency of the further request includes this wait
     */
    Requests(String path, double rate, double seconds, int mostLinks) {
        this.text = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII);
        this.rate = rate;
        this.count = Math.max(1, Math.round(rate * seconds));
        this.mostLinks = mostLinks;
    }

    void begin(long startAt) {
        start = startAt;
        lastAnswerAt = startAt;
    }

    /** Returns when a request is to start, whatever became of earlier requests. */
    long intended(long number) {
        return start + (long) (number * (NANOS / rate));
    }

    /**
     * Returns when the next request is to start; {@link Long#MAX_VALUE} if there is no next
     * request.
     */
    long next() {
        return sent < count ? intended(sent) : Long.MAX_VALUE;
    }

    boolean isOver() {
        return ended == count;
    }

    /** Sends all requests that are due, as long as connections are free. */
    void send(InetSocketAddress to, Selector selector, long now) throws IOException {
        while (sent < count && intended(sent) <= now) {
            Link link = idle.poll();
            if (link == null && links.size() >= mostLinks) {
                return;
            }
            lateness.answered(intended(sent), now);
            long intended = intended(sent++);
            if (link == null) {
                link = new Link(text, this);
                links.add(link);
                link.open(to, selector, intended);
            } else {
                link.send(intended);
            }
        }
    }

    /** Records the answer to the request of a link. */
    void answered(Link link, long intended, boolean well, long now) {
        ended++;
        lastAnswerAt = now;
        if (well) {
            answered++;
            latencies.answered(intended, now);
        } else {
            latencies.failed();
        }
        idle.push(link);
    }

    /** Counts the request of a broken link as failed, and forgets the link. */
    void broke(Link link) {
        ended++;
        latencies.failed();
        links.remove(link);
    }

    /** Counts every request without an answer as an error, and closes all connections. */
    void giveUp(long now) {
        for (Link link : links) {
            if (link.isWaiting()) {
                latencies.unanswered(link.intended(), now);
            }
            link.close();
        }
        for (long number = sent; number < count; number++) {
            latencies.unanswered(intended(number), now);
        }
    }

    Latencies latencies() {
        return latencies;
    }

    /**
     * Returns how long after their intended starts requests were sent, because the generator was
     * late or lacked a connection.
     */
    Latencies lateness() {
        return lateness;
    }

    /**
     * Returns how many requests a second got the right answer. Even a service that keeps up with
     * the rate answers the last request only after handling that request. The result leaves out the
     * time for handling the last request, because no further request comes in that time.
     *
     * @param ownSeconds how long handling a request takes if nothing delays the request
     */
    double achievedRate(double ownSeconds) {
        double took = (lastAnswerAt - start) / NANOS - ownSeconds;
        return answered / Math.max(took, count / rate);
    }
}
