package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpokenMetricsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(Haredis\\w+)` \\| `(.*)` \\|");
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

    @Test
    void theDocumentHasEachAlertOfTheChartAsItIsRendered() throws Exception {
        String rules = SpokenMetrics.rules()
                .replace("{{ $operators }}", "haredis_operator_leads{namespace=\"haredis-system\"}")
                .replace("{{ .Release.Namespace | quote }}", "\"haredis-system\"")
                .replace("{{ .Values.replicas }}", "2")
                .replaceAll("expr: \\|", "expr:")
                .replaceAll("\\s+", " ");
        assertThat(ROW.matcher(SpokenMetrics.document()).results())
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(rules).contains("alert: " + row.group(1) + " expr: " + row.group(2) + " "));
        assertThat(ROW.matcher(SpokenMetrics.document()).results().map(row -> row.group(1)))
                .containsExactlyElementsOf(ALERT.matcher(rules)
                        .results()
                        .map(alert -> alert.group(1))
                        .toList());
    }
}
