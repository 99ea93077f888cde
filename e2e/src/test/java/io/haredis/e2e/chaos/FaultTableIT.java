package io.haredis.e2e.chaos;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the table of faults once, on both kinds of clusters, judged by the checker. Another server than the usual
 * one: {@code SERVER=valkey-9.1}; a part of the table: {@code -Dharedis.rows=REGEX}.
 */
@Order(7)
class FaultTableIT {
    @RegisterExtension
    static final Theatre THEATRE = new Theatre("faults");

    static List<String> rows() {
        String wanted = System.getProperty("haredis.rows", ".*");
        return Faults.TABLE.stream()
                .map(Fault::name)
                .filter(name -> name.matches(wanted))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void promisesHoldUnder(String row) {
        Fault fault = Faults.TABLE.stream()
                .filter(found -> found.name().equals(row))
                .findFirst()
                .orElseThrow();
        THEATRE.judge(fault);
    }
}
