package io.haredis.client.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.exceptions.JedisDataException;

/** Error replies, as servers send them. */
class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "READONLY You can't write against a read only replica. | READONLY | true",
                "READONLY You can't write against a read only replica. script: 2bab, on @user_script:1. | READONLY | true",
                "LOADING Redis is loading the dataset in memory | LOADING | true",
                "LOADING Valkey is loading the dataset in memory | LOADING | true",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'. | MASTERDOWN | true",
                "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?) | UNBLOCKED | true",
                "UNBLOCKED client unblocked via CLIENT UNBLOCK | | ",
                "UNBLOCKED the stream key no longer exists | | ",
                "NOREPLICAS Not enough good replicas to write. | NOREPLICAS | false",
                "CLUSTERDOWN The cluster is down | CLUSTERDOWN | false",
                "ERR max number of clients reached | MAXCLIENTS | false",
                "ERR unknown command | | ",
                "MISCONF Errors writing to the AOF file | | ",
                "OOM command not allowed when used memory > 'maxmemory'. | | ",
                "BUSY Redis is busy running a script. | | ",
                "NOPERM this user has no permissions | | ",
                "READONLYX | | ",
                "WRONGTYPE Operation against a key holding the wrong kind of value | | ",
            })
    void isToldByTheFirstWord(String text, Refusal refusal, Boolean deposes) {
        assertThat(Refusal.of(new JedisDataException(text)).orElse(null)).isEqualTo(refusal);
        if (refusal != null) {
            assertThat(refusal.deposes()).isEqualTo(deposes);
        }
    }
}
