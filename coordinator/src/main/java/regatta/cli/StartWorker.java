package regatta.cli;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import regatta.cli.log.LogSettings;
import regatta.worker.StopSignals;
import regatta.worker.WorkerNode;

/** {@code regatta worker}: runs a worker node until somebody stops the node. */
@Command(
        name = "worker",
        description = "Runs a worker node that joins a coordinator on any machine.")
public final class StartWorker implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            description =
                    "A coordinator's address (default: 127.0.0.1:7355). Repeatable: the node tries"
                            + " them in turn.")
    private List<String> join = new ArrayList<>();

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            description = "This node's own address (default: 127.0.0.1, a free port).")
    private @Nullable String cluster;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Slots for computing workloads (default: the cores).")
    private @Nullable Integer slots;

    @Option(
            names = "--io-slots",
            paramLabel = "N",
            description = "Slots for waiting workloads (default: 64).")
    private @Nullable Integer ioSlots;

    @Override
    public Integer call() throws InterruptedException {
        Config root = CliSettings.node("worker.conf", overrides());
        LogSettings.apply(root, "INFO");
        CliSettings.warnOfProxy(root);
        WorkerNode node = WorkerNode.of(root);
        HostPort.of("--cluster", root.getString("regatta.worker.address"))
                .ifPresent(each -> Ports.check("--cluster, regatta.worker.address", each.socket()));
        StopSignals.handle(node::leave);
        node.discardLeftovers();
        return node.run();
    }

    private List<String> overrides() {
        List<String> overrides = new ArrayList<>(common.overrides());
        if (!join.isEmpty()) {
            String each =
                    join.stream()
                            .map(text -> HostPort.of("--join", text).orElseThrow().address())
                            .map(address -> "\"" + address + "\"")
                            .collect(Collectors.joining(", ", "[", "]"));
            overrides.add("regatta.worker.join=" + each);
        }
        HostPort.of("--cluster", cluster)
                .ifPresent(
                        each -> overrides.add("regatta.worker.address=\"" + each.address() + "\""));
        number("--slots", slots, 1).ifPresent(n -> overrides.add("regatta.worker.slots=" + n));
        number("--io-slots", ioSlots, 0)
                .ifPresent(n -> overrides.add("regatta.worker.io-slots=" + n));
        return overrides;
    }

    private static OptionalInt number(String option, @Nullable Integer given, int least) {
        if (given == null) {
            return OptionalInt.empty();
        }
        if (given < least) {
            throw new CommandException(
                    Exit.USAGE, "%s must be at least %d, not %d".formatted(option, least, given));
        }
        return OptionalInt.of(given);
    }
}
