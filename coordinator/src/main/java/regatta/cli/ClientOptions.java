package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of commands that send requests to a running coordinator. */
public final class ClientOptions {
    @Option(
            names = "--coordinator",
            paramLabel = "URL",
            description =
                    "The coordinator to ask (default: REGATTA_COORDINATOR, else the"
                            + " configured HTTP address, http://127.0.0.1:8080).")
    private @Nullable String coordinator;

    @Option(names = "--json", description = "Prints only JSON on stdout.")
    private boolean json;

    @Mixin private CommonOptions common = new CommonOptions();

    @Mixin private TokenOption token = new TokenOption();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    boolean json() {
        return json;
    }

    public ApiClient client() {
        return new ApiClient(url(), token.token(), token.trust());
    }

    /** Makes a client that waits at most {@code read} for an answer and sends no token. */
    ApiClient client(String url, Duration read) {
        return new ApiClient(url, "", token.trust(), read);
    }

    String url() {
        return isNamed() ? String.valueOf(named()) : configured();
    }

    /** Returns whether the user named a coordinator. */
    boolean isNamed() {
        String named = named();
        return named != null && !named.isEmpty();
    }

    private @Nullable String named() {
        return coordinator != null ? coordinator : System.getenv("REGATTA_COORDINATOR");
    }

    public PrintWriter out() {
        if (command == null) {
            throw new IllegalStateException("used outside of a command");
        }
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        if (command == null) {
            throw new IllegalStateException("used outside of a command");
        }
        return command.commandLine().getErr();
    }

    /**
     * Prints an answer as JSON if the user gave {@code --json}. Returns whether the user gave that
     * option.
     */
    public boolean printed(JsonNode answer) {
        if (json) {
            out().println(answer.toPrettyString());
            out().flush();
        }
        return json;
    }

    /** Returns the configuration of a coordinator on this machine. */
    Config node() {
        return CliSettings.load(CliSettings.COORDINATOR, common.overrides());
    }

    /**
     * Returns the configuration of a coordinator that this command starts. The user's settings
     * override the settings in {@code fixed}.
     */
    Config node(List<String> fixed) {
        List<String> overrides = new ArrayList<>(fixed);
        overrides.addAll(common.overrides());
        return CliSettings.load(CliSettings.COORDINATOR, overrides);
    }

    /** Returns whether the user named a coordinator by the option, and not by the environment. */
    boolean isGiven() {
        return coordinator != null;
    }

    CliSettings.Places places() {
        return CliSettings.places(common.overrides());
    }

    public List<CliSettings.Entry> effective() {
        return CliSettings.effective(common.overrides());
    }

    /** Returns the URL of a coordinator that runs with the configuration of {@link #node()}. */
    String configured() {
        Config config = node();
        String host = config.getString("regatta.http.host");
        boolean plain = config.getString("regatta.http.tls.certificate").isEmpty();
        return "%s://%s:%d"
                .formatted(
                        plain ? "http" : "https",
                        host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host,
                        config.getInt("regatta.http.port"));
    }
}
