package regatta.workload.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How one program ended.
 *
 * @param stdout the beginning of what it printed there
 * @param stdoutCut whether it printed more
 * @param stderr the end of what it printed there
 * @param stderrCut whether it printed more
 * @param stdoutSha256 of all that it printed to standard output, in hexadecimal
 * @param file the file that it left, as it is named in the job's folder
 * @param bytes the length of that file
 * @param sha256 of that file, in hexadecimal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ran(
        int exitCode,
        String stdout,
        boolean stdoutCut,
        String stderr,
        boolean stderrCut,
        String stdoutSha256,
        @Nullable String file,
        @Nullable Long bytes,
        @Nullable String sha256) {}
