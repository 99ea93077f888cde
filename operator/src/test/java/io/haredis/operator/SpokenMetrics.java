package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The metrics that the documents and the chart's alerts speak of. */
final class SpokenMetrics {
    private static final Path DOCUMENT = Path.of("../docs/metrics.md");
    private static final Path RULES = Path.of("../helm/haredis-operator/templates/prometheusrule.yaml");

    private static final Pattern NAME = Pattern.compile("haredis_[a-z_]+");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(haredis_\\w+)` \\| (\\w+) \\|");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (haredis_\\w+) (\\w+)$");
    private static final Pattern OF_A_CLUSTER =
            Pattern.compile("by \\(namespace, cluster\\) \\((?:increase\\()?(\\w+)(?:\\{([^}]*)})?");

    private SpokenMetrics() {}

    static String document() throws IOException {
        return Files.readString(DOCUMENT);
    }

    static String rules() throws IOException {
        return Files.readString(RULES);
    }

    /** The page is one of an operator that has a cluster with nodes. */
    static void areServed(String page) throws IOException {
        Map<String, String> served = pairs(TYPE, page);
        served.keySet().removeIf(name -> name.endsWith("_max")); // Micrometer's own addition to a histogram
        assertThat(pairs(ROW, document())).isEqualTo(served);
        assertThat(NAME.matcher(document() + rules()).results().map(MatchResult::group))
                .isSubsetOf(served.keySet());
        assertThat(OF_A_CLUSTER.matcher(rules()).results()).isNotEmpty().allSatisfy(selector -> {
            String label = selector.group(2) == null ? "" : "(?=[^}]*" + selector.group(2) + ")";
            assertThat(page)
                    .containsPattern(
                            "(?m)^" + selector.group(1) + "\\{(?=[^}]*namespace=\")(?=[^}]*cluster=\")" + label);
        });
    }

    private static Map<String, String> pairs(Pattern pattern, String text) {
        Map<String, String> pairs = new TreeMap<>();
        pattern.matcher(text).results().forEach(row -> pairs.put(row.group(1), row.group(2)));
        return pairs;
    }
}
