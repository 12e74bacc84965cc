package regatta.dice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.workload.ContractCheck;
import regatta.workload.TypedSpec;
import regatta.workload.Validity;

/** What the dice say of themselves. */
class DiceTest {
    @Test
    void saysOfItsFieldsWhatItsSpecsDo() throws Exception {
        new ContractCheck(JsonMapper.builder().addModule(new JavaTimeModule()).build())
                .check(new Dice(), "{\"rolls\": [3]}");
    }

    @Test
    void tellsRightFromWrongAndUnfit() {
        assertThat(verified("no", 11)).isEqualTo(new Validity.Right());
        assertThat(verified("no", 19)).isEqualTo(new Validity.Wrong("3 rolls cannot show 19"));
        assertThat(verified("yes", 18)).isEqualTo(new Validity.Unfit("the dice are loaded"));
    }

    private static Validity verified(String loaded, long sum) {
        return TypedSpec.of(new Dice(), new Dice.Spec(List.of(3L), null, null, loaded, null))
                .verify(new Dice.Output(List.of(sum)));
    }
}
