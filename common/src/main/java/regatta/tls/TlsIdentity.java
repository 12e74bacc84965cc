package regatta.tls;

import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the TLS context of some files, and makes it again when they change. Safe from any thread.
 *
 * <p>Existing connections keep the context with which they began. While the files are wrong, new
 * connections get the last context that was right.
 */
public final class TlsIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final TlsFiles files;
    private SSLContext context;
    private long changedAt;
    private long lookedAt;

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException naming the setting and the file that is wrong
     */
    public TlsIdentity(TlsFiles files) {
        this.files = files;
        this.changedAt = files.changedAt();
        this.context = files.context();
    }

    /**
     * Returns the context of the files. Looks once a second whether they have changed.
     *
     * @param now monotonic nanoseconds
     */
    public synchronized SSLContext context(long now) {
        if (now - lookedAt >= LOOK_AGAIN) {
            lookedAt = now;
            long changed = files.changedAt();
            if (changed != 0 && changed != changedAt) {
                readAgain();
                changedAt = changed;
            }
        }
        return context;
    }

    private void readAgain() {
        try {
            context = files.context();
            LOG.info("read the certificates of {} again", files.settings());
        } catch (IllegalArgumentException wrong) {
            LOG.warn("goes on with the certificates read before: {}", wrong.getMessage());
        }
    }
}
