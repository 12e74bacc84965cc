package regatta.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import regatta.secret.WatchedFiles;

/**
 * Makes the TLS context of some files, and makes it again when they change. Safe from any thread.
 *
 * <p>Existing connections keep the context with which they began. While the files are wrong, new
 * connections get the last context that was right.
 */
public final class TlsIdentity {
    private final WatchedFiles<SSLContext> context;

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException naming the setting and the file that is wrong
     */
    public TlsIdentity(TlsFiles files) {
        List<Path> watched = new ArrayList<>(List.of(files.certificate(), files.key()));
        if (files.ca() != null) {
            watched.add(files.ca());
        }
        context =
                new WatchedFiles<>(
                        "the certificates of " + files.settings(), watched, files::context, 0);
    }

    /**
     * Returns the context of the files. Looks once a second whether they have changed.
     *
     * @param now monotonic nanoseconds
     */
    public SSLContext context(long now) {
        return context.get(now);
    }
}
