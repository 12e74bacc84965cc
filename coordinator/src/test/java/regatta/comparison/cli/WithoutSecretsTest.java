package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.cli.Api;
import regatta.comparison.ReportJson;
import regatta.comparison.report.Incomplete.Left;

/** What an incomplete report keeps of submissions that have secrets. */
class WithoutSecretsTest {
    /** The workloads of a coordinator, of which one has secret fields in its list. */
    private static final Api API =
            (_, path, _) -> {
                assertThat(path).isEqualTo("/api/v1/workloads");
                return ReportJson.tree(
                        """
                        {"items": [
                          {"kind": "sum-of-squares", "fields": [{"name": "targets", "secret": false}]},
                          {"kind": "download", "fields": [
                            {"name": "urls", "fields": [
                              {"name": "url"},
                              {"name": "bearer", "secret": true},
                              {"name": "basic", "secret": true}]}]}]}
                        """);
            };

    @Test
    void removesSecretFieldsWhereverTheyAreAndNamesThem() throws Exception {
        Submission open = submission("{\"kind\": \"sum-of-squares\", \"targets\": [1]}", true);
        Submission secret =
                submission(
                        """
                        {"kind": "download", "bearer": "token-1", "urls": [
                          "http://h/a",
                          {"url": "http://h/b", "bearer": "token-2"},
                          {"url": "http://h/c", "basic": "user:word", "file": "c"}]}
                        """,
                        false);
        WithoutSecrets shown = WithoutSecrets.of(API, List.of(open, secret));
        assertThat(shown.secrets()).containsExactly("basic", "bearer");
        assertThat(shown.left())
                .containsExactly(
                        left(open),
                        left(
                                submission(
                                        """
                                        {"kind": "download", "urls": [
                                          "http://h/a",
                                          {"url": "http://h/b"},
                                          {"url": "http://h/c", "file": "c"}]}
                                        """,
                                        false)));
        assertThat(secret.body().toString()).as("the submission itself").contains("token-1");
    }

    @Test
    void namesNothingWhereNothingIsSecret() throws Exception {
        Submission plain = submission("{\"kind\": \"download\", \"urls\": [\"http://h/a\"]}", true);
        WithoutSecrets shown = WithoutSecrets.of(API, List.of(plain));
        assertThat(shown.secrets()).isEmpty();
        assertThat(shown.left()).containsExactly(left(plain));
    }

    private static Submission submission(String workload, boolean sized) throws Exception {
        ObjectNode body = (ObjectNode) ReportJson.tree("{\"modes\": [\"batch\"]}");
        body.set("workload", ReportJson.tree(workload));
        return new Submission(body, sized, false);
    }

    private static Left left(Submission submission) {
        return new Left(
                ReportJson.map(submission.body()), submission.sized(), submission.ownOrigin());
    }
}
