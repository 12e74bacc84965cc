package regatta.workload.download;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import regatta.workload.download.http1.Header;
import regatta.workload.download.http1.ResponseHead;

/**
 * The version of a file that an attempt has begun to fetch. An attempt that knows the version can
 * ask the origin for the rest of exactly this version.
 *
 * <p>A version needs a strong entity tag. A date would not suffice, because two versions of the
 * same second have the same date.
 *
 * @param place a digest of the URL that answered. The URL itself may hold a secret, and the tag
 *     alone may be equal for two URLs.
 * @param tag the file's entity tag, as the origin wrote the tag
 * @param total the length of the whole file in bytes; -1 if the origin did not state the length
 * @param name the name that the origin gave the file; empty if the origin gave no name
 */
record Version(String place, String tag, long total, String name) {
    private static final Pattern STRONG = Pattern.compile("\"[!#-~]{0,1000}\"");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern RANGE =
            Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
    private static final String END = "end";

    /**
     * Returns the version of the file that a response brings; empty if no attempt could safely ask
     * for the rest of the file.
     */
    static Optional<Version> of(HttpUrl url, ResponseHead head, String name) {
        if (head.status() != 200 || head.lists("Accept-Ranges", "none")) {
            return Optional.empty();
        }
        long total = head.only("Content-Length").flatMap(Version::number).orElse(-1L);
        return head.only("ETag")
                .filter(tag -> STRONG.matcher(tag).matches())
                .map(tag -> at(url, tag, total, name));
    }

    /** Returns the length that a header states; empty if the text is not a length. */
    static Optional<Long> number(String text) {
        return NUMBER.matcher(text).matches()
                ? Optional.of(Long.parseLong(text))
                : Optional.empty();
    }

    static Version at(HttpUrl url, String tag, long total, String name) {
        return new Version(place(url), tag, total, name);
    }

    /** Returns whether this version came from the given URL. */
    boolean isAt(HttpUrl url) {
        return place.equals(place(url));
    }

    private static String place(HttpUrl url) {
        byte[] text = (url.origin() + url.target()).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Digests.engine("SHA-256").digest(text));
    }

    /**
     * Returns headers that ask for the rest of this version. If the file has changed, these headers
     * ask for the whole new version.
     */
    List<Header> restFrom(long bytes) {
        return List.of(new Header("Range", "bytes=" + bytes + "-"), new Header("If-Range", tag));
    }

    /**
     * Returns the length of the whole file if a response is exactly the rest of this version.
     * Returns empty if the response is another range of the file, belongs to another version, or
     * does not state its range.
     */
    Optional<Long> wholeWith(ResponseHead rest, long from) {
        boolean same = rest.only("ETag").filter(tag::equals).isPresent();
        Matcher range = RANGE.matcher(rest.only("Content-Range").orElse(""));
        if (!same || !range.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long whole = Long.parseLong(range.group(3));
        boolean fits = first == from && last >= first && last + 1 == whole;
        List<String> lengths = rest.all("Content-Length");
        boolean sized = lengths.isEmpty() || lengths.contains(Long.toString(whole - from));
        boolean agrees = total < 0 || total == whole;
        return fits && sized && agrees ? Optional.of(whole) : Optional.empty();
    }

    /** Returns this version as the text that is stored beside the part. */
    String text() {
        return String.join("\n", place, tag, Long.toString(total), name, END);
    }

    /** Reads what {@link #text} wrote; empty if the text is incomplete. */
    static Optional<Version> parse(String text) {
        String[] lines = text.split("\n", -1);
        boolean whole =
                lines.length == 5
                        && lines[4].equals(END)
                        && STRONG.matcher(lines[1]).matches()
                        && lines[2].matches("-1|" + NUMBER);
        return whole
                ? Optional.of(new Version(lines[0], lines[1], Long.parseLong(lines[2]), lines[3]))
                : Optional.empty();
    }
}
