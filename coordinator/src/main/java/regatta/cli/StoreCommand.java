package regatta.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import regatta.coordinator.store.StoreCheck;
import regatta.coordinator.store.StoreException;
import regatta.coordinator.store.StoreSettings;

/** {@code regatta store}: what can be done with the store of a coordinator of this machine. */
@Command(name = "store", description = "Checks the store of a coordinator on this machine.")
final class StoreCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "check",
            description =
                    "Says what is wrong in regatta.store.url, and changes nothing; a coordinator may"
                            + " be using it. Exit code 1 when something is.")
    int check(@Mixin CommonOptions common) {
        StoreSettings settings =
                StoreSettings.of(CliSettings.load("coordinator.conf", common.overrides()));
        StoreCheck.Result result = run(settings);
        PrintWriter out = spec.commandLine().getOut();
        result.findings().forEach(found -> out.printf("%s: %s%n", found.where(), found.detail()));
        out.printf(
                "%s: %,d jobs, %,d settlements, %,d findings%n",
                settings.file(), result.jobs(), result.settlements(), result.findings().size());
        out.flush();
        return result.findings().isEmpty() ? Exit.OK : Exit.FAILED;
    }

    private static StoreCheck.Result run(StoreSettings settings) {
        try {
            return StoreCheck.run(settings);
        } catch (StoreException unreadable) {
            throw new CommandException(Exit.USAGE, String.valueOf(unreadable.getMessage()));
        }
    }
}
