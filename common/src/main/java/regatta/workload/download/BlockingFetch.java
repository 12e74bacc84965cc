package regatta.workload.download;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.download.http1.BlockingClient;
import regatta.workload.download.http1.BlockingResponse;
import regatta.workload.download.http1.HttpException;
import regatta.workload.download.http1.Pace;

/**
 * Carries out one download on the calling thread. Passes everything that arrives to a {@link
 * Fetch}, which decides what to do next.
 */
final class BlockingFetch {
    private final Resolver resolver;
    private final BlockingClient client;

    BlockingFetch(Resolver resolver, BlockingClient client) {
        this.resolver = resolver;
        this.client = client;
    }

    Downloaded run(Fetch fetch, Pace pace, Rate rate, TaskContext context)
            throws TaskFailedException, InterruptedException {
        try (fetch) {
            fetch.takeOver();
            while (true) {
                try (BlockingResponse response =
                        client.get(
                                fetch.chain().endpoints(resolve(fetch.chain(), context, pace)),
                                fetch.request(),
                                pace)) {
                    if (fetch.head(response.head())) {
                        return receive(fetch, response, pace, rate, context);
                    }
                } catch (HttpException broken) {
                    if (!fetch.resumes(broken)) {
                        throw broken;
                    }
                }
            }
        } catch (ClosedByInterruptException _) {
            boolean _ = Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException failure) {
            throw fetch.failed(failure);
        }
    }

    private List<InetAddress> resolve(RedirectChain chain, TaskContext context, Pace pace)
            throws HttpException, TaskFailedException, InterruptedException {
        long now = System.nanoTime();
        pace.connecting(now);
        CompletableFuture<List<InetAddress>> addresses =
                resolver.resolve(chain.url().host(), context.job());
        try {
            return addresses.get(pace.remaining(now), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            throw chain.unresolved(failure.getCause());
        } catch (TimeoutException _) {
            throw chain.unresolved(null);
        } finally {
            addresses.cancel(false);
        }
    }

    private static Downloaded receive(
            Fetch fetch, BlockingResponse response, Pace pace, Rate rate, TaskContext context)
            throws TaskFailedException, IOException, InterruptedException {
        ByteBuffer piece = response.read();
        while (piece.hasRemaining()) {
            if (context.isCancelled()) {
                throw new InterruptedException();
            }
            int bytes = piece.remaining();
            fetch.body(piece);
            rate.received(bytes, System.nanoTime());
            hold(rate, pace);
            piece = response.read();
        }
        fetch.verify();
        return fetch.publish();
    }

    /**
     * Pauses reading until the rate allows more bytes. As a result, the origin soon cannot send
     * more bytes either.
     */
    private static void hold(Rate rate, Pace pace) throws InterruptedException {
        long from = System.nanoTime();
        long owed = rate.owed(from);
        if (owed > 0) {
            TimeUnit.NANOSECONDS.sleep(owed);
            pace.excuse(System.nanoTime() - from);
        }
    }
}
