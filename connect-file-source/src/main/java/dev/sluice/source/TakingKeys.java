package dev.sluice.source;

import dev.sluice.source.discover.Completeness;
import dev.sluice.source.discover.MarkedFiles;
import dev.sluice.source.discover.SettledFiles;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys that say when a file is taken, and whether it is. */
final class TakingKeys {
    static final String FILE_COMPLETE_CONFIG = "file.complete";
    static final String SETTLE = "settle";
    static final String MARKER = "marker";
    private static final String FILE_COMPLETE_DOC = "When a file is complete: 'settle', when it has stood still for"
            + " file.settle.ms; 'marker', when an empty file of its name and .done stands beside it, which Sluice removes"
            + " with it. This goes for definitions too.";

    static final String DUPLICATES_CONFIG = "duplicates";
    static final String LOAD = "load";
    static final String SKIP = "skip";
    private static final String DUPLICATES_DOC = "What happens to a file with the same bytes as one that was completed"
            + " before under the same definition: 'load', it is loaded and its report names the earlier import; 'skip',"
            + " it is refused with a reason that does.";

    private TakingKeys() {}

    static ConfigDef addTo(ConfigDef keys) {
        return keys.define(word(FILE_COMPLETE_CONFIG, SETTLE, FILE_COMPLETE_DOC, List.of(SETTLE, MARKER), 20))
                .define(word(DUPLICATES_CONFIG, LOAD, DUPLICATES_DOC, List.of(LOAD, SKIP), 21));
    }

    private static ConfigDef.ConfigKey word(String name, String absent, String doc, List<String> words, int order) {
        return new ConfigDef.ConfigKey(
                name,
                ConfigDef.Type.STRING,
                absent,
                ValidString.in(words.toArray(String[]::new)),
                Importance.MEDIUM,
                doc,
                "Staging",
                order,
                Width.LONG,
                name,
                List.of(),
                new Words(words),
                false);
    }

    private record Words(List<String> words) implements ConfigDef.Recommender {
        @Override
        public List<Object> validValues(String name, java.util.Map<String, Object> parsedConfig) {
            return List.copyOf(words);
        }

        @Override
        public boolean visible(String name, java.util.Map<String, Object> parsedConfig) {
            return true;
        }
    }

    static Completeness completeness(FileSourceConfig config, Clock clock) {
        return config.getString(FILE_COMPLETE_CONFIG).equals(MARKER)
                ? new MarkedFiles()
                : new SettledFiles(clock, config.settleMillis());
    }

    static boolean skipsDuplicates(FileSourceConfig config) {
        return config.getString(DUPLICATES_CONFIG).equals(SKIP);
    }
}
