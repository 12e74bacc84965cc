package regatta.workload.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import regatta.workload.SignedUrl;

/**
 * The output of one task: what its program printed, and the file that the program wrote.
 *
 * @param stdout the beginning of what the program printed to standard output
 * @param stdoutCut whether the program printed more to standard output than {@code stdout} holds
 * @param stderr the end of what the program printed to standard error
 * @param stderrCut whether the program printed more to standard error than {@code stderr} holds
 * @param stdoutSha256 the SHA-256 of everything that the program printed to standard output, in
 *     hexadecimal
 * @param file the name, in the job's folder, of the file that the program wrote; null if the job
 *     keeps no file
 * @param bytes the length of the file; null if the job keeps no file
 * @param sha256 the SHA-256 of the file, in hexadecimal; null if the job keeps no file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ran(
        int exitCode,
        String stdout,
        boolean stdoutCut,
        @SignedUrl String stderr,
        boolean stderrCut,
        String stdoutSha256,
        @Nullable String file,
        @Nullable Long bytes,
        @Nullable String sha256) {}
