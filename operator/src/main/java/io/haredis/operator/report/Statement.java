package io.haredis.operator.report;

/**
 * What a condition says, without its date.
 *
 * @param status True, False or Unknown
 * @param reason one word
 * @param message one sentence
 */
public record Statement(String type, String status, String reason, String message) {
    static final String TRUE = "True";
    static final String FALSE = "False";
    static final String UNKNOWN = "Unknown";
}
