package regatta.workload.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The output of one task: what its program printed, and the file that it wrote.
 *
 * @param stdout the beginning of its standard output
 * @param stdoutCut whether it printed more there than {@code stdout} holds
 * @param stderr the end of its standard error
 * @param stderrCut whether it printed more there than {@code stderr} holds
 * @param stdoutSha256 the SHA-256 of its whole standard output, in hexadecimal
 * @param file the name, in the job's folder, of the file that it wrote
 * @param bytes the length of that file
 * @param sha256 the SHA-256 of that file, in hexadecimal
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
