package regatta.coordinator.placement;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import regatta.coordinator.api.Mode;
import regatta.protocol.SlotOffer;
import regatta.tls.ClusterTlsSettings;
import regatta.worker.Execution;
import regatta.worker.WorkerSettings;

/**
 * The modes of the configuration: each block {@code regatta.modes.<name>} describes one.
 *
 * @param inProcess the modes whose workers run in the coordinator's own JVM
 * @param processes the mode whose workers are JVMs that the coordinator starts
 * @param nodes the modes whose workers are nodes that join
 */
public record ModeSettings(
        List<InProcess> inProcess, Optional<Processes> processes, List<Mode> nodes) {
    private static final String STYLE_PROCESSES = "local-processes";
    private static final String STYLE_NODES = "nodes";

    public ModeSettings {
        inProcess = List.copyOf(inProcess);
        nodes = List.copyOf(nodes);
    }

    /** A mode, and how its slots run their attempts. */
    public record InProcess(Mode mode, Execution execution) {}

    /**
     * The mode whose workers are child JVMs with one slot each.
     *
     * @param heap the largest heap of a child, as {@code -Xmx} takes it
     * @param idleTimeout a child that is idle for longer is drained
     * @param javaOptions further options for a child's JVM
     * @param configuration the effective configuration as one line of JSON
     */
    public record Processes(
            Mode mode,
            String heap,
            Duration idleTimeout,
            List<String> javaOptions,
            String configuration) {
        public Processes {
            javaOptions = List.copyOf(javaOptions);
        }
    }

    /**
     * Reads every block.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names its key
     */
    public static ModeSettings of(Config root) {
        List<InProcess> inProcess = new ArrayList<>();
        List<Processes> processes = new ArrayList<>();
        List<Mode> nodes = new ArrayList<>();
        for (String name : new TreeSet<>(root.getObject("regatta.modes").keySet())) {
            String key = "regatta.modes." + name;
            try {
                Config block = root.getConfig(key);
                switch (block.getString("style")) {
                    case STYLE_PROCESSES -> processes.add(processes(name, block, root));
                    case STYLE_NODES -> nodes.add(mode(name, block, Mode.Placement.NODES, false));
                    default -> inProcess.add(inProcess(name, block));
                }
            } catch (ConfigException | IllegalArgumentException wrong) {
                throw new IllegalArgumentException(key + ": " + wrong.getMessage(), wrong);
            }
        }
        if (processes.size() > 1) {
            throw new IllegalArgumentException(
                    "regatta.modes: more than one mode has the style " + STYLE_PROCESSES);
        }
        return new ModeSettings(inProcess, processes.stream().findFirst(), nodes);
    }

    /** Every mode, the simplest first. */
    public List<Mode> all() {
        List<Mode> all = new ArrayList<>();
        inProcess.forEach(each -> all.add(each.mode()));
        processes.ifPresent(each -> all.add(each.mode()));
        all.addAll(nodes);
        return List.copyOf(all);
    }

    private static InProcess inProcess(String name, Config block) {
        Execution execution = Execution.of(block.getString("style"), block.getString("executor"));
        return new InProcess(
                mode(name, block, Mode.Placement.IN_PROCESS, execution.cpuShared()), execution);
    }

    private static Processes processes(String name, Config block, Config root) {
        return new Processes(
                mode(name, block, Mode.Placement.LOCAL_PROCESSES, false),
                block.getString("heap"),
                block.getDuration("idle-timeout"),
                block.getStringList("java-options"),
                WorkerSettings.handDown(childSettings(root)));
    }

    /**
     * With TLS, children share the coordinator's certificate, so their address must be the host
     * that it names.
     */
    private static Config childSettings(Config root) {
        return ClusterTlsSettings.of(root).isEmpty()
                ? root
                : root.withValue(
                        "regatta.worker.address",
                        ConfigValueFactory.fromAnyRef(
                                root.getString("regatta.cluster.host") + ":0"));
    }

    private static Mode mode(
            String name, Config block, Mode.Placement placement, boolean cpuShared) {
        int slots = block.getInt("max-slots");
        if (slots == 0 && placement == Mode.Placement.LOCAL_PROCESSES) {
            slots = Runtime.getRuntime().availableProcessors();
        }
        if (slots < 1 || slots > SlotOffer.MAX) {
            throw new IllegalArgumentException(
                    "max-slots is 1 to %d, not %d".formatted(SlotOffer.MAX, slots));
        }
        String description = block.hasPath("description") ? block.getString("description") : "";
        return new Mode(name, placement, slots, cpuShared, description);
    }
}
