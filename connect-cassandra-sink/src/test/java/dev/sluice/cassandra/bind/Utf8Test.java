package dev.sluice.cassandra.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(strings = {"", "a?", "ÿ", "ä€", "😀", "a😀b😀", "\u0000", "\uFFFF"})
    void theBytesAreThoseOfTheDriver(String text) {
        assertThat(Utf8.encode(text)).isEqualTo(TypeCodecs.TEXT.encode(text, ProtocolVersion.V4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD83D, 0xDE00})
    void halfOfAPairIsRefusedWhereverItStands(int half) {
        char c = (char) half;
        for (String text : new String[] {"" + c, "a" + c, c + "a", "😀" + c, "" + c + c}) {
            assertThatThrownBy(() -> Utf8.encode(text)).isInstanceOf(DataException.class);
        }
    }

    @Test
    void theHalvesInTheWrongOrderAreNoPair() {
        assertThatThrownBy(() -> Utf8.encode("\uDE00\uD83D")).isInstanceOf(DataException.class);
    }
}
