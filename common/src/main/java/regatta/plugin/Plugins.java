package regatta.plugin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.Workload;
import regatta.workload.WorkloadProvider;
import regatta.workload.Workloads;

/** Loads Regatta's own workloads and the workloads of plug-ins. Confined to one thread. */
public final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final PluginSettings settings;
    private final List<String> problems = new ArrayList<>();
    private Workloads workloads;

    private Plugins(PluginSettings settings) {
        this.settings = settings;
        this.workloads = Workloads.load(settings::block);
    }

    /**
     * Loads all workloads. A plug-in that cannot be used is left out, and the log says why.
     *
     * @throws IllegalArgumentException if a setting of a built-in workload is out of range
     */
    public static Workloads load(PluginSettings settings) {
        Plugins plugins = of(settings);
        plugins.problems.forEach(LOG::warn);
        return plugins.workloads;
    }

    /**
     * Loads all workloads and logs no problems. The caller can ask for the {@link #problems}.
     *
     * @throws IllegalArgumentException if a setting of a built-in workload is out of range
     */
    public static Plugins of(PluginSettings settings) {
        Plugins plugins = new Plugins(settings);
        settings.plugins().forEach(plugins::load);
        return plugins;
    }

    public Workloads workloads() {
        return workloads;
    }

    /** Returns a line for each plug-in or workload that cannot be used. The line says why. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    private void load(PluginFiles plugin) {
        int before = workloads.all().size();
        try {
            String digest = plugin.digest();
            ServiceLoader.load(
                            WorkloadProvider.class,
                            new PluginClassLoader(plugin.name(), plugin.jars()))
                    .forEach(provider -> add(plugin, digest, provider));
        } catch (IOException | ServiceConfigurationError | LinkageError unusable) {
            leaveOut(plugin, reason(unusable));
            return;
        }
        if (workloads.all().size() == before && problems.stream().noneMatch(isAbout(plugin))) {
            leaveOut(
                    plugin,
                    "no jar of it contains META-INF/services/" + WorkloadProvider.class.getName());
        }
    }

    private void add(PluginFiles plugin, String digest, WorkloadProvider provider) {
        // A plug-in may throw anything, but must not end the node.
        try {
            String kind = provider.kind();
            check(kind);
            Workload<?, ?, ?, ?> made = provider.create(settings.block(kind));
            checkAnswers(kind, made);
            workloads = workloads.with(made, digest);
            LOG.info("plug-in {} brings workload {} (sha256 {})", plugin.name(), kind, digest);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError unusable) {
            leaveOut(plugin, reason(unusable));
        }
    }

    private void check(String kind) {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException(
                    "the kind '" + kind + "' is not lower-case letters, digits and hyphens");
        }
        if (settings.isReserved(kind)) {
            throw new IllegalArgumentException("the kind " + kind + " is reserved");
        }
        if (workloads.find(kind).isPresent()) {
            throw new IllegalArgumentException(
                    "another plug-in or Regatta itself has a workload of kind " + kind);
        }
    }

    /**
     * Calls those methods of a workload that need no job, so that a faulty method fails at the
     * node's start.
     */
    private static void checkAnswers(String kind, Workload<?, ?, ?, ?> made) {
        if (!made.kind().equals(kind)) {
            throw new IllegalArgumentException(
                    "its provider names kind %s, but its workload names kind %s"
                            .formatted(kind, made.kind()));
        }
        if (!made.specType().isRecord() || !made.outputType().isRecord()) {
            throw new IllegalArgumentException(kind + ": specType and outputType must be records");
        }
        boolean complete =
                !made.description().isEmpty()
                        && made.fields() != null
                        && made.demand() != null
                        && made.defaultMode() != null
                        && made.taskCodec() != null
                        && made.outputCodec() != null;
        if (!complete) {
            throw new IllegalArgumentException(
                    kind + ": a method returned null, or the description is empty");
        }
        if (!made.abilities().equals(List.of(kind))) {
            throw new IllegalArgumentException(
                    kind + ": abilities() of a plug-in must be exactly its kind");
        }
        checkSecrets(made.fields());
    }

    /**
     * Refuses a plug-in's workload with a secret field. Only an annotation keeps a field out of
     * every answer of the API, and plug-ins cannot use that annotation.
     */
    private static void checkSecrets(List<Field> fields) {
        for (Field field : fields) {
            if (field.secret()) {
                throw new IllegalArgumentException(
                        "field "
                                + field.name()
                                + " is secret, and a plug-in's fields are shown; make it a setting");
            }
            if (field.type() instanceof FieldType.Group(List<Field> inner)) {
                checkSecrets(inner);
            }
        }
    }

    private void leaveOut(PluginFiles plugin, String why) {
        problems.add(prefix(plugin) + why);
    }

    private static Predicate<String> isAbout(PluginFiles plugin) {
        return line -> line.startsWith(prefix(plugin));
    }

    private static String prefix(PluginFiles plugin) {
        return "plug-in " + plugin.name() + " is left out: ";
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause instanceof ServiceConfigurationError
                        || cause instanceof ExceptionInInitializerError)) {
            cause = cause.getCause();
        }
        String said = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
        return cause instanceof IllegalArgumentException
                ? said
                : cause.getClass().getSimpleName() + ": " + said;
    }
}
