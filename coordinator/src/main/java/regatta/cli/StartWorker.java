package regatta.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import regatta.worker.StopSignals;
import regatta.worker.WorkerNode;

/** {@code regatta worker}: runs a worker node until it is told to stop. */
@Command(
        name = "worker",
        description = "Runs a worker node that joins a coordinator, from any machine.")
public final class StartWorker implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            description = "The coordinator; repeatable, tried in turn (default: 127.0.0.1:7355).")
    private List<String> join = new ArrayList<>();

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            description = "Where this node takes connections (default: 127.0.0.1, a free port).")
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
        WorkerNode node = WorkerNode.of(CliSettings.load("worker.conf", overrides()));
        StopSignals.handle(node::leave);
        node.discardLeftovers();
        return node.run();
    }

    private List<String> overrides() {
        List<String> overrides = new ArrayList<>(common.overrides());
        if (!join.isEmpty()) {
            String each =
                    join.stream()
                            .map(text -> Endpoint.of("--join", text).orElseThrow().address())
                            .map(address -> "\"" + address + "\"")
                            .collect(Collectors.joining(", ", "[", "]"));
            overrides.add("regatta.worker.join=" + each);
        }
        Endpoint.of("--cluster", cluster)
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
                    Exit.USAGE, "%s is at least %d, not %d".formatted(option, least, given));
        }
        return OptionalInt.of(given);
    }
}
