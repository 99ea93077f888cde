package io.haredis.e2e.history;

/**
 * A promise that was broken.
 *
 * @param rule which one
 * @param story what was seen
 */
public record Violation(String rule, String story) {
    @Override
    public String toString() {
        return rule + ": " + story;
    }
}
