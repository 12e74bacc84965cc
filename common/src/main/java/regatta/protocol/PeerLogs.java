package regatta.protocol;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.event.LogMarker;
import org.apache.pekko.event.slf4j.Slf4jLoggingFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the warnings and errors that Pekko's remoting logs, because anybody who reaches the node's
 * port can cause these lines. Each of Pekko's classes that read from the network may log one line
 * in ten seconds. The next line tells how many lines were left out. Safe from any thread.
 *
 * <p>This filter also ends an endless loop. If a message (frame) states a negative length, this
 * version of Pekko reads the frame for ever (apache/pekko issue 3492), and meanwhile Pekko's
 * decoder calls nothing but the log. So after a thousand undecodable frames within a second, the
 * filter throws an exception into the decoder. Pekko then restarts the inbound streams without the
 * connection that sent the frame, and the other peers connect again within a second.
 */
public final class PeerLogs extends Slf4jLoggingFilter {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLogs.class);
    private static final String REMOTING = "org.apache.pekko.remote.artery.";
    private static final String SERIALIZATION = "org.apache.pekko.serialization.";
    private static final String DECODER = REMOTING + "Decoder";

    /**
     * The mark of the warning that Pekko has quarantined a peer. Every node that dies is
     * quarantined minutes later, so that its memory is freed, and the coordinator has then long
     * told the loss.
     */
    private static final String GIVEN_UP = "pekkoQuarantine";

    private static final long APART = Duration.ofSeconds(10).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /**
     * The largest number of undecodable frames that the filter allows in a second. A node that was
     * started again causes a few undecodable frames.
     */
    static final int MOST_BAD_FRAMES = 1_000;

    private final LongSupplier clock;
    private final Map<String, Source> sources = new ConcurrentHashMap<>();

    /** Pekko calls this constructor once for each actor system. */
    public PeerLogs(ActorSystem.Settings settings, EventStream events) {
        this(settings, events, System::nanoTime);
    }

    PeerLogs(ActorSystem.Settings settings, EventStream events, LongSupplier clock) {
        super(settings, events);
        this.clock = clock;
    }

    @Override
    public boolean isErrorEnabled(Class<?> of, String source) {
        return super.isErrorEnabled(of, source) && mayTell(of);
    }

    @Override
    public boolean isWarningEnabled(Class<?> of, String source) {
        return super.isWarningEnabled(of, source) && mayTell(of);
    }

    @Override
    public boolean isErrorEnabled(Class<?> of, String source, LogMarker marker) {
        return super.isErrorEnabled(of, source, marker) && mayTell(of);
    }

    @Override
    public boolean isWarningEnabled(Class<?> of, String source, LogMarker marker) {
        return super.isWarningEnabled(of, source, marker)
                && !marker.name().equals(GIVEN_UP)
                && mayTell(of);
    }

    private boolean mayTell(Class<?> of) {
        String name = of.getName();
        return !(name.startsWith(REMOTING) || name.startsWith(SERIALIZATION))
                || sources.computeIfAbsent(name, _ -> new Source(name)).mayTell(clock.getAsLong());
    }

    /**
     * One of Pekko's classes that read what peers send, and the time at which this class last
     * logged.
     */
    private static final class Source {
        private final String name;
        private final boolean decodes;
        private boolean toldEver;
        private long toldAt;
        private long leftOut;
        private long secondSince;
        private int inSecond;

        Source(String name) {
            this.name = name;
            this.decodes = name.equals(DECODER);
        }

        synchronized boolean mayTell(long now) {
            if (decodes) {
                count(now);
            }
            if (toldEver && now - toldAt < APART) {
                leftOut++;
                return false;
            }
            if (leftOut > 0) {
                LOG.warn("{} more lines of {} were left out", leftOut, name);
            }
            toldEver = true;
            toldAt = now;
            leftOut = 0;
            return true;
        }

        private void count(long now) {
            if (now - secondSince >= SECOND) {
                secondSince = now;
                inSecond = 0;
            }
            if (++inSecond > MOST_BAD_FRAMES) {
                inSecond = 0;
                throw new BadFrames();
            }
        }
    }

    /**
     * Ends the decoder's loop. This exception has no stack trace, because a trace would tell
     * nothing.
     */
    private static final class BadFrames extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadFrames() {
            super(
                    "a peer sends frames that cannot be decoded; all peers must connect again",
                    null,
                    false,
                    false);
        }
    }
}
