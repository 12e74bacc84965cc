package regatta.workload.download;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the addresses of hosts on threads of its own. The system's look-up has no limit of time
 * and cannot be interrupted. On an event loop or a virtual thread, the look-up would block the loop
 * or the thread's carrier.
 *
 * <p>Callers who ask for the same name share one look-up. Each job has a share of the threads. So
 * if no name server answers for some names, only the job that asks for these names waits. Safe from
 * any thread.
 */
final class Resolver {
    /** The largest number of look-ups of one job that run at a time. */
    static final int SHARE = 16;

    /** The number of threads: enough for sixteen jobs whose name servers do not answer. */
    private static final int THREADS = 256;

    private static final int REMEMBERED = 1_024;

    private final Names names;
    private final Executor threads;
    private final Map<String, LookUp> wanted = new HashMap<>();
    private final Map<String, Share> shares = new HashMap<>();

    /**
     * Names that do not exist. For some seconds after a failed look-up, Java answers from its cache
     * and does not report the reason.
     */
    private final LinkedHashSet<String> missing = new LinkedHashSet<>();

    Resolver(Names names) {
        this(names, Threads.upTo(THREADS, "download-names-"));
    }

    Resolver(Names names, Executor threads) {
        this.names = names;
        this.threads = threads;
    }

    /**
     * Finds the addresses of a host. For a literal address, the returned future is already
     * complete. A caller that no longer waits cancels its future. If a look-up has not started and
     * all callers of the look-up have cancelled, the look-up is dropped.
     */
    CompletableFuture<List<InetAddress>> resolve(HostName host, String job) {
        if (host.literal().isPresent()) {
            return CompletableFuture.completedFuture(List.of(host.literal().get()));
        }
        Asker asker = new Asker();
        LookUp lookUp;
        synchronized (this) {
            lookUp = wanted.computeIfAbsent(host.text(), LookUp::new);
            lookUp.askers.add(asker);
            if (!lookUp.running) {
                shares.computeIfAbsent(job, _ -> new Share()).waiting.add(lookUp);
                fill(job);
            }
        }
        CompletableFuture<?> _ = asker.found.whenComplete((_, _) -> leave(lookUp, asker));
        return asker.found;
    }

    private synchronized void leave(LookUp lookUp, Asker asker) {
        lookUp.askers.remove(asker);
        if (lookUp.askers.isEmpty() && !lookUp.running) {
            wanted.remove(lookUp.name, lookUp);
        }
    }

    /** Starts as many waiting look-ups as the job's share allows. */
    private void fill(String job) {
        Share share = shares.get(job);
        while (share != null && share.running < SHARE && !share.waiting.isEmpty()) {
            LookUp next = share.waiting.removeFirst();
            if (!next.running && !next.askers.isEmpty()) {
                next.running = true;
                share.running++;
                threads.execute(() -> carryOut(next, job));
            }
        }
        if (share != null && share.running == 0) {
            shares.remove(job);
        }
    }

    private void carryOut(LookUp lookUp, String job) {
        List<InetAddress> found = List.of();
        Throwable why = null;
        try {
            found = List.of(names.lookUp(lookUp.name));
        } catch (UnknownHostException | RuntimeException | Error failure) {
            why = failure;
        }
        List<Asker> askers;
        synchronized (this) {
            wanted.remove(lookUp.name, lookUp);
            askers = new ArrayList<>(lookUp.askers);
            why = reason(lookUp.name, why);
            Share share = shares.get(job);
            if (share != null) {
                share.running--;
                fill(job);
            }
        }
        for (Asker asker : askers) {
            if (why == null) {
                asker.found.complete(found);
            } else {
                asker.found.completeExceptionally(why);
            }
        }
    }

    private @Nullable Throwable reason(String name, @Nullable Throwable told) {
        if (!(told instanceof UnknownHostException unknown)) {
            missing.remove(name);
            return told;
        }
        boolean cached = name.equals(unknown.getMessage());
        UnknownHostException why =
                NoSuchHostException.orElse(unknown, cached && missing.contains(name));
        if (why instanceof NoSuchHostException) {
            missing.add(name);
            if (missing.size() > REMEMBERED) {
                missing.removeFirst();
            }
        } else {
            missing.remove(name);
        }
        return why;
    }

    /** Looks up the addresses of a name, by the system or, in a test, in a table. */
    interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /** One look-up, waiting or running, and the callers who wait for the look-up. */
    private static final class LookUp {
        final String name;
        final Set<Asker> askers = new LinkedHashSet<>();
        boolean running;

        LookUp(String name) {
            this.name = name;
        }
    }

    /** A caller who waits for a look-up. */
    private static final class Asker {
        final CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    }

    /** The look-ups of one job that wait, and the number of look-ups of the job that run. */
    private static final class Share {
        final LinkedHashSet<LookUp> waiting = new LinkedHashSet<>();
        int running;
    }
}
