package dev.sluice.cassandra.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyspacePolicyTest {
    private static final Replication ONE = Replication.parse("{'class':'SimpleStrategy','replication_factor':1}");

    @ParameterizedTest
    @CsvSource({
        "*, any, true",
        "*, system, false",
        "*, system_auth, false",
        "*, System_Auth, false",
        "*, sluice, false",
        "*, Sluice, false",
        "client_a*, client_a_x, true",
        "client_a*, client_b, false",
        "a?, ab, true",
        "a?, a, false",
        "Exact, exact, false",
    })
    void theListDecidesButNeverOverReservedKeyspaces(String glob, String keyspace, boolean allowed) {
        assertThat(new KeyspacePolicy(List.of(glob), "sluice", true, ONE, TableStyle.STANDARD).allows(keyspace))
                .isEqualTo(allowed);
    }

    @Test
    void keyspacesAreCreatedOnlyIfTheOperatorSaysSo() {
        assertThat(new KeyspacePolicy(List.of("*"), "sluice", false, ONE, TableStyle.STANDARD).createKeyspace("k"))
                .isEmpty();
        assertThat(new KeyspacePolicy(List.of("*"), "sluice", true, ONE, TableStyle.STANDARD).createKeyspace("Ks"))
                .contains("CREATE KEYSPACE IF NOT EXISTS \"Ks\" WITH replication = "
                        + "{'class': 'SimpleStrategy', 'replication_factor': '1'}");
    }

    @Test
    void replicationIsWrittenAnew() {
        assertThat(Replication.parse(" { 'class' : 'NetworkTopologyStrategy' , 'dc-1':3, 'dc_2' : '2' } ")
                        .cql())
                .isEqualTo("{'class': 'NetworkTopologyStrategy', 'dc-1': '3', 'dc_2': '2'}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'class': 'SimpleStrategy'}",
                "{'class': 'EverywhereStrategy', 'replication_factor': 1}",
                "{'class': 'SimpleStrategy', 'replication_factor': 0}",
                "{'class': 'SimpleStrategy', 'replication_factor': 'x'}",
                "{'class': 'SimpleStrategy', 'dc1': 1}",
                "{'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc1': 2}",
                "{'class': 'NetworkTopologyStrategy', 'dc1': 3} AND durable_writes = false",
                "{'class': 'NetworkTopologyStrategy', 'dc1': 3}; DROP KEYSPACE x; {'a': 1}",
                "{'class': 'NetworkTopologyStrategy', 'd''c': 3}",
            })
    void anythingButAMapOfFactorsIsRefused(String text) {
        assertThatThrownBy(() -> Replication.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
