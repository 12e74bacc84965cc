package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.workload.TaskOutput;
import regatta.workload.Violation;

class DownloadSpecTest {
    private static final String SHA256 = "ab".repeat(32);

    private final ObjectMapper json = JsonMapper.builder().build();
    private final Download download =
            new TestingSettings(Path.of("/nowhere")).maxUrls(3).maxTasks(9).download();

    @Test
    void readsStringsAndObjects() throws Exception {
        Download.Spec spec =
                read(
                        """
                        {"urls": ["http://a/1", {"url": "http://b/2", "sha256": "%s", "file": "b",
                          "basic": "u:p", "headers": {"X-Key": "k"}}],
                         "repeat": 2, "perHost": 8, "rate": 10000000000}
                        """
                                .formatted(SHA256));
        assertThat(download.check(spec)).isEmpty();
        assertThat(download.taskCount(spec)).isEqualTo(4);
        assertThat(download.perKey(spec)).isEqualTo(8);
        assertThat(download.task(spec, 2, 4))
                .isEqualTo(new DownloadTask(Source.of("http://a/1"), 2_500_000_000.0));
        Source second = download.task(spec, 3).source();
        assertThat(second.file()).isEqualTo("b");
        assertThat(second.authorization()).contains("Basic dTpw");
        assertThat(second.headers()).containsEntry("X-Key", "k");
        assertThat(download.limitKey(download.task(spec, 3))).contains("b:80");
    }

    @Test
    void fillsInWhatIsLeftOut() throws Exception {
        Download.Spec spec = read("{\"urls\": [\"http://a/1\"]}");
        assertThat(download.check(spec)).isEmpty();
        assertThat(download.taskCount(spec)).isEqualTo(1);
        assertThat(download.perKey(spec)).isZero();
        assertThat(download.task(spec, 0, 4).rate()).isZero();
    }

    @Test
    void neverShowsCredentials() throws Exception {
        Source secret =
                new Source(
                        "http://a/1", SHA256, "f", "user:secret", "secret", Map.of("K", "secret"));
        Download.Spec spec = new Download.Spec(List.of(secret), 1, null, null);
        assertThat(json.writeValueAsString(spec))
                .contains("http://a/1", SHA256, "\"f\"")
                .doesNotContain("secret");
        assertThat(spec.toString() + secret).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                  | /urls",
                "{'urls': []}                                        | /urls",
                "{'urls': null}                                      | /urls",
                "{'urls': ['http://a','http://a','http://a','http://a']} | /urls",
                "{'urls': [null]}                                    | /urls/0",
                "{'urls': ['http://a', 'http://127.1/']}             | /urls/1/url",
                "{'urls': [{'file': 'x'}]}                           | /urls/0/url",
                "{'urls': ['http://a'], 'repeat': 0}                 | /repeat",
                "{'urls': ['http://a'], 'repeat': 10}                | /repeat",
                "{'urls': ['http://a'], 'repeat': 2147483647}        | /repeat",
                "{'urls': ['http://a'], 'perHost': 0}                | /perHost",
                "{'urls': ['http://a'], 'rate': 0}                   | /rate",
                "{'urls': [{'url':'http://a','sha256':'12'}]}        | /urls/0/sha256",
                "{'urls': [{'url':'http://a','file':'../x'}]}        | /urls/0/file",
                "{'urls': [{'url':'http://a','file':'.x'}]}          | /urls/0/file",
                "{'urls': [{'url':'http://a','file':''}]}            | /urls/0/file",
                "{'urls': [{'url':'http://a','basic':'x'}]}          | /urls/0/basic",
                "{'urls': [{'url':'http://a','basic':'x:\\n'}]}      | /urls/0/basic",
                "{'urls': [{'url':'http://a','bearer':'x y'}]}       | /urls/0/bearer",
                "{'urls': [{'url':'http://a','bearer':'x','basic':'y:z'}]} | /urls/0/bearer",
                "{'urls': [{'url':'http://a','basic':'x:y','headers':{'authorization':'z'}}]}"
                        + " | /urls/0/headers/authorization",
                "{'urls': [{'url':'http://a','bearer':'x','headers':{'Authorization':'z'}}]}"
                        + " | /urls/0/headers/Authorization",
                "{'urls': [{'url':'http://a','headers':{'Authorization':'y','authorization':'z'}}]}"
                        + " | /urls/0/headers/authorization",
                "{'urls': [{'url':'http://a','headers':{'a b':'x'}}]} | /urls/0/headers",
                "{'urls': [{'url':'http://a','headers':{'':'x'}}]}   | /urls/0/headers",
                "{'urls': [{'url':'http://a','headers':{'A':'x\\r\\nB: y'}}]} | /urls/0/headers/A",
                "{'urls': [{'url':'http://a','headers':{'A':null}}]} | /urls/0/headers/A",
                "{'urls': [{'url':'http://a','headers':{'hOst':'x'}}]} | /urls/0/headers/hOst",
                "{'urls': [{'url':'http://a','headers':{'Range':'x'}}]} | /urls/0/headers/Range",
            })
    void namesTheFieldThatIsWrong(String text, String pointer) throws Exception {
        assertThat(download.check(read(text.replace('\'', '"'))))
                .extracting(Violation::pointer)
                .containsExactly(pointer);
    }

    @Test
    void takesNoRateFromAUrl() {
        assertThatThrownBy(() -> read("{\"urls\": [{\"url\": \"http://a\", \"rate\": 5}]}"))
                .hasMessageContaining("rate");
    }

    @Test
    void doesWhatFailedAtTheRateOfItsJob() throws Exception {
        Download.Spec spec = read("{\"urls\": [\"http://a\"], \"perHost\": 2, \"rate\": 5}");
        assertThat(download.only(spec, List.of(0))).contains(spec);
    }

    @Test
    void neverRepeatsACredentialInAViolation() {
        Source wrong =
                new Source(
                        "http://user:hush@a/",
                        null,
                        null,
                        "hush",
                        "hush hush",
                        Map.of("A", "hush\n"));
        List<Violation> found = download.check(new Download.Spec(List.of(wrong), 1, null, null));
        assertThat(found).hasSizeGreaterThan(3);
        assertThat(found.toString()).doesNotContain("hush");
    }

    @Test
    void stopsCountingWhatIsWrong() {
        Download wide = new TestingSettings(Path.of("/nowhere")).maxUrls(1_000).download();
        Download.Spec spec =
                new Download.Spec(Collections.nCopies(1_000, Source.of("x")), 1, null, null);
        assertThat(wide.check(spec)).hasSizeLessThan(30);
    }

    @Test
    void carriesTasksAndOutputsAsBytes() {
        Source full = new Source("http://a/ü", SHA256, "é", "u:p", "t", Map.of("A", "1", "B", "2"));
        for (Source source : List.of(full, Source.of("http://a/1"))) {
            DownloadTask task = new DownloadTask(source, 0.25);
            byte[] bytes = download.taskCodec().encode(task);
            assertThat(download.taskCodec().decode(bytes)).isEqualTo(task);
        }
        Downloaded output = new Downloaded("http://a/1", 200, "日本", 1L << 40, SHA256);
        byte[] bytes = download.outputCodec().encode(output);
        assertThat(download.outputCodec().decode(bytes)).isEqualTo(output);
        assertThat(json.valueToTree(download.shown(output)).toString())
                .isEqualTo(
                        "{\"url\":\"http://a/1\",\"status\":200,\"file\":\"日本\","
                                + "\"bytes\":1099511627776,\"sha256\":\""
                                + SHA256
                                + "\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void refusesBytesThatItDidNotWrite(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> download.taskCodec().decode(new byte[length]));
    }

    @Test
    void addsUpWhatAJobBrought() {
        Downloaded one = new Downloaded("http://a/1", 200, "1", 5, SHA256);
        Downloaded two = new Downloaded("http://a/2", 200, "2", 7, SHA256);
        Download.Output output =
                download.combine(
                        new Download.Spec(List.of(), 1, null, null),
                        Stream.of(new TaskOutput<>(1, two), new TaskOutput<>(0, one)));
        assertThat(output).isEqualTo(new Download.Output(2, 12));
    }

    private Download.Spec read(String text) throws Exception {
        return json.readValue(text, download.specType());
    }
}
