package regatta.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code regatta doctor}: looks whether this machine can run nodes, and says what to do. */
@Command(
        name = "doctor",
        description = "Checks this machine: JDK, cores, memory, file limits, ports, folders.")
final class Doctor implements Callable<Integer> {
    private static final long GIB = 1L << 30;
    private static final long ENOUGH_FILES = 4_096;

    /** What holds a port may be anything, also something that never answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Mixin private ClientOptions options = new ClientOptions();

    private final List<Finding> findings = new ArrayList<>();

    private enum Grade {
        OK,
        WARN,
        FAIL
    }

    /** What was found of one thing; the advice is empty where there is nothing to do. */
    private record Finding(Grade grade, String what, String found, String advice) {}

    @Override
    public Integer call() {
        CliSettings.Places places = options.places();
        jdk();
        machine();
        files();
        port("HTTP address", places.http(), "--http HOST:PORT", this::isCoordinator);
        port("cluster address", places.cluster(), "--cluster HOST:PORT", () -> false);
        folder("data directory", places.data(), "regatta.data-directory");
        folder("downloads", places.downloads(), "regatta.download.directory");
        folder("temporary folder", Path.of(System.getProperty("java.io.tmpdir")), "java.io.tmpdir");
        print();
        boolean failed = findings.stream().anyMatch(each -> each.grade == Grade.FAIL);
        return failed ? Exit.FAILED : Exit.OK;
    }

    private void jdk() {
        ok("JDK", Runtime.version() + " at " + System.getProperty("java.home"));
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (vector) {
            ok("vector module", "there: sums of squares use the vector kernel");
        } else {
            warn(
                    "vector module",
                    "missing: sums of squares use the scalar kernel, about 5 times slower",
                    "start through ./regatta, or java --add-modules jdk.incubator.vector");
        }
    }

    private void machine() {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores > 1) {
            ok("cores", String.valueOf(cores));
        } else {
            warn("cores", "1", "modes with several slots cannot be faster at computing here");
        }
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage();
        if (load <= cores / 2.0) {
            ok("load", load < 0 ? "unknown" : "%.1f".formatted(load));
        } else {
            warn("load", "%.1f".formatted(load), "a comparison now measures the others too");
        }
        long memory = system.getTotalMemorySize();
        String found = "%.1f GiB".formatted((double) memory / GIB);
        if (memory >= 2 * GIB) {
            ok("memory", found);
        } else {
            warn("memory", found, "each worker JVM takes 0.2 GiB, a coordinator 0.5 GiB");
        }
    }

    private void files() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            long limit = os.getMaxFileDescriptorCount();
            if (limit >= ENOUGH_FILES) {
                ok("open files", "at most " + limit);
            } else {
                warn("open files", "at most " + limit, "raise it: ulimit -n " + ENOUGH_FILES);
            }
        }
    }

    private void port(String what, InetSocketAddress address, String option, BooleanSupplier ours) {
        String shown = address.getHostString() + ":" + address.getPort();
        if (address.isUnresolved()) {
            fail(what, shown + " cannot be resolved", "choose another with " + option);
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
            ok(what, shown + " is free");
        } catch (IOException taken) {
            if (ours.getAsBoolean()) {
                ok(what, shown + " is a running coordinator's");
            } else {
                warn(
                        what,
                        shown + ": " + taken.getMessage(),
                        "a coordinator runs already, or choose another with " + option);
            }
        }
    }

    private boolean isCoordinator() {
        try {
            return options.client(PATIENCE).get("/api/v1/modes").has("items");
        } catch (CommandException other) {
            return false;
        }
    }

    private void folder(String what, Path folder, String key) {
        try {
            Path there = folder;
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            long space = Files.getFileStore(there).getUsableSpace();
            String found = "%s, %.1f GiB free".formatted(folder, (double) space / GIB);
            if (!Files.isDirectory(there) || !Files.isWritable(there)) {
                fail(what, there + " cannot be written", "give another with --set " + key + "=…");
            } else if (space < GIB) {
                warn(what, found, "make room, or give another with --set " + key + "=…");
            } else {
                ok(what, found);
            }
        } catch (IOException unknown) {
            fail(what, folder + ": " + unknown.getMessage(), "look at " + key);
        }
    }

    private void ok(String what, String found) {
        findings.add(new Finding(Grade.OK, what, found, ""));
    }

    private void warn(String what, String found, String advice) {
        findings.add(new Finding(Grade.WARN, what, found, advice));
    }

    private void fail(String what, String found, String advice) {
        findings.add(new Finding(Grade.FAIL, what, found, advice));
    }

    private void print() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Finding each : findings) {
            all.addObject()
                    .put("grade", each.grade.name())
                    .put("what", each.what)
                    .put("found", each.found)
                    .put("advice", each.advice);
        }
        if (!options.printed(all)) {
            for (Finding each : findings) {
                String grade = each.grade == Grade.OK ? "ok" : each.grade.name();
                options.out().printf("%-5s %-17s %s%n", grade, each.what, each.found);
                if (!each.advice.isEmpty()) {
                    options.out().printf("%23s %s%n", "→", each.advice);
                }
            }
            options.out().flush();
        }
    }
}
