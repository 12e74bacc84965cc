package regatta.workload.download;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Looks names up on a few threads of its own: the system's look-up can neither be bounded in time
 * nor interrupted, and would hold up an event loop or the carrier of a virtual thread. Safe from
 * any thread.
 */
final class Resolver {
    private static final int THREADS = 16;

    private final Names names;
    private final Executor threads = Threads.upTo(THREADS, "download-names-");

    Resolver(Names names) {
        this.names = names;
    }

    /** Finds the addresses of a host; of a literal without leaving the thread. */
    CompletableFuture<List<InetAddress>> resolve(HostName host) {
        return host.literal()
                .map(literal -> CompletableFuture.completedFuture(List.of(literal)))
                .orElseGet(() -> CompletableFuture.supplyAsync(() -> lookUp(host.text()), threads));
    }

    private List<InetAddress> lookUp(String host) {
        try {
            return List.of(names.lookUp(host));
        } catch (UnknownHostException unknown) {
            throw new CompletionException(NoSuchHostException.orElse(unknown));
        }
    }

    /** Where names are looked up: the system, or a test's table. */
    interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }
}
