package regatta.cli;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command takes. */
public final class CommonOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a configuration key. The value is HOCON. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "The folder of plug-ins (default: plugins beside config).")
    private @Nullable Path plugins;

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

    /** Returns the settings that the command line gives, each as {@code key=value}. */
    public List<String> overrides() {
        List<String> all = new ArrayList<>(overrides);
        if (plugins != null) {
            if (!Files.isDirectory(plugins)) {
                throw new CommandException(
                        Exit.USAGE, "--plugins: " + plugins + " is not a folder");
            }
            String folder = plugins.toAbsolutePath().normalize().toString();
            all.add("regatta.plugins.directory=" + ConfigUtil.quoteString(folder));
        }
        return all;
    }
}
