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

/** {@code regatta store}: what can be done with the store of a coordinator of this machine. */
@Command(name = "store", description = "Checks the store of a coordinator on this machine.")
public final class StoreCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    @Command(
            name = "check",
            description =
                    "Says what is wrong in regatta.store.url, and changes nothing; a coordinator may"
                            + " be using it. Exit code 1 when something is.")
    int check(
            @Mixin CommonOptions common,
            @Option(names = "--json", description = "Prints JSON on stdout, nothing else.")
                    boolean json) {
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
