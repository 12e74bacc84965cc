package regatta.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaRange;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.headers.Accept;

/** Chooses a media type by the {@code Accept} header (RFC 9110, 12.5.1). */
final class Accepted {
    private Accepted() {}

    /**
     * Returns the media type that the client prefers. If the client prefers several media types
     * equally, returns the first of them in {@code produced}.
     *
     * @throws ProblemException 406 if the client accepts no media type in {@code produced}
     */
    static String choose(HttpRequest request, List<String> produced) {
        List<MediaRange> ranges = new ArrayList<>();
        request.getHeaders(Accept.class)
                .forEach(header -> header.getMediaRanges().forEach(ranges::add));
        if (ranges.isEmpty()) {
            return produced.getFirst();
        }
        String best = "";
        float bestQuality = 0;
        for (String candidate : produced) {
            float quality = quality(ContentTypes.parse(candidate).mediaType(), ranges);
            if (quality > bestQuality) {
                best = candidate;
                bestQuality = quality;
            }
        }
        if (best.isEmpty()) {
            throw Problem.notAcceptable(produced);
        }
        return best;
    }

    /**
     * Returns the quality value of the most specific range that matches the media type. {@code a/b}
     * is more specific than a/*, and a/* is more specific than the range of all types.
     */
    private static float quality(MediaType type, List<MediaRange> ranges) {
        float quality = 0;
        int specific = -1;
        for (MediaRange range : ranges) {
            String text = range.toString();
            int depth = text.startsWith("*/*") ? 0 : text.contains("/*") ? 1 : 2;
            if (range.matches(type) && depth > specific) {
                quality = range.qValue();
                specific = depth;
            }
        }
        return quality;
    }
}
