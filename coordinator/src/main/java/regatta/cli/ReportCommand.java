package regatta.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import regatta.comparison.ReportJson;
import regatta.comparison.ReportPage;
import regatta.comparison.Verification;
import regatta.comparison.report.ComparisonReport;

/**
 * {@code regatta report}: prints the report of an ended job or comparison, or checks a saved
 * report.
 */
@Command(
        name = "report",
        description = {
            "Prints the report of an ended job or comparison, or a saved one in another format, or"
                    + " verifies a saved report of a comparison."
        })
public final class ReportCommand implements Callable<Integer> {
    private static final String JSON = "application/json";
    private static final String SVG = "svg";

    /** The media types of the formats that the coordinator writes. */
    private static final Map<String, String> FORMATS =
            Map.of(
                    "table", "text/plain",
                    "json", JSON,
                    "csv", "text/csv",
                    "markdown", "text/markdown",
                    "html", "text/html");

    @Mixin private ClientOptions options = new ClientOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "The id of a job or a comparison, or a saved report.json.")
    private @Nullable String id;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "The format: table, json, csv, markdown, html, or svg (a picture of how many times"
                            + " faster each mode of a comparison is).")
    private String format = "table";

    @Option(
            names = "--verify",
            paramLabel = "FILE",
            description =
                    "Recomputes every figure of this report.json or report.html from its raw rounds,"
                            + " and says whether all agree.")
    private @Nullable Path saved;

    @Override
    public Integer call() {
        if ((id == null) == (saved == null)) {
            throw new CommandException(Exit.USAGE, "report needs an ID or --verify FILE");
        }
        return saved == null ? print(String.valueOf(id)) : verify(saved);
    }

    private int print(String of) {
        String wanted = options.json() ? "json" : format;
        String accept = FORMATS.get(wanted);
        if (accept == null && !wanted.equals(SVG)) {
            throw new CommandException(
                    Exit.USAGE,
                    "--format must be table, json, csv, markdown, html or svg, not " + format);
        }
        String report = ApiClient.segment(of) + "/report";
        String text;
        // An argument with a dot or a slash names a file, because no id contains these characters.
        if (of.contains(".") || of.contains("/")) {
            text = rendered(read(Path.of(of), Verification::read), wanted);
        } else if (accept == null) {
            String json = options.client().text("/api/v1/comparisons/" + report, JSON);
            text = Verification.read(json).svg();
        } else {
            text = text(report, accept);
        }
        options.out().print(text.stripTrailing() + "\n");
        options.out().flush();
        return Exit.OK;
    }

    private static String rendered(ComparisonReport report, String wanted) {
        return switch (wanted) {
            case SVG -> report.svg();
            case "json" -> ReportJson.write(report);
            case "csv" -> report.csv();
            case "markdown" -> report.markdown();
            case "html" -> ReportPage.write(report);
            default -> Terminal.hasColours() ? report.coloured(false) : report.text();
        };
    }

    /**
     * Asks for the report of a job, and then of a comparison, because an id does not show whether
     * it names a job or a comparison.
     */
    private String text(String report, String accept) {
        try {
            return options.client().text("/api/v1/jobs/" + report, accept);
        } catch (CommandException noJob) {
            if (noJob.exitCode() != Exit.USAGE) {
                throw noJob;
            }
            try {
                return options.client().text("/api/v1/comparisons/" + report, accept);
            } catch (CommandException neither) {
                boolean none = String.valueOf(neither.getMessage()).startsWith("there is no");
                throw none ? noJob : neither;
            }
        }
    }

    private int verify(Path file) {
        Verification verified = read(file, Verification::of);
        List<String> different = verified.differences();
        int figures = verified.figures();
        if (!options.printed(json(file, figures, different))) {
            say(file, figures, different);
        }
        return different.isEmpty() ? Exit.OK : Exit.FAILED;
    }

    private static <T> T read(Path file, Function<String, T> read) {
        try {
            return read.apply(Files.readString(file));
        } catch (NoSuchFileException _) {
            throw new CommandException(Exit.USAGE, file + ": there is no such file");
        } catch (CharacterCodingException _) {
            throw new CommandException(Exit.USAGE, file + ": not a report: it is no text");
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new CommandException(
                    Exit.USAGE, "%s: not a report: %s".formatted(file, unreadable.getMessage()));
        }
    }

    private static ObjectNode json(Path file, int figures, List<String> different) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("file", file.toString()).put("values", figures);
        different.forEach(all.putArray("differences")::add);
        return all;
    }

    private void say(Path file, int figures, List<String> different) {
        PrintWriter out = options.out();
        if (different.isEmpty()) {
            out.printf("%s: all %,d values agree with its rounds%n", file, figures);
        } else {
            different.forEach(out::println);
            out.printf("%s: %,d of %,d values differ%n", file, different.size(), figures);
        }
        out.flush();
    }
}
