package regatta.workload.handlers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * The requests of one path: when each is to start, the connections that they use, and how long they
 * took. Confined to the generator's thread.
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
     * So many requests a second.
     *
     * @param mostLinks how many may be under way at a time; a request beyond waits for one to end,
     *     which counts as its latency
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

    /** When a request is to start, whatever became of those before it. */
    long intended(long number) {
        return start + (long) (number * (NANOS / rate));
    }

    /** When the next request is to start; far away when there is none. */
    long next() {
        return sent < count ? intended(sent) : Long.MAX_VALUE;
    }

    boolean isOver() {
        return ended == count;
    }

    /** Sends all requests that are due, as far as there are connections. */
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

    /** The request that a link had was answered. */
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

    /** The link broke, and with it the request that it had. */
    void broke(Link link) {
        ended++;
        latencies.failed();
        links.remove(link);
    }

    /** Nobody waits any longer. */
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

    /** How late the generator itself was, connections that were lacking included. */
    Latencies lateness() {
        return lateness;
    }

    /**
     * Requests that were answered well, a second. One that kept up answers the last request when
     * that one has been handled; the time that this takes is not one in which it could do more.
     *
     * @param ownSeconds what handling a request takes by itself
     */
    double achievedRate(double ownSeconds) {
        double took = (lastAnswerAt - start) / NANOS - ownSeconds;
        return answered / Math.max(took, count / rate);
    }
}
