package regatta.cli;

import com.typesafe.config.Config;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import regatta.cli.log.LogSettings;
import regatta.coordinator.CoordinatorNode;
import regatta.coordinator.store.StoreException;
import regatta.worker.StopSignals;

/** {@code regatta coordinator}: runs a coordinator node until somebody stops the node. */
@Command(
        name = "coordinator",
        description = "Runs a coordinator node. Serves the HTTP API, and worker nodes join it.")
public final class StartCoordinator implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "The address of the HTTP API (default: 127.0.0.1:8080).")
    private @Nullable String http;

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            description = "The address that worker nodes join (default: 127.0.0.1:7355).")
    private @Nullable String cluster;

    @Override
    public Integer call() throws InterruptedException {
        CompletableFuture<Void> stop = new CompletableFuture<>();
        StopSignals.handle(() -> stop.complete(null));
        try (CoordinatorNode node = start()) {
            InetSocketAddress address = node.httpAddress();
            System.out.printf(
                    "regatta coordinator ready: %s://%s:%d, nodes join %s%n",
                    node.httpScheme(), host(address), address.getPort(), node.clusterAddress());
            System.out.flush();
            CompletableFuture.anyOf(stop, node.whenEnded().toCompletableFuture()).join();
            if (stop.isDone()) {
                return Exit.OK;
            }
            throw new CommandException(
                    Exit.FAILED,
                    node.storeFailure()
                            .map(why -> "the store has failed: " + why.getMessage())
                            .orElse("the coordinator has stopped by itself; see its log"));
        }
    }

    private CoordinatorNode start() {
        try {
            return CoordinatorNode.start(configuration());
        } catch (StoreException unusable) {
            int code = unusable.kind() == StoreException.Kind.FULL ? Exit.FAILED : Exit.USAGE;
            throw new CommandException(code, String.valueOf(unusable.getMessage()));
        }
    }

    private Config configuration() {
        List<String> overrides = new ArrayList<>(common.overrides());
        HostPort.of("--http", http).ifPresent(each -> overrides.addAll(each.set("regatta.http")));
        HostPort.of("--cluster", cluster)
                .ifPresent(each -> overrides.addAll(each.set("regatta.cluster")));
        Config root = CliSettings.node(CliSettings.COORDINATOR, overrides);
        LogSettings.apply(root, "INFO");
        Ports.check(
                "--http, regatta.http.port", CliSettings.address(root.getConfig("regatta.http")));
        Ports.check(
                "--cluster, regatta.cluster.port",
                CliSettings.address(root.getConfig("regatta.cluster")));
        CliSettings.warnOfProxy(root);
        return root;
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
