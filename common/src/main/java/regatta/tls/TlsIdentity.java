package regatta.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import regatta.secret.WatchedFiles;

/**
 * Makes a TLS context from some files, and makes a new context when the files change. Safe from any
 * thread.
 *
 * <p>Existing connections keep the context with which they began. While the content of the files is
 * wrong, new connections get the last context that was right.
 */
public final class TlsIdentity {
    private final WatchedFiles<SSLContext> context;

    /**
     * Reads the files and makes the first context.
     *
     * @throws IllegalArgumentException if the content of a file is wrong; the exception names the
     *     setting and the file
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
     * Returns the context of the files. Looks at most once a second whether the files have changed.
     *
     * @param now the present time in monotonic nanoseconds
     */
    public SSLContext context(long now) {
        return context.get(now);
    }
}
