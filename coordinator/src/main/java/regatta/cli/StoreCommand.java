package regatta.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import regatta.coordinator.store.StoreCheck;
import regatta.coordinator.store.StoreException;
import regatta.coordinator.store.StoreSettings;

/** {@code regatta store}: commands on the store of a coordinator on this machine. */
@Command(name = "store", description = "Checks the store of a coordinator on this machine.")
public final class StoreCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("unused") // only picocli reads it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version of Regatta and of Java.")
    @SuppressWarnings("unused") // only picocli reads it
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
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(settings, result).toPrettyString());
        } else {
            result.findings()
                    .forEach(found -> out.printf("%s: %s%n", found.where(), found.detail()));
            out.printf(
                    "%s: %,d jobs, %,d settlements, %,d findings%n",
                    settings.file(), result.jobs(), result.settlements(), result.findings().size());
        }
        out.flush();
        return result.findings().isEmpty() ? Exit.OK : Exit.FAILED;
    }

    private static ObjectNode json(StoreSettings settings, StoreCheck.Result result) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("file", settings.file().toString());
        all.put("jobs", result.jobs()).put("settlements", result.settlements());
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
