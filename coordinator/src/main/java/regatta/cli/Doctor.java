package regatta.cli;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import regatta.coordinator.store.StoreCheck;
import regatta.coordinator.store.StoreException;
import regatta.coordinator.store.StoreSettings;
import regatta.plugin.PluginSettings;
import regatta.plugin.Plugins;

/** {@code regatta doctor}: checks whether this machine can run nodes, and gives advice. */
@Command(
        name = "doctor",
        description = {
            "Checks this machine: JDK, cores, memory, file limits, ports, folders and store."
                    + " Also checks whether a coordinator answers."
        })
public final class Doctor implements Callable<Integer> {
    private static final long GIB = 1L << 30;
    private static final long ENOUGH_FILES = 4_096;

    /**
     * How long to wait for a coordinator's answer. The wait has a limit, because another program
     * may listen on the port and never answer.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Mixin private ClientOptions options = new ClientOptions();

    private final Findings findings = new Findings();

    @Override
    public Integer call() {
        CliSettings.Places places = options.places();
        jdk();
        machine();
        files();
        port(
                "HTTP address",
                places.http(),
                "--http HOST:PORT",
                () -> isCoordinator(options.configured()));
        port("cluster address", places.cluster(), "--cluster HOST:PORT", () -> false);
        folder("data directory", places.data(), "regatta.data-directory");
        folder("downloads", places.downloads(), "regatta.download.directory");
        folder("temporary folder", Path.of(System.getProperty("java.io.tmpdir")), "java.io.tmpdir");
        plugins();
        store(places.store());
        boolean failed = findings.failed();
        boolean reached = coordinator();
        findings.print(options);
        return failed ? Exit.FAILED : reached ? Exit.OK : Exit.UNREACHABLE;
    }

    private void plugins() {
        Plugins plugins = Plugins.of(PluginSettings.of(options.node()));
        Collection<String> kinds = new TreeSet<>(plugins.workloads().digests().keySet());
        if (!kinds.isEmpty()) {
            findings.ok("plug-ins", "workloads " + String.join(", ", kinds));
        }
        for (String problem : plugins.problems()) {
            findings.warn("plug-ins", problem, "repair it, or remove it from the folder");
        }
    }

    /** Checks the store. A running coordinator may use the store at the same time. */
    private void store(StoreSettings settings) {
        if (!Files.exists(settings.file())) {
            findings.ok("store", settings.file() + ": does not exist yet");
            return;
        }
        try {
            StoreCheck.Result checked = StoreCheck.run(settings);
            int wrong = checked.findings().size();
            if (wrong == 0) {
                findings.ok("store", "%s: %,d jobs".formatted(settings.file(), checked.jobs()));
            } else {
                findings.fail(
                        "store",
                        "%s: %,d findings".formatted(settings.file(), wrong),
                        "run: regatta store check");
            }
        } catch (StoreException unreadable) {
            String why = String.valueOf(unreadable.getMessage());
            findings.fail("store", why, "choose another with --set regatta.store.url=…");
        }
    }

    /**
     * Reports whether a coordinator answers. Returns false if the user named a coordinator that
     * does not answer.
     */
    private boolean coordinator() {
        String url = options.url();
        if (isCoordinator(url)) {
            findings.ok("coordinator", "answers at " + url);
        } else if (!options.isNamed()) {
            findings.ok("coordinator", "does not run at " + url);
        } else {
            findings.fail(
                    "coordinator",
                    "does not answer at " + url,
                    "start it with regatta coordinator, or check the network in between");
            return false;
        }
        return true;
    }

    private void jdk() {
        findings.ok("JDK", Runtime.version() + " at " + System.getProperty("java.home"));
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (vector) {
            findings.ok("vector module", "present: sums of squares use the vector kernel");
        } else {
            findings.warn(
                    "vector module",
                    "missing: sums of squares use the scalar kernel, about 5 times slower",
                    "start through ./regatta, or java --add-modules jdk.incubator.vector");
        }
    }

    private void machine() {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores > 1) {
            findings.ok("cores", String.valueOf(cores));
        } else {
            findings.warn(
                    "cores", "1", "modes with several slots cannot be faster at computing here");
        }
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage();
        if (load <= cores / 2.0) {
            findings.ok("load", load < 0 ? "unknown" : "%.1f".formatted(load));
        } else {
            findings.warn(
                    "load",
                    "%.1f".formatted(load),
                    "a comparison now would measure the other programs too");
        }
        long memory = system.getTotalMemorySize();
        String found = "%.1f GiB".formatted((double) memory / GIB);
        if (memory >= 2 * GIB) {
            findings.ok("memory", found);
        } else {
            findings.warn("memory", found, "each worker JVM takes 0.2 GiB, a coordinator 0.5 GiB");
        }
    }

    private void files() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            long limit = os.getMaxFileDescriptorCount();
            if (limit >= ENOUGH_FILES) {
                findings.ok("open files", "at most " + limit);
            } else {
                findings.warn(
                        "open files", "at most " + limit, "raise it: ulimit -n " + ENOUGH_FILES);
            }
        }
    }

    private void port(String what, InetSocketAddress address, String option, BooleanSupplier ours) {
        String shown = address.getHostString() + ":" + address.getPort();
        if (address.isUnresolved()) {
            findings.fail(what, shown + " cannot be resolved", "choose another with " + option);
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
            findings.ok(what, shown + " is free");
        } catch (IOException taken) {
            if (ours.getAsBoolean()) {
                findings.ok(what, shown + " belongs to a running coordinator");
            } else {
                findings.warn(
                        what,
                        shown + ": " + taken.getMessage(),
                        "if it is not a coordinator, choose another port with " + option);
            }
        }
    }

    private boolean isCoordinator(String url) {
        ApiClient client = options.client(url, PATIENCE);
        try {
            return client.get("/health/live").has("state");
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
                findings.fail(
                        what,
                        there + " is not writable",
                        "choose another with --set " + key + "=…");
            } else if (space < GIB) {
                findings.warn(what, found, "make room, or choose another with --set " + key + "=…");
            } else {
                findings.ok(what, found);
            }
        } catch (IOException unknown) {
            findings.fail(what, folder + ": " + unknown.getMessage(), "check " + key);
        }
    }
}
