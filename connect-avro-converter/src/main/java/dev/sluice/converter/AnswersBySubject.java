package dev.sluice.converter;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * A bounded memory: for each subject, answers by what was asked. It holds so many subjects, and of each so many answers, as Confluent's
 * caches do; unlike them it keeps no order of use, which would cost every reader, and forgets all when it is full.
 *
 * <p>Any thread may call any method; readers take no lock.
 *
 * @param <K> what was asked; what counts as equal is for the maps to say
 * @param <V> the answer
 */
final class AnswersBySubject<K, V> {
    private final int bound;
    private final Supplier<ConcurrentMap<K, V>> maps;
    private final ConcurrentMap<String, ConcurrentMap<K, V>> subjects = new ConcurrentHashMap<>();

    /**
     * An empty memory.
     *
     * @param bound of subjects, and of answers for each; at least one
     * @param maps makes the map of a subject
     */
    AnswersBySubject(int bound, Supplier<ConcurrentMap<K, V>> maps) {
        this.bound = bound;
        this.maps = maps;
    }

    /** The answer; null if it is not known. */
    V get(String subject, K asked) {
        ConcurrentMap<K, V> answers = subjects.get(subject);
        return answers == null ? null : answers.get(asked);
    }

    /** Remembers an answer, and perhaps forgets others. */
    synchronized void put(String subject, K asked, V answer) {
        ConcurrentMap<K, V> answers = subjects.get(subject);
        if (answers == null) {
            if (subjects.size() >= bound) {
                subjects.clear();
            }
            answers = maps.get();
            subjects.put(subject, answers);
        } else if (answers.size() >= bound) {
            answers.clear();
        }
        answers.put(asked, answer);
    }

    synchronized void clear() {
        subjects.clear();
    }

    /** How many answers are known, of all subjects. */
    int size() {
        return subjects.values().stream().mapToInt(ConcurrentMap::size).sum();
    }
}
