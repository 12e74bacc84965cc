package regatta.workload.download;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.workload.SignedUrl;

/**
 * One URL to download, as a job lists it. In JSON a source is a string (the URL) or an object. JSON
 * input may hold credentials; JSON output never does.
 *
 * @param url the URL; empty if the job gave no URL, which a check refuses
 * @param sha256 the SHA-256 that the content must have, 64 hexadecimal digits; null if the job gave
 *     no SHA-256
 * @param file the name for the file; null if the job gave no name
 * @param basic user and password for HTTP's Basic authentication, separated by a colon; null if not
 *     given
 * @param bearer an access token for HTTP's Bearer authentication; null if not given
 * @param headers header fields, sent only to the origin of the URL
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Source(
        @SignedUrl String url,
        @Nullable String sha256,
        @Nullable String file,
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable String basic,
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable String bearer,
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) Map<String, String> headers) {

    public Source {
        headers = headers.isEmpty() ? Map.of() : new TreeMap<>(headers);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static Source read(
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("sha256") @Nullable String sha256,
            @JsonProperty("file") @Nullable String file,
            @JsonProperty("basic") @Nullable String basic,
            @JsonProperty("bearer") @Nullable String bearer,
            @JsonProperty("headers") @Nullable Map<String, String> headers) {
        return new Source(
                url == null ? "" : url,
                sha256,
                file,
                basic,
                bearer,
                headers == null ? Map.of() : headers);
    }

    /** Makes a source that has only a URL. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Source of(String url) {
        return new Source(url, null, null, null, null, Map.of());
    }

    /**
     * Returns the value of the {@code Authorization} header; empty if the source has neither {@code
     * basic} nor {@code bearer}.
     */
    Optional<String> authorization() {
        if (bearer != null) {
            return Optional.of("Bearer " + bearer);
        }
        return Optional.ofNullable(basic)
                .map(pair -> pair.getBytes(StandardCharsets.UTF_8))
                .map(octets -> "Basic " + Base64.getEncoder().encodeToString(octets));
    }

    /** Shows nothing, because everything may be secret. */
    @Override
    public String toString() {
        return "Source[…]";
    }
}
