package regatta.workload.download;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import regatta.workload.EventLoop;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.download.http1.HttpException;
import regatta.workload.download.http1.LoopClient;
import regatta.workload.download.http1.LoopExchange;
import regatta.workload.download.http1.Pace;
import regatta.workload.download.http1.ResponseHead;

/**
 * Carries out one download on an event loop. Passes everything that arrives to a {@link Fetch},
 * which decides what to do next. Confined to the loop's thread.
 *
 * <p>The loop itself writes to the file, because a write only reaches the page cache, and Java has
 * no non-blocking files. Other threads read and sync whole files. Reading and syncing on the loop
 * would delay all other downloads.
 */
final class LoopFetch implements LoopExchange.Listener {
    /** The time between two checks whether a time limit has passed or the attempt was cancelled. */
    private static final Duration TICK = Duration.ofMillis(50);

    private final Fetch fetch;
    private final TaskContext context;
    private final Pace pace;
    private final Rate rate;
    private final Resolver resolver;
    private final Executor readers;
    private final Executor syncs;
    private final LoopClient client;
    private final EventLoop loop;
    private final CompletableFuture<Downloaded> result = new CompletableFuture<>();
    private @Nullable LoopExchange exchange;
    private EventLoop.@Nullable Timer timer;
    private long tickedAt;
    private boolean held;
    private long heldSince;
    private boolean whole;
    private @Nullable CompletableFuture<?> addresses;
    private boolean away;

    LoopFetch(
            Fetch fetch,
            TaskContext context,
            Pace pace,
            Rate rate,
            Resolver resolver,
            Executor readers,
            Executor syncs,
            LoopClient client,
            EventLoop loop) {
        this.fetch = fetch;
        this.context = context;
        this.pace = pace;
        this.rate = rate;
        this.resolver = resolver;
        this.readers = readers;
        this.syncs = syncs;
        this.client = client;
        this.loop = loop;
    }

    CompletionStage<Downloaded> start() {
        tickedAt = System.nanoTime();
        timer = loop.schedule(TICK, this::tick);
        guarded(() -> {
            if (fetch.isLeft()) {
                leave(readers, fetch::takeOver, this::hop);
            } else {
                hop();
            }
        });
        return result;
    }

    /**
     * Runs a piece of work on another thread. Until the work is done, only that thread uses the
     * {@link Fetch}.
     */
    private void leave(Executor thread, Step work, Step next) {
        away = true;
        long since = System.nanoTime();
        thread.execute(() -> {
            Step outcome = outcome(work, next);
            loop.execute(() -> comeBack(since, outcome));
        });
    }

    private static Step outcome(Step work, Step next) {
        try {
            work.run();
            return next;
        } catch (TaskFailedException | IOException | RuntimeException failure) {
            return () -> {
                throw failure;
            };
        }
    }

    private void comeBack(long since, Step outcome) {
        away = false;
        pace.excuse(System.nanoTime() - since);
        if (result.isDone()) {
            // The attempt was cancelled while the other thread worked.
            finish(null, null);
        } else {
            guarded(outcome);
        }
    }

    private void hop() {
        pace.connecting(System.nanoTime());
        CompletableFuture<List<InetAddress>> found =
                resolver.resolve(fetch.chain().url().host(), context.job());
        addresses = found;
        if (found.isDone()) {
            resolved(found);
        } else {
            CompletableFuture<?> _ =
                    found.whenComplete((_, _) -> loop.execute(() -> resolved(found)));
        }
    }

    private void resolved(CompletableFuture<List<InetAddress>> found) {
        guarded(() -> {
            addresses = null;
            if (found.isCompletedExceptionally()) {
                throw fetch.chain().unresolved(found.exceptionNow());
            }
            exchange =
                    client.get(fetch.chain().endpoints(found.join()), fetch.request(), pace, this);
        });
    }

    @Override
    public void head(ResponseHead head) {
        guarded(() -> {
            if (!fetch.head(head)) {
                abandon();
                hop();
            }
        });
    }

    @Override
    public void body(ByteBuffer piece) {
        guarded(() -> {
            int bytes = piece.remaining();
            fetch.body(piece);
            long now = System.nanoTime();
            rate.received(bytes, now);
            if (rate.owed(now) > 0) {
                hold(now);
            }
        });
    }

    @Override
    public void end() {
        whole = true;
        if (!held) {
            guarded(() -> {
                if (fetch.isReadToVerify()) {
                    leave(readers, fetch::verify, this::publish);
                } else {
                    fetch.verify();
                    publish();
                }
            });
        }
    }

    /**
     * Publishes the file on another thread, because publishing waits for the disk, often for many
     * milliseconds.
     */
    private void publish() {
        Downloaded[] published = new Downloaded[1];
        leave(syncs, () -> published[0] = fetch.publish(), () -> finish(published[0], null));
    }

    /**
     * Pauses reading until the rate allows more bytes. As a result, the origin soon cannot send
     * more bytes either.
     */
    private void hold(long now) {
        if (!held) {
            held = true;
            heldSince = now;
        }
        if (exchange != null) {
            exchange.pause();
        }
    }

    private void release(long now) {
        held = false;
        pace.excuse(now - heldSince);
        if (whole) {
            end();
        } else if (exchange != null) {
            exchange.resume();
        }
    }

    @Override
    public void failed(HttpException failure) {
        if (!result.isDone() && fetch.resumes(failure)) {
            abandon();
            hop();
        } else {
            finish(null, fetch.failed(failure));
        }
    }

    private void tick() {
        long now = System.nanoTime();
        long late = now - tickedAt - TICK.toNanos();
        tickedAt = now;
        // While another task occupied the loop, the loop could not see what the origin sent. This
        // time does not count against the origin.
        pace.excuse(late > TICK.toNanos() && !held ? late : 0);
        if (context.isCancelled()) {
            finish(null, new InterruptedException());
        } else if (held) {
            if (rate.owed(now) == 0) {
                release(now);
            }
        } else if (exchange != null) {
            exchange.tick(now);
        } else if (!away) {
            guarded(() -> checkResolving(now));
        }
        if (!result.isDone()) {
            timer = loop.schedule(TICK, this::tick);
        }
    }

    private void checkResolving(long now) throws TaskFailedException {
        try {
            long _ = pace.remaining(now);
        } catch (HttpException _) {
            throw fetch.chain().unresolved(null);
        }
    }

    private void guarded(Step step) {
        if (result.isDone()) {
            return;
        }
        try {
            step.run();
        } catch (IOException failure) {
            finish(null, fetch.failed(failure));
        } catch (TaskFailedException failure) {
            finish(null, failure);
        } catch (RuntimeException failure) {
            finish(null, failure);
        }
    }

    private void finish(@Nullable Downloaded output, @Nullable Exception failure) {
        if (timer != null) {
            timer.cancel();
        }
        abandon();
        if (away) {
            // The file is removed when the other thread is done with the file.
            complete(output, failure);
            return;
        }
        try {
            fetch.close();
        } catch (IOException leftover) {
            complete(null, failure == null ? fetch.failed(leftover) : failure);
            return;
        }
        complete(output, failure);
    }

    private void abandon() {
        if (addresses != null) {
            addresses.cancel(false);
            addresses = null;
        }
        if (exchange != null) {
            exchange.abandon();
            exchange = null;
        }
    }

    private void complete(@Nullable Downloaded output, @Nullable Exception failure) {
        if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(output);
        }
    }

    private interface Step {
        void run() throws TaskFailedException, IOException;
    }
}
