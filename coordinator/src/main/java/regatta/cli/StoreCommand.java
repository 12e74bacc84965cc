package regatta.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import regatta.coordinator.store.StoreBackup;
import regatta.coordinator.store.StoreCheck;
import regatta.coordinator.store.StoreException;
import regatta.coordinator.store.StoreSettings;
import regatta.plugin.PluginSettings;
import regatta.plugin.Plugins;
import regatta.workload.Workload;

/** {@code regatta store}: checks or copies the store of a coordinator on this machine. */
@Command(
        name = "store",
        description = "Checks or copies the store of a coordinator on this machine.")
public final class StoreCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("unused") // only picocli reads this field
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version of Regatta and of Java.")
    @SuppressWarnings("unused") // only picocli reads this field
    private boolean version;

    @Command(
            name = "check",
            description =
                    "Verifies the invariants of the store regatta.store.url without changing it. A"
                            + " coordinator may run meanwhile. Exit code 1 if one is violated.")
    int check(
            @Mixin CommonOptions common,
            @Option(names = "--json", description = "Prints only JSON on stdout.") boolean json) {
        StoreSettings settings =
                StoreSettings.of(CliSettings.load("coordinator.conf", common.overrides()));
        StoreCheck.Result result = run(settings);
        Map<String, StoreCheck.Kind> missing = new TreeMap<>(result.kinds());
        missing.keySet().removeAll(kinds(common));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(settings, result, missing).toPrettyString());
        } else {
            missing.forEach((kind, jobs) ->
                    out.printf(
                            "kind %s is not installed here: %,d jobs, %,d of them wait for it%n",
                            kind, jobs.jobs(), jobs.unfinished()));
            result.findings()
                    .forEach(found -> out.printf("%s: %s%n", found.where(), found.detail()));
            out.printf(
                    "%s: %,d jobs, %,d settlements, %,d findings%n",
                    settings.file(), result.jobs(), result.settlements(), result.findings().size());
        }
        out.flush();
        return result.findings().isEmpty() ? Exit.OK : Exit.FAILED;
    }

    @Command(
            name = "backup",
            description =
                    "Copies the store regatta.store.url, as it is now, into a new file. A coordinator"
                            + " may run meanwhile.")
    int backup(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "FILE", description = "The copy; must not exist.")
                    Path target) {
        StoreSettings settings =
                StoreSettings.of(CliSettings.load("coordinator.conf", common.overrides()));
        try {
            StoreBackup.run(settings, target);
        } catch (StoreException failure) {
            int code = failure.kind() == StoreException.Kind.FULL ? Exit.FAILED : Exit.USAGE;
            throw new CommandException(code, String.valueOf(failure.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s is copied to %s%n", settings.file(), target);
        out.flush();
        return Exit.OK;
    }

    /** Returns the kinds of workload that a coordinator on this machine has. */
    private static Set<String> kinds(CommonOptions common) {
        Config node = CliSettings.load("coordinator.conf", common.overrides());
        return Plugins.load(PluginSettings.of(node)).all().stream()
                .map(Workload::kind)
                .collect(Collectors.toSet());
    }

    private static ObjectNode json(
            StoreSettings settings,
            StoreCheck.Result result,
            Map<String, StoreCheck.Kind> missing) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("file", settings.file().toString());
        all.put("jobs", result.jobs()).put("settlements", result.settlements());
        ArrayNode kinds = all.putArray("missingKinds");
        missing.forEach((kind, jobs) ->
                kinds.addObject()
                        .put("kind", kind)
                        .put("jobs", jobs.jobs())
                        .put("unfinished", jobs.unfinished()));
        ArrayNode findings = all.putArray("findings");
        for (StoreCheck.Finding found : result.findings()) {
            findings.addObject().put("where", found.where()).put("detail", found.detail());
        }
        return all;
    }

    private static StoreCheck.Result run(StoreSettings settings) {
        try {
            return StoreCheck.run(settings);
        } catch (StoreException unreadable) {
            throw new CommandException(Exit.USAGE, String.valueOf(unreadable.getMessage()));
        }
    }
}
