package regatta.coordinator.placement;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.Mode;
import regatta.protocol.SlotOffer;
import regatta.tls.ClusterTlsSettings;
import regatta.worker.DispatcherSettings;
import regatta.worker.Execution;
import regatta.worker.WorkerSettings;

/**
 * The modes of the configuration: each block {@code regatta.modes.<name>} describes one mode.
 *
 * @param inProcess the modes whose workers run in the coordinator's own JVM
 * @param processes the mode whose workers are JVMs that the coordinator starts
 * @param nodes the modes whose workers are nodes that join
 */
public record ModeSettings(
        List<InProcess> inProcess, Optional<Processes> processes, List<Mode> nodes) {
    private static final String STYLE_PROCESSES = "local-processes";
    private static final String STYLE_NODES = "nodes";
    private static final String JAVA_OPTIONS = "regatta.java-options";

    /** The environment variable with options that {@code ./regatta} gives to every JVM. */
    private static final String FOR_EVERY_JVM = "REGATTA_JAVA_OPTS";

    public ModeSettings {
        inProcess = List.copyOf(inProcess);
        nodes = List.copyOf(nodes);
    }

    /**
     * A mode, and how its slots run their attempts.
     *
     * @param dispatcherOrNull the dispatcher's settings; null unless {@code execution} is {@code
     *     DISPATCHER}
     */
    public record InProcess(
            Mode mode, Execution execution, @Nullable DispatcherSettings dispatcherOrNull) {
        Optional<DispatcherSettings> dispatcher() {
            return Optional.ofNullable(dispatcherOrNull);
        }
    }

    /**
     * The mode whose workers are child JVMs with one slot each.
     *
     * @param heap the largest heap of a child, as {@code -Xmx} takes it
     * @param idleTimeout how long a child may be idle before it is drained
     * @param javaOptions options of the environment and of the configuration for a child's JVM
     * @param configuration the effective configuration for a child, as one line of JSON
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
     * Reads every block {@code regatta.modes.<name>}.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the value's key
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
                    case STYLE_NODES -> nodes.add(mode(name, block, Mode.Placement.NODES));
                    default -> inProcess.add(inProcess(name, block, root));
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

    /** Returns every mode, the simplest first. */
    public List<Mode> all() {
        List<Mode> all = new ArrayList<>();
        inProcess.forEach(each -> all.add(each.mode()));
        processes.ifPresent(each -> all.add(each.mode()));
        all.addAll(nodes);
        all.sort(Mode.SIMPLEST_FIRST);
        return List.copyOf(all);
    }

    private static InProcess inProcess(String name, Config block, Config root) {
        Execution execution = Execution.of(block.getString("style"), block.getString("executor"));
        if (execution == Execution.DISPATCHER) {
            DispatcherSettings dispatcher =
                    DispatcherSettings.of(root, block.getString("dispatcher"));
            Mode mode =
                    mode(
                            name,
                            block,
                            Mode.Placement.IN_PROCESS,
                            style(dispatcher.kind()),
                            dispatcher.kind() == DispatcherSettings.Kind.VIRTUAL_THREADS);
            return new InProcess(onDispatcher(mode), execution, dispatcher);
        }
        return new InProcess(
                mode(
                        name,
                        block,
                        Mode.Placement.IN_PROCESS,
                        style(execution),
                        execution.cpuShared()),
                execution,
                null);
    }

    private static Mode onDispatcher(Mode mode) {
        return new Mode(
                mode.name(),
                mode.placement(),
                mode.style(),
                mode.maxSlots(),
                mode.cpuShared(),
                true,
                mode.description());
    }

    /**
     * Returns the style of a mode with a dispatcher, which depends on the kind of the dispatcher's
     * threads.
     */
    private static Mode.Style style(DispatcherSettings.Kind kind) {
        return switch (kind) {
            case THREADS -> Mode.Style.THREADS;
            case FORK_JOIN -> Mode.Style.FORK_JOIN;
            case VIRTUAL_THREADS -> Mode.Style.VIRTUAL_THREADS;
        };
    }

    private static Processes processes(String name, Config block, Config root) {
        return new Processes(
                mode(name, block, Mode.Placement.LOCAL_PROCESSES),
                block.getString("heap"),
                block.getDuration("idle-timeout"),
                javaOptions(root, block),
                WorkerSettings.handDown(childSettings(root)));
    }

    /**
     * Returns the configuration for children. With TLS, children share the coordinator's
     * certificate, so the address of each child must be the host that the certificate names.
     */
    private static Config childSettings(Config root) {
        return ClusterTlsSettings.of(root).isEmpty()
                ? root
                : root.withValue(
                        "regatta.worker.address",
                        ConfigValueFactory.fromAnyRef(
                                root.getString("regatta.cluster.host") + ":0"));
    }

    private static Mode.Style style(Execution execution) {
        return switch (execution) {
            case THREAD_POOL, DISPATCHER -> Mode.Style.THREADS;
            case VIRTUAL_THREADS -> Mode.Style.VIRTUAL_THREADS;
            case FORK_JOIN -> Mode.Style.FORK_JOIN;
            case EVENT_LOOP -> Mode.Style.EVENT_LOOP;
        };
    }

    /** Makes a mode whose workers are JVMs of their own. */
    private static Mode mode(String name, Config block, Mode.Placement placement) {
        return mode(name, block, placement, Mode.Style.THREADS, false);
    }

    /**
     * Returns the options for a child's JVM: first the options of the environment, which this JVM
     * has as well, then the options for all children, then the options of this mode.
     */
    private static List<String> javaOptions(Config root, Config block) {
        List<String> options = new ArrayList<>(words(System.getenv(FOR_EVERY_JVM)));
        options.addAll(words(root, JAVA_OPTIONS));
        options.addAll(words(block, "java-options"));
        return options;
    }

    private static List<String> words(Config config, String key) {
        return config.getValue(key).valueType() == ConfigValueType.LIST
                ? config.getStringList(key)
                : words(config.getString(key));
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static Mode mode(
            String name,
            Config block,
            Mode.Placement placement,
            Mode.Style style,
            boolean cpuShared) {
        int slots = block.getInt("max-slots");
        if (slots == 0 && placement == Mode.Placement.LOCAL_PROCESSES) {
            slots = Runtime.getRuntime().availableProcessors();
        }
        if (slots < 1 || slots > SlotOffer.MAX) {
            throw new IllegalArgumentException(
                    "max-slots is 1 to %d, not %d".formatted(SlotOffer.MAX, slots));
        }
        String description = block.hasPath("description") ? block.getString("description") : "";
        boolean sequential = slots == 1 && placement == Mode.Placement.IN_PROCESS;
        return new Mode(
                name,
                placement,
                sequential ? Mode.Style.SEQUENTIAL : style,
                slots,
                cpuShared,
                description);
    }
}
