package io.haredis.e2e.history;

import java.util.List;

/** A promise that a history either keeps or breaks. */
@FunctionalInterface
interface Rule {
    List<Violation> check(History history);
}
